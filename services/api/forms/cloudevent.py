"""CloudEvents 1.0, JSON in structured mode: the event by which the revision was announced."""

import orjson

from services.api.forms.parts import Article
from shared import events


def render(article: Article) -> bytes:
    """The attributes of the record on `articles.enriched`, with the article as `data`."""
    return orjson.dumps(events.attributes(article) | {"datacontenttype": "application/json", "data": article})
