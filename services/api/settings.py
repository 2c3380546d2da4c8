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
