"""Requests under an Idempotency-Key, against the IETF draft."""

import asyncio

import pytest

from services.ingest.repetition import Repetitions
from shared.errors import RefusedError, UnavailableError


class Door:
    """Counts what gets through, and waits where it is told to."""

    def __init__(self) -> None:
        self.count, self.open = 0, asyncio.Event()
        self.open.set()

    async def work(self) -> bytes:
        await self.open.wait()
        self.count += 1
        return b"answer %d" % self.count


async def refused(repetitions: Repetitions, key: str, payload: bytes, door: Door) -> int:
    with pytest.raises(RefusedError) as caught:
        await repetitions.once("desk", key, payload, door.work)
    assert [error.field for error in caught.value.errors] == ["Idempotency-Key"]
    return caught.value.status


async def test_a_repetition_gets_the_first_answer_and_is_not_done() -> None:
    repetitions, door = Repetitions(), Door()
    assert [await repetitions.once("desk", "a", b"x", door.work) for _ in range(3)] == [b"answer 1"] * 3
    assert door.count == 1


async def test_without_a_key_and_under_another_it_is_done_again() -> None:
    repetitions, door = Repetitions(), Door()
    for key in ("a", "b", None, None):
        await repetitions.once("desk", key, b"x", door.work)
    assert door.count == 4


async def test_another_client_may_use_the_same_key() -> None:
    repetitions, door = Repetitions(), Door()
    assert await repetitions.once("desk", "a", b"x", door.work) == b"answer 1"
    assert await repetitions.once("wire", "a", b"y", door.work) == b"answer 2"


async def test_another_payload_is_refused() -> None:
    repetitions, door = Repetitions(), Door()
    await repetitions.once("desk", "a", b"x", door.work)
    assert await refused(repetitions, "a", b"y", door) == 422
    assert door.count == 1


async def test_while_the_first_is_on_its_way_a_repetition_is_refused() -> None:
    repetitions, door = Repetitions(), Door()
    door.open.clear()
    first = asyncio.create_task(repetitions.once("desk", "a", b"x", door.work))
    await asyncio.sleep(0)
    assert await refused(repetitions, "a", b"x", door) == 409
    door.open.set()
    assert await first == b"answer 1"


async def test_after_a_failure_it_is_a_new_attempt() -> None:
    repetitions, door = Repetitions(), Door()

    async def away() -> bytes:
        raise UnavailableError("Kafka is away.")

    with pytest.raises(UnavailableError):
        await repetitions.once("desk", "a", b"x", away)
    assert await repetitions.once("desk", "a", b"x", door.work) == b"answer 1"


@pytest.mark.parametrize("key", ["", "a" * 256, "a\0b", "a\nb"])
async def test_a_key_that_is_none(key: str) -> None:
    assert await refused(Repetitions(), key, b"x", Door()) == 400
