"""The five stages of a ticket's life with us. Pure: derived from the ticket and what was asked after its last solve."""

from enum import IntEnum

from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Ticket


class Stage(IntEnum):
    """By the number people are told."""

    INTAKE = 1
    HANDLING = 2
    TRACKING = 3
    SATISFACTION = 4
    IMPROVEMENT = 5


_LIVE = {
    Status.NEW: Stage.INTAKE,
    Status.OPEN: Stage.HANDLING,
    Status.PENDING: Stage.TRACKING,
    Status.ON_HOLD: Stage.TRACKING,
}


def stage(ticket: Ticket, survey: Survey | None) -> Stage | None:
    """Solved is not the end: satisfaction lasts while an answer may come. None for what does not count as a ticket."""
    if ticket.spam or ticket.merged_into:
        return None
    if ticket.status in _LIVE:
        return _LIVE[ticket.status]
    may_come = survey is not None and survey.over_at is None and survey.score is None
    return Stage.SATISFACTION if may_come else Stage.IMPROVEMENT
