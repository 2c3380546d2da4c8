"""The metrics of enrich. Every article ends in exactly one outcome; docs/reference.md lists them."""

from prometheus_client import Counter, Gauge, Histogram

ARTICLES = Counter(
    "depeche_enrich_articles",
    "Records of articles.raw by how they ended: enriched, revised, duplicate, dead, replayed or superseded.",
    ["outcome"],
)
RETRIES = Counter(
    "depeche_enrich_retries",
    "Attempts that failed and were made again, by what failed: process or partition.",
    ["cause"],
)
BATCH_SECONDS = Histogram(
    "depeche_enrich_batch_seconds",
    "Seconds a batch spends in each stage: enrich, store or publish.",
    ["stage"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
LAG = Gauge("depeche_enrich_lag", "Records of articles.raw that are waiting, by partition.", ["partition"])
for _outcome in ("enriched", "revised", "duplicate", "dead", "replayed", "superseded"):
    ARTICLES.labels(_outcome)
