"""Kafka with SASL/SCRAM and TLS, MongoDB with users and TLS: an article goes all the way, and nobody else gets in."""

import asyncio
import base64
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from pymongo import MongoClient

from devstack.kafka import Kafka
from devstack.mongo import Mongo
from devstack.process import free_port
from shared.setup import prepare
from tests.e2e.client import Client
from tests.system import Servers, Service, System, until

PASSWORD = secrets.token_urlsafe(24)
USER = "newsroom"


@dataclass(frozen=True)
class Secured:
    """Servers, and the settings with which one gets in."""

    servers: Servers
    other_authority: Path


def _key_and_certificate(authority: trustme.CA) -> bytes:
    issued = authority.issue_cert("127.0.0.1")
    key = load_pem_private_key(issued.private_key_pem.bytes(), password=None)
    # The one form that Kafka reads.
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem + b"".join(blob.bytes() for blob in issued.cert_chain_pems)


def _kafka(directory: Path, tls_port: int, key_and_certificate: Path) -> Kafka:
    properties = (
        "listeners=PLAINTEXT://127.0.0.1:{port},SASL_SSL://127.0.0.1:"
        f"{tls_port},CONTROLLER://127.0.0.1:{{controller}}\n"
        f"advertised.listeners=PLAINTEXT://127.0.0.1:{{port}},SASL_SSL://127.0.0.1:{tls_port}\n"
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT\n"
        "sasl.enabled.mechanisms=SCRAM-SHA-512\n"
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config="
        "org.apache.kafka.common.security.scram.ScramLoginModule required;\n"
        f"ssl.keystore.type=PEM\nssl.keystore.location={key_and_certificate}\n"
    )
    return Kafka(
        directory, free_port(), properties, ["--add-scram", f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]"]
    )


def _mongo(directory: Path, port: int, key_and_certificate: Path, authority: Path) -> Mongo:
    members_key = directory.parent / "members.key"
    members_key.write_bytes(base64.b64encode(secrets.token_bytes(48)))
    members_key.chmod(0o600)
    options = ["--tlsMode", "preferTLS", "--tlsCertificateKeyFile", str(key_and_certificate)]
    options += ["--tlsCAFile", str(authority), "--tlsAllowConnectionsWithoutCertificates"]
    return Mongo(directory, port, [*options, "--auth", "--keyFile", str(members_key)])


def _set_up(port: int) -> None:
    """Who sits at the machine may start the replica set and make the first user; that one makes the others."""
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    with MongoClient[dict[str, Any]]("127.0.0.1", port, directConnection=True) as client:
        client.admin.command("replSetInitiate", {"_id": "depeche", "members": [member]})
        until(lambda: bool(client.admin.command("hello")["isWritablePrimary"]), 30)
        client.admin.command("createUser", "root", pwd=PASSWORD, roles=["root"])
    with MongoClient[dict[str, Any]](
        "127.0.0.1", port, directConnection=True, username="root", password=PASSWORD
    ) as client:
        client.admin.command("createUser", USER, pwd=PASSWORD, roles=[{"role": "readWrite", "db": "depeche"}])


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    directory = tmp_path_factory.mktemp("secured")
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(str(directory / "ca.pem"))
    other.cert_pem.write_to_path(str(directory / "other.pem"))
    pem = directory / "server.pem"
    pem.write_bytes(_key_and_certificate(authority))
    tls_port, mongo_port = free_port(), free_port()
    kafka = _kafka(directory / "kafka", tls_port, pem)
    mongo = _mongo(directory / "mongodb", mongo_port, pem, directory / "ca.pem")
    with ExitStack() as stack:
        for server in (mongo, kafka):
            stack.callback(server.stop)
            server.start()
        _set_up(mongo_port)
        kafka.wait_ready()
        (directory / "secrets").mkdir()
        for name in ("kafka", "mongodb"):
            (directory / "secrets" / f"depeche_{name}_password").write_text(PASSWORD, encoding="utf-8")
        environment = {
            "DEPECHE_KAFKA_BOOTSTRAP": f"127.0.0.1:{tls_port}",
            "DEPECHE_KAFKA_SECURITY": "SASL_SSL",
            "DEPECHE_KAFKA_USER": USER,
            "DEPECHE_KAFKA_CA_FILE": str(directory / "ca.pem"),
            "DEPECHE_MONGODB_URI": f"mongodb://127.0.0.1:{mongo_port}/?replicaSet=depeche",
            "DEPECHE_MONGODB_USER": USER,
            "DEPECHE_MONGODB_CA_FILE": str(directory / "ca.pem"),
            "DEPECHE_SECRETS_DIR": str(directory / "secrets"),
        }
        asyncio.run(prepare(Servers(environment).settings(kafka_password=PASSWORD, mongodb_password=PASSWORD)))
        yield Secured(Servers(environment), directory / "other.pem")


async def test_an_article_goes_all_the_way_and_no_log_has_the_password(secured: Secured, tmp_path: Path) -> None:
    with ExitStack() as stack:
        services = [Service(name, secured.servers, tmp_path) for name in ("ingest", "enrich", "api")]
        for service in services:
            service.launch()
            stack.callback(service.stop)
        for service in services:
            await asyncio.to_thread(service.wait)
        system = System(*(service.url for service in services), secured.servers)
        async with httpx.AsyncClient(timeout=90) as http:
            article = await Client(system, http).enriched(text="Le port a rouvert mardi.", source="a", external_id="1")
            assert article["revision"] == 1
            for service in services:
                assert PASSWORD not in (await http.get(f"{service.url}/metrics")).text
    for service in services:
        assert PASSWORD not in service.log()


WRONG = [
    ("DEPECHE_KAFKA_PASSWORD", "guessed", "Kafka refuses the login"),
    ("DEPECHE_KAFKA_CA_FILE", "other.pem", "DEPECHE_KAFKA_CA_FILE"),
    ("DEPECHE_KAFKA_SECURITY", "PLAINTEXT", "Kafka does not answer"),
    ("DEPECHE_MONGODB_PASSWORD", "guessed", "MongoDB refuses the login"),
    ("DEPECHE_MONGODB_CA_FILE", "other.pem", "DEPECHE_MONGODB_CA_FILE"),
]


@pytest.mark.parametrize(("setting", "value", "said"), WRONG)
def test_who_may_not_gets_one_clear_line(secured: Secured, tmp_path: Path, setting: str, value: str, said: str) -> None:
    changed = str(secured.other_authority) if value == "other.pem" else value
    names = ["enrich", "api"] if "MONGODB" in setting else ["ingest", "enrich", "api"]
    services = [Service(name, secured.servers, tmp_path, **{setting: changed}) for name in names]
    for service in services:
        service.launch()
    for service in services:
        assert service.exit_code(60) == 1
        line = service.log().splitlines()[-1]
        assert line.startswith(f"depeche {service.name}: ")
        assert said in line
        assert PASSWORD not in service.log()
        assert "Traceback" not in service.log()
