"""What the api service is told from outside."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from shared.settings import Settings


class ApiSettings(Settings):
    """The settings of the api, besides the shared ones."""

    api_port: Annotated[
        int,
        Field(ge=1, le=65535, description="Where the api listens."),
    ] = 8000
    api_index_directory: Annotated[
        Path,
        Field(description="Where the search index is kept: it can be deleted, and is built again from MongoDB."),
    ] = Path(".depeche/index")
    api_search_threads: Annotated[
        int,
        Field(ge=1, le=256, description="Searches at the same time, each in a thread: more than cores gains nothing."),
    ] = 4
    api_exports: Annotated[
        int,
        Field(
            ge=1,
            le=64,
            description="Exports at the same time, beyond which others are told to come again: "
            "each takes a core, and up to 150 MB.",
        ),
    ] = 4
    api_streams: Annotated[
        int,
        Field(ge=1, description="Streams at the same time; leave some of DEPECHE_CONNECTIONS to others."),
    ] = 1_000
    api_stream_lifetime: Annotated[
        float,
        Field(
            gt=0,
            description="Seconds after which a stream is ended, and its client comes back: a key that was revoked is "
            "noticed then, and streams spread over new replicas.",
        ),
    ] = 900.0
    api_stream_heartbeat: Annotated[
        float,
        Field(gt=0, description="Seconds of silence after which a stream says that it is alive, as proxies want it."),
    ] = 15.0
    api_webhooks_private: Annotated[
        bool,
        Field(
            description="Deliver to private and loopback addresses too: who may set up webhooks can then reach them."
        ),
    ] = False
    api_webhook_patience: Annotated[
        float,
        Field(gt=0, description="Seconds for which nothing may get through to a webhook before it is disabled."),
    ] = 259_200.0
