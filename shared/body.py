"""What an article says: its body, without promotions, credits and the like."""

from collections.abc import Iterable

from shared.articles import Segment


def body_of(text: str, segments: Iterable[Segment]) -> str:
    """The text with blanks for all that is not body, so that later steps read the body only and offsets hold."""
    parts = (
        text[part.start : part.end] if part.kind == "body" else _blank(text[part.start : part.end]) for part in segments
    )
    return "".join(parts)


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
