"""The gold set itself is checked here: all of it is where it says, and it is as mixed as it must be."""

import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from shared.dates import PartialDate
from tests.quality.gold import Article, GoldError, Span, files, load

# How many articles each part holds at least, by language; "others" are all that are neither French nor English.
QUOTAS = {"fr": 10, "en": 5, "others": 6}

FILES = files()

article = cache(load)
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def overlap(spans: list[Span]) -> bool:
    return any(before[1] > after[0] for before, after in pairwise(sorted(spans)))


@every_file
class TestFile:
    def test_id_is_the_file_name(self, file: Path) -> None:
        assert article(file).id == file.stem

    def test_text(self, file: Path) -> None:
        text = article(file).text
        assert 200 <= len(text.split()) <= 700
        assert text == unicodedata.normalize("NFC", text)

    def test_no_overlaps(self, file: Path) -> None:
        gold = article(file)
        for kind in (gold.segments, gold.quotes, [*gold.dates, *gold.figures]):
            assert not overlap([gold.span(words) for words in kind])

    def test_order(self, file: Path) -> None:
        gold = article(file)
        for kind in (gold.segments, gold.dates, gold.quotes, gold.claims, gold.figures):
            spans = [gold.span(words) for words in kind]
            assert spans == sorted(spans)

    def test_dates_are_as_precise_as_they_say(self, file: Path) -> None:
        gold = article(file)
        for date in (*gold.dates, *filter(None, [gold.published])):
            for part in date.value.split("/") if date.value else []:
                assert PartialDate.parse(part).precision == date.precision

    def test_entities_are_not_listed_twice(self, file: Path) -> None:
        gold = article(file)
        forms = [form for entity in gold.entities for form in entity.mentions]
        assert len(forms) == len(set(forms))
        assert all(entity.name in entity.mentions for entity in gold.entities)

    def test_what_is_printed_is_printed(self, file: Path) -> None:
        gold = article(file)
        text = " ".join(gold.text.split())
        titles = [entity.title for entity in gold.entities]
        speech = [(quote.verb, quote.speaker) for quote in gold.quotes]
        hedges = [(claim.hedge, claim.attributed_to) for claim in gold.claims]
        assert all(len(claim.text) >= 40 for claim in gold.claims)
        for words in filter(None, (*titles, *(word for pair in (*speech, *hedges) for word in pair))):
            assert words in text


@pytest.mark.parametrize("part", sorted({file.parent.name for file in FILES}))
class TestPart:
    def test_languages(self, part: str) -> None:
        languages = [article(file).language for file in FILES if file.parent.name == part]
        assert Counter(code if code in QUOTAS else "others" for code in languages) >= Counter(QUOTAS)


def test_reprints() -> None:
    stories = Counter(article(file).story for file in FILES)
    assert sum(count > 1 for count in stories.values()) >= 4


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of an article of the gold set with one thing changed."""
    text = FILES[0].read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / FILES[0].name
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


class TestLoad:
    def test_words_that_are_not_there(self, tmp_path: Path) -> None:
        figure = article(FILES[0]).figures[0]
        with pytest.raises(GoldError, match=rf"{FILES[0].name}(?s:.*)no such words"):
            load(broken(tmp_path, f'{{text: "{figure.text}"', '{text: "no such words"'))

    def test_a_name_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(GoldError, match=rf"{FILES[0].name}(?s:.*)No Such Name"):
            load(broken(tmp_path, "entities:\n", "entities:\n  - {name: X, type: other, mentions: [No Such Name]}\n"))

    def test_words_that_stand_there_twice(self, tmp_path: Path) -> None:
        word = Counter(article(FILES[0]).text.split()).most_common(1)[0][0]
        with pytest.raises(GoldError, match="times, and its nth is None"):
            load(broken(tmp_path, "dates:\n", f'dates:\n  - {{text: "{word}", value: null}}\n'))

    def test_an_unknown_field(self, tmp_path: Path) -> None:
        with pytest.raises(GoldError, match="Extra inputs are not permitted"):
            load(broken(tmp_path, "story:", "stories: none\nstory:"))

    def test_longest_form_first(self) -> None:
        entities = [
            {"name": "Lyon", "type": "place", "mentions": ["Lyon"]},
            {"name": "Lyon Métropole", "type": "organization", "mentions": ["Lyon Métropole"]},
        ]
        nothing: dict[str, list[str]] = {"segments": [], "dates": [], "quotes": [], "claims": [], "figures": []}
        changed = {"text": "Lyon. Lyon\nMétropole, Lyonnais.", "entities": entities, **nothing}
        gold = Article.model_validate(article(FILES[0]).model_dump() | changed)
        assert gold.mentions() == {"Lyon": [(0, 4)], "Lyon Métropole": [(6, 20)]}
