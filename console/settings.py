"""What `depeche up` is told from outside."""

from typing import Annotated

from pydantic import Field, SecretStr

from shared.settings import Settings


class UpSettings(Settings):
    """Where `depeche up` puts things. A server whose address is given is used and not started."""

    kafka_bootstrap: Annotated[str | None, Field(description="A Kafka to use. Without it `depeche up` starts one.")] = (
        None  # type: ignore[assignment]  # here, and only here, it may be missing
    )
    mongodb_uri: Annotated[str | None, Field(description="A MongoDB to use. Without it `depeche up` starts one.")] = (
        None  # type: ignore[assignment]  # here, and only here, it may be missing
    )
    api_key: Annotated[
        SecretStr | None, Field(description="The API key to post the seeds with, where DEPECHE_KEYS_FILE asks for one.")
    ] = None
    kafka_port: Annotated[int, Field(ge=1, le=65535, description="The port of the Kafka that is started.")] = 9092
    mongodb_port: Annotated[int, Field(ge=1, le=65535, description="The port of the MongoDB that is started.")] = 27017
    ingest_port: Annotated[int, Field(ge=1, le=65535)] = 8001
    enrich_port: Annotated[int, Field(ge=1, le=65535)] = 8002
    api_port: Annotated[int, Field(ge=1, le=65535)] = 8000
