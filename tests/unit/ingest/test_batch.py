"""Lines of a stream, however they are cut."""

import itertools
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.batch import Spool, lines


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def read(*chunks: bytes, limit: int = 10) -> list[tuple[int, bytes | None]]:
    return [line async for line in lines(stream(*chunks), limit)]


class TestLines:
    async def test_each_has_its_number(self) -> None:
        assert await read(b"a\n\nb\r\nc") == [(0, b"a"), (1, b""), (2, b"b\r"), (3, b"c")]

    async def test_the_last_needs_no_line_end(self) -> None:
        assert await read(b"a\n") == [(0, b"a")]
        assert await read() == []

    @pytest.mark.parametrize("chunks", [[b"123456789012\nb"], [b"1234567", b"89012", b"\nb"], [b"1"] * 12 + [b"\nb"]])
    async def test_one_that_is_too_long_is_skipped_to_its_end(self, chunks: list[bytes]) -> None:
        assert await read(*chunks) == [(0, None), (1, b"b")]

    async def test_a_last_line_that_is_too_long(self) -> None:
        assert await read(b"a\n123456", b"7890123") == [(0, b"a"), (1, None)]

    @given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=10))
    async def test_how_the_stream_is_cut_makes_no_difference(self, body: bytes, cuts: list[int]) -> None:
        edges = [0, *sorted(cuts), len(body)]
        chunks = [body[a:b] for a, b in itertools.pairwise(edges)]
        assert await read(*chunks) == await read(body)


class TestSpool:
    async def test_it_gives_what_was_written_in_order(self) -> None:
        with Spool() as spool:
            spool.write(b"a")
            chunks = spool.chunks()
            assert await anext(chunks) == b"a"
            spool.write(b"b")
            spool.write(b"c")
            spool.close()
            assert [chunk async for chunk in chunks] == [b"bc"]
