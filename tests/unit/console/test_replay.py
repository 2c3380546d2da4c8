"""Which stored articles are outdated, and what of them is read anew."""

from datetime import UTC, datetime

import orjson
import pytest

from console.replay import Wanted, replay, request
from services.enrich.enrichment import enrich_record
from services.enrich.models import load_models
from services.enrich.pool import Enriched
from services.enrich.steps import PROVENANCE
from shared import identity
from shared.articles import RawArticle

PAGE = """<html><head><title>{title}</title><meta name="date" content="2023-10-04">
<meta name="author" content="Anne Roy"><link rel="canonical" href="https://example.com/2023/10/port"></head><body><article>
<p>Le port de Marseille a rouvert mardi après trois jours de grève, a annoncé la direction du port.</p>
<p>Les syndicats ont obtenu une hausse des salaires et la fin des contrats courts pour les dockers.</p></article>
</body></html>"""
STORED = {"received_at": "2026-01-02T00:00:00Z", "provenance": {"topics": "9", "page": "1"}}


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Wanted({"topics": "10"}), True),
        (Wanted({"topics": "9"}), False),
        (Wanted({"topics": "9", "names": "1"}), True),
        (Wanted({"topics": "10"}, since=datetime(2026, 1, 2, tzinfo=UTC)), True),
        (Wanted({"topics": "10"}, until=datetime(2026, 1, 2, tzinfo=UTC)), False),
    ],
)
def test_who_is_outdated(wanted: Wanted, taken: bool) -> None:
    assert wanted.takes(STORED) is taken


def test_a_dry_run_for_programs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("console.replay.run", lambda _: ["1" * 32, "2" * 32])
    replay(dry_run=True, json=True)
    assert [orjson.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["1" * 32, "2" * 32]


@pytest.mark.parametrize(
    "body",
    [
        {"html": PAGE.format(title="Le port"), "published_at": "2023-10", "tags": ["port"], "external_id": "1"},
        {"html": PAGE.format(title="Le port" * 200), "url": "https://example.com/2023/10/04/port"},
        {"text": "Oui.", "language": "fr", "title": "Réponse", "authors": ["Anne Roy"], "source": "example"},
        {"text": "date 2023-10 \nLe port de Marseille a rouvert mardi."},
        {"text": "MARSEILLE, 30 décembre (AFP) – Le port de Marseille a rouvert mardi."},
        {"text": "MARSEILLE, 5 mars (AFP) – Le port a rouvert mardi.", "url": "https://example.com/2025/03/06/port"},
    ],
    ids=[
        "a page", "a title that nobody could post", "too short to tell its language", "a stamp",
        "a dateline of the days before it was received", "a dateline of some year",
    ],
)  # fmt: skip
def test_with_the_same_steps_the_same_comes_out(body: dict[str, object]) -> None:
    """Though the page is not there any more, and who said what is told by the evidence alone."""
    models = load_models()
    identified = {"id": "1" * 32, "fingerprint": "", "received_at": datetime(2026, 1, 2, tzinfo=UTC)}
    first = enrich_record(RawArticle.model_validate(body | identified).model_dump_json().encode(), models)
    assert isinstance(first, Enriched), first
    document = orjson.loads(first.document)
    document |= {"_id": document.pop("id"), "provenance": PROVENANCE | {"page": "0"}}
    again = enrich_record(request(document).model_dump_json(exclude_none=True).encode(), models)
    assert isinstance(again, Enriched), again
    assert (again.article_id, again.replays) == ("1" * 32, 1)
    assert again.fingerprint == first.fingerprint == identity.fingerprint(document["text"])
    anew = orjson.loads(again.document)
    assert anew.pop("id") == document.pop("_id")
    assert anew | {"enriched_at": ""} == document | {"enriched_at": ""}
