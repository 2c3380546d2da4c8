"""What each stretch of a text is there for: what the article says, or what stands around that."""

from shared.articles import Segment

VERSION = "1"


def split(text: str, language: str) -> list[Segment]:
    """The segments of a text, in order, covering all of it."""
    return [Segment(kind="body", start=0, end=len(text))]


def body_of(text: str, segments: list[Segment]) -> str:
    """The text with blanks for all that is not body, so that later steps read the body only and offsets hold."""
    parts = (
        text[part.start : part.end] if part.kind == "body" else _blank(text[part.start : part.end]) for part in segments
    )
    return "".join(parts)


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
