"""`depeche dlq`: look at dead letters, and give them another chance when what killed them is put right."""

import base64
import dataclasses
import heapq
import re
import sys
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from console.command import AsJson, DryRun, Since, Until, Yes, confirmed, run
from console.dead_letters import Letter, Wanted, read, redrive, redriven
from console.terminal import counted, emit, printable, screen
from shared.errors import StoppedError
from shared.events import Record
from shared.mongo import Database
from shared.settings import Settings

app = typer.Typer(help="Dead letters: articles that could not be enriched.", no_args_is_help=True)
_MOST_OF_A_REASON = 300
_ID = re.compile(r"\d+-\d+")

Reason = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Only those with this in their reason, error or stage.")
]


@app.command("list")
def list_letters(
    reason: Reason = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="The most letters to show.")] = 100,
    json: AsJson = False,
) -> None:
    """Show dead letters, the newest first: when and why each died, and whether it was redriven."""
    wanted = Wanted(reason=reason, since=since, until=until)

    async def work(settings: Settings, database: Database) -> tuple[list[Letter], int, dict[str, datetime]]:
        newest: list[tuple[datetime, str, Letter]] = []
        total = 0
        async for letter, _ in read(settings, wanted):
            total += 1
            heapq.heappush(newest, (letter.at, letter.id, letter))
            if len(newest) > limit:
                heapq.heappop(newest)
        letters = [letter for *_, letter in sorted(newest, reverse=True)]
        return letters, total, await redriven(settings, database, [letter.id for letter in letters])

    letters, total, again = run(work)
    if json:
        for letter in letters:
            emit(dataclasses.asdict(letter) | {"redriven_at": again.get(letter.id)})
        return
    _print_letters(letters, again)
    sys.stdout.write(counted(total, "dead letter") + (f", the newest {limit} shown.\n" if total > limit else ".\n"))


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a letter, as `depeche dlq list` shows it.")],
    size: Annotated[int, typer.Option("--bytes", metavar="N", min=1, help="How much of the original to show.")] = 4_096,
    json: AsJson = False,
) -> None:
    """Show one dead letter: why it died, its headers, and the beginning of the original bytes."""

    async def work(settings: Settings, database: Database) -> tuple[Letter, Record, datetime | None]:
        async with aclosing(read(settings, Wanted(_ids([id])))) as letters:
            async for letter, record in letters:
                return letter, record, (await redriven(settings, database, [id])).get(id)
        raise StoppedError(f"there is no dead letter {id}.")

    letter, record, again = run(work)
    if json:
        emit(dataclasses.asdict(letter) | {"redriven_at": again, **_original(record)})
        return
    for name, value in (dataclasses.asdict(letter) | {"redriven": again or "no"}).items():
        sys.stdout.write(f"{name:<10}{'' if value is None else printable(str(value))}\n")
    sys.stdout.write("\nHeaders\n")
    for name, content in record.headers:
        sys.stdout.write(f"  {printable(name)}: {printable(content[:size].decode('utf-8', 'backslashreplace'))}\n")
    body = record.value or b""
    sys.stdout.write(f"\nOriginal ({len(body)} bytes)\n{printable(body[:size].decode('utf-8', 'backslashreplace'))}\n")
    if len(body) > size:
        sys.stdout.write(f"… and {len(body) - size} bytes more: --bytes shows them.\n")


@app.command("redrive")
def redrive_letters(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="The ids of letters.")] = None,
    reason: Reason = None,
    since: Since = None,
    until: Until = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Put dead letters back on articles.raw, so that enrich tries them again. None is put back twice.

    The receipt of each then tells what became of it. One that dies again is another letter, with a higher attempt.
    """
    wanted = Wanted(_ids(ids or []), reason, since, until)
    if wanted == Wanted():
        raise typer.BadParameter("say which: ids, --reason, --since or --until")

    async def choose(settings: Settings, database: Database) -> tuple[list[Letter], int]:
        found = [letter async for letter, _ in read(settings, wanted)]
        if missing := wanted.ids - {letter.id for letter in found}:
            raise StoppedError(f"there is no such dead letter: {', '.join(sorted(missing))}. Nothing was redriven.")
        before = await redriven(settings, database, [letter.id for letter in found])
        return [letter for letter in found if letter.id not in before], len(before)

    chosen, before = run(choose)
    say = sys.stderr.write if json else sys.stdout.write
    if before:
        say(f"Left alone, as redriven before: {counted(before, 'dead letter')}.\n")
    if not chosen:
        say("There is nothing to redrive.\n")
        return
    if not json:
        _print_letters(chosen, {})
    if dry_run:
        _emit_all(chosen if json else [])
        say(f"Would be redriven: {counted(len(chosen), 'dead letter')}.\n")
        return
    confirmed(f"Put {counted(len(chosen), 'dead letter')} back on articles.raw?", yes)

    async def work(settings: Settings, database: Database) -> list[Letter]:
        return [letter async for letter in redrive(settings, database, frozenset(letter.id for letter in chosen))]

    done = run(work)
    _emit_all(done if json else [])
    say(f"Redriven: {counted(len(done), 'dead letter')}. Receipts tell what becomes of them.\n")


def _emit_all(letters: list[Letter]) -> None:
    for letter in letters:
        emit(dataclasses.asdict(letter))


def _original(record: Record) -> dict[str, Any]:
    """The record as it is, whole. What is no UTF-8 stands there as `\\xff`, and the bytes themselves in base64."""
    value = record.value or b""
    return {
        "headers": [[name, content.decode("utf-8", "backslashreplace")] for name, content in record.headers],
        "original": value.decode("utf-8", "backslashreplace"),
        "original_base64": base64.b64encode(value).decode(),
    }


def _ids(given: list[str]) -> frozenset[str]:
    for each in given:
        if not _ID.fullmatch(each):
            raise typer.BadParameter(f"{each!r} is no id of a dead letter: they look like 3-1042")
    return frozenset(given)


def _print_letters(letters: list[Letter], again: dict[str, datetime]) -> None:
    console = screen()
    for letter in letters:
        then = again.get(letter.id)
        facts = [f"{letter.at:%Y-%m-%d %H:%M:%S}", f"in {letter.stage or 'an unknown stage'}", letter.error or ""]
        facts += [f"attempt {letter.attempt}"] if letter.attempt > 1 else []
        facts += [f"redriven {then:%Y-%m-%d %H:%M:%S}"] if then else []
        reason = printable(letter.reason or "no reason is given")[:_MOST_OF_A_REASON].replace("\n", " ")
        below = [Text(reason), Text(f"article {printable(letter.article or 'unknown')}", "dim")]
        head = Text(f"{letter.id}  ", "bold cyan") + Text(printable(" · ".join(filter(None, facts))))
        console.print(head, Padding.indent(Group(*below), 2), Text())
