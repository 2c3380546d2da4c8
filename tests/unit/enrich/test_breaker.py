"""When enrich stops rather than pour a topic into the dead letters."""

import pytest

from services.enrich.breaker import Breaker
from services.enrich.pool import Enriched, Failed
from shared.errors import StoppedError

FINE = Enriched("id", "fingerprint", b"{}")
BROKEN = Failed("enrich", "ZeroDivisionError", "division by zero")
EMPTY_PAGE = Failed("enrich", "UnreadableError", "There is no text to read in the page.", expected=True)


def test_more_than_the_share_stops_it_and_the_reason_is_said() -> None:
    with pytest.raises(StoppedError, match=r"60 of the last 110 .* division by zero"):
        Breaker(0.5).check([FINE] * 50 + [BROKEN] * 60)


def test_a_few_say_nothing() -> None:
    Breaker(0.5).check([BROKEN] * 99)


def test_what_anybody_can_post_stops_nothing() -> None:
    breaker = Breaker(0.5)
    for _ in range(20):
        breaker.check([EMPTY_PAGE] * 100 + [FINE])


def test_what_anybody_can_post_hides_nothing() -> None:
    with pytest.raises(StoppedError):
        Breaker(0.5).check([EMPTY_PAGE] * 900 + [BROKEN] * 100)
