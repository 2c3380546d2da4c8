"""Markdown (CommonMark): headline, who and when, headings and body."""

import re

from services.api.forms.parts import Article, agencies, paragraphs, published, segments

# What would be read as markup: anywhere in a line, and at its beginning.
_ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|!#])")
_AT_START = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")


def render(article: Article) -> bytes:
    """The article as a page of text; promotions and credits are left out. UTF-8."""
    blocks = [f"# {_line(article['title'])}"] if article["title"] else []
    if about := _about(article):
        blocks.append(about)
    for kind, text in segments(article, "heading", "body"):
        if kind == "body":
            blocks += ["\\\n".join(map(escape, lines)) for lines in paragraphs(text)]
        elif text != article["title"]:
            blocks.append(f"## {_line(text)}")
    return ("\n\n".join(blocks) + "\n").encode()


def escape(line: str) -> str:
    """A line so that it is read as it stands, and nothing in it as markup."""
    return _AT_START.sub(lambda found: _escaped_start(*found.groups()), _ANYWHERE.sub(r"\\\1", line))


def _escaped_start(mark: str | None, number: str | None, point: str | None) -> str:
    return f"\\{mark}" if mark else f"{number}\\{point}"


def _line(text: str) -> str:
    return escape(" ".join(text.split()))


def _about(article: Article) -> str:
    """Who wrote it, for whom, when, and where it was."""
    parts = [", ".join(article["authors"]), article["source"], *(name for name, _ in agencies(article))]
    said = [_line(part) for part in dict.fromkeys(parts) if part]
    if when := published(article):
        said.append(when)
    if article["url"]:
        said.append(f"<{article['url']}>" if re.fullmatch(r"[!-;=?-~]+", article["url"]) else escape(article["url"]))
    return " · ".join(said)
