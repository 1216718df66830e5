"""Low ratings, and tasks that are overdue and nobody's: flagged one by one, and told to supervisors once an hour."""

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from bot.desk.desk import Desk
from bot.desk.events import RatingsGathered
from bot.desk.moments import milliseconds
from bot.desk.recovery.rules import next_digest
from bot.desk.recovery.tables import RatingDigest, Recovery, RecoveryFlag

SLOT = "desk.low_ratings"
_NEW = col(RecoveryFlag.digest_id).is_(None)


def flag(desk: Desk, task: Recovery, *, overdue: bool = False) -> None:
    """It is in the next digest, once."""
    if desk.practice.supervisors is None:
        return
    same = select(RecoveryFlag.id).where(RecoveryFlag.recovery_id == task.id, _NEW, RecoveryFlag.overdue == overdue)
    if desk.session.exec(same).first() is None:
        desk.keep(RecoveryFlag(recovery_id=task.id, overdue=overdue))
    calendars = [team.calendar for team in desk.practice.teams]
    desk.slots[SLOT] = milliseconds(next_digest(desk.moment, desk.practice.timezone, calendars))


def unflag(desk: Desk, task: Recovery, *, overdue: bool | None = None) -> None:
    """What nobody has read need not be read any more: one kind of it, or all."""
    which = () if overdue is None else (col(RecoveryFlag.overdue) == overdue,)
    gone = delete(RecoveryFlag).where(col(RecoveryFlag.recovery_id) == task.id, _NEW, *which)
    desk.session.exec(gone, execution_options={"synchronize_session": False})


def gather(desk: Desk, _nothing: int = 0) -> None:
    """All that was flagged since the last time is one post; nothing, where there is nothing.

    No task is locked here: what is flagged meanwhile is in the next one.
    """
    if (
        desk.practice.supervisors is None
        or desk.session.exec(select(RecoveryFlag.id).where(_NEW).limit(1)).first() is None
    ):
        return
    digest = RatingDigest(made_at=desk.moment)
    desk.keep(digest)
    desk.session.connection().execute(update(RecoveryFlag).where(_NEW).values(digest_id=digest.id))
    desk.happened(RatingsGathered(digest=digest.id, channel=desk.practice.supervisors))


def flagged(session: Session, digest: int) -> list[tuple[Recovery, bool]]:
    """What it tells of, and whether of that as overdue; by when it was flagged."""
    its = select(Recovery, RecoveryFlag.overdue).join(RecoveryFlag, col(RecoveryFlag.recovery_id) == col(Recovery.id))
    return list(session.exec(its.where(RecoveryFlag.digest_id == digest).order_by(col(RecoveryFlag.id))).all())
