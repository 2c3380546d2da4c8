"""`depeche preview`: the enrichment of one text in the terminal. Nothing is stored, and no server is needed."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import marked, summary
from console.command import AsJson, described, fail
from console.terminal import emit, harmless
from shared import events, identity
from shared.articles import EnrichedArticle, RawArticle, Submission
from shared.errors import UnreadableError

_PAGES = (".html", ".htm")


def preview(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A text, or a page (*.html); - for standard input.", allow_dash=True)
    ],
    html: Annotated[bool, typer.Option("--html", metavar="", help="It is a page, whatever its name.")] = False,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The headline, if the text is without it.")] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where it stood: a date in the address is evidence.")
    ] = None,
    published_at: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published, such as 2023-10 or 2023-10-04.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Such as fr; counts only where the text is too short to tell.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Show what would be read in a text, with every segment and span marked in it."""
    text = _read(file)
    is_page = html or file.suffix.lower() in _PAGES
    given = {"title": title, "url": url, "published_at": published_at, "language": language}
    submission = described({"html" if is_page else "text": text}, given)
    article = _enriched(submission)
    if json:
        emit(article.model_dump(mode="json"))
        return
    shown = harmless(article.model_dump(mode="json"))
    console = Console()
    console.print(summary.render(shown))
    console.print(marked.render(shown))


def _read(file: Path) -> str:
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        fail(f"{file} can't be read: {error.strerror}.")
    except UnicodeDecodeError as error:
        fail(f"{file} is not UTF-8: see byte {error.start}.")


def _enriched(submission: Submission) -> EnrichedArticle:
    console = Console(stderr=True)
    with console.status("Loading the models …"):
        # Imported here because it loads half of spaCy, which other commands do without.
        from services.enrich.enrichment import enrich
        from services.enrich.models import load_models

        models = load_models()
    raw = RawArticle(
        **dict(submission),
        id=identity.article_id(submission),
        fingerprint=identity.fingerprint(identity.content(submission)),
        received_at=events.now(),
    )
    try:
        return enrich(raw, models)
    except UnreadableError as error:
        fail(str(error))
