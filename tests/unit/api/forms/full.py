"""An article that has everything."""

from typing import Any

from tests.unit.api.made import article, entity, place

PROMOTION = "À lire aussi : cinq choses à savoir"
TEXT = (
    "KYIV, 4 octobre 2023 (AFP) — "
    "L'amiral Rob Bauer est à Kyiv.\n\n"
    "Des drones\n\n"
    f"{PROMOTION}\n\n"
    "« Trente drones », a dit M. Bauer.\n"
    "* <b>1</b> & autres\n\n"
    "© AFP\n"
)
BODY = "L'amiral Rob Bauer est à Kyiv.\n\n« Trente drones », a dit M. Bauer.\n* <b>1</b> & autres"


def span(part: str) -> dict[str, int]:
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part)}


def full(number: int = 1, **given: Any) -> dict[str, Any]:
    """The article, with what is given in place of its own."""
    kinds = [
        ("dateline", "KYIV, 4 octobre 2023 (AFP) — "),
        ("body", "L'amiral Rob Bauer est à Kyiv.\n\n"),
        ("heading", "Des drones\n\n"),
        ("promo", f"{PROMOTION}\n\n"),
        ("body", "« Trente drones », a dit M. Bauer.\n* <b>1</b> & autres\n\n"),
        ("credit", "© AFP\n"),
    ]
    speaker = {"name": "Rob Bauer", "entity": "Rob Bauer", "confidence": 0.9}
    return article(
        number,
        TEXT,
        **{
            "title": "Drones <sur> la *Crimée*",
            "url": "https://example.org/a?b=1&c=2",
            "source": "Le Monde",
            "external_id": "x-1",
            "authors": ["Anne Roux", "B. <C>"],
            "tags": ["guerre"],
            "published": "2023-10-04T08:15:00Z",
            "segments": [{"kind": kind, **span(part)} for kind, part in kinds],
            "places": [
                entity("Rob Bauer", "Rob Bauer", text=TEXT, type="person", title="amiral"),
                entity("Otan", text=TEXT),
                place("Kyiv", "UA", 50.45, 30.52, TEXT),
                entity("Constitution", text=TEXT, type="other"),
            ],
            "quotes": [{"text": "Trente drones", **span("Trente drones"), "speaker": speaker, "verb": "dit"}],
            "figures": [{"text": "Trente drones", **span("Trente drones"), "value": 30, "unit": "drones",
                         "approximate": False}],
            "keyphrases": [{"text": "drones", "score": 0.876}],
            "topics": ["medtop:16000000"],
            "summary": [{"text": "Trente drones.", **span("Trente drones")}],
            "agencies": [{"name": "AFP", "role": "source", **span("AFP")}] * 2,
            "story": {"id": "ab" * 16, "first": False, "similarity": 0.9, "parent": "cd" * 16},
            "revision": 2,
            "provenance": {"language": "1", "topics": "12"},
            **given,
        },
    )  # fmt: skip
