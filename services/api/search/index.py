"""The search index: which generation is searched, and who may write it.

    <directory>/lock         held by the one process that writes; the others read what it writes
    <directory>/current      the name of the generation that is searched
    <directory>/<name>/      a generation

A new generation is built beside the current one and takes its place in one step, so searching never waits for it.
"""

import asyncio
import fcntl
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog
from uuid_utils import uuid7

from services.api import metrics
from services.api.search.cursor import Mark
from services.api.search.generation import DamagedError, Generation, Positions
from services.api.search.paging import Page
from services.api.search.question import Question, Quotes
from shared.errors import StartupError, UnavailableError

T = TypeVar("T")
# A commit comes every quarter of a second at most, and what is asked takes a part of that.
_ATTEMPTS = 5
_log = structlog.get_logger()


class SearchIndex:
    """The index of one replica. StartupError if its directory can't be used. Ends with `close`."""

    def __init__(self, directory: Path, threads: int) -> None:
        self._directory = directory
        self._threads = ThreadPoolExecutor(threads, "search")
        self._generation: Generation | None = None
        try:
            self._lock = self._open_lock()
        except OSError as error:
            raise StartupError(
                f"can't write to {directory} ({error.strerror}): choose another with DEPECHE_API_INDEX_DIRECTORY."
            ) from None

    @property
    def generation(self) -> Generation:
        """What is searched. UnavailableError while the first one is being built."""
        if self._generation is None:
            raise UnavailableError("The search index is being built. Articles can be read by their id meanwhile.")
        return self._generation

    async def ask(self, work: Callable[[Generation], T]) -> T:
        """What the index says. In a thread, as Tantivy computes; UnavailableError if it turns out to be damaged."""
        generation = self.generation
        started = time.perf_counter()
        try:
            return await self._in_thread(lambda: work(generation))
        except DamagedError as error:
            self._abandon(generation, error)
            raise UnavailableError("The search index was damaged and is being built again.") from error
        finally:
            metrics.SEARCH_SECONDS.observe(time.perf_counter() - started)

    async def ask_with_positions(self, work: Callable[[Generation], T]) -> tuple[T, Positions]:
        """The same, and how far the topic had been read then: all up to there is in what it says, and nothing else.

        Where a commit comes in between it is asked again, but not for ever: then a little more may be in what it says.
        """

        def read(generation: Generation) -> tuple[T, Positions]:
            for _ in range(_ATTEMPTS):
                positions = generation.positions()
                found = work(generation)
                if generation.positions() == positions:
                    break
            return found, positions

        return await self.ask(read)

    async def search(self, question: Question | Quotes, after: Mark | None, limit: int) -> Page:
        """A page of what is found."""
        return await self.ask(lambda generation: generation.search(question, after, limit))

    def searches(self, generation: Generation) -> bool:
        """Is this generation the one that is searched? Not any more once it turned out to be damaged."""
        return self._generation is generation

    def lock(self) -> bool:
        """Become the one process that writes; False while another is.

        The directory may have been deleted meanwhile, with the lock: then both are made anew.
        """
        opened = self._open_lock()
        if os.path.samestat(os.fstat(opened), os.fstat(self._lock)):
            os.close(opened)
        else:
            os.close(self._lock)
            self._lock = opened
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def sound(self, generation: Generation) -> bool:
        """Are its files what was written? If not, it is not searched any more."""
        try:
            generation.verify()
        except DamagedError as error:
            self._abandon(generation, error)
            return False
        return True

    def refresh(self) -> Generation | None:
        """Search what is current and was committed last; null, with the reason in the log, if there is nothing."""
        try:
            name = (self._directory / "current").read_text(encoding="ascii")
            if self._generation is not None and self._generation.path.name == name:
                self._generation.reload()
                self._generation.positions()
            else:
                self._generation = Generation.open(self._directory / name)
        except FileNotFoundError:
            self._generation = None
        except (DamagedError, ValueError) as error:
            _log.warning("search index can't be used", reason=str(error))
            self._generation = None
        return self._generation

    def new(self) -> Generation:
        """A new generation, not yet searched; those that were left half built are removed."""
        keep = self._generation.path if self._generation else None
        for path in self._directory.iterdir():
            if path.is_dir() and path != keep:
                shutil.rmtree(path)
        return Generation.create(self._directory / str(uuid7()))

    def switch(self, generation: Generation) -> None:
        """Search this generation from now on, and remove the one before."""
        before, self._generation = self._generation, generation
        naming = self._directory / "current.new"
        naming.write_text(generation.path.name, encoding="ascii")
        naming.replace(self._directory / "current")
        if before is not None:
            shutil.rmtree(before.path)

    def close(self) -> None:
        """Let searches in flight finish, and let go of the directory."""
        self._threads.shutdown()
        os.close(self._lock)

    def _open_lock(self) -> int:
        self._directory.mkdir(parents=True, exist_ok=True)
        return os.open(self._directory / "lock", os.O_RDWR | os.O_CREAT, 0o644)

    def _abandon(self, generation: Generation, reason: DamagedError) -> None:
        """Without `current` it is built again, by whichever process writes."""
        _log.error("search index is damaged", reason=str(reason))
        if self._generation is generation:
            self._generation = None
            (self._directory / "current").unlink(missing_ok=True)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
