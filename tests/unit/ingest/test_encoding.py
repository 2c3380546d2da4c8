"""Compressed bodies at ingest's door: what they hold is taken, and what they are made to do is not done."""

import gzip
import json
import tracemalloc
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ingest.test_app import BATCH, post

JSON, NDJSON = b"application/json", b"application/x-ndjson"
COMPRESS = {b"gzip": gzip.compress, b"zstd": zstandard.compress}
ENCODINGS = sorted(COMPRESS)


def article(text: str) -> bytes:
    return json.dumps({"text": text}).encode()


@pytest.mark.parametrize("encoding", ENCODINGS)
class TestInflated:
    async def test_an_article_is_taken(self, encoding: bytes) -> None:
        answer = await post(COMPRESS[encoding](article("été")), JSON, encoding=encoding)
        assert answer.status == 202
        assert json.loads(answer.records[0].value or b"")["text"] == "été"

    async def test_a_batch_is_taken(self, encoding: bytes) -> None:
        body = b"\n".join(article(str(number)) for number in range(1_000))
        answer = await post(COMPRESS[encoding](body), NDJSON, path=BATCH, encoding=encoding)
        assert len(answer.records) == 1_000

    async def test_parts_one_after_the_other(self, encoding: bytes) -> None:
        body = b"".join(COMPRESS[encoding](article(text) + b"\n") for text in "abc")
        assert len((await post(body, NDJSON, path=BATCH, encoding=encoding)).records) == 3

    async def test_one_that_ends_too_early(self, encoding: bytes) -> None:
        answer = await post(COMPRESS[encoding](article("a" * 500))[:-5], JSON, encoding=encoding)
        assert (answer.status, answer.fields, answer.records) == (400, ["body"], [])

    async def test_one_that_is_damaged(self, encoding: bytes) -> None:
        answer = await post(b"\0" + COMPRESS[encoding](article("a")), JSON, encoding=encoding)
        assert (answer.status, answer.fields, answer.records) == (400, ["body"], [])

    async def test_one_that_inflates_beyond_the_limit_of_a_body(self, encoding: bytes) -> None:
        varied = "".join(chr(0x4E00 + number % 20_000) for number in range(1_000_000))
        answer = await post(COMPRESS[encoding](article(varied)), JSON, encoding=encoding)
        assert (answer.status, answer.fields, answer.records) == (413, ["body"], [])

    async def test_a_bomb_costs_little_memory(self, encoding: bytes) -> None:
        bomb = COMPRESS[encoding](bytes(300_000_000))
        tracemalloc.start()
        answer = await post(bomb, NDJSON, path=BATCH, encoding=encoding)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert [json.loads(line)["status"] for line in answer.body.splitlines()] == ["refused"]
        assert peak < 40_000_000

    async def test_lines_before_a_bomb_are_taken(self, encoding: bytes) -> None:
        body = COMPRESS[encoding](article("a") + b"\n") + COMPRESS[encoding](bytes(30_000_000))
        answer = await post(body, NDJSON, path=BATCH, encoding=encoding)
        results = [json.loads(line) for line in answer.body.splitlines()]
        assert [(result["index"], result["status"]) for result in results] == [(0, "accepted"), (1, "refused")]
        assert "100 times" in results[1]["errors"][0]["message"]

    @given(st.binary(max_size=200))
    async def test_any_bytes(self, encoding: bytes, body: bytes) -> None:
        answer = await post(body, JSON, encoding=encoding)
        assert 400 <= answer.status < 500


@pytest.mark.parametrize("encoding", [b"br", b"deflate", b"gzip, gzip", b"\xff"])
@pytest.mark.parametrize(("content_type", "path"), [(JSON, "/v1/articles"), (NDJSON, BATCH)])
async def test_an_encoding_that_is_not_known(encoding: bytes, content_type: bytes, path: str) -> None:
    answer = await post(zlib.compress(article("a")), content_type, path=path, encoding=encoding)
    assert (answer.status, answer.fields, answer.records) == (415, ["Content-Encoding"], [])
