"""What customers say when they are asked how it went: a rating, and a comment if they like."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlmodel import select

from bot.desk.desk import HELD, Desk
from bot.desk.events import CUSTOMER, CardStale, CustomerTold, SurveyAnswered, SurveyStale
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer
from bot.desk.people.tables import Customer
from bot.desk.refusals import NoSuchChoice, NotYours, SurveyOver
from bot.desk.surveys.asking import known_as
from bot.desk.surveys.rules import Scale
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.tables import Ticket

T = TypeVar("T")


def rate(desk: Desk, person: Person, survey: int, score: int, under: int) -> None:
    """They pressed a button of the message `under`. The same one twice is the same as once; another one counts instead.

    Somebody who is blocked is not heard. Raises `NoSuchChoice`, `NotYours`, `SurveyOver`.
    """
    asked = heard(desk, person, survey)
    if asked is None:
        return
    if score not in Scale(asked.scale).scores:
        raise NoSuchChoice()
    asked.delivered_at = asked.delivered_at or desk.moment
    if asked.score == score and under in asked.numbers:
        return
    known_as(asked, under)
    if asked.score != score:
        _rated(desk, asked, score)
    desk.happened(SurveyStale(survey=survey))


def heard(desk: Desk, person: Person, survey: int) -> Survey | None:
    """Locked, behind its customer, whose it is and who may still choose; None for somebody who is blocked.

    Raises `NoSuchChoice`, `NotYours`, `SurveyOver`.
    """
    known = customer(desk, person)
    asked = desk.session.get(Survey, survey, with_for_update=HELD)
    if asked is None:
        raise NoSuchChoice()
    if asked.customer_id != known.id:
        raise NotYours()
    if known.blocked_at:
        return None
    if not _open(desk, asked):
        raise SurveyOver()
    return asked


def _open(desk: Desk, survey: Survey) -> bool:
    """By the moment, and not by whether a tick has noticed it yet."""
    return survey.is_open and survey.expires_at is not None and desk.moment < survey.expires_at


def _rated(desk: Desk, survey: Survey, score: int) -> None:
    former, survey.score = survey.score, score
    survey.answered_at = desk.moment
    ticket = in_place_of(desk, survey.ticket_id)
    desk.happened(
        SurveyAnswered(
            ticket=ticket.id,
            actor=CUSTOMER,
            survey=survey.id,
            score=score,
            scale=survey.scale,
            former=former,
            agent=survey.agent,
            shared=survey.shared,
        )
    )
    desk.happened(CardStale(ticket=ticket.id))


def in_place_of(desk: Desk, ticket: int) -> Ticket:
    """The ticket, or the one that it is a part of now."""
    held = desk.ticket(ticket)
    return in_place_of(desk, held.merged_into) if held.merged_into else held


def commented_on(desk: Desk, known: Customer, reply_to: int | None) -> Survey | None:
    """The open survey that a message answers. Nothing but a reply to it does: anything else may be a new question.

    So may be a reply of somebody who has just said that they have one.
    """
    return replied_to(desk, known, reply_to, Survey, _open)


def replied_to(
    desk: Desk, known: Customer, reply_to: int | None, question: type[T], still_open: Callable[[Desk, T], bool]
) -> T | None:
    """Of one kind of questions, which all have a customer, an end, and numbers in the chat."""
    if reply_to is None or known.wants_new:
        return None
    asked: Any = question
    theirs = select(asked).where(asked.customer_id == known.id, asked.expires_at > desk.moment)
    found = desk.session.exec(theirs.with_for_update(**HELD)).all()
    return next((each for each in found if reply_to in each.numbers and still_open(desk, each)), None)


def comments(desk: Desk, survey: Survey, message: int) -> None:
    """The message is kept with its ticket, which stays as it is; they hear what to do if they want more than that."""
    survey.comment_id = message
    ticket = in_place_of(desk, survey.ticket_id).id
    desk.happened(CustomerTold(customer=survey.customer_id, notice=Notice.COMMENT_TAKEN, ticket=ticket))
    desk.happened(CardStale(ticket=ticket))
