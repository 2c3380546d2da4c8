"""`depeche search`, `quotes`, `tail`, `show`, `story` and `receipt`: what is stored, for people and for programs."""

import sys
from contextlib import closing
from typing import Annotated, Literal

import typer
from rich.text import Text

from console import listing, marked, summary
from console.command import AsJson, ask, fail
from console.exit import Exit
from console.filters import filtered
from console.terminal import counted, emit, harmless, screen
from depeche_client import Depeche, EnrichedArticle, Filters, Member, NotFoundError, Receipt

Sort = Literal["received", "published", "relevance"]
QuoteSort = Literal["received", "published"]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="The most to show.")]
All = Annotated[bool, typer.Option("--all", metavar="", help="All that are found, however many.")]
_DECIDED = {
    "enriched": "stored as revision {revision}.",
    "duplicate": "text and headline were there already, as revision {revision}.",
    "superseded": "something newer had been stored meanwhile; that stays.",
    "replayed": "enriched anew, as revision {revision} still.",
}


@filtered
def search(
    filters: Filters,
    sort: Annotated[
        Sort,
        typer.Option(metavar="ORDER", help="received or published: the newest first; relevance: what fits best first."),
    ] = "received",
    limit: Limit = 10,
    all: All = False,
    json: AsJson = False,
) -> None:
    """Find articles: by words, and by who and what is in them.

    For example:  depeche search drones --place Moscou --has-quotes yes
    """

    def work(depeche: Depeche) -> None:
        found = depeche.search(None if all else limit, **filters, sort=sort)
        if json:
            for article in found:
                emit(listing.row(article))
            return
        console, shown = screen(), 0
        for article in found:
            console.print(listing.entry(article))
            console.print()
            shown += 1
        total = max(shown, depeche.page(1, **filters).total)
        sys.stdout.write(_how_many(shown, total) if total else _nothing(filters))

    ask(work)


def _nothing(filters: Filters) -> str:
    """That nothing was found, and what may find it: a person's part of a name is asked for elsewhere than the whole."""
    whole = [name for name in ("speaker", "place", "entity") if name in filters]
    hint = f"--{whole[0]} wants a whole name that the article uses" if whole else "Fewer words or filters find more"
    part = f"; {whole[0]}:word in the QUERY finds a part of it" if whole and whole[0] != "entity" else ""
    return f"Nothing was found. {hint}{part}.\nWhat was posted a moment ago may still come.\n"


def _how_many(shown: int, total: int) -> str:
    more = f", {shown} shown: --limit or --all shows more" if total > shown else ""
    return f"{total:,} found{more}.\n`depeche show ID` shows one of them.\n"


@filtered
def tail(
    filters: Filters,
    since: Annotated[
        str | None, typer.Option("--since-event", metavar="EVENT", help="Go on behind this event, as --json tells it.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="End after so many articles.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Show articles as they arrive, new and revised, until Ctrl-C."""

    def work(depeche: Depeche) -> None:
        console = screen()
        if not json and sys.stdout.isatty():
            sys.stderr.write("Waiting for articles. Ctrl-C ends it.\n")
        with closing(depeche.stream(since, **filters)) as events:
            for count, event in enumerate(events, 1):
                if json:
                    emit({"event": event.id, "kind": event.kind, "article": listing.row(event.article)})
                else:
                    console.print(listing.entry(event.article))
                    console.print()
                if count == limit:
                    return

    ask(work)


_Id = Annotated[str, typer.Argument(metavar="ID", help="The id of an article, as `depeche search` shows it.")]


def show(id: _Id, json: AsJson = False) -> None:
    """Show an article: what was read in it, and its text with everything marked."""
    article = ask(lambda depeche: _article(depeche, id))
    if json:
        emit(listing.row(article))
        return
    shown = harmless(listing.row(article))
    console = screen()
    console.print(summary.render(shown))
    console.print(marked.render(shown))


def _article(depeche: Depeche, article_id: str) -> EnrichedArticle:
    try:
        return depeche.article(article_id)
    except NotFoundError:
        fail(f"there is no article {article_id}.")


@filtered
def quotes(
    filters: Filters,
    sort: Annotated[
        QuoteSort, typer.Option(metavar="ORDER", help="received or published: the newest first.")
    ] = "received",
    limit: Limit = 10,
    all: All = False,
    json: AsJson = False,
) -> None:
    """Find what was said, and by whom: QUERY and --speaker are asked of the quote, the rest of its article.

    For example, everything that a person is quoted with:  depeche quotes speaker:Bauer --all
    """

    def work(depeche: Depeche) -> None:
        console, shown = screen(), 0
        for quote in depeche.quotes(None if all else limit, **filters, sort=sort):
            shown += 1
            if json:
                emit(quote.model_dump(mode="json"))
            else:
                console.print(listing.said(quote), Text())
        if not json:
            more = " There may be more: --limit or --all." if shown == limit and not all else ""
            sys.stdout.write(f"{shown:,} shown.{more}\n" if shown else _nothing(filters))

    ask(work)


def story(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a story, or of any article in it.")],
    json: AsJson = False,
) -> None:
    """Show all articles of a story in the order in which they came, and what differs in each."""

    def work(depeche: Depeche) -> list[Member]:
        try:
            of = depeche.article(id).story
        except NotFoundError:
            of = None
        try:
            return [*depeche.story(of.id if of else id)][::-1]
        except NotFoundError:
            fail(f"there is no story {id}; one that has just come may be found in a moment.")

    members = ask(work)
    for member in members if json else ():
        emit(member.model_dump(mode="json"))
    if not json:
        console = screen()
        for member in members:
            console.print(listing.member(member), Text())
        sys.stdout.write(f"{counted(len(members), 'article')} in this story.\n")


def receipt(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="The receipt that ingest answered, the last part of `links.receipt`.")
    ],
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, max=3_600, help="Wait so many seconds until it is decided.")
    ] = 0,
    json: AsJson = False,
) -> None:
    """Say what became of an article that was posted. Exit code 3 if it is dead, 4 if it is not decided yet."""
    found = ask(lambda depeche: depeche.receipt(id, wait))
    if json:
        emit(found.model_dump(mode="json"))
    else:
        sys.stdout.write(harmless(_what_became(found)) + "\n")
    if found.status in ("dead", "pending"):
        raise typer.Exit(Exit.PARTLY if found.status == "dead" else Exit.AWAY)


def _what_became(found: Receipt) -> str:
    if found.status == "pending":
        return "pending: it is not decided yet, or there is no such receipt. --wait waits for it."
    if found.status == "dead":
        where = f" ({found.stage}, {found.error})" if found.stage else ""
        return f"dead: {found.reason or 'it could not be enriched'}{where}\n`depeche dlq list` shows it."
    said = _DECIDED[found.status].format(revision=found.revision)
    return f"{found.status}: {said}\nArticle {found.article_id}: `depeche show {found.article_id}`"
