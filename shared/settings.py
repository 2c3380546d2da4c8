"""What every service is told from outside: environment variables with the prefix `DEPECHE_`.

Each service has one model of its own beside its `__main__.py`; this is what they share. Each setting has a type, a
default and a description that gives the reason; the table in docs/reference.md is held against these models by a test.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, FilePath, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from shared.errors import StartupError

# Where Docker and Kubernetes put secrets: a file for each, named like its variable in lower case.
_SECRETS = "/run/secrets"


class Settings(BaseSettings):
    """The settings that all three services share. Nothing is read before it is constructed.

    Each can also be the content of a file: `depeche_kafka_password` in the directory that DEPECHE_SECRETS_DIR names, or
    in /run/secrets. What is in the environment comes first.
    """

    model_config = SettingsConfigDict(env_prefix="DEPECHE_", extra="ignore", frozen=True)

    kafka_bootstrap: Annotated[str, Field(description="Where Kafka is: host:port, comma separated.")] = "127.0.0.1:9092"
    kafka_security: Annotated[
        Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"],
        Field(description="How to speak to Kafka, in Kafka's words: SSL encrypts, SASL logs in."),
    ] = "PLAINTEXT"
    kafka_sasl_mechanism: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"],
        Field(description="How to log in to Kafka: with SCRAM the password itself is never sent."),
    ] = "SCRAM-SHA-512"
    kafka_user: Annotated[str | None, Field(description="Who logs in to Kafka.")] = None
    kafka_password: Annotated[SecretStr | None, Field(description="The password of this user.")] = None
    kafka_ca_file: Annotated[
        FilePath | None,
        Field(description="PEM file of who may vouch for Kafka: needed unless the system's own authorities do."),
    ] = None
    kafka_cert_file: Annotated[
        FilePath | None,
        Field(description="PEM file of the certificate to show to Kafka, where it asks for one."),
    ] = None
    kafka_key_file: Annotated[FilePath | None, Field(description="PEM file of the key of this certificate.")] = None
    kafka_partitions: Annotated[
        int,
        Field(ge=1, description="Partitions of a topic when it is created: as many workers can share the work."),
    ] = 6
    kafka_replication: Annotated[
        int,
        Field(ge=1, description="Copies of a topic when it is created: 3 on a real cluster, 1 with one broker."),
    ] = 1
    mongodb_uri: Annotated[
        str,
        Field(
            repr=False,
            description="Where MongoDB is; it must be a replica set, because a batch is stored in a transaction.",
        ),
    ] = "mongodb://127.0.0.1:27017/?replicaSet=depeche"
    mongodb_user: Annotated[str | None, Field(description="Who logs in to MongoDB.")] = None
    mongodb_password: Annotated[SecretStr | None, Field(description="The password of this user.")] = None
    mongodb_ca_file: Annotated[
        FilePath | None,
        Field(description="PEM file of who may vouch for MongoDB; with it the connection is encrypted."),
    ] = None
    mongodb_cert_file: Annotated[
        FilePath | None,
        Field(description="PEM file of the certificate and its key to show to MongoDB, where it asks for one."),
    ] = None
    mongodb_database: Annotated[
        str,
        Field(description="The database, so that several installations can share a server."),
    ] = "depeche"
    host: Annotated[
        str,
        Field(description="The address to listen on: loopback, so that nobody else gets in unless you say so."),
    ] = "127.0.0.1"
    keys_file: Annotated[
        Path | None,
        Field(description="The file of API keys, which `depeche keys` writes. Without keys only loopback is served."),
    ] = None
    key_rate: Annotated[
        float,
        Field(gt=0, description="Requests a second that a key may make; a batch, however long, is one."),
    ] = 100.0
    connections: Annotated[
        int,
        Field(
            ge=1,
            description="Open connections beyond which the one that has waited longest for a request is closed: each "
            "takes memory and a file.",
        ),
    ] = 2_000
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Field(description="The least level that is logged. Libraries never log below INFO, where they print bodies."),
    ] = "INFO"

    @model_validator(mode="after")
    def _logins_are_whole(self) -> Self:
        needed = [("kafka_cert_file", "kafka_key_file"), ("mongodb_user", "mongodb_password")]
        if self.kafka_security.startswith("SASL"):
            needed.append(("kafka_security", "kafka_user"))
            needed.append(("kafka_user", "kafka_password"))
        for one, other in needed:
            if getattr(self, one) is not None and getattr(self, other) is None:
                raise ValueError(f"DEPECHE_{one.upper()} is set, so DEPECHE_{other.upper()} must be too")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the program says, then the environment, then the files of secrets."""
        given = os.environ.get("DEPECHE_SECRETS_DIR")
        if given and not Path(given).is_dir():
            raise StartupError(f"DEPECHE_SECRETS_DIR: there is no directory {given}.")
        if not given and not Path(_SECRETS).is_dir():
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, given or _SECRETS)
