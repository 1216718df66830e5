"""The ledger of a deadline: its pieces add up to what was promised, and the last of them ends when it is due."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.clocks import History, Span, clocks, used
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.ledgers import Ledger, ledger
from bot.desk.service_levels.policies import Policy, Target
from bot.desk.service_levels.tables import Outcome, Promise

FIRST, NEXT, RESOLUTION = Target
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Calendar("office", "Europe/Warsaw", ((window("09:00-12:00"), window("13:00-17:00")),) * 5 + ((), ()))
NIGHT = Calendar("night", "Asia/Kolkata", ((window("22:00-06:00"),),) * 7)
GOLD = Policy("gold", OFFICE, first_response=4 * HOUR, resolution=8 * HOUR)


def at(clock: str, day: int = 16) -> datetime:
    """In November 2026, of which the 16th is a Monday; an hour behind the clocks of Warsaw."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+00:00")


def promise(target: Target, policy: Policy, history: History, **judged: Any) -> Promise:
    """As it is kept while the clock runs, or was when it was judged."""
    clock = clocks(history, policy)[target]
    return Promise(
        target=target,
        policy=policy.name,
        version=policy.version,
        started_at=clock.started_at,
        within_ms=clock.within // timedelta(milliseconds=1),
        due_at=clock.due_at,
        **{"outcome": Outcome.RUNNING, **judged},
    )


def total(kept: Ledger) -> timedelta:
    return sum((end - start for start, end in kept.counted), timedelta())


ASKED = History(waits_from=at("15:00"), unanswered_since=at("15:00"), with_us=(Span(at("15:00")),))


def test_a_first_answer_counts_the_hours_that_we_are_open() -> None:
    kept = ledger(promise(FIRST, GOLD, ASKED), ASKED, (GOLD,), at("15:30"))
    assert kept.counted == ((at("15:00"), at("16:00")), (at("08:00", 17), at("11:00", 17)))
    assert (kept.due_at, kept.margin, kept.pauses) == (at("11:00", 17), 3 * HOUR + 30 * MINUTE, ())


def test_a_pause_is_taken_out_and_named() -> None:
    history = ASKED._replace(with_us=(Span(at("15:00"), at("15:30")), Span(at("09:00", 17))))
    kept = ledger(promise(RESOLUTION, GOLD, history), history, (GOLD,), at("10:00", 17))
    assert kept.pauses == (Span(at("15:30"), at("09:00", 17)),)
    assert kept.counted[0] == (at("15:00"), at("15:30"))
    assert (total(kept), kept.counted[-1][1]) == (8 * HOUR, kept.due_at)


def test_what_is_paused_now_has_counted_up_to_the_pause_and_is_due_at_no_time() -> None:
    history = ASKED._replace(with_us=(Span(at("15:00"), at("15:30")),))
    kept = ledger(promise(RESOLUTION, GOLD, history), history, (GOLD,), at("10:00", 17))
    assert (kept.due_at, kept.counted) == (None, ((at("15:00"), at("15:30")),))
    assert (kept.pauses, kept.margin) == ((Span(at("15:30")),), 7 * HOUR + 30 * MINUTE)


@pytest.mark.parametrize(
    ("outcome", "used_for", "margin"),
    [(Outcome.MET, 3 * HOUR, HOUR), (Outcome.MISSED, 5 * HOUR, -HOUR), (Outcome.MISSED, None, None)],
)
def test_what_was_judged_says_by_how_much(
    outcome: Outcome, used_for: timedelta | None, margin: timedelta | None
) -> None:
    used_ms = used_for // timedelta(milliseconds=1) if used_for else None
    judged = promise(FIRST, GOLD, ASKED, outcome=outcome, used_ms=used_ms, ended_at=at("10:00", 17))
    kept = ledger(judged, ASKED, (GOLD,), at("10:00", 20))
    assert (kept.margin, kept.late, total(kept)) == (margin, outcome is Outcome.MISSED, 4 * HOUR)


def test_a_solution_before_its_time_shows_the_whole_of_what_was_promised() -> None:
    judged = promise(RESOLUTION, GOLD, ASKED, outcome=Outcome.MET, used_ms=3_600_000, ended_at=at("08:00", 17))
    solved = ASKED._replace(with_us=(Span(at("15:00"), at("08:00", 17)),), resolved_at=at("08:00", 17), over=True)
    kept = ledger(judged, solved, (GOLD,), at("09:00", 17))
    assert (total(kept), kept.counted[-1][1], kept.pauses) == (8 * HOUR, kept.due_at, ())


@pytest.mark.parametrize("left", [(), (replace(GOLD, first_response=HOUR),), (replace(GOLD, calendar=NIGHT),)])
def test_a_policy_that_is_not_configured_so_any_more_counts_nothing_again(left: tuple[Policy, ...]) -> None:
    judged = promise(FIRST, GOLD, ASKED, outcome=Outcome.MET, used_ms=3_600_000, ended_at=at("16:00"))
    kept = ledger(judged, ASKED, left, at("10:00", 17))
    assert (kept.calendar, kept.counted, kept.margin) == (None, (), 3 * HOUR)
    assert (kept.policy, kept.version) == ("gold", GOLD.version)


MOMENTS = st.integers(-300 * 86_400, 30 * 86_400).map(lambda seconds: at("00:00") + timedelta(seconds=seconds))


@given(
    st.lists(MOMENTS, min_size=1, max_size=9, unique=True),
    st.timedeltas(MINUTE, timedelta(hours=300)).map(lambda each: each // MINUTE * MINUTE),
    st.sampled_from([OFFICE, NIGHT]),
)
def test_the_pieces_add_up_to_the_promise_and_the_last_ends_when_it_is_due(
    moments: list[datetime], within: timedelta, calendar: Calendar
) -> None:
    """Of clocks that were stopped and started at any moments."""
    moments = sorted(moments)
    spans = tuple(Span(*pair) for pair in zip(moments[::2], [*moments[1::2], None], strict=False))
    history = History(waits_from=moments[0], with_us=spans)
    policy = Policy("any", calendar, resolution=within)
    now = moments[-1] + HOUR
    kept = ledger(promise(RESOLUTION, policy, history), history, (policy,), now)
    assert all(start < end for start, end in kept.counted)
    assert all(before[1] <= after[0] for before, after in pairwise(kept.counted))
    if kept.due_at:
        assert (total(kept), kept.counted[-1][1]) == (within, kept.due_at)
    else:
        assert total(kept) == used(spans, now, calendar) < within


@given(MOMENTS, st.timedeltas(MINUTE, timedelta(hours=2000)))
def test_it_explains_the_deadline_that_was_told(start: datetime, within: timedelta) -> None:
    assume(within)
    policy = Policy("any", OFFICE, first_response=within)
    history = History(waits_from=start, with_us=(Span(start),))
    told = promise(FIRST, policy, history)
    kept = ledger(told, history, (policy,), start)
    assert kept.counted[-1][1] == told.due_at == kept.due_at
