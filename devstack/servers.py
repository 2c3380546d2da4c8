"""Kafka and MongoDB together, as `depeche up` and the tests want them."""

import shutil
from pathlib import Path
from types import TracebackType

from devstack.kafka import Kafka
from devstack.mongo import Mongo
from devstack.process import require_free
from shared.errors import StartupError

_LEAST_DISK = 2 * 1024**3


class Servers:
    """Real servers with their data in `directory`; a context manager that starts them and waits until they answer.

    Of the two, only those that are wanted are started.
    """

    def __init__(
        self, directory: Path, kafka_port: int, mongodb_port: int, kafka: bool = True, mongodb: bool = True
    ) -> None:
        self._directory, self._ports = directory, (kafka_port, mongodb_port)
        self.kafka = Kafka(directory / "kafka", kafka_port) if kafka else None
        self.mongo = Mongo(directory / "mongodb", mongodb_port) if mongodb else None

    @property
    def environment(self) -> dict[str, str]:
        """What tells the services where the servers are."""
        kafka = {"DEPECHE_KAFKA_BOOTSTRAP": self.kafka.bootstrap} if self.kafka else {}
        return kafka | ({"DEPECHE_MONGODB_URI": self.mongo.uri} if self.mongo else {})

    def __enter__(self) -> "Servers":
        require_disk(self._directory)
        if self.kafka:
            require_free(self._ports[0], "Kafka", "DEPECHE_KAFKA_PORT")
        if self.mongo:
            require_free(self._ports[1], "MongoDB", "DEPECHE_MONGODB_PORT")
        servers = [server for server in (self.mongo, self.kafka) if server]
        try:
            for server in servers:
                server.start()
            for server in servers:
                server.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        for server in (self.kafka, self.mongo):
            if server:
                server.stop()


def require_disk(directory: Path) -> None:
    """StartupError if there is too little room for Kafka's and MongoDB's files."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartupError(f"the data directory {directory.absolute()} can't be made: {error.strerror}.") from error
    free = shutil.disk_usage(directory).free
    if free < _LEAST_DISK:
        raise StartupError(
            f"only {free / 1024**3:.1f} GiB are free in {directory.absolute()}, and Kafka and MongoDB need 2."
        )
