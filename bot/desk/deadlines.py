"""When something will be due: derived from the thing itself, never cancelled; it only stops being here."""

from datetime import datetime
from typing import get_args

from bot.desk.alerting.tables import Episode
from bot.desk.claims.leasing import lease_ends
from bot.desk.claims.unclaimed import call_out_at
from bot.desk.escalation.tables import Escalation, Telling
from bot.desk.followups.tables import FollowUp, Silence
from bot.desk.moments import moment_of
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.recovery import timing
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship import asking as relationship
from bot.desk.relationship.tables import Nps
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.surveys import asking
from bot.desk.surveys.tables import Survey
from bot.desk.tickets import pauses
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, State, StatusLine, Ticket

Timed = (
    Ticket
    | Message
    | Customer
    | Promise
    | Escalation
    | Telling
    | Episode
    | StatusLine
    | Silence
    | FollowUp
    | Survey
    | Recovery
    | Nps
)

TIMED = frozenset(get_args(Timed))


def deadlines(thing: Timed, practice: Practice) -> dict[str, datetime]:  # noqa: C901 - one table
    """Every deadline the thing has now, by what is to be done then."""
    match thing:  # what comes in crowds, first: each case costs those below it
        case Promise(outcome=Outcome.RUNNING):
            return _of_promise(thing)
        case Ticket(status=Status.SOLVED, solved_at=datetime() as solved):
            return {"expire": solved + practice.reopen_within}
        case Ticket():
            return lease_ends(thing, practice) | call_out_at(thing, practice) | pauses.ends(thing)
        case Customer(asked_which_at=None, catch_up_at=None):
            return {}
        case Customer(asked_which_at=asked, catch_up_at=batch):
            place = {"place": asked + practice.ask_which_for} if asked else {}
            return place | ({"catch_up": batch} if batch else {})
        case Message(state=State.WAITING, send_at=datetime() as due):
            return {"release": due}
        case Escalation(next_at=datetime() as next_at) | Silence(next_at=datetime() as next_at):
            return {"act": next_at}
        case FollowUp(next_at=datetime() as next_at):
            return {"act": next_at}
        case Telling(all_at=datetime() as asked):
            return {"take": asked}
        case Episode(review_at=datetime() as review):
            return {"review": review}
        case StatusLine(holds_until=datetime() as until):
            return {"turn": until}
        case Survey():
            return asking.deadlines(thing)
        case Recovery():
            return timing.deadlines(thing)
        case Nps():
            return relationship.deadlines(thing)
        case _:
            return {}


def _of_promise(promise: Promise) -> dict[str, datetime]:
    judged = {"judge": promise.due_at} if promise.due_at and not promise.late else {}
    warned = {"warn": moment_of(promise.warn_at[0])} if promise.warn_at else {}
    return judged | warned
