from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.sandbox.clock import Clock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_fixed_clock_stands_still() -> None:
    clock = Clock(fixed=NOON)
    assert clock.now() == clock.now() == NOON


def test_now_is_utc_whatever_zone_the_clock_was_fixed_in() -> None:
    clock = Clock(fixed=NOON.astimezone(timezone(timedelta(hours=8))))
    assert clock.now().isoformat() == "2026-03-02T12:00:00+00:00"


def test_a_fixed_clock_needs_to_know_its_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        Clock(fixed=datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake this is about


async def test_a_running_clock_is_the_wall_clock_plus_what_it_was_moved() -> None:
    clock = Clock()
    await clock.forward(timedelta(days=3))
    before = datetime.now(UTC)
    assert before <= clock.now() - timedelta(days=3) <= datetime.now(UTC)
    assert clock.offset == timedelta(days=3)


async def test_time_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        await Clock(fixed=NOON).forward(timedelta(seconds=-1))


async def test_listeners_hear_the_new_time_plain_and_async_until_they_leave() -> None:
    clock = Clock(fixed=NOON)
    heard: list[tuple[str, datetime]] = []

    async def later(now: datetime) -> None:
        heard.append(("async", now))

    leave = clock.on_move(lambda now: heard.append(("plain", now)))
    clock.on_move(later)
    await clock.forward(timedelta(hours=1))
    leave()
    await clock.forward(timedelta(hours=1))
    one, two = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    assert heard == [("plain", one), ("async", one), ("async", two)]
