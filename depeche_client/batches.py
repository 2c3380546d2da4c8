"""Many articles, in batches that are each one request."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from depeche_client.answers import Result
from depeche_client.calls import Article, Call, Calls, encoded
from depeche_client.errors import Problem, ProblemField, UnavailableError

_MOST_LINES, _MOST_BYTES = 500, 4 * 1024 * 1024


class Batch:
    """Some articles on their way. What was not acknowledged is sent again, the rest is not."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._lines: list[bytes] = []
        self._bytes = 0
        self._waiting: list[int] = []
        self._results: dict[int, Result] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def full(self) -> bool:
        return len(self._lines) >= _MOST_LINES or self._bytes >= _MOST_BYTES

    def add(self, article: Article) -> None:
        line = encoded(article)
        self._waiting.append(len(self._lines))
        self._lines.append(line)
        self._bytes += len(line)

    def call(self, calls: Calls) -> Call[list[Result]]:
        """The request for all that is still to be acknowledged."""
        return calls.batch([self._lines[number] for number in self._waiting])

    def take(self, results: list[Result]) -> None:
        """The answer to it. UnavailableError if something of it was not acknowledged, or not answered at all."""
        sent, waiting = self._waiting, set(self._waiting)
        for result in results:
            # A body that could not be read to its end is told of behind the last line.
            if not result.retry and result.index < len(sent):
                number = sent[result.index]
                self._results[number] = result.model_copy(update={"index": self._first + number})
                waiting.discard(number)
        self._waiting = sorted(waiting)
        if self._waiting:
            said = next((error.message for each in results if each.retry for error in each.errors), "")
            raise UnavailableError(_not_acknowledged(len(self._waiting), said))

    def results(self) -> list[Result]:
        """What is known, in order."""
        return [self._results[number] for number in sorted(self._results)]


def _not_acknowledged(count: int, said: str) -> Problem:
    errors = [ProblemField(field="body", message=said)] if said else []
    return Problem(status=503, detail=f"Kafka did not acknowledge {count} of the articles.", errors=errors)


def batches(articles: Iterable[Article]) -> Iterator[Batch]:
    """The articles in batches, the last of which may be small."""
    batch = Batch(0)
    count = 0
    for count, article in enumerate(articles, 1):
        batch.add(article)
        if batch.full:
            yield batch
            batch = Batch(count)
    if batch:
        yield batch


async def abatches(articles: Iterable[Article] | AsyncIterable[Article]) -> AsyncIterator[Batch]:
    """The same of articles that may themselves arrive one by one."""
    if not isinstance(articles, AsyncIterable):
        for batch in batches(articles):
            yield batch
        return
    batch, count = Batch(0), 0
    async for article in articles:
        batch.add(article)
        count += 1
        if batch.full:
            yield batch
            batch = Batch(count)
    if batch:
        yield batch
