"""The ingest service: HTTP -> articles.raw.

decode.from_json, from_text, from_html   bytes to a Submission, or a problem that names the field
accept.accept                            a Submission to a RawArticle with its id
events.received                          a RawArticle to a Kafka record
Publisher.publish                        until all in-sync replicas have it; then 202
"""

from services.ingest.app import create_app
from services.ingest.settings import IngestSettings
from shared.http import serve
from shared.service import run


async def main(settings: IngestSettings) -> None:
    """Serve until SIGTERM; requests in flight are finished and what is handed over is flushed."""
    await serve(create_app(settings), settings, settings.ingest_port, "DEPECHE_INGEST_PORT")


if __name__ == "__main__":
    run("ingest", IngestSettings, main)
