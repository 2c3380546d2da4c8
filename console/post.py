"""`depeche post`: articles from files, directories, patterns and standard input; a second run posts what is missing."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from console.command import AsJson, ask, described
from console.exit import Exit
from console.posted import Posted
from console.posting import Posting
from console.settings import ClientSettings
from console.sources import File, Item, Kind, files, items
from console.terminal import counted, emit, printable
from depeche_client import ClientError, Depeche

_POSTED = Path(".depeche/posted")
_MOST_SHOWN = 20
_NOT_POSTED = (
    "Not all of it was posted. Run it again to go on: what is told as accepted is remembered. What was on its way may "
    "be in as well; posted again it is a duplicate, and nothing else.\n"
)
_NOT_DECIDED = "All of it was posted, and is remembered. What became of the accepted ones was not waited for.\n"
# In the order in which they are told; those of the second row only after --wait.
_OUTCOMES = {
    "accepted": "they are safe in Kafka, and being read",
    "known": "they were posted before and are left alone; --again posts them too",
    "refused": "",
    "enriched": "new, or a new revision",
    "duplicate": "text and headline were there already",
    "superseded": "something newer was there",
    "pending": "not decided yet; `depeche receipt` asks again",
    "dead": "could not be enriched; `depeche dlq list` shows them",
}


_Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, directories, patterns such as 'news/**/*.txt', or - for standard input (NDJSON, unless --as says "
        "otherwise). Taken are .txt, .html, .htm, .json (one article, or a list), .ndjson and .jsonl (one a line).",
    ),
]
_Source = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Whose they are, where they do not say it. The whole path of a text or page is then its external id, so "
        "that a file that changes is a revision.",
    ),
]
_Language = Annotated[str | None, typer.Option(metavar="CODE", help="Such as fr, where they do not say it.")]
_Tags = Annotated[
    list[str] | None, typer.Option(metavar="TAG", help="A tag for all of them; can be given several times.")
]
_Kind = Annotated[
    Kind | None,
    typer.Option("--as", metavar="KIND", help="What the files are, whatever their names: text, html, json or ndjson."),
]
_Wait = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="Wait so long to tell what became of each; with --json, in a second line for it.",
    ),
]
_Again = Annotated[
    bool, typer.Option("--again", metavar="", help="Post all of it, also what was posted from here before.")
]
_State = Annotated[Path, typer.Option(metavar="FILE", help="The file that remembers what was posted.")]


def post(
    paths: _Paths,
    source: _Source = None,
    language: _Language = None,
    tag: _Tags = None,
    kind: _Kind = None,
    wait: _Wait = None,
    again: _Again = False,
    state: _State = _POSTED,
    json: AsJson = False,
) -> None:
    """Post articles. What was posted before is left alone, so that a run that ended early is simply run again.

    Exit code 3 if some were refused or are dead, 4 if a server was away: run it again to go on.
    """
    given = {"source": source, "language": language, "tags": tag}
    defaults = {name: value for name, value in given.items() if value is not None}
    # With any text, as only the options are looked at here.
    described({"text": "any"}, defaults)
    told = _Told(json)

    def work(depeche: Depeche) -> Counter[str]:
        found = files(paths, kind)
        with Posted(state) as posted, _Shown(found, quiet=json) as shown:
            posting = Posting(depeche, ClientSettings().ingest, posted, told)
            unfinished = _NOT_POSTED
            try:
                posting.run((item for file in found for item in items(file, defaults)), again, shown.advance)
                unfinished = _NOT_DECIDED
                if wait is not None:
                    shown.wait(posting.waiting)
                    posting.wait(wait, shown.decided)
            except (ClientError, KeyboardInterrupt):
                shown.close()
                told.end(posting.outcomes, shown.seconds)
                sys.stderr.write(unfinished)
                raise
        told.end(posting.outcomes, shown.seconds)
        return posting.outcomes

    outcomes = ask(work)
    if outcomes["refused"] or outcomes["dead"]:
        raise typer.Exit(Exit.PARTLY)
    if outcomes["pending"]:
        raise typer.Exit(Exit.AWAY)


class _Shown(AbstractContextManager["_Shown"]):
    """The progress on a terminal: how far, how fast, how long it still takes. Nothing where a program reads."""

    def __init__(self, found: Sequence[File], quiet: bool) -> None:
        sizes = [file.size for file in found]
        known = [size for size in sizes if size is not None]
        self._count, self._started, self._posted = 0, time.monotonic(), 0.0
        self._bar = Progress(
            TextColumn("{task.fields[doing]}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[count]:,} articles, {task.fields[rate]:,.0f}/s, left"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
            expand=True,
            disable=quiet or not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task(
            "", total=sum(known) if len(known) == len(sizes) else None, count=0, rate=0, doing="Posting"
        )

    def __enter__(self) -> "_Shown":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def advance(self, item: Item) -> None:
        self._count += 1
        rate = self._count / max(self.seconds, 0.001)
        self._bar.update(self._task, advance=item.size, count=self._count, rate=rate)

    def wait(self, count: int) -> None:
        """From now on it is waited for so many."""
        self._posted = self.seconds
        self._bar.update(self._task, doing="Waiting", total=count, completed=0, count=0, rate=0)
        self._count = 0

    def decided(self) -> None:
        self._count += 1
        rate = self._count / max(time.monotonic() - self._started - self.seconds, 0.001)
        self._bar.update(self._task, advance=1, count=self._count, rate=rate)

    def close(self) -> None:
        self._bar.stop()

    @property
    def seconds(self) -> float:
        """How long it was posted."""
        return self._posted or time.monotonic() - self._started


class _Told:
    """What is told of each article: to a program everything, to a person what went wrong, and the sums at the end."""

    def __init__(self, json: bool) -> None:
        self._json = json
        self._wrong: list[str] = []
        self._more = 0

    def __call__(self, result: dict[str, Any]) -> None:
        if self._json:
            emit(result)
        elif result["status"] in ("refused", "dead"):
            if len(self._wrong) == _MOST_SHOWN:
                self._more += 1
                return
            reasons = "; ".join(": ".join(filter(None, each.values())) for each in result["errors"])
            self._wrong.append(f"{result['where']}: {reasons}")

    def end(self, outcomes: Counter[str], seconds: float) -> None:
        if self._json:
            return
        count = sum(outcomes.values())
        sys.stdout.write(
            f"{counted(count, 'article')} in {seconds:.1f} s, {count / max(seconds, 0.001):,.0f} a second\n"
        )
        for outcome, said in _OUTCOMES.items():
            if outcomes[outcome]:
                sys.stdout.write(f"  {outcome:<10} {outcomes[outcome]:>9,}  {said}".rstrip() + "\n")
        for line in self._wrong:
            sys.stdout.write(printable(f"  {line}").replace("\n", " ") + "\n")
        if self._more:
            sys.stdout.write(f"  … and {self._more:,} more: --json tells all.\n")
