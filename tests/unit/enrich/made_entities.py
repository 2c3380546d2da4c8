"""Entities for tests that are not about finding them: every place where one of their names stands is a mention."""

import re

from shared.articles import Entity, Span


def entities(text: str, people: str = "", organizations: str = "", places: str = "") -> list[Entity]:
    """From names such as "Rob Bauer|Bauer; Ann Lee": the forms of one entity with bars, entities with semicolons."""
    named = {"person": people, "organization": organizations, "place": places}
    made = []
    for kind, names in named.items():
        for forms in filter(None, (name.strip() for name in names.split(";"))):
            longest = sorted(forms.split("|"), key=len, reverse=True)
            pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
            spans = [Span(start=match.start(), end=match.end()) for match in re.finditer(pattern, text)]
            made.append(
                Entity.model_validate(
                    {"name": forms.split("|")[0], "type": kind, "salience": 0.5, "mentions": spans, "place": None}
                )
            )
    return [entity for entity in made if entity.mentions]
