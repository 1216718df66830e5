"""Traces are wanted or they are not: without a word in the configuration, nothing of OpenTelemetry is imported."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.telemetry.traces import Traces


class NotInstalled(Exception):
    """tracing.endpoint is set, but OpenTelemetry is not installed: pip install 'relaydesk[tracing]'"""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


def traces_to(endpoint: str, sample: float) -> "Traces":
    """Sent in batches, from a thread of their own. Raises `NotInstalled`."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        from bot.telemetry.traces import Traces
    except ImportError as missing:
        raise NotInstalled from missing
    return Traces(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)), sample)
