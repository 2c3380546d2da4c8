"""Our own JSON: the contract, as it is stored."""

import orjson

from services.api.forms.parts import Article


def render(article: Article) -> bytes:
    """The article as it is on `articles.enriched`."""
    return orjson.dumps(article)
