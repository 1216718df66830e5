"""APScheduler, which asks every so often: a few interval jobs from its memory store, never a job for each ticket."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.engine.faults import DatabaseAway

log = structlog.get_logger()

Act = Callable[[], Awaitable[object]]


def heartbeat(jobs: list[tuple[Act, float]], *first: Act) -> AsyncIOScheduler:
    """A scheduler, not yet started, that calls each act every so many seconds; one that still runs is not doubled.

    What is to be done first is done once, when it starts.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for act, seconds in jobs:
        scheduler.add_job(_calm(act), "interval", seconds=seconds)
    for act in first:
        scheduler.add_job(_calm(act))
    return scheduler


def stop(scheduler: AsyncIOScheduler) -> None:
    """Paused first: a tick that it began and cancelled at once would be reported as an error."""
    scheduler.pause()
    scheduler.shutdown(wait=False)


def _calm(act: Act) -> Act:
    async def tick() -> None:
        try:
            await act()
        except asyncio.CancelledError:
            log.debug("a tick was cut short by the end")  # its own scheduler would report it as an error
        except DatabaseAway as away:
            log.warning("a tick found no database", why=str(away))

    return tick
