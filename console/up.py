"""`depeche up`: everything on this machine, from nothing to the first enriched article, until Ctrl-C."""

import shlex
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import httpx
import uvloop

from console.settings import UpSettings
from console.summary import render
from console.supervisor import Startable, Supervisor
from console.telling import Telling
from console.terminal import counted, emit, harmless, program
from depeche_client import ClientError, Depeche, EnrichedArticle, KeyRefusedError
from devstack.kafka import class_path
from devstack.process import Process, require_free
from devstack.servers import Servers
from shared.errors import StartupError
from shared.settings import Settings
from shared.setup import prepare

_READY_SECONDS = 120
_ARRIVAL_SECONDS = 60
_KEY = "DEPECHE_API_KEY is the key that is sent: here it needs the scopes ingest:write and articles:read."


@dataclass(frozen=True)
class Address:
    """Where a service listens."""

    name: str
    port: int
    url: str


class Service:
    """A service as a process, which can be started again."""

    def __init__(self, address: Address, log: Path, environment: Mapping[str, str]) -> None:
        self._address, self._log, self._environment = address, log, environment
        self.process: Process | None = None

    def start(self) -> None:
        """Run it; it is not ready yet."""
        command = [sys.executable, "-m", f"services.{self._address.name}"]
        # Killed outright if we are: the servers they would want to finish with are going down as well.
        self.process = Process(self._address.name, command, self._log, self._environment, orphaned=signal.SIGKILL)

    def wait_ready(self) -> None:
        """Return when it can do its work; StartupError if it dies or takes too long."""
        if self.process is not None:
            self.process.wait_ready(lambda: _is_ready(self._address.url), _READY_SECONDS)

    def stop(self) -> None:
        if self.process is not None:
            self.process.stop()


class Up:
    """One run of the whole system, with its data in `directory`."""

    def __init__(self, settings: UpSettings, directory: Path, telling: Telling) -> None:
        self._settings, self._directory, self._telling = settings, directory, telling
        self._ingest, self._enrich, self._api = (
            Address(name, port, settings.here(port))
            for name, port in (
                ("ingest", settings.ingest_port),
                ("enrich", settings.enrich_port),
                ("api", settings.api_port),
            )
        )

    def run(self, seeds: Path) -> None:
        """Start, post the seeds, show the first, and stay, starting again what dies.

        StartupError if something can't be started, StoppedError if something dies again and again.
        """
        files = sorted(seeds.glob("*.txt"))
        if not files:
            raise StartupError(f"there is no article (*.txt) in {seeds}: --seeds names another directory.")
        with _stopped_by_signals(), ExitStack() as stack:
            addresses = (self._ingest, self._enrich, self._api)
            for address in addresses:
                require_free(address.port, address.name, f"DEPECHE_{address.name.upper()}_PORT")
            servers, environment = self._servers(stack)
            services = [self._service(stack, address, environment) for address in addresses]
            for address, service in zip(addresses, services, strict=True):
                with self._telling.step(f"Waiting for {address.name}", f"{address.name} is ready on {address.url}"):
                    service.wait_ready()
            try:
                self._show(files)
            except KeyRefusedError as error:
                raise StartupError(f"{error} {_KEY}") from error
            except ClientError as error:
                _require_alive(services)
                raise StartupError(f"a service did not answer as it should: {error}") from error
            self._stay([*servers, *services])

    def _servers(self, stack: ExitStack) -> tuple[list[Startable], dict[str, str]]:
        """Kafka and MongoDB: those that are given, else our own; with topics, collections and indexes.

        Those that were started, and what tells the services where they are.
        """
        started: list[Startable] = []
        given = self._settings.kafka_bootstrap, self._settings.mongodb_uri
        if given[0] and given[1]:
            environment = {"DEPECHE_KAFKA_BOOTSTRAP": given[0], "DEPECHE_MONGODB_URI": given[1]}
        else:
            if not given[0]:
                with self._telling.step(
                    "Looking for Kafka (45 MB are fetched the first time)", "Kafka's files are there"
                ):
                    class_path()
            ports = self._settings.kafka_port, self._settings.mongodb_port
            with self._telling.step("Starting Kafka and MongoDB", "Kafka and MongoDB are running"):
                servers = stack.enter_context(
                    Servers(self._directory, *ports, kafka=not given[0], mongodb=not given[1])
                )
            started = [server for server in (servers.kafka, servers.mongo) if server]
            environment = servers.environment
            environment |= {"DEPECHE_KAFKA_BOOTSTRAP": given[0]} if given[0] else {}
            environment |= {"DEPECHE_MONGODB_URI": given[1]} if given[1] else {}
        with self._telling.step(
            "Creating topics, collections and indexes", "Topics, collections and indexes are there"
        ):
            where = Settings(
                kafka_bootstrap=environment["DEPECHE_KAFKA_BOOTSTRAP"], mongodb_uri=environment["DEPECHE_MONGODB_URI"]
            )
            uvloop.run(prepare(where))
        return started, environment

    def _service(self, stack: ExitStack, address: Address, environment: dict[str, str]) -> Service:
        own = {
            **environment,
            f"DEPECHE_{address.name.upper()}_PORT": str(address.port),
            "DEPECHE_API_INDEX_DIRECTORY": str(self._directory / "index"),
        }
        service = Service(address, self._directory / "logs" / f"{address.name}.log", own)
        stack.callback(service.stop)
        service.start()
        return service

    def _show(self, files: list[Path]) -> None:
        """Post every seed, wait until each has arrived, and show the first."""
        with Depeche(self._api.url, self._ingest.url, self._settings.key) as depeche:
            done = f"{counted(len(files), 'article')} went through Kafka and back"
            with self._telling.step(f"Posting {counted(len(files), 'article')}", done):
                articles = [_arrived(depeche, path) for path in files]
        first = articles[0]
        if self._telling.json:
            shown = first.model_dump(mode="json")
            emit({"ready": True, "api": self._api.url, "ingest": self._ingest.url, "article": shown})
            return
        self._telling.console.print(render(harmless(first.model_dump(mode="json"))))
        self._telling.console.print("\n" + "\n".join(self._next(first)), highlight=False, soft_wrap=True, markup=False)

    def _next(self, article: EnrichedArticle) -> Iterator[str]:
        """What one may do now, each as it can be typed in the directory that we are in."""
        depeche, api, ingest = program(), self._api.url, self._ingest.url
        yield f"Read it in a browser:\n  {api}/"
        yield "Try next, in another terminal:"
        if self._settings.key:
            yield "  export DEPECHE_API_KEY=…  # the key that this was started with"
        for phrase in article.keyphrases[:1]:
            yield f"  {depeche} search {shlex.quote(harmless(phrase.text))}"
        yield f"  {depeche} show {article.id}"
        yield f"  {depeche} post FILE"
        yield f"  {depeche} --help shows what else there is."
        key = '-H "Authorization: Bearer $DEPECHE_API_KEY" ' if self._settings.key else ""
        yield f"Or over HTTP:\n  curl -s {key}'{api}/v1/articles/{article.id}' | python3 -m json.tool"
        yield f"  {api}/docs and {ingest}/docs describe everything else."
        yield f"\nLogs are in {self._directory / 'logs'}. Ctrl-C stops everything."

    def _stay(self, started: Sequence[Startable]) -> None:
        supervisor = Supervisor(started, self._telling.warn)
        while True:
            time.sleep(0.5)
            supervisor.check()


def _require_alive(services: Sequence[Service]) -> None:
    for service in services:
        if service.process is not None and service.process.code is not None:
            raise StartupError(
                f"{service.process.name} ended with code {service.process.code}. {service.process.tail()}"
            )


def _arrived(depeche: Depeche, path: Path) -> EnrichedArticle:
    """Post a text, and wait for what was read in it."""
    accepted = depeche.post({"text": path.read_bytes().decode("utf-8-sig")})
    receipt = depeche.receipt(accepted.receipt, _ARRIVAL_SECONDS)
    if receipt.status not in ("enriched", "duplicate"):
        raise StartupError(f"{path} was not enriched: it is {receipt.status}. {receipt.reason or ''}")
    return depeche.article(accepted.id)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """SIGTERM is like Ctrl-C: KeyboardInterrupt, once. While everything is being stopped another changes nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, stop)
    yield
