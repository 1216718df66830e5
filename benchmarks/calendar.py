"""Working time beside two libraries that know it: how long a due date and an elapsed time take, in the same run.

`python -m benchmarks.calendar`. They walk from opening to opening; ours searches a year that was reckoned once.
"""

import sys
import timeit
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial

import businesstimedelta

from bot.desk.service_levels.calendars import Calendar, due, elapsed
from bot.desk.service_levels.hours import window

START = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
SPANS = {"an hour": timedelta(hours=1), "a week": timedelta(weeks=1), "a year": timedelta(days=365)}
AMOUNTS = {"an hour": timedelta(hours=1), "a week": timedelta(hours=40), "a year": timedelta(hours=2000)}
SECONDS = 0.3
"""How long each is measured, at least."""


def office() -> Calendar:
    return Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))


def microseconds(act: Callable[[], object]) -> float:
    act()  # what is done once is not what is measured
    timer, times = timeit.Timer(act), 1
    while (taken := timer.timeit(times)) < SECONDS:
        times *= 2
    return 1e6 * taken / times


def walked(span: timedelta) -> Callable[[], object]:
    rule = businesstimedelta.WorkDayRule(start_time=time(9), end_time=time(17), working_days=range(5))
    return lambda: businesstimedelta.Rules([rule]).difference(START, START + span)


def walked_to(amount: timedelta) -> Callable[[], object]:
    rule = businesstimedelta.WorkDayRule(start_time=time(9), end_time=time(17), working_days=range(5))
    wanted = businesstimedelta.BusinessTimeDelta(rule, hours=amount // timedelta(hours=1))
    return lambda: START + wanted


def by_days(span: timedelta) -> Callable[[], object]:
    from business_duration import businessDuration

    begins, ends = START.replace(tzinfo=None), (START + span).replace(tzinfo=None)
    return lambda: businessDuration(begins, ends, time(9), time(17), unit="sec")


def run() -> None:
    ours = office()
    columns = ("ours", "businesstimedelta", "business-duration")
    say(f"{'microseconds':24}" + "".join(f"{name:>20}" for name in columns))
    for name, amount in AMOUNTS.items():
        row(f"due in {name}", microseconds(partial(due, START, amount, ours)), microseconds(walked_to(amount)))
    for name, span in SPANS.items():
        beside = microseconds(walked(span)), microseconds(by_days(span))
        row(f"elapsed in {name}", microseconds(partial(elapsed, START, START + span, ours)), *beside)
    reckoning = microseconds(lambda: office().year(2026))
    say(f"a year is reckoned once, in {reckoning / 1000:.1f} ms")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def row(name: str, ours: float, *others: float) -> None:
    shown = "".join(f"{other:12.1f} ({other / ours:4.0f}x)" for other in others)
    say(f"{name:24}{ours:20.1f}{shown}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    run()
