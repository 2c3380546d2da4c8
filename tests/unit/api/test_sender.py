"""What is sent to webhooks, and what is made of the answers."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from services.api.listening.arrivals import Arrival
from services.api.search.generation import Positions
from services.api.webhooks.sender import Outcome, Sender, message_id, new_secret, sign
from tests.receiver import receiving

ARRIVAL = Arrival("a:1:2026-01-01T00:00:00.5+00:00", "article.enriched", "2026", {}, b"{}", b"", Positions("t", {}))


def test_the_signature_is_that_of_the_standard() -> None:
    """The example that the libraries of Standard Webhooks test with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signature = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_are_long_and_each_is_another() -> None:
    assert len({new_secret() for _ in range(100)}) == 100


def test_a_message_has_the_same_id_each_time_and_no_dot() -> None:
    assert message_id(ARRIVAL) == message_id(ARRIVAL)
    assert "." not in message_id(ARRIVAL)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("120", 120), ("", 0), ("-5", 0), ("soon", 0), ("9" * 400, 999_999_999), ("Thu, 01 Jan 1970 00:00:00 GMT", 0)],
)
async def test_retry_after(given: str, seconds: float) -> None:
    assert await retry_after(given) == seconds


async def test_retry_after_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)
    assert 240 < await retry_after(date) <= 300


async def retry_after(given: str) -> float:
    answer = f"HTTP/1.1 503 X\r\nRetry-After: {given}\r\nContent-Length: 0\r\n\r\n".encode()
    async with receiving(lambda _: answer) as receiver, Sender(receiver.url, new_secret(), private=True) as sender:
        return (await sender.send(ARRIVAL)).retry_after


async def test_redirects_are_not_followed() -> None:
    async with receiving() as other:
        moved = f"HTTP/1.1 307 X\r\nLocation: {other.url}\r\nContent-Length: 0\r\n\r\n".encode()
        async with receiving(lambda _: moved) as receiver, Sender(receiver.url, new_secret(), private=True) as sender:
            assert await sender.send(ARRIVAL) == Outcome(307)
        assert other.requests == []


async def test_who_does_not_listen_is_an_outcome() -> None:
    async with receiving() as receiver:
        url = receiver.url
    async with Sender(url, new_secret(), private=True) as sender:
        outcome = await sender.send(ARRIVAL)
    assert not outcome.delivered
    assert outcome.error


async def test_private_addresses_are_an_outcome() -> None:
    async with receiving() as receiver, Sender(receiver.url, new_secret(), private=False) as sender:
        outcome = await sender.send(ARRIVAL)
        assert outcome.error == "127.0.0.1 is the private address 127.0.0.1"
        assert receiver.requests == []


async def test_who_is_too_slow_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.api.webhooks.sender.ATTEMPT_SECONDS", 0.2)
    async with (
        receiving(lambda _: b"HTTP/1.1 200 X\r\n") as receiver,
        Sender(receiver.url, new_secret(), private=True) as sender,
    ):
        assert (await sender.send(ARRIVAL)).error == "it did not answer in time"
