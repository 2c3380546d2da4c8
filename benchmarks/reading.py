"""What the French enrichment takes, step by step, against spaCy's own `ner` pipe on the same articles in the same run.

Both run in one process with one BLAS thread. The steps are timed where `enrich` itself calls them. The articles are the
seed's sentences, some of whose words are new: a worker finds some in its caches, and some it has never seen.
"""

import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, cast

import orjson
import psutil
import spacy
from wordfreq import top_n_list

from benchmarks.articles import articles
from benchmarks.results import Row, asked
from services.enrich import enrichment
from services.enrich.models import Models, load_models
from services.enrich.tagging.names import MODELS, UNUSED_PIPES, Taggers
from shared import events
from shared.articles import RawArticle

_ROUNDS, _ARTICLES, _WARM = 5, 40, 200
# One word in so many is replaced by one of French's 200,000 most frequent: about as many are new in a day's news.
_NEW = 20
_WORD = re.compile(r"\b[a-zà-ÿ]{4,}\b")
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Step:
    """One step of the enrichment: milliseconds an article, and the share of the whole."""

    name: str
    milliseconds: float
    share: float


@dataclass(frozen=True)
class Reading:
    """What a run gave: articles a second of the enrichment and of spaCy's `ner`, and the memory of the process."""

    steps: list[Step]
    rates: list[float]
    spacy_rates: list[float]
    pss: float
    rss: float

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return statistics.median(ours / theirs for ours, theirs in zip(self.rates, self.spacy_rates, strict=True))


def texts(count: int, source: str) -> list[RawArticle]:
    """French articles of 3.9 KB, in which one word of 20 is another than in the seed."""
    chance = random.Random(source)
    words = [word for word in top_n_list("fr", 200_000) if len(word) > 3 and word.isalpha()]

    def reworded(text: str) -> str:
        return _WORD.sub(lambda word: chance.choice(words) if chance.randrange(_NEW) == 0 else word.group(), text)

    submitted = [orjson.loads(body) for body in articles(count, source)]
    return [
        RawArticle(
            **article | {"text": reworded(article["text"])},
            id=f"{number:032x}", fingerprint=f"{number:032x}", received_at=events.now(),
        )
        for number, article in enumerate(submitted)
    ]  # fmt: skip


class _Timed:
    """Stands for a module or an object, and adds up what its functions take."""

    def __init__(self, inner: Any, name: str, seconds: Counter[str]) -> None:
        self._inner, self._name, self._seconds = inner, name, seconds

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(self._inner, attribute)
        return self._clocked(found) if callable(found) else found

    def _clocked(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self._seconds[self._name] += time.process_time() - started  # type: ignore[assignment]  # fractions

        return clocked


@contextmanager
def timed_steps(models: Models) -> Iterator[tuple[Models, Counter[str]]]:
    """While it lasts, what `enrich` calls is timed; all that it does itself is not."""
    seconds: Counter[str] = Counter()
    modules = {
        name: module
        for name, module in vars(enrichment).items()
        if isinstance(module, ModuleType) and module.__name__.startswith("services.enrich.")
    }
    for name, module in modules.items():
        setattr(enrichment, name, _Timed(module, name, seconds))
    try:
        yield Models(cast("Taggers", _Timed(models.taggers, "names", seconds)), models.gazetteer), seconds
    finally:
        for name, module in modules.items():
            setattr(enrichment, name, module)


def measure() -> Reading:
    """The enrichment without clocks in its steps, spaCy, and the enrichment with clocks, in turn: alike in noise."""
    models = load_models()
    process = psutil.Process()
    raw = texts(_WARM + 2 * _ROUNDS * _ARTICLES, "reading")
    values = [article.model_dump_json(exclude_none=True).encode() for article in raw]
    for value in values[:_WARM]:
        enrichment.enrich_record(value, models)
    memory = process.memory_full_info()
    # Loaded after that, so that its memory is not counted with that of the worker.
    ner = spacy.load(MODELS["fr"], exclude=UNUSED_PIPES)
    ner("Emmanuel Macron est à Paris.")
    own: list[float] = []
    theirs: list[float] = []
    clocked: list[float] = []
    chunks = [slice(start, start + _ARTICLES) for start in range(_WARM, len(raw), _ARTICLES)]
    total: Counter[str] = Counter()
    for chunk in chunks[::2]:
        own.append(_rate(values[chunk], lambda value: enrichment.enrich_record(value, models)))
        theirs.append(_rate([article.text or "" for article in raw[chunk]], ner))
        with timed_steps(models) as (watched, seconds):
            following = values[slice(chunk.stop, chunk.stop + _ARTICLES)]
            clocked.append(_rate(following, lambda value: enrichment.enrich_record(value, watched)))
            total.update(seconds)
    whole = sum(1 / rate for rate in clocked) * _ARTICLES
    return Reading(_steps(total, whole), own, theirs, memory.pss / _MIB, memory.rss / _MIB)


def _rate(values: Sequence[Any], work: Callable[[Any], Any]) -> float:
    """Articles a second of CPU time, as other processes share the cores."""
    started = time.process_time()
    for value in values:
        work(value)
    return len(values) / (time.process_time() - started)


def _steps(seconds: Counter[str], whole: float) -> list[Step]:
    """The steps, the longest first; what is left is reading and writing JSON, and making the article of its parts."""
    seconds["all else"] = whole - sum(seconds.values())  # type: ignore[assignment]  # fractions
    articles_timed = _ROUNDS * _ARTICLES
    return [Step(name, 1000 * took / articles_timed, took / whole) for name, took in seconds.most_common()]


def rows(found: Reading) -> list[Row]:
    """For the table of all measurements."""
    ours, theirs = statistics.median(found.rates), statistics.median(found.spacy_rates)
    reach = asked("40, and 2.0 times spaCy", ours >= 40 and found.ratio >= 2)
    return [
        Row(
            "whole French enrichment, articles of 4 KB a second and core",
            f"{ours:.0f}", f"{theirs:.0f}: spaCy's `ner` pipe alone", f"{found.ratio:.2f}", reach,
        ),
        Row(
            f"resident memory of a worker process with both models, after {_WARM} articles",
            f"PSS {found.pss:.0f} MiB, RSS {found.rss:.0f} MiB", "", "", asked("700 MB", found.pss * 1.048576 <= 700),
        ),
    ]  # fmt: skip


def table(found: Reading) -> list[str]:
    """The steps as lines of Markdown."""
    return [
        "## The French enrichment, step by step",
        "",
        f"One process, one BLAS thread, articles of 3.9 KB, one word of {_NEW} not of the seed.",
        "",
        "| step | milliseconds an article | share |",
        "|---|---|---|",
        *(f"| {step.name} | {step.milliseconds:.2f} | {step.share:.0%} |" for step in found.steps),
        "",
    ]


def main() -> None:
    """Measure this alone, and print it."""
    found = measure()
    lines = [
        f"{row.what}: {row.measured}; {row.ceiling}; {row.ratio}; to be reached: {row.reach}" for row in rows(found)
    ]
    sys.stdout.write("\n".join([*lines, "", *table(found)]) + "\n")


if __name__ == "__main__":
    main()
