"""Ingest's door over real HTTP: nasty JSON, and headers that contradict the body. The answer is always a sentence."""

import gzip
import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ingest.nasty import NASTY, Nasty

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def door(ingest: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=ingest, timeout=60) as client:
        yield client
        assert client.get("/readyz").status_code == 200, "it should have survived all of that"


def field(answer: httpx.Response) -> str:
    """The first field that is named; "" if the article was accepted. AssertionError for anything but those two."""
    body = answer.json()
    if answer.status_code == 202:
        assert answer.headers["content-type"] == "application/json"
        assert body["status"] == "accepted"
        return ""
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["status"] == answer.status_code
    assert all(error["field"] and error["message"] for error in body["errors"])
    return str(body["errors"][0]["field"])


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: nasty.name)
def test_nasty_json(door: httpx.Client, nasty: Nasty) -> None:
    answer = door.post("/v1/articles", content=nasty.body, headers=JSON)
    assert (answer.status_code, field(answer)) == (nasty.status, nasty.field)


def test_nasty_lines_between_good_ones(door: httpx.Client) -> None:
    """What is nasty in a body is as nasty on a line, and harms none of its neighbours."""
    nasties = [nasty for nasty in NASTY if b"\n" not in nasty.body and nasty.body.strip()]
    good = b'{"text": "a"}'
    body = b"\n".join([good, *(line for nasty in nasties for line in (nasty.body, good))])
    answer = door.post("/v1/articles/batch", content=body, headers={"Content-Type": "application/x-ndjson"})
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert [result["status"] for result in results[::2]] == ["accepted"] * (len(nasties) + 1)
    for nasty, result in zip(nasties, results[1::2], strict=True):
        named = result["errors"][0]["field"] if result["errors"] else ""
        assert (nasty.name, named) == (nasty.name, nasty.field)


TYPES = ["application/json", "text/plain", "text/html", "TEXT/HTML", "application/x-ndjson", "text/*", "a/b", ""]
CHARSETS = ["utf-8", "UTF8", "latin1", "utf-16", "utf-16le", "utf-7", "shift_jis", "hz", "zip", "idna", "", '"utf-8"']
ENCODINGS = ["", "identity", "gzip", "x-gzip", "GZIP", "zstd", "br", "deflate", "gzip, gzip", "*", "gzip;q=1"]
NAMES = [
    "title",
    "url",
    "source",
    "external_id",
    "published_at",
    "language",
    "authors",
    "tags",
    "text",
    "html",
    "Title",
]
COMPRESSIONS = [bytes, gzip.compress, zstandard.ZstdCompressor().compress, lambda body: gzip.compress(body)[:-4]]

# What a header may hold: neither the server nor the client let anything else through.
_header = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20)
_values = st.binary(max_size=20) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))
_names = st.sampled_from(NAMES).map(str.encode) | st.binary(max_size=5)
_bodies = st.binary(max_size=100) | st.builds(
    str.encode, st.text(max_size=50), st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.just("replace")
)


class TestContradictions:
    @settings(max_examples=400)
    @given(
        kind=st.sampled_from(TYPES) | _header,
        charset=st.none() | st.sampled_from(CHARSETS) | _header,
        encoding=st.sampled_from(ENCODINGS) | _header,
        compress=st.sampled_from(COMPRESSIONS),
        query=st.lists(st.tuples(_names, _values), max_size=3),
        body=_bodies | st.just(b'{"text": "a"}'),
        key=st.none() | _header,
    )
    def test_of_type_charset_compression_and_query(
        self,
        door: httpx.Client,
        kind: str,
        charset: str | None,
        encoding: str,
        compress: type[bytes],
        query: list[tuple[bytes, bytes]],
        body: bytes,
        key: str | None,
    ) -> None:
        headers = {"Content-Type": kind if charset is None else f"{kind}; charset={charset}"}
        headers |= {"Content-Encoding": encoding} if encoding else {}
        headers |= {"Idempotency-Key": key} if key is not None else {}
        address = "/v1/articles?" + "&".join(f"{quote(name)}={quote(value)}" for name, value in query)
        raw = [(name.encode(), value.strip().encode("latin-1")) for name, value in headers.items()]
        field(door.post(address, content=compress(body), headers=raw))
