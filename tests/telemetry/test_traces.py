"""What belongs together is one trace, without anything being passed on for it."""

from collections import defaultdict
from collections.abc import Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.signals import Acted, Arrived, Carried, Fired, Span
from bot.telemetry.traces import Traces
from bot.telemetry.tracing import NotInstalled, traces_to
from tests.stories.world import World

CAUSE = "telegram:1/17"
A_SECOND = Span(1_000_000_000, 2_000_000_000)


def replica(exporter: InMemorySpanExporter, sample: float = 1) -> Traces:
    return Traces(SimpleSpanProcessor(exporter), sample)


def names(spans: Sequence[ReadableSpan]) -> dict[int, set[str]]:
    """By the id of their trace."""
    traces: dict[int, set[str]] = defaultdict(set)
    for span in spans:
        assert span.context
        traces[span.context.trace_id].add(span.name)
    return traces


async def test_what_a_customer_writes_is_one_trace_until_it_was_posted(world: World) -> None:
    exporter = InMemorySpanExporter()
    world.product.door.noticed = replica(exporter).notice
    await world.customer("Ada").says("My invoice is wrong")
    await world.settles()
    [trace] = [found for found in names(exporter.get_finished_spans()).values() if "wrote" in found]
    assert {"telegram delivery", "wrote", "send card", "send words", "send tell"} <= trace
    assert "invoice" not in "".join(span.to_json() for span in exporter.get_finished_spans())


async def test_what_an_agent_types_is_one_trace_until_the_customer_has_it(world: World) -> None:
    exporter = InMemorySpanExporter()
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("Hello?")
    card = await world.card()
    await ben.clicks("Claim", card)
    await world.settles()
    world.product.door.noticed = replica(exporter).notice
    await ben.says("support", "Which one?", card.ts)
    await world.passes()
    traces = list(names(exporter.get_finished_spans()).values())
    assert [{"slack delivery", "typed", "send relay"} <= trace for trace in traces].count(True) == 1
    assert [{"deadline message.release", "release"} <= trace for trace in traces].count(True) == 1


def test_two_replicas_make_one_trace_of_it() -> None:
    exporter = InMemorySpanExporter()
    one, other = replica(exporter), replica(exporter)
    other.notice(Carried("slack.post", "words", CAUSE, 2, "Sent", 1.5, A_SECOND))
    one.notice(Acted("wrote", CAUSE, "done", A_SECOND))
    one.notice(Arrived("telegram", CAUSE, "done", A_SECOND))
    sent, acted, arrived = exporter.get_finished_spans()
    assert arrived.context
    assert arrived.parent is None
    for child in (sent, acted):
        assert child.parent
        assert (child.parent.trace_id, child.parent.span_id) == (arrived.context.trace_id, arrived.context.span_id)
    assert (sent.start_time, sent.end_time) == (A_SECOND.began, A_SECOND.ended)
    assert sent.attributes
    assert dict(sent.attributes) == {
        "relaydesk.outcome": "Sent",
        "relaydesk.bucket": "slack.post",
        "relaydesk.attempt": 2,
        "relaydesk.waited": 1.5,
    }


def test_what_has_no_cause_is_a_trace_of_its_own() -> None:
    exporter = InMemorySpanExporter()
    traces = replica(exporter)
    traces.notice(Arrived("telegram", CAUSE, "done", A_SECOND))
    for _ in range(2):
        traces.notice(Acted("roster_is", "", "done", A_SECOND))
    assert len(names(exporter.get_finished_spans())) == 3


@pytest.mark.parametrize(
    ("signal", "wrong"),
    [
        (Arrived("telegram", CAUSE, "parked", A_SECOND), True),
        (Arrived("telegram", CAUSE, "refused", A_SECOND), False),
        (Fired("ticket.expire", "failed", 1, A_SECOND, CAUSE), True),
        (Carried("telegram", "relay", CAUSE, 1, "GiveUp", 1, A_SECOND), True),
        (Carried("telegram", "relay", CAUSE, 1, "Again", 1, A_SECOND), False),
    ],
)
def test_only_what_went_wrong_is_an_error(signal: Arrived | Fired | Carried, wrong: bool) -> None:
    exporter = InMemorySpanExporter()
    replica(exporter).notice(signal)
    [span] = exporter.get_finished_spans()
    assert (not span.status.is_ok and not span.status.is_unset) is wrong


def test_a_sample_keeps_whole_traces_and_the_same_in_every_replica() -> None:
    exporters = [InMemorySpanExporter(), InMemorySpanExporter()]
    one, other = (replica(exporter, 0.3) for exporter in exporters)
    for number in range(200):
        one.notice(Arrived("telegram", f"telegram:1/{number}", "done", A_SECOND))
        other.notice(Acted("wrote", f"telegram:1/{number}", "done", A_SECOND))
    kept = [set(names(exporter.get_finished_spans())) for exporter in exporters]
    assert kept[0] == kept[1]
    assert 20 < len(kept[0]) < 100


def test_without_the_package_that_is_said_with_its_cure() -> None:
    """The exporter is not among what the tests run with."""
    with pytest.raises(NotInstalled, match=r"pip install 'relaydesk\[tracing\]'"):
        traces_to("http://127.0.0.1:4318/v1/traces", 1)
