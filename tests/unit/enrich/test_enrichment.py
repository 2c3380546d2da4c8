"""What holds for the enrichment of any text: it raises nothing, marks only what is there, and takes linear time."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.enrich.enrichment import enrich
from services.enrich.models import Models
from shared.articles import EnrichedArticle, RawArticle
from shared.body import body_of
from tests.models import gazetteer, taggers
from tests.unit.growth import Work, is_linear

LANGUAGES = ["fr", "en", "es", "pt", "de", "it", "nl"]
# As news is made: what each step looks for, in seven languages, to be put together in any order.
FRAGMENTS = [
    "PARIS (AFP) - ", "WASHINGTON (AP) — ", "MADRID\n21 nov. (EFE) -\n",
    "Publié le 3 mai 2023 à 10h12\n", "Par Jean Dupont\n", "LIRE AUSSI : ",
    "« Nous irons jusqu’au bout », a déclaré Mme Agnès Roux, ministre de la Santé. ", "“We are done,” she said. ",
    "«No lo haremos», dijo el presidente del Gobierno, Pedro Sánchez. ", "„Das ist falsch“, sagte Scholz am Montag. ",
    "\"Non è vero\", ha detto il sindaco. ", "‘Dat klopt niet’, zei de minister. ", "– Oui, dit-il, je viens.\n",
    "Un homme aurait été tué mardi dernier, selon la police. ", "between 10 and 12 people were allegedly hurt ",
    "2,3 milliards d’euros ", "$1.5bn ", "15 % ", "1.140 élèves ", "vingt-trois ", "le 30 février ", "31/12/9999 ",
    "o Banco de Portugal (BdP) disse, em 2019, que ", "l’Organisation mondiale de la santé (OMS) ", "Kiev ", "L'ONU ",
    "\n\n", "\n", " ", "\u00a0", "«", "»", "\"", "'", "‘", "’", "(", ")", "...", "-", "İ", "ß", "気象庁は", "😀",
    "\r\n", "e\u0301",
]  # fmt: skip
newsy = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map("".join)
any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)
SENTENCES = "Le ministre Étienne Marchal a dit mardi à Lyon que 320 lycées « rouvriront » le 4 mai, selon l’AFP. "


@cache
def models() -> Models:
    return Models(taggers(), gazetteer())


def read(text: str, language: str | None = None, title: str | None = None) -> EnrichedArticle:
    raw = RawArticle.model_construct(
        id="0" * 32, fingerprint="0" * 32, text=text, language=language, title=title,
        received_at=datetime(2023, 10, 4, tzinfo=UTC),
    )  # fmt: skip
    return enrich(raw, models())


def answer(text: str, language: str) -> str:
    return read(text, language).model_dump_json(exclude={"enriched_at"})


def spans(article: EnrichedArticle) -> Iterator[tuple[int, int, str | None]]:
    """Everything that the article marks in its body, with what it says is there."""
    yield from ((m.start, m.end, None) for entity in article.entities for m in entity.mentions)
    for found in (article.quotes, article.claims, article.dates, article.figures, article.summary):
        yield from ((each.start, each.end, each.text) for each in found)


def check(article: EnrichedArticle) -> None:
    text = article.text
    ends = [part.end for part in article.segments]
    assert [part.start for part in article.segments] == [0, *ends[:-1]][: len(ends)]
    assert (ends[-1] if ends else 0) == len(text)
    body = body_of(text, article.segments)
    for start, end, says in spans(article):
        assert 0 <= start < end <= len(text)
        assert says in (None, text[start:end])
        assert body[start] == text[start]
        assert body[end - 1] == text[end - 1]
    for agency in article.agencies:
        assert 0 <= agency.start < agency.end <= len(text)
    assert all(phrase.text in body for phrase in article.keyphrases)


class TestAnyText:
    @settings(max_examples=60)
    @given(any_text, st.sampled_from([*LANGUAGES, "ja", "ar", "und", None]))
    def test_is_read_without_an_error(self, text: str, language: str | None) -> None:
        check(read(text, language, title=text[:40]))

    @settings(max_examples=120)
    @given(newsy, st.sampled_from(LANGUAGES))
    def test_of_news_is_read_without_an_error(self, text: str, language: str) -> None:
        check(read(text, language, title=text[:40]))

    @settings(max_examples=30)
    @given(newsy, st.sampled_from(LANGUAGES))
    def test_gives_the_same_answer_again(self, text: str, language: str) -> None:
        assert answer(text, language) == answer(text, language)


def test_a_heading_above_the_text_is_its_headline() -> None:
    """It says what the article is about, and who is in it, as a title would that was posted beside the text."""
    title = "Grève des dockers à Lorient"
    text = (
        "Les bateaux attendent depuis mardi devant Brest. La préfecture a demandé à Lorient et à Saint-Nazaire de les "
        "recevoir, et la mairie espère une issue avant dimanche."
    )
    headed, titled, untitled = read(f"{title}\n\n{text}", "fr"), read(text, "fr", title), read(text, "fr")

    def salience(article: EnrichedArticle) -> list[float]:
        return [entity.salience for entity in article.entities if entity.name == "Lorient"]

    assert headed.segments[0].kind == "heading"
    assert headed.topics == titled.topics != untitled.topics
    assert salience(headed) > salience(untitled)


def digest() -> str:
    """Of the answers to the fragments in all languages."""
    text = "".join(FRAGMENTS) + SENTENCES
    return hashlib.sha256("".join(answer(text, language) for language in LANGUAGES).encode()).hexdigest()


def test_another_process_with_another_order_of_sets_gives_the_same_answer() -> None:
    program = "from tests.unit.enrich.test_enrichment import digest; print(digest())"
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digest()


def repeated(text: str) -> Callable[[int], str]:
    return lambda size: (text * (size // len(text) + 1))[:size]


def names(size: int) -> str:
    """Names that are all different, at the beginnings of sentences and with titles."""
    made = (f"{_name(i)} Dupont a vu M. {_name(i + 1)} à l’ONU. " for i in range(size // 20))
    return "".join(made)[:size]


def titled(size: int) -> str:
    """Speakers who share a title and a surname, so that each may be meant."""
    made = (f"« Oui », a dit le ministre {_name(i)} Dupont. « Non », a dit le ministre. " for i in range(size // 20))
    return "".join(made)[:size]


def _name(number: int) -> str:
    syllables = [a + b for a in "bdfglmnprt" for b in "aeiou"]
    return "".join(syllables[number * 37 // 50**place % 50] for place in range(3)).capitalize()


# How a text is made, and the size that four times as much is compared with: a megabyte of French, 100,000
# quotation marks, one word of five megabytes.
LONG = {
    "French": (repeated(SENTENCES), 250_000),
    "one long paragraph of short sentences": (repeated("Oui. "), 75_000),
    "quotation marks": (repeated('"'), 25_000),
    "opened quotation marks": (repeated("« "), 50_000),
    "quotations": (repeated("« Nous irons », dit-il. "), 62_500),
    "different names": (names, 50_000),
    "different titles": (titled, 25_000),
    "one name of thousands of words": (repeated("Jean Dupont "), 30_000),
    "no spaces": (repeated(SENTENCES.replace(" ", "")), 250_000),
    "one word": (repeated("a"), 1_250_000),
    "digits": (repeated("1"), 250_000),
    "numbers": (repeated("1 "), 50_000),
    "line breaks": (lambda size: "a" + "\n" * (size - 2) + "b", 250_000),
    "capitals": (repeated("A"), 250_000),
}


@pytest.mark.timeout(180)
@pytest.mark.parametrize("what", LONG)
def test_time_grows_with_the_text_and_no_faster(what: str) -> None:
    make, size = LONG[what]

    def prepare(size: int) -> Work:
        text = make(size)
        return lambda: read(text, "fr")

    assert is_linear(prepare, size)
