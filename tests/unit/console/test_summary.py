"""The summary shows what was found, says what was not, and prints nothing that the article makes up as markup."""

from typing import Any

from rich.console import Console

from console.summary import render

PLACE = {"country": "UA", "geonames_id": 1, "latitude": 50.4, "longitude": 30.5}
ARTICLE: dict[str, Any] = {
    "title": "Drones [red]sur[/red] Moscou",
    "text": "Drones sur Moscou.",
    "language": {"code": "fr", "confidence": 0.98},
    "published": {
        "value": "2023-10",
        "precision": "month",
        "evidence": [{"origin": "stamp", "text": "2023-10", "start": 6, "end": 13}],
    },
    "entities": [
        {"name": "Rob Bauer", "type": "person", "mentions": [{}, {}], "place": None},
        {"name": "OTAN", "type": "organization", "mentions": [{}], "place": None},
        {"name": "Kiev", "type": "place", "mentions": [{}], "place": PLACE},
    ],
    "topics": [{"code": "medtop:16000000", "label": "conflit", "score": 0.9}],
    "keyphrases": [{"text": "attaque massive", "score": 1.0}],
    "summary": [{"start": 0, "end": 18, "text": "Drones sur Moscou."}],
    "statistics": {"words": 3, "sentences": 1},
}


def shown(**changed: Any) -> str:
    console = Console(width=200, record=True, quiet=False, force_terminal=False)
    with console.capture() as capture:
        console.print(render(ARTICLE | changed))
    return capture.get()


def test_what_was_found() -> None:
    text = shown()
    for part in (
        "fr (0.98)",
        "2023-10 (to the month, stamp: “2023-10”)",
        "Rob Bauer (×2)",
        "OTAN",
        "Kiev (UA)",
        "conflit (medtop:16000000)",
        "attaque massive",
        "“Drones sur Moscou.”",
        "3 words, 1 sentence",
    ):
        assert part in text


def test_what_was_not_found_is_said() -> None:
    text = shown(published=None, entities=[], topics=[], keyphrases=[], summary=[])
    assert "not known" in text
    assert text.count("none") == 5


def test_where_it_comes_from() -> None:
    text = shown(
        source="AFP [b]",
        url="https://example.com/1",
        authors=["Anne Dupont", "Paul Martin"],
        tags=["ports"],
        revision=3,
        received_at="2026-11-25T08:00:00Z",
    )
    for part in ("AFP [b] · https://example.com/1", "Anne Dupont, Paul Martin", "ports", "3, received 2026-11-25T08:"):
        assert part in text
    assert not any(label in shown(revision=1) for label in ("Source", "Authors", "Tags", "Revision"))


def test_a_title_is_no_markup() -> None:
    assert "Drones [red]sur[/red] Moscou" in shown()


def test_without_a_title_the_text_begins_the_panel() -> None:
    assert "Without a title: Drones sur Moscou. ─" in shown(title=None)
    assert "sur Moscou, … ─" in shown(title=None, summary=[{"text": "Drones sur Moscou, " * 9}])


def test_many_entities_are_counted() -> None:
    many = [{"name": f"N{n}", "type": "person", "mentions": [{}], "place": None} for n in range(15)]
    assert "N11 and 3 more" in shown(entities=many)
