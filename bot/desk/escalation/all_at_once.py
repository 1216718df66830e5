"""One agent is on all that one post tells of: some in the transaction of the press, and the rest a moment later.

Hundreds in one transaction would keep everybody else waiting, and Slack for longer than it waits for an answer.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk.desk import Desk
from bot.desk.escalation.climbing import lock, take
from bot.desk.escalation.gathering import UNANSWERED
from bot.desk.escalation.tables import Escalation, Stage, Telling
from bot.desk.events import TellingStale
from bot.desk.refusals import NobodyNeeded
from bot.desk.tickets.holding import hold

AT_ONCE = 25
"""In one transaction."""


def acknowledge_all(desk: Desk, telling: int, agent: str) -> None:
    """The agent is on all that nobody is on, of those which the telling's post told of by now.

    Pressing it twice is the same as once. Raises `NobodyNeeded`.
    """
    desk.agent(agent)
    post = desk.session.get(Telling, telling)
    if post is None or not post.all_by:
        found = _take_some(desk, telling, agent, desk.moment)
        if not found and not _is_on_some(desk, telling, agent):
            raise NobodyNeeded()
    elif post.all_by != agent:
        raise NobodyNeeded()


def take_more(desk: Desk, telling: int) -> None:
    """The rest of them, or some more of it."""
    post = desk.session.get_one(Telling, telling)
    post.armed = {}  # its timer is used up
    if post.all_by and post.all_at:
        _take_some(desk, telling, post.all_by, post.all_at)


def _take_some(desk: Desk, telling: int, agent: str, since: datetime) -> bool:
    """Whether there were any. What came `since` is not among them: nobody had seen it."""
    wanted = desk.session.exec(_unanswered(telling, since).limit(AT_ONCE + 1)).all()
    if wanted:
        ids, more = wanted[:AT_ONCE], len(wanted) > AT_ONCE
        hold(desk, tickets=desk.session.exec(select(Escalation.ticket_id).where(col(Escalation.id).in_(ids))).all())
        for held in [lock(desk, each) for each in ids]:
            if held.stage in UNANSWERED:
                take(desk, held, agent)
        _note(desk, telling, (agent, since) if more else (None, None))
    return bool(wanted)


def _note(desk: Desk, telling: int, going_on: tuple[str, datetime] | tuple[None, None]) -> None:
    post = desk.session.get_one(Telling, telling, with_for_update=True)
    post.all_by, post.all_at = going_on
    desk.happened(TellingStale(telling=telling))


def _unanswered(telling: int, since: datetime) -> SelectOfScalar[int]:
    theirs = select(Telling.escalation_id).where(Telling.gathered == telling, Telling.at <= since)
    nobodys = (col(Escalation.id).in_(theirs), col(Escalation.stage).in_(UNANSWERED))
    return select(Escalation.id).where(*nobodys).order_by(col(Escalation.id))


def _is_on_some(desk: Desk, telling: int, agent: str) -> bool:
    theirs = select(Telling.escalation_id).where(Telling.gathered == telling)
    some = select(Escalation.id).where(col(Escalation.id).in_(theirs), Escalation.taken_by == agent)
    return desk.session.exec(some.where(Escalation.stage == Stage.TAKEN).limit(1)).first() is not None
