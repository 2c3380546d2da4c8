"""One article in each form: what is in it, what is left out, and that it is a document of its kind."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from markdown_it import MarkdownIt

from services.api.forms import cloudevent, jsonld, markdown, ninjs, plain
from services.api.routes.article import FORMS
from shared import events
from tests.unit.api.forms.full import BODY, PROMOTION, full
from tests.unit.api.made import article

NINJS = json.loads((Path(__file__).parent / "ninjs_3_1.json").read_text(encoding="utf-8"))
PRECISIONS = ["2023", "2023-10", "2023-10-04", "2023-10-04T08:15Z"]
# What a text may hold: anything but NUL, halves of characters, and line ends of another kind.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1)


def is_ninjs(found: dict[str, Any]) -> None:
    Draft202012Validator(NINJS, format_checker=FormatChecker(["uri", "date-time"])).validate(found)


@pytest.mark.parametrize("form", [form for form in FORMS if form.suffix not in ("json", "cloudevent")])
def test_promotions_are_in_no_form_but_our_own(form: Any) -> None:
    assert PROMOTION not in form.render(full()).decode()


class TestNinjs:
    @pytest.mark.parametrize("made", [full(), article(1), article(2, "北京。", language="und"), full(published="2023")])
    def test_it_keeps_the_rules(self, made: dict[str, Any]) -> None:
        is_ninjs(json.loads(ninjs.render(made)))

    def test_the_rules_refuse_what_is_wrong(self) -> None:
        found = json.loads(ninjs.render(full()))
        for wrong in ({"published": "2023"}, {"contentCreated": "2023-10"}, {"uri": "no uri"}, {"version": 2}):
            with pytest.raises(ValidationError):
                is_ninjs(found | wrong)

    def test_what_is_in_it(self) -> None:
        found = json.loads(ninjs.render(full()))
        assert found["uri"] == "urn:depeche:article:" + f"{1:032x}"
        assert (found["version"], found["language"], found["by"]) == ("2", "fr", "Anne Roux, B. <C>")
        assert found["bodies"][0]["value"] == BODY
        assert found["bodies"][0]["charCount"] == len(BODY)
        assert found["contentCreated"] == "2023-10-04T08:15:00Z"
        assert [one["name"] for one in found["people"]] == ["Rob Bauer"]
        assert found["places"][0]["geoJSON"] == {"type": "Point", "coordinates": [30.52, 50.45]}
        assert found["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/16000000"
        assert found["subjects"][2] | {"creator": ""} == {
            "name": "drones", "rel": "keyphrase", "creator": "", "relevance": 88
        }  # fmt: skip
        assert found["infoSources"] == [
            {"name": "Le Monde", "role": "publisher"},
            {"name": "AFP", "role": "source"},
        ]

    @pytest.mark.parametrize("published", PRECISIONS)
    def test_a_date_that_is_no_moment_is_told_as_it_is(self, published: str) -> None:
        found = json.loads(ninjs.render(full(published=published)))
        assert "contentCreated" not in found
        assert found["edNote"] == f"Published: {published}"

    @given(ANY_TEXT)
    def test_whatever_it_says(self, text: str) -> None:
        is_ninjs(json.loads(ninjs.render(article(1, text, title=text, url=f"http://x/{text}"))))


class TestJsonLd:
    @pytest.mark.parametrize("published", [*PRECISIONS, "2023-10-04T08:15:00Z"])
    def test_a_date_is_as_precise_as_it_is(self, published: str) -> None:
        assert json.loads(jsonld.render(full(published=published)))["datePublished"] == published

    def test_what_is_in_it(self) -> None:
        found = json.loads(jsonld.render(full()))
        assert (found["@context"], found["@type"]) == ("https://schema.org", "NewsArticle")
        assert (found["headline"], found["articleBody"]) == ("Drones <sur> la *Crimée*", BODY)
        assert found["dateline"] == "KYIV, 4 octobre 2023 (AFP)"
        assert found["mentions"][0] == {"@type": "Person", "name": "Rob Bauer", "jobTitle": "amiral"}
        assert found["mentions"][2]["geo"] == {"@type": "GeoCoordinates", "latitude": 50.45, "longitude": 30.52}
        assert found["hasPart"] == [
            {"@type": "Quotation", "text": "Trente drones", "creator": {"@type": "Person", "name": "Rob Bauer"}}
        ]
        assert found["isBasedOn"] == {"@id": "urn:depeche:article:" + "cd" * 16}

    def test_a_speaker_of_whom_nothing_is_known_is_of_no_type(self) -> None:
        quote = full()["quotes"][0] | {"speaker": {"name": "le ministère", "entity": None, "confidence": 0.5}}
        [found] = json.loads(jsonld.render(full(quotes=[quote])))["hasPart"]
        assert found["creator"] == {"name": "le ministère"}

    def test_what_is_not_known_is_not_there(self) -> None:
        found = json.loads(jsonld.render(article(1, language="und")))
        assert set(found) == {"@context", "@type", "@id", "version", "articleBody", "sdDatePublished"}


class TestCloudEvent:
    @pytest.mark.parametrize("revision", [1, 2])
    def test_it_is_the_event_that_was_published(self, revision: int) -> None:
        made = full(revision=revision)
        record = events.enriched(made, "")
        found = json.loads(cloudevent.render(made))
        attributes = [name for name in found if name not in ("data", "datacontenttype")]
        assert {name: found[name] for name in attributes} == {
            name.removeprefix("ce_"): value.decode() for name, value in record.headers if name.startswith("ce_")
        }
        assert found["datacontenttype"] == events.header(record.headers, "content-type")
        assert found["data"] == made == json.loads(record.value or b"")


class TestPlainText:
    def test_it_is_the_body(self) -> None:
        assert plain.render(full()).decode() == BODY + "\n"

    def test_of_an_article_without_segments_it_is_all(self) -> None:
        assert plain.render(article(1, " Le port.\n")).decode() == "Le port.\n"


class TestMarkdown:
    def test_it_reads_as_it_was(self) -> None:
        page = MarkdownIt().render(markdown.render(full()).decode())
        assert "<h1>Drones &lt;sur&gt; la *Crimée*</h1>" in page
        assert "<h2>Des drones</h2>" in page
        assert "<p>« Trente drones », a dit M. Bauer.<br />\n* &lt;b&gt;1&lt;/b&gt; &amp; autres</p>" in page
        assert "Anne Roux, B. &lt;C&gt; · Le Monde · AFP · 2023-10-04T08:15:00Z" in page
        assert 'href="https://example.org/a?b=1&amp;c=2"' in page

    @pytest.mark.parametrize(
        "line",
        ["# a", "- a", "+ a", "* a", "1. a", "12) a", "> a", "---", "===", "```", "~~~", "    a", "[a](b)", "![a](b)",
         "<b>", "&amp;", "a_b_c", "**a**", "\\", "a\\", "`a`", "| a | b |", "[a]: b", "<http://a.b>", "a  ", "\ta"],
    )  # fmt: skip
    def test_nothing_in_a_text_is_markup(self, line: str) -> None:
        self.reads(f"{line}\n{line}\n\n{line}")

    @given(ANY_TEXT)
    def test_whatever_it_says(self, text: str) -> None:
        self.reads(text)

    def reads(self, text: str) -> None:
        """The page has nothing but paragraphs with the words of the text."""
        tokens = MarkdownIt().enable("table").parse(markdown.render(article(1, text)).decode())
        assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
        inline = [part for token in tokens for part in token.children or ()]
        assert {part.type for part in inline} <= {"text", "text_special", "hardbreak"}
        assert "".join("".join(part.content for part in inline).split()) == "".join(text.split())
