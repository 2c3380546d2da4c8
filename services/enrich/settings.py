"""What the enrich service is told from outside."""

from typing import Annotated

from pydantic import Field

from shared import cores
from shared.settings import Settings


class EnrichSettings(Settings):
    """The settings of enrich, besides the shared ones."""

    enrich_port: Annotated[
        int,
        Field(ge=1, le=65535, description="Where health and metrics are served."),
    ] = 8002
    enrich_group: Annotated[
        str,
        Field(min_length=1, description="The consumer group: workers with the same one share the partitions."),
    ] = "depeche-enrich"
    enrich_processes: Annotated[
        int,
        Field(
            ge=1,
            default_factory=cores.available,
            description="Worker processes: by default one for each core that the service may use, as enrichment is "
            "bound by the CPU.",
        ),
    ]
    enrich_batch: Annotated[
        int,
        Field(
            ge=1,
            le=1_000,
            description="The most articles in one transaction: more is faster, fewer are done again after a crash.",
        ),
    ] = 256
    enrich_timeout: Annotated[
        float,
        Field(gt=0, description="Seconds that one article may take; then its process is killed and it is tried again."),
    ] = 30.0
    enrich_attempts: Annotated[
        int,
        Field(ge=1, description="How often an article that kills its process is tried before it is a dead letter."),
    ] = 2
    enrich_drain: Annotated[
        float,
        Field(gt=0, description="Seconds that batches in flight get to finish when the service stops or loses them."),
    ] = 15.0
    enrich_memory: Annotated[
        int,
        Field(ge=600, description="MiB that a worker process may hold; the models and a usual article need 550."),
    ] = 2_048
    enrich_dead_share: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="The share of dead letters among the last 1,000 records past which the service stops and says "
            "so: then something else is wrong than the articles. 1 lets everything pass.",
        ),
    ] = 0.5
    enrich_stall: Annotated[
        float,
        Field(
            gt=0,
            description="Seconds without progress, while records wait and both servers answer, after which the service "
            "ends itself with exit code 1, so that it is started anew.",
        ),
    ] = 300.0
