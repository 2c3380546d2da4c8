"""`depeche doctor`: is everything there that Depeche needs, and what to do where it is not."""

import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict

import typer
import uvloop
from pydantic import ValidationError
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from console import checks
from console.checks import Finding, Patient
from console.command import AsJson, fail
from console.exit import Exit
from console.settings import ClientSettings
from console.terminal import counted, emit, harmless
from shared import mongo
from shared.errors import DepecheError
from shared.service import what_is_wrong
from shared.settings import Settings

_SIGNS = {"well": ("✓", "green"), "look": ("!", "yellow"), "wrong": ("✗", "red")}
Check = Callable[[Patient], Awaitable[Finding]]
# In this order: what fails may be the cause of what comes behind it.
_CHECKS: dict[str, Check] = {
    "Kafka": checks.kafka_and_topics,
    "MongoDB": checks.mongodb,
    "Indexes": checks.indexes,
    "ingest": checks.ingest,
    "enrich": checks.enrich,
    "api": checks.api,
    "Key": checks.key,
    "Models": checks.models,
    "Waiting": checks.waiting,
    "Search": checks.search_index,
    "Dead": checks.dead_letters,
    "Disk": checks.disk,
    "Clock": checks.clock,
}
# What can't be checked where something else is wrong already.
_NEEDS = {
    "Indexes": "MongoDB",
    "Dead": "MongoDB",
    "Clock": "MongoDB",
    "Waiting": "Kafka",
    "Key": "api",
    "Search": "api",
}


def doctor(json: AsJson = False) -> None:
    """Check everything that Depeche needs, and say what to do where something is wrong. Exit code 3 if so.

    Kafka, MongoDB, topics, indexes, services, key, models, what is waiting, disk and clock. It changes nothing.
    """
    # What goes wrong reaches us as an exception.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        patient = Patient(Settings(), ClientSettings())
        found = uvloop.run(_examine(patient, json))
    except ValidationError as error:
        fail(what_is_wrong(error))
    except DepecheError as error:
        fail(str(error))
    wrong = sum(finding.state == "wrong" for finding in found)
    if not json:
        sys.stdout.write("\n" + "".join(_sum(found)) + "\n")
    if wrong:
        raise typer.Exit(Exit.PARTLY)


async def _examine(patient: Patient, json: bool) -> list[Finding]:
    console = Console(highlight=False)
    patient.database = mongo.connect(patient.settings)
    found: dict[str, Finding] = {}
    try:
        for name, check in _CHECKS.items():
            needed = _NEEDS.get(name)
            if needed and found[needed].state == "wrong":
                continue
            with (
                nullcontext()
                if json
                else console.status(f"{name} …" if name != "Models" else "Models, which takes some seconds …")
            ):
                finding = found[name] = await _checked(name, check, patient)
            if json:
                emit(asdict(finding))
            else:
                _show(console, finding)
    finally:
        patient.database.client.close()
    return list(found.values())


async def _checked(name: str, check: Check, patient: Patient) -> Finding:
    try:
        return await check(patient)
    except DepecheError as error:
        return Finding(name, "wrong", str(error))


def _show(console: Console, finding: Finding) -> None:
    sign, style = _SIGNS[finding.state]
    console.print(Text(f"{sign} ", style) + Text(f"{finding.name:<8} ", "bold"), end="")
    said = Text(harmless(finding.said))
    lines = said.wrap(console, max(20, console.width - 11))
    console.print(Text("\n" + " " * 11).join(lines))
    if finding.advice:
        console.print(Padding.indent(Text(f"→ {finding.advice}", "bold"), 11))


def _sum(found: list[Finding]) -> Iterator[str]:
    wrong, look = (sum(finding.state == state for finding in found) for state in ("wrong", "look"))
    if not wrong and not look:
        yield "Everything is well."
    if wrong:
        yield f"{wrong} of {len(found)} checks failed. The first may be the cause of the others. "
    if look:
        yield f"Worth a look: {counted(look, 'thing')}."
