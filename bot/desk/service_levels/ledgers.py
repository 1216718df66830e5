"""Why a promise is due when it is: what was counted, piece by piece, and what was taken out. Pure, and one read.

The pieces add up to what was promised, and the last of them ends when it is due.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.desk.service_levels.calendars import Calendar, openings
from bot.desk.service_levels.clocks import History, Span, used, used_up
from bot.desk.service_levels.policies import Policy, Target
from bot.desk.service_levels.tables import Outcome, Promise

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Ledger:
    """`counted` is working time, ascending, up to `due_at`; up to now, or to the end, where it is not due yet.

    Without a `calendar`, the policy is not configured as it was any more, and what was counted cannot be listed.
    `pauses` are those up to then, the last perhaps without an end. `margin` is the working time that is left, or was
    to spare; less than nothing where it is late. None where nobody knows.
    """

    target: Target
    outcome: Outcome
    late: bool
    policy: str
    version: str
    calendar: Calendar | None
    started_at: datetime
    within: timedelta
    counted: tuple[tuple[datetime, datetime], ...]
    pauses: tuple[Span, ...]
    due_at: datetime | None
    ended_at: datetime | None
    margin: timedelta | None


def ledger(promise: Promise, history: History, policies: Sequence[Policy], now: datetime) -> Ledger:
    policy = next((each for each in policies if (each.name, each.version) == (promise.policy, promise.version)), None)
    calendar = policy.calendar if policy else None
    within, spans = promise.within_ms * MILLISECOND, _spans(promise, history)
    due_at = promise.due_at
    until = due_at or promise.ended_at or now
    return Ledger(
        target=promise.target,
        outcome=promise.outcome,
        late=promise.late or promise.outcome is Outcome.MISSED,
        policy=promise.policy,
        version=promise.version,
        calendar=calendar,
        started_at=promise.started_at,
        within=within,
        counted=tuple(_counted(_up_to(due_at, spans, within, calendar), until, calendar)) if calendar else (),
        pauses=tuple(_pauses(promise, spans, until)),
        due_at=due_at,
        ended_at=promise.ended_at,
        margin=_margin(promise, spans, now, calendar),
    )


def _spans(promise: Promise, history: History) -> Sequence[Span]:
    return history.with_us if promise.target is Target.RESOLUTION else (Span(promise.started_at),)


def _up_to(due_at: datetime | None, spans: Sequence[Span], within: timedelta, calendar: Calendar) -> Sequence[Span]:
    """As they were while it ran: what was done before it was due has ended the last of them since."""
    if due_at and spans and used_up(spans, within, calendar) is None:
        return [*spans[:-1], Span(spans[-1].start)]
    return spans


def _counted(spans: Sequence[Span], until: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    for span in spans:
        end = min(span.end or until, until)
        if span.start < end:
            yield from openings(span.start, end, calendar)


def _pauses(promise: Promise, spans: Sequence[Span], until: datetime) -> Iterator[Span]:
    for before, after in pairwise(spans):
        if before.end and before.end < until:
            yield Span(before.end, after.start)
    if spans and spans[-1].end and promise.outcome is Outcome.RUNNING:
        yield Span(spans[-1].end)


def _margin(promise: Promise, spans: Sequence[Span], now: datetime, calendar: Calendar | None) -> timedelta | None:
    within = promise.within_ms * MILLISECOND
    if promise.outcome is Outcome.RUNNING:
        return within - used(spans, now, calendar) if calendar else None
    return within - promise.used_ms * MILLISECOND if promise.used_ms is not None else None
