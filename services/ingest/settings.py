"""What the ingest service is told from outside."""

from typing import Annotated

from pydantic import Field

from shared.settings import Settings


class IngestSettings(Settings):
    """The settings of ingest, besides the shared ones."""

    ingest_port: Annotated[
        int,
        Field(ge=1, le=65535, description="Where articles are posted."),
    ] = 8001
    ingest_body_limit: Annotated[
        int,
        Field(
            ge=1_024,
            le=4 * 1024 * 1024,
            description="The largest article in bytes, and the longest line of a batch: what one request may cost.",
        ),
    ] = 2 * 1024 * 1024
    ingest_publish_timeout: Annotated[
        float,
        Field(gt=0, description="Seconds to wait for Kafka's acknowledgement before the answer is 503."),
    ] = 5.0
    ingest_window: Annotated[
        int,
        Field(ge=1, description="Lines of a batch that wait for Kafka at once: more is faster and takes more memory."),
    ] = 512
    ingest_requests: Annotated[
        int,
        Field(ge=1, description="Requests in flight beyond which others are told to come again: more would only wait."),
    ] = 256
    ingest_bytes: Annotated[
        int,
        Field(
            ge=4 * 1024 * 1024,
            description="Bytes of bodies in flight beyond which others are told to come again: what memory they take.",
        ),
    ] = 128 * 1024 * 1024
    ingest_patience: Annotated[
        float,
        Field(gt=0, description="Seconds that a body may hardly arrive; then it is given up, and its place is free."),
    ] = 20.0
