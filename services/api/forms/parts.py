"""What all forms say of an article alike: its body, its summary, its names, its moments."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

Article = dict[str, Any]
MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


def segments(article: Article, *kinds: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each segment of these kinds, without the white space around it.

    An article from the time before there were segments is body from one end to the other.
    """
    text = article["text"]
    for part in article.get("segments") or [{"kind": "body", "start": 0, "end": len(text)}]:
        if part["kind"] in kinds and (found := text[part["start"] : part["end"]].strip()):
            yield part["kind"], found


def body(article: Article) -> str:
    """What the article says: its body segments, an empty line between them; no promotions, credits or headings."""
    return "\n\n".join(text for _, text in segments(article, "body"))


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph, without the white space around them. Paragraphs have an empty line between them."""
    found = [[line.strip() for line in part.split("\n") if line.strip()] for part in _EMPTY_LINE.split(text)]
    return [lines for lines in found if lines]


def summary(article: Article) -> str:
    """The sentences that sum it up, one behind the other."""
    return " ".join(sentence["text"] for sentence in article["summary"])


def urn(article_id: str) -> str:
    """The name of an article, the same for ever, wherever it is served."""
    return f"urn:depeche:article:{article_id}"


def language(article: Article) -> str | None:
    """The language, if it is known."""
    code: str = article["language"]["code"]
    return code if code != "und" else None


def agencies(article: Article) -> list[tuple[str, str]]:
    """Name and role of each news agency, once."""
    return list(dict.fromkeys((agency["name"], agency["role"]) for agency in article.get("agencies", ())))


def published(article: Article) -> str | None:
    """When it was published, as precisely as it is known: a year, a month, a day, a minute or a second."""
    return article["published"]["value"] if article["published"] else None


def published_second(article: Article) -> str | None:
    """The same as a full date-time of RFC 3339; null where it is not known to the second."""
    known = article["published"]
    return known["value"] if known and known["precision"] == "second" else None


def topic_uri(topic: Article) -> str:
    """The address of an IPTC Media Topic."""
    return MEDIA_TOPICS + str(topic["code"]).removeprefix("medtop:")


def entered(article: Article) -> datetime:
    """When this revision became what it is here."""
    return datetime.fromisoformat(article["enriched_at"]).astimezone(UTC)


def known(values: dict[str, Any]) -> dict[str, Any]:
    """The same without what is null or empty: a field that says nothing is left out."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
