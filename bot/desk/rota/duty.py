"""Who is on duty, from shifts and swaps; and the time in which somebody should be and nobody is. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.desk.service_levels.calendars import Calendar, openings

INSTANT = timedelta(microseconds=1)


class Span(NamedTuple):
    start: datetime
    end: datetime


class Duty(NamedTuple):
    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Shift:
    """While the calendar is open; `first` and `last` are the days of the calendar's zone between which it holds."""

    people: tuple[str, ...]
    calendar: Calendar
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Swap:
    """`person` wants to be relieved for that time; nobody has taken it yet where `taken_by` is none."""

    person: str
    start: datetime
    end: datetime
    taken_by: str | None = None


@dataclass(frozen=True)
class Rota:
    """`covers`: while that calendar is open, somebody should be on duty."""

    shifts: tuple[Shift, ...] = ()
    swaps: tuple[Swap, ...] = ()
    covers: Calendar | None = None


def duties(rota: Rota, within: Span) -> list[Duty]:
    """Everybody's, as far as they reach into the span, in order, with each taken swap carried out."""
    found = [Duty(person, *span) for shift in rota.shifts for span in _spans(shift, within) for person in shift.people]
    for swap in rota.swaps:
        found = [part for duty in found for part in swapped(duty, swap)]
    return sorted(found, key=lambda duty: (duty.start, duty.person))


def swapped(duty: Duty, swap: Swap) -> Iterator[Duty]:
    """What the swap makes of it: it is split where somebody took a part, and stays whole where nobody did."""
    start, end = max(duty.start, swap.start), min(duty.end, swap.end)
    if swap.taken_by is None or swap.person != duty.person or start >= end:
        yield duty
        return
    if duty.start < start:
        yield Duty(duty.person, duty.start, start)
    yield Duty(swap.taken_by, start, end)
    if end < duty.end:
        yield Duty(duty.person, end, duty.end)


def on_duty(rota: Rota, moment: datetime) -> tuple[str, ...]:
    """Each of them once."""
    return tuple(dict.fromkeys(duty.person for duty in duties(rota, Span(moment, moment + INSTANT))))


def gaps(rota: Rota, within: Span, here: Callable[[str], bool]) -> list[Span]:
    """When somebody should be on duty and nobody is who is `here`: who left covers nothing."""
    if rota.covers is None:
        return []
    wanted = [Span(*each) for each in openings(*within, rota.covers)]
    return without(wanted, [Span(duty.start, duty.end) for duty in duties(rota, within) if here(duty.person)])


def without(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of them."""
    left = list(spans)
    for cut in taken:
        left = [part for span in left for part in _minus(span, cut)]
    return left


def _minus(span: Span, cut: Span) -> Iterator[Span]:
    if cut.end <= span.start or span.end <= cut.start:
        yield span
        return
    if span.start < cut.start:
        yield Span(span.start, cut.start)
    if cut.end < span.end:
        yield Span(cut.end, span.end)


def _spans(shift: Shift, within: Span) -> Iterator[Span]:
    zone = ZoneInfo(shift.calendar.timezone)
    start = max(within.start, _midnight(shift.first, zone)) if shift.first else within.start
    end = min(within.end, _midnight(shift.last + timedelta(days=1), zone)) if shift.last else within.end
    if start < end:
        yield from (Span(*each) for each in openings(start, end, shift.calendar))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
