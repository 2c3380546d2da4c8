"""What is read from files: each article once, what can't be read with its reason, and nothing invented."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from console.sources import STDIN, File, Item, files, items
from shared.errors import StartupError


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "deep" / ".hidden").mkdir(parents=True)
    (tmp_path / "one.txt").write_bytes(b"\xef\xbb\xbfIl pleut.\r\n")
    (tmp_path / "deep" / "page.HTML").write_bytes("<meta charset=latin1><p>été".encode("latin1"))
    (tmp_path / "deep" / "many.ndjson").write_bytes(b'{"text": "a"}\n\n[]\n{"text": NaN}\n{oops\n\xff\n{"text": "b"}')
    (tmp_path / "list.json").write_text('[{"text": "c", "source": "own"}, 7]')
    (tmp_path / "deep" / ".hidden" / "no.txt").write_text("x")
    (tmp_path / "other.pdf").write_text("x")
    return tmp_path


def read(*given: object, **defaults: Any) -> list[Item]:
    return [item for file in files([str(each) for each in given], None) for item in items(file, defaults)]


def test_a_directory_is_read_whole(directory: Path) -> None:
    found = read(directory, directory / "one.txt")
    places = [item.where.removeprefix(f"{directory}/") for item in found]
    lines = [f"deep/many.ndjson:{number}" for number in (1, 3, 4, 5, 6, 7)]
    assert places == [*lines, "deep/page.HTML", "list.json[0]", "list.json[1]", "one.txt"]
    articles = [item.article for item in found if item.article]
    html = {"html": "<meta charset=latin1><p>été"}
    assert articles == [{"text": "a"}, {"text": "b"}, html, {"text": "c", "source": "own"}, {"text": "Il pleut.\r\n"}]


def test_what_is_wrong_is_said_where_it_stands(directory: Path) -> None:
    wrong = {item.where.rpartition("/")[2]: item.wrong for item in read(directory) if item.wrong}
    assert wrong == {
        "many.ndjson:3": "is no JSON object",
        "many.ndjson:4": "is not JSON: NaN is no number",
        "many.ndjson:5": "is not JSON: Expecting property name enclosed in double quotes at character 1",
        "many.ndjson:6": "is not valid UTF-8 at byte 0",
        "list.json[1]": "is no JSON object",
    }


def test_defaults_are_for_what_an_article_does_not_say(directory: Path) -> None:
    by_name = {item.where.rpartition("/")[2]: item.article for item in read(directory, source="desk", tags=["t"])}
    assert by_name["list.json[0]"] == {"source": "own", "tags": ["t"], "text": "c"}
    known = {"source": "desk", "tags": ["t"], "external_id": f"{directory}/one.txt"}
    assert by_name["one.txt"] == {**known, "text": "Il pleut.\r\n"}


def test_a_file_is_known_by_its_path_whichever_way_it_is_given(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (directory / "deep" / "one.txt").write_text("Il vente.")
    (directory / "linked").symlink_to(directory / "deep")
    monkeypatch.chdir(directory / "deep")
    whole = [str(directory / "deep"), "one.txt"]
    for given in (["one.txt"], ["."], ["*.txt"], ["../deep/*.txt"], ["../linked"], whole):
        texts = [item.article for item in read(*given, source="x") if item.article and item.where.endswith("one.txt")]
        ids = [text["external_id"] for text in texts]
        assert ids == [f"{directory}/deep/one.txt"], given
    texts = [item.article for item in read("one.txt", "../one.txt", source="x") if item.article]
    assert [text["external_id"] for text in texts] == [f"{directory}/deep/one.txt", f"{directory}/one.txt"]


def test_a_file_that_is_a_link_is_known_by_its_own_name(directory: Path) -> None:
    (directory / "today.txt").symlink_to(directory / "one.txt")
    [item] = read(directory / "today.txt", source="x")
    assert item.article is not None
    assert item.article["external_id"] == f"{directory}/today.txt"


def test_patterns(directory: Path) -> None:
    assert [file.kind for file in files([f"{directory}/**/*.[th][xt]*"], None)] == ["text"]
    assert len(files([f"{directory}/**/*.*"], "text")) == 5


@pytest.mark.parametrize("given", ["nowhere", "*.nothing", "other.pdf", "empty"])
def test_what_means_nothing(directory: Path, given: str) -> None:
    (directory / "empty").mkdir()
    with pytest.raises(StartupError):
        files([str(directory / given)], None)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "a"}\n')))
    [item] = [item for file in files([STDIN], None) for item in items(file, {})]
    assert (item.where, item.article) == ("-:1", {"text": "a"})


def test_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    [item] = items(File(str(tmp_path / "gone.txt"), "gone.txt", "text", 3), {})
    assert item.wrong == "can't be read: No such file or directory"
