"""Traces for OpenTelemetry: a delivery, what the desk did about it and every send that followed are one trace, in
whichever replicas they were.

Nothing is passed on for that. A trace's id is made of its cause, the key of what came in, which every row carries to
its send anyway; and as what is traced is told of when it is over, spans are made whole, of values, with no context to
keep.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags, set_span_in_context
from opentelemetry.trace.status import Status, StatusCode

from bot import signals
from bot.signals import Acted, Arrived, Asked, Carried, Fired, Signal

FAILED = {"parked", "failed", "undone", "away", "GiveUp"}
"""Outcomes that are a trace's reader's business. What is refused or tried again is every day's."""

Attributes = Mapping[str, str | int | float]


class Root(NamedTuple):
    trace: int
    span: int


def root(cause: str) -> Root:
    """The ids of the first span of whatever has this cause: the same in every replica."""
    digest = sha256(cause.encode()).digest()
    return Root(int.from_bytes(digest[:16]), int.from_bytes(digest[16:24]))


class Ids(RandomIdGenerator):
    """Those of `root` for the span that is begun next, if there are any; else random ones."""

    def __init__(self) -> None:
        self.root: Root | None = None

    def generate_trace_id(self) -> int:
        return self.root.trace if self.root else super().generate_trace_id()

    def generate_span_id(self) -> int:
        return self.root.span if self.root else super().generate_span_id()


class Traces:
    def __init__(self, processor: SpanProcessor, sample: float = 1) -> None:
        """`sample` is the share of traces to keep; the id decides, so that all replicas keep the same ones."""
        self._ids = Ids()
        self._provider = TracerProvider(
            sampler=TraceIdRatioBased(sample), resource=Resource({"service.name": "relaydesk"}), id_generator=self._ids
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("relaydesk")

    def close(self) -> None:
        """Waits until what was told of is sent, some seconds at most."""
        self._provider.shutdown()

    def notice(self, signal: Signal) -> None:
        match signal:
            case Arrived(platform, cause, outcome, span):
                told = {"relaydesk.outcome": outcome, "relaydesk.cause": cause}
                self._first(cause, f"{platform} delivery", SpanKind.SERVER, told, span)
            case Fired(kind, outcome, late, span, cause):
                told_late: Attributes = {"relaydesk.outcome": outcome, "relaydesk.late": late, "relaydesk.cause": cause}
                self._first(cause, f"deadline {kind}", SpanKind.INTERNAL, told_late, span)
            case Acted(verb, cause, outcome, span):
                self._within(cause, verb, SpanKind.INTERNAL, {"relaydesk.outcome": outcome}, span)
            case Carried(bucket, kind, cause, attempt, outcome, waited, span):
                sent: Attributes = {
                    "relaydesk.outcome": outcome,
                    "relaydesk.bucket": bucket,
                    "relaydesk.attempt": attempt,
                    "relaydesk.waited": waited,
                }
                self._within(cause, f"send {kind}", SpanKind.CLIENT, sent, span)
            case Asked():
                pass  # one for each statement's transaction would say nothing that its verb does not

    def _first(self, cause: str, name: str, kind: SpanKind, told: Attributes, span: signals.Span) -> None:
        self._ids.root = root(cause)
        try:
            self._make(Context(), name, kind, told, span)
        finally:
            self._ids.root = None

    def _within(self, cause: str, name: str, kind: SpanKind, told: Attributes, span: signals.Span) -> None:
        self._make(_under(cause) if cause else Context(), name, kind, told, span)

    def _make(self, context: Context, name: str, kind: SpanKind, told: Attributes, span: signals.Span) -> None:
        made = self._tracer.start_span(name, context, kind, told, start_time=span.began)
        if told["relaydesk.outcome"] in FAILED:
            made.set_status(Status(StatusCode.ERROR))
        made.end(span.ended)


def _under(cause: str) -> Context:
    """Below the first span of the cause, which another replica may have told of, or nobody yet."""
    trace, span = root(cause)
    first = SpanContext(trace, span, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return set_span_in_context(NonRecordingSpan(first), Context())
