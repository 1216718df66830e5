"""Clocks that somebody has set: what was told to wait by the clock as it was does not wait for that long."""

from collections.abc import Callable

import structlog

from bot.desk.moments import milliseconds
from bot.door import Door
from bot.engine import lanes, leases, timers
from bot.engine.clock import SteadyClock, shared_now
from bot.wakeups.heartbeat import Act

log = structlog.get_logger()

SET_BACK = 1_000
"""Milliseconds by which a clock may lag without having been set back."""


async def in_step(door: Door, machine: SteadyClock) -> None:
    """Replicas go by the clock of the database they share. If that was set back, what was told to wait is let go."""
    shared = await door.database.read(shared_now)
    moved = machine.follow(shared) if shared else 0
    if moved < -SET_BACK:
        log.warning("the clock of the database was set back", by_ms=-moved)
        for let_go in (lanes.bring_near, leases.let_go):
            await door.database.do(let_go, machine(), -moved // 2)


def on_time(door: Door, wall: SteadyClock, now: Callable[[], int]) -> Act:
    """Looks whether the machine's clock was set back: an answer waits for its undo window and no hour longer."""

    async def look() -> None:
        moved = wall.follow(now())
        if moved < -SET_BACK:
            log.warning("the clock of the machine was set back", by_ms=-moved)
            latest = milliseconds(door.clock() + door.practice.undo)
            await door.database.do(timers.bring_near, "message.release", latest)

    return look
