"""The clocks of a ticket: when each promise began and when it is due. Pure, from what happened and what was promised.

Nothing stops a clock: it is not among those that run any more. Judging is by moments alone, never by when we looked.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.desk.service_levels.calendars import Calendar, due, elapsed
from bot.desk.service_levels.policies import Policy, Target

LAST_CALL = timedelta(minutes=5)
"""Of working time before a deadline, when its owner is warned again."""


class Span(NamedTuple):
    """`end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


class History(NamedTuple):
    """What the clocks need to know of a ticket.

    `waits_from`: when it first waited for a person. `replied_at`: the first reply of a person that was delivered.
    `unanswered_since`: the oldest message of the customer that nobody has answered. `with_us`: when it was neither
    pending, on hold nor over, up to the first time it was solved, which is `resolved_at`. `over`: solved or closed now.
    `left_out`: spam, merged, of a blocked customer: nothing is promised.
    """

    waits_from: datetime
    replied_at: datetime | None = None
    unanswered_since: datetime | None = None
    with_us: tuple[Span, ...] = ()
    resolved_at: datetime | None = None
    over: bool = False
    left_out: bool = False


class Clock(NamedTuple):
    """`due_at` is None while it is paused. `within` is working time."""

    started_at: datetime
    within: timedelta
    due_at: datetime | None


def clocks(history: History, policy: Policy | None) -> dict[Target, Clock]:
    """Every clock that runs, or is paused, now."""
    if policy is None or history.left_out:
        return {}
    running = {Target.FIRST_RESPONSE: _first, Target.NEXT_RESPONSE: _next, Target.RESOLUTION: _resolution}
    found = ((target, began(history)) for target, began in running.items() if policy.within(target))
    return {target: _clock(spans, policy, target) for target, spans in found if spans}


def _first(history: History) -> Sequence[Span]:
    return () if history.replied_at or history.over else (Span(history.waits_from),)


def _next(history: History) -> Sequence[Span]:
    """Not before there is a first reply: what is promised for that must not be shortened."""
    unanswered = history.unanswered_since
    return (Span(unanswered),) if unanswered and history.replied_at and not history.over else ()


def _resolution(history: History) -> Sequence[Span]:
    return () if history.resolved_at else history.with_us


def _clock(spans: Sequence[Span], policy: Policy, target: Target) -> Clock:
    within = policy.within(target) or timedelta()
    return Clock(spans[0].start, within, used_up(spans, within, policy.calendar))


def used_up(spans: Sequence[Span], amount: timedelta, calendar: Calendar) -> datetime | None:
    """When so much working time has passed within the spans; None where they end, for now, before that."""
    for span in spans:
        worked = elapsed(span.start, span.end, calendar) if span.end else None
        if worked is None or amount <= worked:
            return due(span.start, amount, calendar)
        amount -= worked
    return None


def used(spans: Sequence[Span], until: datetime, calendar: Calendar) -> timedelta:
    """The working time within the spans, up to then."""
    ends = ((span.start, min(span.end or until, until)) for span in spans if span.start < until)
    return sum((elapsed(start, end, calendar) for start, end in ends), timedelta())


def spans_of(history: History, target: Target) -> Sequence[Span]:
    """What counted for the target, whether or not its clock still runs."""
    match target:
        case Target.FIRST_RESPONSE:
            return (Span(history.waits_from, history.replied_at),)
        case Target.NEXT_RESPONSE:
            return (Span(history.unanswered_since),) if history.unanswered_since else ()
        case Target.RESOLUTION:
            return history.with_us


def warnings(spans: Sequence[Span], policy: Policy, within: timedelta) -> Iterator[datetime]:
    """When somebody is warned that it will be due, ascending: at each percentage, and shortly before."""
    marks = {within * percent / 100 for percent in policy.warn_at} | {within - LAST_CALL}
    for mark in sorted(marks):
        at = used_up(spans, mark, policy.calendar) if timedelta() < mark < within else None
        if at:
            yield at
