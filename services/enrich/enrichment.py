"""What is done to an article, from top to bottom. Pure: bytes in, an enriched article or the reason why not out."""

from pydantic import ValidationError

from services.enrich.counting import figures
from services.enrich.dating import dates
from services.enrich.layout import agencies, datelines, page, publication, segments
from services.enrich.layout.page import Page
from services.enrich.locating import whereabouts
from services.enrich.models import Models
from services.enrich.naming import entities
from services.enrich.pool import Enriched, Failed, Result
from services.enrich.speech import claims, quotes
from services.enrich.steps import PROVENANCE
from services.enrich.subjects import keyphrases, summary, topics
from services.enrich.text import language, sketch, statistics
from shared import events, identity, sentences
from shared.articles import EnrichedArticle, Origin, RawArticle
from shared.body import body_of
from shared.errors import UndecodableError, UnreadableError


def enrich_record(value: bytes, models: Models) -> Result:
    """One record to an EnrichedArticle as JSON, or to where and why it failed."""
    try:
        raw = decode(value)
        article = enrich(raw, models)
    except UndecodableError as error:
        return Failed("decode", type(error).__name__, str(error))
    except UnreadableError as error:
        return Failed("enrich", type(error).__name__, str(error), expected=True)
    except MemoryError:  # Whether it is this article that needs so much, the pool finds out.
        raise
    except Exception as error:  # noqa: BLE001  # whatever a step trips over is this article's end, and no other's
        return Failed("enrich", type(error).__name__, str(error))
    replays = raw.replay.revision if raw.replay else None
    mark = sketch.of(body_of(article.text, article.segments), article.language.code)
    return Enriched(article.id, article.fingerprint, article.model_dump_json().encode(), replays, mark, article.title)


def decode(value: bytes) -> RawArticle:
    """The article in a record; UndecodableError that says what is wrong with it."""
    try:
        return RawArticle.model_validate_json(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise UndecodableError(f"{field}: {first['msg']}" if field else str(first["msg"])) from None


def enrich(raw: RawArticle, models: Models) -> EnrichedArticle:
    """Read an article as its editor would. Its revision and origin are filled in when it is stored."""
    source = _page(raw)
    text = identity.normalise(source.text)
    title, url = raw.title or source.title, raw.url or source.url
    tongue = language.detect(text, raw.language)
    parts = segments.split(text, tongue.code, models.gazetteer, title)
    body = body_of(text, parts)
    headline = title or segments.heading_of(text, parts)
    published = publication.find(text, parts, raw.published_at, source.dates, url, tongue.code, raw.received_at)
    spans = sentences.split(body, tongue.code)
    tagged = models.taggers.tag(body, tongue.code)
    written_at = datelines.place(text, parts, tongue.code)
    named = entities.find_entities(body, tagged, tongue.code, models.gazetteer, headline, written_at)
    said = quotes.find(body, tongue.code, spans, named)
    dated = dates.find(body, tongue.code, published, said, named)
    credited = agencies.find(text, parts, tongue.code)
    is_wired = any(agency.role == "source" and agency.name not in agencies.AT_HOME for agency in credited)
    set_in = whereabouts.country_of(named, written_at, tongue.code, models.gazetteer)
    counted = figures.find(body, tongue.code, dated, set_in, is_wired)
    return EnrichedArticle(
        id=raw.id,
        revision=1,
        fingerprint=identity.fingerprint(text),
        source=raw.source or source.site,
        external_id=raw.external_id,
        url=url,
        title=title,
        authors=raw.authors or source.authors,
        tags=raw.tags,
        text=text,
        language=tongue,
        published=published,
        segments=parts,
        entities=named,
        quotes=said,
        claims=claims.find(body, tongue.code, spans, said, named),
        dates=dated,
        figures=counted,
        keyphrases=keyphrases.find_keyphrases(body, spans, tongue.code, counted),
        topics=topics.classify(body, headline, tongue.code),
        summary=summary.summarise(body, spans, tongue.code),
        agencies=credited,
        statistics=statistics.count(text, len(spans)),
        received_at=raw.received_at,
        enriched_at=events.now(),
        origin=Origin(topic="", partition=0, offset=0),
        provenance=PROVENANCE | ({"page": raw.replay.page} if raw.replay else {}),
    )


def _page(raw: RawArticle) -> Page:
    """What the page says; of a replay, what it said when it was read."""
    if raw.html is not None:
        return page.read(raw.html, raw.url)
    if raw.replay is not None:
        said = raw.replay
        return Page(raw.text or "", said.title, said.authors, said.source, said.url, said.dates)
    return Page(raw.text or "")
