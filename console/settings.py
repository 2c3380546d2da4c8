"""What the console is told from outside."""

from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from depeche_client import ClientError
from depeche_client.options import address
from shared.settings import Settings


def _address(given: str) -> str:
    try:
        return given and address(given)
    except ClientError as error:
        raise ValueError(str(error)) from None


Url = Annotated[str, AfterValidator(_address)]


class ClientSettings(Settings):
    """Where the commands that speak HTTP find the services: on this machine, unless they are told otherwise."""

    api_url: Annotated[
        Url | None, Field(description="Where the api is; without it at DEPECHE_HOST and DEPECHE_API_PORT.")
    ] = None
    ingest_url: Annotated[
        Url | None, Field(description="Where ingest is; without it at DEPECHE_HOST and DEPECHE_INGEST_PORT.")
    ] = None
    enrich_url: Annotated[
        Url | None,
        Field(description="Where enrich is, for `doctor`; without it at DEPECHE_HOST and DEPECHE_ENRICH_PORT."),
    ] = None
    api_key: Annotated[
        SecretStr | None, Field(description="The API key to post and ask with, where DEPECHE_KEYS_FILE asks for one.")
    ] = None
    ingest_port: Annotated[int, Field(ge=1, le=65535)] = 8001
    enrich_port: Annotated[int, Field(ge=1, le=65535)] = 8002
    api_port: Annotated[int, Field(ge=1, le=65535)] = 8000

    @property
    def api(self) -> str:
        return self.api_url or self.here(self.api_port)

    @property
    def ingest(self) -> str:
        return self.ingest_url or self.here(self.ingest_port)

    @property
    def enrich(self) -> str:
        return self.enrich_url or self.here(self.enrich_port)

    def here(self, port: int) -> str:
        """Where a service of this machine is reached: at DEPECHE_HOST, unless that means all addresses."""
        host = "127.0.0.1" if _is_everywhere(self.host) else self.host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def key(self) -> str | None:
        return self.api_key.get_secret_value() if self.api_key else None


class UpSettings(ClientSettings):
    """Where `depeche up` puts things. A server whose address is given is used and not started."""

    kafka_bootstrap: Annotated[str | None, Field(description="A Kafka to use. Without it `depeche up` starts one.")] = (
        None  # type: ignore[assignment]  # here, and only here, it may be missing
    )
    mongodb_uri: Annotated[str | None, Field(description="A MongoDB to use. Without it `depeche up` starts one.")] = (
        None  # type: ignore[assignment]  # here, and only here, it may be missing
    )
    kafka_port: Annotated[
        int,
        Field(
            ge=1,
            le=65535,
            description="The port of the Kafka that is started. With another, the other commands need "
            "DEPECHE_KAFKA_BOOTSTRAP.",
        ),
    ] = 9092
    mongodb_port: Annotated[
        int,
        Field(
            ge=1,
            le=65535,
            description="The port of the MongoDB that is started. With another, the other commands need "
            "DEPECHE_MONGODB_URI.",
        ),
    ] = 27017


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
