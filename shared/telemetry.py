"""Logs as JSON lines on stdout, and W3C trace context from the HTTP request through Kafka into the stored document.

Spans are exported when the standard variable OTEL_EXPORTER_OTLP_ENDPOINT is set; trace ids are made, carried on and
logged in any case.
"""

import logging
import os
import sys

import orjson
import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, ParentBased
from opentelemetry.trace import Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.typing import EventDict, Processor, WrappedLogger

from shared.settings import Settings

_PROPAGATOR = TraceContextTextMapPropagator()
_TRACER = trace.get_tracer("depeche")


def configure(service: str, settings: Settings) -> None:
    """Set up logs and traces of this process. `service` is ingest, enrich or api."""
    _configure_logs(service, settings.log_level)
    exported = bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"))
    # A caller's own decision to sample is carried on; without an exporter nothing of ours is recorded for nobody.
    provider = TracerProvider(
        sampler=ParentBased(root=ALWAYS_ON if exported else ALWAYS_OFF),
        resource=Resource.create({"service.name": f"depeche-{service}"}),
    )
    if exported:
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def start_span(
    name: str, kind: SpanKind = SpanKind.INTERNAL, traceparent: str | None = None, **attributes: str | int
) -> Span:
    """A span that the caller ends; its parent is `traceparent` if given and valid, else the current span.

    An underscore in the name of an attribute stands for the dot of OpenTelemetry's conventions.
    """
    parent = _PROPAGATOR.extract({"traceparent": traceparent}) if traceparent else None
    dotted = {key.replace("_", "."): value for key, value in attributes.items()}
    return _TRACER.start_span(name, context=parent, kind=kind, attributes=dotted)


def traceparent(current: Span) -> str:
    """The W3C `traceparent` that makes `current` the parent of what happens elsewhere."""
    context = current.get_span_context()
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def _configure_logs(service: str, level: str) -> None:
    def add_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_service,
        _add_trace_id,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_dumps_text),
            ],
        )
    )
    # At DEBUG aiokafka and pymongo print keys and bodies, so libraries start at INFO whatever is asked for.
    logging.basicConfig(level=max(logging.INFO, logging.getLevelNamesMapping()[level]), handlers=[handler], force=True)


def _dumps_text(event: EventDict, **_: object) -> str:
    return orjson.dumps(event, default=str).decode()


def _add_trace_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event.setdefault("trace_id", f"{context.trace_id:032x}")
    return event
