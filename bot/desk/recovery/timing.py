"""When something is to be said about a task: it is time to call back, or it is due and not done. Each is told once."""

from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.events import DESK, RecoveryReminded, RecoveryStale
from bot.desk.recovery import digests
from bot.desk.recovery.tables import Recovery
from bot.desk.recovery.tasks import held
from bot.desk.surveys.answering import in_place_of

CALL, OVERDUE = "call", "overdue"
"""What its owner is reminded of."""


def deadlines(task: Recovery) -> dict[str, datetime]:
    """While a call is ahead, it is not late yet: the customer may have said when they have time."""
    if task.outcome:
        return {}
    if task.call_at and task.called_at is None:
        return {CALL: task.call_at}
    return {} if task.overdue_at else {OVERDUE: task.due_at}


def remind(desk: Desk, recovery: int) -> None:
    """It is time to call back; what is also due by then need not be told apart."""
    task = held(desk, recovery)
    if CALL not in deadlines(task):
        return
    task.called_at = desk.moment
    if task.due_at <= desk.moment:
        task.overdue_at = task.overdue_at or desk.moment
    _tell(desk, task, CALL)


def fall_due(desk: Desk, recovery: int) -> None:
    task = held(desk, recovery)
    if OVERDUE in deadlines(task):
        task.overdue_at = desk.moment
        _tell(desk, task, OVERDUE)


def _tell(desk: Desk, task: Recovery, what: str) -> None:
    """Its owner, in the thread below it; where nobody has it, the supervisors, in their next digest."""
    ticket = in_place_of(desk, task.ticket_id).id
    if task.owner and desk.has_agent(task.owner):
        desk.happened(RecoveryReminded(ticket=ticket, actor=DESK, recovery=task.id, agent=task.owner, of=what))
    else:
        digests.flag(desk, task, overdue=True)
    desk.happened(RecoveryStale(recovery=task.id))


def posted(desk: Desk, recovery: int, post: str) -> None:
    """It is there; what changed while it was being posted is drawn now."""
    held(desk, recovery).post = post
    desk.happened(RecoveryStale(recovery=recovery))
