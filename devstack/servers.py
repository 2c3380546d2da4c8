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
    """Real servers with their data in `directory`; a context manager that starts them and waits until they answer."""

    def __init__(self, directory: Path, kafka_port: int, mongodb_port: int) -> None:
        self.directory = directory
        self.kafka = Kafka(directory / "kafka", kafka_port)
        self.mongo = Mongo(directory / "mongodb", mongodb_port)
        self._ports = (kafka_port, "Kafka", "DEPECHE_KAFKA_PORT"), (mongodb_port, "MongoDB", "DEPECHE_MONGODB_PORT")

    @property
    def environment(self) -> dict[str, str]:
        """What tells the services where the servers are."""
        return {"DEPECHE_KAFKA_BOOTSTRAP": self.kafka.bootstrap, "DEPECHE_MONGODB_URI": self.mongo.uri}

    def __enter__(self) -> "Servers":
        require_disk(self.directory)
        for port, what, setting in self._ports:
            require_free(port, what, setting)
        try:
            self.mongo.start()
            self.kafka.start()
            self.mongo.wait_ready()
            self.kafka.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self.kafka.stop()
        self.mongo.stop()


def require_disk(directory: Path) -> None:
    """StartupError if there is too little room for Kafka's and MongoDB's files."""
    directory.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(directory).free
    if free < _LEAST_DISK:
        raise StartupError(
            f"only {free / 1024**3:.1f} GiB are free in {directory.absolute()}, and Kafka and MongoDB need 2."
        )
