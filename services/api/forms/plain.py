"""Plain text: the body and nothing else."""

from services.api.forms.parts import Article, body


def render(article: Article) -> bytes:
    """The body segments, an empty line between them, as UTF-8."""
    return (body(article) + "\n").encode()
