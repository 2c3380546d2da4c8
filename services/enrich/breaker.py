"""A circuit breaker: when nearly everything fails, the fault is ours or our neighbour's, and not the articles'."""

from collections import deque
from collections.abc import Sequence

from services.enrich.pool import Failed, Result
from shared.errors import StoppedError

_WINDOW = 1_000
# Of fewer records a share says nothing: ten bad articles in a row are one bad batch of one client.
_ENOUGH = 100


class Breaker:
    """Watches the share of dead letters among the last 1,000 records.

    Those that anybody can post, such as pages without text, are not among them: a client that sends nothing else must
    not stop the service for all others. It is asked before a batch is stored. So the batch that breaks it is still on
    articles.raw when whatever was wrong (a client that sends rubbish, a model that does not load, a newer format than
    this version reads) is put right.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._failed: deque[bool] = deque(maxlen=_WINDOW)

    def check(self, results: Sequence[Result]) -> None:
        """StoppedError, with the last reason, if more than the limit of the last records have failed."""
        telling = [result for result in results if not (isinstance(result, Failed) and result.expected)]
        failures = [result for result in telling if isinstance(result, Failed)]
        self._failed.extend(isinstance(result, Failed) for result in telling)
        seen, dead = len(self._failed), sum(self._failed)
        if failures and seen >= _ENOUGH and dead > self._limit * seen:
            last = failures[-1]
            raise StoppedError(
                f"{dead} of the last {seen} records would be dead letters, which is more than "
                f"DEPECHE_ENRICH_DEAD_SHARE={self._limit:g} allows. The last reason: {last.error}: {last.message} "
                "The batch was not touched. Find out what is wrong, or raise the limit to let it pass, and start again."
            )
