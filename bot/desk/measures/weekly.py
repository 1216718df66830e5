"""Once a week the supervisors are told how satisfied customers were."""

from zoneinfo import ZoneInfo

from bot.desk.desk import Desk
from bot.desk.events import WeekEnded
from bot.desk.measures.periods import DAY, Weekly, slot_after, slot_by
from bot.desk.moments import milliseconds
from bot.desk.practice import Practice
from bot.desk.surveys.asking import scale_of
from bot.desk.surveys.rules import Scale
from bot.engine import timers

SLOT = "desk.satisfaction"
KEY = "satisfaction"


def wanted(practice: Practice) -> Weekly | None:
    """None where supervisors want none, or nobody is asked anything."""
    asks = practice.nps.most_a_day or any(scale_of(practice, team.name) is not Scale.OFF for team in practice.teams)
    return practice.weekly if practice.supervisors and asks else None


def begins(desk: Desk) -> None:
    """A slot of its own, at the time that is set now; one that came while the desk was down is still told."""
    connection, weekly = desk.session.connection(), wanted(desk.practice)
    due = timers.slot(connection, KEY)
    if weekly is None:
        timers.set_timer(connection, KEY, None, SLOT)
    elif due is None or due > milliseconds(desk.moment):
        _set(desk, weekly)


def tell(desk: Desk, _nothing: int = 0) -> None:
    """Of the seven days before the last slot: once, however many were missed. The next one is a week later."""
    weekly = wanted(desk.practice)
    if weekly is None:
        return
    _set(desk, weekly)
    zone = desk.practice.timezone
    told_on = slot_by(desk.moment, weekly, zone).astimezone(ZoneInfo(zone)).date()
    desk.happened(WeekEnded(last=(told_on - DAY).isoformat()))


def _set(desk: Desk, weekly: Weekly) -> None:
    due = slot_after(desk.moment, weekly, desk.practice.timezone)
    timers.set_timer(desk.session.connection(), KEY, milliseconds(due), SLOT)
