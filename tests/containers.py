"""Kafka and MongoDB in containers, started by testcontainers: the images that docker-compose.yml names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from docker.errors import DockerException
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from testcontainers.core.container import DockerContainer

from devstack.process import free_port
from shared.errors import StartupError
from tests.system import Servers, until


@contextmanager
def servers() -> Iterator[Servers]:
    """Both servers, ready. StartupError if there is no Docker engine."""
    kafka_port, mongodb_port = free_port(), free_port()
    try:
        with _kafka(kafka_port), _mongodb(mongodb_port):
            until(lambda: _kafka_answers(kafka_port), 60)
            until(lambda: _mongodb_is_primary(mongodb_port), 60)
            yield Servers(
                {
                    "DEPECHE_KAFKA_BOOTSTRAP": f"127.0.0.1:{kafka_port}",
                    "DEPECHE_MONGODB_URI": f"mongodb://127.0.0.1:{mongodb_port}/?replicaSet=depeche",
                }
            )
    except DockerException as error:
        raise StartupError(f"Docker does not answer: {error}") from error


def _kafka(port: int) -> DockerContainer:
    # The port outside must be the one inside, because a broker tells its clients its address.
    environment = {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": f"PLAINTEXT://0.0.0.0:{port},CONTROLLER://0.0.0.0:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{port}",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    }
    container = DockerContainer("apache/kafka:4.1.0").with_bind_ports(port, port)
    for name, value in environment.items():
        container = container.with_env(name, value)
    return container


def _mongodb(port: int) -> DockerContainer:
    command = f"mongod --replSet depeche --bind_ip_all --port {port}"
    return DockerContainer("mongo:6").with_bind_ports(port, port).with_command(command)


def _kafka_answers(port: int) -> bool:
    try:
        admin = AdminClient({"bootstrap.servers": f"127.0.0.1:{port}", "log_level": 0})
        return bool(admin.list_topics(timeout=2).brokers)
    except KafkaException:
        return False


def _mongodb_is_primary(port: int) -> bool:
    options: dict[str, Any] = {"directConnection": True, "serverSelectionTimeoutMS": 1_000}
    try:
        with MongoClient[dict[str, Any]]("127.0.0.1", port, **options) as client:
            hello = client.admin.command("hello")
            if "setName" not in hello:
                member = {"_id": 0, "host": f"127.0.0.1:{port}"}
                client.admin.command("replSetInitiate", {"_id": "depeche", "members": [member]})
            return bool(hello["isWritablePrimary"])
    except PyMongoError:
        return False
