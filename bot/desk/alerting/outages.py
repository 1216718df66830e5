"""When nothing ran: found by the beat that the database remembers, so that what lapsed meanwhile is told of as one."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.desk.alerting.tables import Outage, Pulse
from bot.desk.desk import Desk

LONG = timedelta(minutes=3)
"""Without a beat: longer than a restart takes, or a moment without the database."""


def beat(desk: Desk, machine: int) -> None:
    """The desk runs, at `machine` (ms). If it did not for long, what was due since then lapsed unseen."""
    pulse = desk.session.get(Pulse, 1, with_for_update=True)
    if pulse is None:
        desk.session.add(Pulse(beat_at=machine))
        return
    gap = timedelta(milliseconds=machine - pulse.beat_at)
    if gap > LONG:
        desk.session.add(Outage(since=desk.moment - gap, until=desk.moment))
    pulse.beat_at = max(pulse.beat_at, machine)


def during(desk: Desk, moment: datetime) -> bool:
    """Whether nothing ran then. Asked of ever later moments, it looks once in a transaction."""
    if moment < desk.outages[0]:
        later = select(Outage.since, Outage.until).where(col(Outage.until) >= moment)
        desk.outages = moment, desk.session.exec(later).all()
    return any(since <= moment <= until for since, until in desk.outages[1])


def latest(session: Session) -> Outage | None:
    return session.exec(select(Outage).order_by(col(Outage.until).desc()).limit(1)).first()
