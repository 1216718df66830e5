"""The rota is looked at every morning: gaps of the next days are told to the supervisors, each once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import GapsFound
from bot.desk.moments import milliseconds
from bot.desk.rota.duty import Span, gaps, without
from bot.desk.rota.tables import Gap
from bot.engine import timers

SLOT = "desk.rota"
AHEAD = timedelta(days=3)
"""Soon enough to matter, and late enough to find somebody."""
HOUR = 8
"""When it is looked at, in the desk's own time zone."""


def begins(desk: Desk) -> None:
    """A slot of its own, where the rota says when somebody should be on duty; at once, for it may have been changed."""
    if desk.practice.rota.covers:
        timers.set_timer(desk.session.connection(), "rota", milliseconds(desk.moment), SLOT)


def look(desk: Desk, _nothing: int = 0) -> None:
    """Of what is past nobody is told; of what was told before, only what has been added to it."""
    if desk.practice.rota.covers is None:
        return
    tomorrow = next_morning(desk.moment, desk.practice.timezone)
    timers.set_timer(desk.session.connection(), "rota", milliseconds(tomorrow), SLOT)
    found = gaps(desk.practice.rota, Span(desk.moment, desk.moment + AHEAD), desk.has_agent)
    new = without(found, _told(desk))
    for gap in new:
        desk.session.add(Gap(starts=gap.start, ends=gap.end, told_at=desk.moment))
    if new:
        desk.happened(GapsFound(gaps=tuple((milliseconds(gap.start), milliseconds(gap.end)) for gap in new)))


def _told(desk: Desk) -> list[Span]:
    """Those that are past are forgotten."""
    for past in desk.session.exec(select(Gap).where(col(Gap.ends) <= desk.moment)).all():
        desk.session.delete(past)
    desk.session.flush()
    return [Span(each.starts, each.ends) for each in desk.session.exec(select(Gap)).all()]


def next_morning(moment: datetime, timezone: str) -> datetime:
    there = moment.astimezone(ZoneInfo(timezone))
    today = there.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return (today if today > there else today + timedelta(days=1)).astimezone(moment.tzinfo)
