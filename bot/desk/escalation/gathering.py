"""Many tellings in one channel within a moment are one post, which stays true. A ticket's thread keeps each of its own.

Nobody waits for the others: a telling has its own post until there are too many, and what was not posted by then joins.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk.alerting import spending
from bot.desk.desk import Desk
from bot.desk.escalation.audiences import Place
from bot.desk.escalation.tables import Stage, Telling
from bot.desk.tickets.tables import Card, Ticket

FEW = 3
"""Posts of their own in a channel within the time below. What comes on top of them is one."""
A_MOMENT = timedelta(minutes=1)
"""How long such a post takes in more: an edit notifies nobody, so what comes later begins another."""

UNANSWERED = (Stage.CLIMBING, Stage.ASKED)


def channel_of(desk: Desk, ticket: Ticket, place: Place) -> str | None:
    """Where that is, but for a thread: its card may move before the post is made."""
    match place:
        case Place.TEAM:
            card = desk.session.get(Card, ticket.card_id) if ticket.card_id else None
            return card.channel if card else None
        case Place.SUPERVISORS:
            return desk.practice.supervisors
        case Place.THREAD | Place.NOWHERE:
            return None


def gather(desk: Desk, told: Telling, *, urgent: bool) -> None:
    """See whose post it shares: none but its own, in a thread or where there are few; the digest of a shift that was
    interrupted enough."""
    if told.channel is None:
        return
    if not told.leads:
        told.gathered = _again(desk, told)
        return
    recent = desk.session.exec(_latest(desk, told).limit(FEW)).all()
    told.gathered = _joined(desk, recent)
    if told.gathered is None and told.place is Place.SUPERVISORS and not urgent:
        told.quiet = _interrupted_enough(desk, told.channel, told)
        told.gathered = (_digest(desk, told) or told.id) if told.quiet else None
    if told.gathered is None and len(recent) == FEW:
        told.gathered = _with_those_that_wait(desk, told, recent)


def _interrupted_enough(desk: Desk, channel: str, told: Telling) -> bool:
    return spending.spent(desk, channel, spending.shift(desk), told.id) >= desk.practice.interruptions


def _digest(desk: Desk, told: Telling) -> int | None:
    """The telling whose post takes in what this shift bears no more."""
    there = (Telling.channel == told.channel, Telling.gathered == Telling.id, col(Telling.quiet).is_(True))
    this_shift = select(Telling.id).where(*there, Telling.at >= spending.shift(desk))
    return desk.session.exec(this_shift.order_by(col(Telling.id))).first()


def _joined(desk: Desk, recent: Sequence[Telling]) -> int | None:
    """The telling of many whose post still takes in more."""
    latest = desk.session.get(Telling, recent[0].gathered) if recent and recent[0].gathered else None
    return latest.id if latest and latest.at > desk.moment - A_MOMENT else None


def _latest(desk: Desk, told: Telling) -> SelectOfScalar[Telling]:
    """The latest tellings that were to be posted in the same channel, newest first."""
    there = (Telling.channel == told.channel, Telling.place == told.place, col(Telling.leads).is_(True))
    loud = col(Telling.quiet).is_(False)
    since = (Telling.at > desk.moment - A_MOMENT, Telling.id != told.id)
    return select(Telling).where(*there, loud, *since).order_by(col(Telling.id).desc())


def _with_those_that_wait(desk: Desk, told: Telling, recent: Sequence[Telling]) -> int:
    """Those that have no post yet are told of in its own."""
    alone = select(Telling).where(col(Telling.id).in_([each.id for each in recent]), col(Telling.gathered).is_(None))
    waiting = alone.where(col(Telling.post).is_(None)).order_by(col(Telling.id))
    for each in desk.session.exec(waiting.with_for_update()).all():
        each.gathered = told.id
    return told.id


def _again(desk: Desk, told: Telling) -> int | None:
    """Below a post that tells of many, one line says for all that they are told again."""
    leads = select(Telling.gathered).where(Telling.escalation_id == told.escalation_id, Telling.place == told.place)
    group = desk.session.exec(leads.where(col(Telling.leads).is_(True))).first()
    if group is None:
        return None
    theirs = select(Telling.escalation_id).where(Telling.gathered == group)
    said = select(Telling.id).where(
        Telling.gathered == Telling.id,
        col(Telling.leads).is_(False),
        Telling.at > desk.moment - A_MOMENT,
        col(Telling.escalation_id).in_(theirs),
    )
    return desk.session.exec(said.order_by(col(Telling.id).desc())).first() or told.id
