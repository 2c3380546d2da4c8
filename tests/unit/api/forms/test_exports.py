"""What is found as NDJSON, CSV and Parquet."""

import csv as reader
import io
import json
from datetime import UTC, datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.forms import csv, ndjson, parquet
from services.api.routes.exports import Format
from shared.articles import EnrichedArticle
from tests.unit.api.forms.full import BODY, full
from tests.unit.api.forms.test_forms import ANY_TEXT
from tests.unit.api.made import article
from tests.unit.api.test_filters import story

# What begins a formula in Excel, LibreOffice or Google Sheets, blanks before it or not.
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "=1", "+1", "-1", "@1"]


# What a text could have that looks like the field.
LOOK_ALIKES = ['"provenance":{"a":"b"}', '"provenance', '{"provenance": {"a": "b"}}', "provenance", "}", '\\"', "\\"]


def written(made: Format, *pages: list[dict[str, Any]]) -> bytes:
    parts = [made.begin(), *(made.add([orjson.dumps(each) for each in page]) for page in pages), made.end()]
    return b"".join(parts)


def rows(*articles: dict[str, Any]) -> list[dict[str, str]]:
    """The lines of the CSV of these articles, by the names of the columns."""
    return [*reader.DictReader(io.StringIO(written(csv.Table(), [*articles]).decode(), newline=""))]


def table(data: bytes) -> pa.Table:
    return pyarrow.parquet.read_table(pa.BufferReader(data))


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """The articles of a Parquet file, their maps as objects."""
    found: list[dict[str, Any]] = table(data).to_pylist(maps_as_pydicts="strict")
    return found


class TestNdjson:
    def test_a_line_is_an_article(self) -> None:
        articles = [full(number) for number in range(3)]
        found = written(ndjson.Lines(), articles[:2], articles[2:])
        assert [json.loads(line) for line in found.decode().splitlines()] == articles
        assert found.endswith(b"\n")

    def test_of_nothing_it_is_empty(self) -> None:
        assert written(ndjson.Lines(), []) == b""


class TestCsv:
    def test_what_is_in_it(self) -> None:
        first, second = rows(full(), article(2))
        assert list(first) == [column.name for column in csv.COLUMNS]
        assert (first["title"], first["body"], first["revision"]) == ("Drones <sur> la *Crimée*", BODY, "2")
        assert (first["published"], first["published_precision"]) == ("2023-10-04T08:15:00Z", "second")
        assert (first["authors"], first["speakers"], first["agencies"]) == ("Anne Roux; B. <C>", "Rob Bauer", "AFP")
        assert (first["persons"], first["places"], first["story_first"]) == ("Rob Bauer", "Kyiv", "false")
        assert (first["provenance"], second["provenance"]) == ("language 1; topics 12", "")
        assert (second["title"], second["published"], second["story"]) == ("", "", "")

    def test_a_value_with_a_semicolon_is_told_from_two(self) -> None:
        [row] = rows(article(1, authors=["Roux; Anne", "B. <C>", 'Jean "Jo" Dupont']))
        assert row["authors"] == '"Roux; Anne"; B. <C>; "Jean ""Jo"" Dupont"'

    @given(st.lists(ANY_TEXT.filter(str.strip), min_size=1, unique=True))
    def test_several_values_are_read_back_as_they_were(self, values: list[str]) -> None:
        line = reader.reader(io.StringIO(csv._several(values), newline=""), delimiter=";", skipinitialspace=True)
        assert [*line] == [values]

    def test_of_nothing_it_has_the_names_of_the_columns(self) -> None:
        assert written(csv.Table(), []).decode().splitlines() == [",".join(column.name for column in csv.COLUMNS)]

    def test_text_is_in_quotes_and_what_is_not_known_is_not(self) -> None:
        line = written(csv.Table(), [article(1, title="", story=story(1, True))])
        cells = line.split(b"\r\n")[1].split(b",")
        assert cells[:6] == [b'"%032x"' % 1, b"1", b"", b"", b"", b'""']
        assert cells[21:23] == [b"true", b"1"]

    @pytest.mark.parametrize("formula", FORMULAS)
    def test_no_cell_is_a_formula(self, formula: str) -> None:
        [found] = rows(full(title=formula, source=formula, authors=[formula], tags=[formula], external_id=formula))
        for name in ("title", "source", "authors", "tags", "external_id"):
            # One of several values may be in quotes, which begin no formula.
            assert found[name] in (f"'{formula}", f'"{formula}"')

    @given(ANY_TEXT)
    def test_whatever_it_says(self, text: str) -> None:
        [first, last] = rows(article(1, title=text, source=text), article(2))
        assert first["title"].removeprefix("'") == text.removeprefix("'")
        assert last["id"] == f"{2:032x}"


class TestParquet:
    def test_it_has_what_the_contract_has(self) -> None:
        [found] = rows_of(written(parquet.RowGroups(), [full()]))
        expected = EnrichedArticle.model_validate_json(orjson.dumps(full())).model_dump()
        for name in ("changes", "claims", "dates"):
            expected[name] = expected[name] or None
        assert found == expected
        assert found["published"]["earliest"] == datetime(2023, 10, 4, 8, 15, tzinfo=UTC)

    def test_every_field_is_a_column(self) -> None:
        assert parquet.schema().names == [*EnrichedArticle.model_fields]

    def test_a_row_group_is_sent_when_it_is_full(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parquet, "_GROUP_BYTES", 10_000)
        made = parquet.RowGroups()
        sent = [made.begin(), *(made.add([orjson.dumps(full(number))]) for number in range(20)), made.end()]
        assert any(sent[1:-1])
        data = b"".join(sent)
        assert pyarrow.parquet.ParquetFile(pa.BufferReader(data)).num_row_groups > 2
        assert table(data)["id"].to_pylist() == [f"{number:032x}" for number in range(20)]

    def test_of_nothing_it_has_the_columns(self) -> None:
        found = table(written(parquet.RowGroups(), []))
        assert (found.num_rows, found.schema.names) == (0, parquet.schema().names)

    def test_an_article_as_large_as_there_may_be(self) -> None:
        text = "Le port a rouvert. " * 400_000
        assert table(written(parquet.RowGroups(), [article(1, text), article(2)]))["text"].to_pylist()[0] == text

    @given(st.lists(ANY_TEXT, min_size=1, max_size=5))
    def test_whatever_it_says(self, texts: list[str]) -> None:
        articles = [article(number, text, title=text) for number, text in enumerate(texts)]
        assert table(written(parquet.RowGroups(), articles))["title"].to_pylist() == texts

    @given(
        st.dictionaries(ANY_TEXT | st.sampled_from(LOOK_ALIKES), ANY_TEXT | st.sampled_from(LOOK_ALIKES)),
        st.sampled_from(LOOK_ALIKES),
    )
    def test_whatever_the_steps_are_called(self, provenance: dict[str, str], text: str) -> None:
        """And whatever else in the article looks like them, before them or behind them."""
        made = article(1, text, title=text)
        behind, before = made | {"provenance": provenance}, {"provenance": {}} | made | {"provenance": provenance}
        found = rows_of(written(parquet.RowGroups(), [behind, before]))
        assert [one["provenance"] for one in found] == [provenance, provenance]

    def test_an_article_without_steps_has_none(self) -> None:
        made = article(1, LOOK_ALIKES[0])
        del made["provenance"]
        [found] = rows_of(written(parquet.RowGroups(), [made]))
        assert found["provenance"] is None
