"""`depeche explain`: which step, in which version, made a field of a stored article, and from what."""

import sys
from collections.abc import Container, Sequence
from typing import Annotated, Any

import orjson
import typer

from console.command import AsJson, run
from console.terminal import emit, printable
from shared.errors import StoppedError
from shared.mongo import Database
from shared.settings import Settings

Document = dict[str, Any]


def explain(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of an article.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="A field of it, such as published or quotes.")],
    json: AsJson = False,
) -> None:
    """Say which steps made a field of a stored article, in which versions, and whether newer ones are installed."""
    # Imported here because it loads half of spaCy, which other commands do without.
    from services.enrich.decisions import STAYS
    from services.enrich.steps import MADE_BY, PROVENANCE, REPLAYED

    if field not in MADE_BY:
        raise typer.BadParameter(f"a field is one of {', '.join(MADE_BY)}")

    async def work(_: Settings, database: Database) -> Document:
        found: Document | None = await database.articles.find_one({"_id": {"$eq": id}})
        if found is None:
            raise StoppedError(f"there is no article {id}.")
        return found

    article = run(work)
    steps = [(step, article["provenance"].get(step), PROVENANCE[step]) for step in MADE_BY[field]]
    if json:
        made = [{"step": step, "version": version, "installed": installed} for step, version, installed in steps]
        said = {"id": id, "revision": article["revision"], "field": field, "value": article.get(field), "made_by": made}
        emit(said)
        return
    anew = () if field in STAYS else tuple(REPLAYED)
    sys.stdout.write(printable("\n".join(_lines(article, field, steps, anew))) + "\n")


def _lines(
    article: Document, field: str, steps: Sequence[tuple[str, str | None, str]], anew: Container[str]
) -> list[str]:
    """`anew` are the steps that a replay does anew for this field."""
    value = orjson.dumps(article.get(field), option=orjson.OPT_INDENT_2).decode()
    lines = [f"{field} of revision {article['revision']}, enriched at {article['enriched_at']}:", value, ""]
    if not steps:
        return [*lines, "It is as it was posted, or was given by the pipeline: no step reads it in the text."]
    lines.append("Made by, the last of them last:")
    for step, version, installed in steps:
        use = f"`depeche replay --step {step}` uses it" if step in anew else "for what comes from now on"
        newer = "" if version == installed else f"; {installed} is installed: {use}"
        lines.append(f"  {step} {version or 'not yet there'}{newer}")
    return lines
