"""What codes are called in English."""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

FILTERS = {
    "q": "Words",
    "language": "Language",
    "source": "Source",
    "agency": "Agency",
    "topic": "Topic",
    "entity": "Name",
    "entity_type": "Kind of name",
    "speaker": "Speaker",
    "place": "Place",
    "country": "Country",
    "bbox": "In the box",
    "near": "Near",
    "published_from": "Published from",
    "published_to": "Published to",
    "received_from": "Received from",
    "received_to": "Received to",
    "story": "Story",
    "first_only": "First of each story",
    "has_quotes": "Quotes",
    "has_claims": "Claims",
    "has_figures": "Figures",
    "figure_unit": "Figure of",
    "figure_min": "At least",
    "figure_max": "At most",
}
# The top level of the IPTC's Media Topics (CC BY 4.0).
TOPICS = {
    "medtop:01000000": "arts, culture, entertainment and media",
    "medtop:02000000": "crime, law and justice",
    "medtop:03000000": "disaster, accident and emergency incident",
    "medtop:04000000": "economy, business and finance",
    "medtop:05000000": "education",
    "medtop:06000000": "environment",
    "medtop:07000000": "health",
    "medtop:08000000": "human interest",
    "medtop:09000000": "labour",
    "medtop:10000000": "lifestyle and leisure",
    "medtop:11000000": "politics and government",
    "medtop:12000000": "religion",
    "medtop:13000000": "science and technology",
    "medtop:14000000": "society",
    "medtop:15000000": "sport",
    "medtop:16000000": "conflict, war and peace",
    "medtop:17000000": "weather",
}
# How a submission ended.
RECEIPTS = {
    "enriched": "Stored as revision {revision}",
    "duplicate": "It was there already, as revision {revision}",
    "superseded": "Something newer had been stored meanwhile, which stays",
    "replayed": "Enriched anew, as revision {revision} still",
    "dead": "Could not be enriched",
}
KINDS = {"person": "People", "organization": "Organisations", "place": "Places", "other": "Other names"}


def value(name: str, code: str) -> str:
    """What the value of a filter, or of a facet, is called; what has no name of its own stays as it is."""
    if name == "language":
        return language(code)
    if name == "country":
        return country(code)
    if name == "topic":
        return TOPICS.get(code, code)
    return {"true": "yes", "false": "no"}.get(code, code)


def language(code: str) -> str:
    """`fr` -> `French`."""
    return "not known" if code == "und" else str(_english().languages.get(code, code))


@cache
def direction(code: str) -> str:
    """`ar` -> `rtl`. Else a browser looks at the first letter: a headline need not be in the article's language."""
    try:
        return "rtl" if Locale(code).text_direction == "rtl" else "auto"
    except UnknownLocaleError:
        return "auto"


def country(code: str) -> str:
    """`FR` -> `France`."""
    return str(_english().territories.get(code, code))


@cache
def _english() -> Locale:
    return Locale("en")


def number(value: float) -> str:
    """A figure with all its digits: 1,234,567 or 0.00001."""
    return format_decimal(value, "#,##0.##########", locale="en")
