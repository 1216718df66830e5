"""Shifts, swaps and gaps as arithmetic."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk.rota.duty import Duty, Rota, Shift, Span, Swap, duties, gaps, on_duty, swapped, without
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.hours import window

ANN, BEN, CAT = "UANN0000", "UBEN0000", "UCAT0000"


def daily(*windows: str, timezone: str = "UTC") -> Calendar:
    return Calendar("of the rota", timezone, (tuple(map(window, windows)),) * 7)


def at(hour: float, day: int = 2) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour)


DAY = Span(at(0), at(24))
EARLY, LATE = Shift((ANN,), daily("08:00-16:00")), Shift((BEN,), daily("16:00-22:00"))


@pytest.mark.parametrize(
    ("hour", "there"),
    [(7.9, ()), (8, (ANN,)), (15.99, (ANN,)), (16, (BEN,)), (22, ())],
)
def test_on_duty_is_whose_shift_it_is(hour: float, there: tuple[str, ...]) -> None:
    assert on_duty(Rota((EARLY, LATE)), at(hour)) == there


def test_a_shift_of_several_is_everybodys_and_somebody_with_two_is_there_once() -> None:
    both = Rota((Shift((BEN, ANN), daily("08:00-16:00")), EARLY))
    assert on_duty(both, at(9)) == (ANN, BEN)


def test_a_shift_of_some_days_begins_and_ends_with_them_where_its_calendar_is() -> None:
    tokyo = Shift((ANN,), daily("00:00-24:00", timezone="Asia/Tokyo"), date(2026, 3, 2), date(2026, 3, 3))
    assert duties(Rota((tokyo,)), Span(at(-48), at(96))) == [Duty(ANN, at(-9), at(39))]


@pytest.mark.parametrize(
    ("swap", "parts"),
    [
        (Swap(ANN, at(10), at(12), BEN), [(ANN, 8, 10), (BEN, 10, 12), (ANN, 12, 16)]),
        (Swap(ANN, at(6), at(12), BEN), [(BEN, 8, 12), (ANN, 12, 16)]),
        (Swap(ANN, at(12), at(20), BEN), [(ANN, 8, 12), (BEN, 12, 16)]),
        (Swap(ANN, at(0), at(24), BEN), [(BEN, 8, 16)]),
        (Swap(ANN, at(10), at(12)), [(ANN, 8, 16)]),
        (Swap(CAT, at(10), at(12), BEN), [(ANN, 8, 16)]),
        (Swap(ANN, at(16), at(18), BEN), [(ANN, 8, 16)]),
    ],
)
def test_case_77_a_taken_swap_splits_a_shift_and_an_untaken_one_does_not(
    swap: Swap, parts: list[tuple[str, int, int]]
) -> None:
    wanted = [Duty(person, at(start), at(end)) for person, start, end in parts]
    assert list(swapped(Duty(ANN, at(8), at(16)), swap)) == wanted
    assert duties(Rota((EARLY,), (swap,)), DAY) == wanted


def test_case_77_what_was_taken_can_be_passed_on() -> None:
    swaps = (Swap(ANN, at(8), at(16), BEN), Swap(BEN, at(14), at(16), CAT))
    assert duties(Rota((EARLY,), swaps), DAY) == [Duty(BEN, at(8), at(14)), Duty(CAT, at(14), at(16))]


@pytest.mark.parametrize(
    ("rota", "wanted"),
    [
        (Rota((EARLY, LATE), covers=daily("09:00-20:00")), []),
        (Rota((EARLY,), covers=daily("09:00-20:00")), [Span(at(16), at(20))]),
        (Rota((EARLY, LATE), covers=daily("07:00-23:00")), [Span(at(7), at(8)), Span(at(22), at(23))]),
        (Rota((EARLY,), (Swap(ANN, at(10), at(12), CAT),), daily("09:00-16:00")), [Span(at(10), at(12))]),
        (Rota((EARLY,)), []),
        (Rota((), covers=ALWAYS), [DAY]),
    ],
)
def test_case_76_a_gap_is_when_somebody_should_be_there_and_nobody_is(rota: Rota, wanted: list[Span]) -> None:
    """Cat has left, so what she took is a gap."""
    assert gaps(rota, DAY, {ANN, BEN}.__contains__) == wanted


def test_what_is_left_of_some_time_is_in_parts() -> None:
    taken = [Span(at(2), at(3)), Span(at(-1), at(1)), Span(at(23), at(30)), Span(at(40), at(41))]
    assert without([DAY], taken) == [Span(at(1), at(2)), Span(at(3), at(23))]
