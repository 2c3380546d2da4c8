"""The metrics of ingest. Every article that is posted ends in exactly one outcome."""

from prometheus_client import Counter, Gauge, Histogram

ARTICLES = Counter(
    "depeche_ingest_articles",
    "Articles posted, by outcome: accepted, repeated (answered before, under the same Idempotency-Key), refused (the "
    "client's fault) or unavailable (Kafka did not acknowledge).",
    ["outcome"],
)
PUBLISH_SECONDS = Histogram(
    "depeche_ingest_publish_seconds",
    "Seconds from the hand-over to Kafka's acknowledgement, for articles posted one by one.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
IN_FLIGHT = Gauge("depeche_ingest_requests_in_flight", "Requests with articles that are being answered.")
BYTES_IN_FLIGHT = Gauge("depeche_ingest_bytes_in_flight", "Bytes of their bodies that may be in memory.")
TURNED_AWAY = Counter(
    "depeche_ingest_turned_away", "Requests that were told to come again, as too many others were in flight."
)
ACCEPTED = ARTICLES.labels("accepted")
REPEATED = ARTICLES.labels("repeated")
REFUSED = ARTICLES.labels("refused")
UNAVAILABLE = ARTICLES.labels("unavailable")
