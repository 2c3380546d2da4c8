"""What every service is told from outside: environment variables with the prefix `DEPECHE_`.

Each service has one model of its own beside its `__main__.py`; this is what they share. Each setting has a type, a
default and a description that gives the reason; the README's table is held against these models by a test.
"""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings that all three services share. Nothing is read before it is constructed."""

    model_config = SettingsConfigDict(env_prefix="DEPECHE_", extra="ignore", frozen=True)

    kafka_bootstrap: Annotated[str, Field(description="Where Kafka is: host:port, comma separated.")] = "127.0.0.1:9092"
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
        Field(description="Where MongoDB is; it must be a replica set, because a batch is stored in a transaction."),
    ] = "mongodb://127.0.0.1:27017/?replicaSet=depeche"
    mongodb_database: Annotated[
        str,
        Field(description="The database, so that several installations can share a server."),
    ] = "depeche"
    host: Annotated[
        str,
        Field(description="The address to listen on: loopback, so that nobody else gets in unless you say so."),
    ] = "127.0.0.1"
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Field(description="The least level that is logged. Libraries never log below INFO, where they print bodies."),
    ] = "INFO"
