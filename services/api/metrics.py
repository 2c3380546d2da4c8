"""The metrics of the api."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("depeche_api_requests", "Requests by route and status.", ["route", "status"])
SEARCH_SECONDS = Histogram(
    "depeche_api_search_seconds",
    "Seconds a search takes in the index, waiting for a free thread included.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
ARTICLES = Gauge("depeche_api_index_articles", "Articles in the search index.")
RECORDS = Counter(
    "depeche_api_index_records",
    "Records of articles.enriched by what the index did: indexed, stale (a newer revision is there) or unreadable.",
    ["outcome"],
)
LAG = Gauge("depeche_api_index_lag", "Records of articles.enriched that are not in the index yet.")
DELAY_SECONDS = Histogram(
    "depeche_api_index_delay_seconds",
    "Seconds from the event in Kafka until the article can be found.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600),
)
REBUILDS = Counter("depeche_api_index_rebuilds", "Times that the index was built again from MongoDB.")
STREAMS = Gauge("depeche_api_streams", "Streams that are open.")
STREAMS_ENDED = Counter(
    "depeche_api_streams_ended",
    "Streams by why they ended: client (it went away), lifetime (it was time), slow (the client did not keep up), "
    "stopped (the service was), moved (the topic was made anew) or failed (the log says why).",
    ["reason"],
)
STREAM_DELAY_SECONDS = Histogram(
    "depeche_api_stream_delay_seconds",
    "Seconds from the event in Kafka until those who listen for it are given it.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60),
)
WEBHOOK_ATTEMPTS = Counter(
    "depeche_api_webhook_attempts", "Attempts to deliver to a webhook, by what came of it.", ["status"]
)
WEBHOOKS_DISABLED = Counter("depeche_api_webhooks_disabled", "Webhooks that were disabled, as nothing got through.")
for _status in ("delivered", "failed"):
    WEBHOOK_ATTEMPTS.labels(_status)
for _reason in ("client", "lifetime", "slow", "stopped", "moved", "failed"):
    STREAMS_ENDED.labels(_reason)
for _outcome in ("indexed", "stale", "unreadable"):
    RECORDS.labels(_outcome)
