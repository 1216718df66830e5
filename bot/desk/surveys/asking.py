"""Asking how it went: once after each solve, after a while, and never at night.

Whether somebody is asked is decided when the moment has come, since until then an answer may still arrive, and the
ticket may be reopened, merged or turn out to be spam.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.as_seen import Shown
from bot.desk.desk import HELD, Desk
from bot.desk.events import DESK, CardStale, SurveyAsked, SurveyStale
from bot.desk.followups import contacting
from bot.desk.followups.contacting import Unwanted, unwanted
from bot.desk.followups.silence import given_up
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.relationship.asking import asked_since
from bot.desk.surveys.rules import Scale, awake
from bot.desk.surveys.tables import Passed, Survey
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.tables import Author, Message, State, Ticket


def scale_of(practice: Practice, team: str) -> Scale:
    """The team's own, else everybody's."""
    return practice.team(team).survey or practice.surveys.scale


def effort_of(practice: Practice, team: str) -> bool:
    """Whether they are asked how easy it was, too; as the team says, else as everybody is."""
    own = practice.team(team).effort
    return practice.surveys.effort if own is None else own


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """Each solve is to be asked about; one that is undone and done again with a merge is the same as before.

    Where a customer never said anything more, nobody knows whether it is solved: they are not asked how that went.
    """
    solved = ticket.status is Status.SOLVED and before.status != Status.SOLVED
    if not solved or ticket.solved_at is None or ticket.duplicate_of or given_up(desk, ticket):
        return
    scale = scale_of(desk.practice, ticket.team)
    if scale is Scale.OFF or _asked_about(desk.session, ticket):
        return
    survey = Survey(
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        scale=scale,
        solved_at=ticket.solved_at,
        ask_at=_awake(desk, desk.customer_of(ticket), ticket.solved_at + desk.practice.surveys.delay),
    )
    desk.keep(survey)
    ticket.survey_id = survey.id


def _asked_about(session: Session, ticket: Ticket) -> bool:
    last = session.get(Survey, ticket.survey_id) if ticket.survey_id else None
    return last is not None and last.solved_at == ticket.solved_at


def _awake(desk: Desk, customer: Customer, moment: datetime) -> datetime:
    return awake(moment, desk.practice.surveys.quiet, desk.practice.zone_of(customer.language))


def _welcome(desk: Desk, customer: Customer) -> datetime:
    """Now, or when they have slept, and have not heard from us so often."""
    return _awake(desk, customer, contacting.free(desk, customer))


def deadlines(survey: Survey) -> dict[str, datetime]:
    if survey.over_at:
        return {}
    if survey.asked_at is None:
        return {"ask": survey.ask_at}
    due = {"remind": survey.remind_at, "expire": survey.expires_at}
    return {key: at for key, at in due.items() if at}


def held(desk: Desk, survey: int) -> Survey:
    """Locked, behind its customer."""
    desk.customer(desk.session.exec(select(Survey.customer_id).where(Survey.id == survey)).one())
    return desk.session.get_one(Survey, survey, with_for_update=HELD)


def ask(desk: Desk, survey: int) -> None:
    """Its moment has come; where that is at night, because the desk was down meanwhile, the morning is soon enough.

    It counts among what one customer hears from us unasked in a week, and what is too much is put off.
    """
    asked = held(desk, survey)
    if "ask" not in deadlines(asked):
        return
    ticket = desk.ticket(asked.ticket_id)
    repliers = _repliers(desk.session, asked)
    asked.passed = _passed(desk, asked, ticket, repliers)
    later = _welcome(desk, desk.customer_of(ticket))
    if asked.passed:
        asked.over_at = desk.moment
        desk.happened(CardStale(ticket=ticket.id))
    elif later > desk.moment:
        asked.ask_at = later
    else:
        asked.agent, asked.shared = repliers[-1], len(set(repliers)) > 1
        asked.asks_effort = effort_of(desk.practice, ticket.team)
        _send_off(desk, asked)


def _repliers(session: Session, survey: Survey) -> list[str]:
    """Whose answers the customer has that were written before the solve; in the order in which they wrote."""
    answers = select(Message.agent).where(
        Message.ticket_id == survey.ticket_id,
        Message.author == Author.AGENT,
        Message.state == State.DELIVERED,
        col(Message.source_at) <= survey.solved_at,
    )
    found = session.exec(answers.order_by(col(Message.source_at), col(Message.id))).all()
    return [agent for agent in found if agent]


def _passed(desk: Desk, survey: Survey, ticket: Ticket, repliers: list[str]) -> Passed | None:
    """Why they are not asked, if they are not."""
    customer = desk.customer_of(ticket)
    reasons = {
        Passed.OFF: scale_of(desk.practice, ticket.team) is Scale.OFF,
        Passed.REOPENED: ticket.status in LIVE or ticket.solved_at not in (survey.solved_at, None),
        Passed.NOT_ONE_OF_OURS: bool(ticket.spam or ticket.merged_into or ticket.duplicate_of or ticket.erased_at),
        Passed.NOBODY_REPLIED: not repliers,
        Passed.CANNOT_BE_REACHED: unwanted(customer) in (Unwanted.BLOCKED, Unwanted.AWAY),
        Passed.WANTS_QUIET: customer.quiet_since is not None,
    }
    certain = next((reason for reason, holds in reasons.items() if holds), None)
    return certain or (Passed.ASKED_LATELY if _asked_lately(desk, survey) else None)


def _asked_lately(desk: Desk, survey: Survey) -> bool:
    """After a ticket, or whether they would recommend us."""
    since = desk.moment - desk.practice.surveys.throttle
    lately = select(Survey.id).where(Survey.customer_id == survey.customer_id, col(Survey.asked_at) > since)
    found = desk.session.exec(lately.limit(1)).first()
    return found is not None or asked_since(desk.session, survey.customer_id, since)


def _send_off(desk: Desk, survey: Survey) -> None:
    surveys = desk.practice.surveys
    survey.asked_at = desk.moment
    survey.expires_at = desk.moment + surveys.expires_after
    customer = desk.customer(survey.customer_id)
    if surveys.remind_after:
        reminded = _awake(desk, customer, desk.moment + surveys.remind_after)
        survey.remind_at = reminded if reminded < survey.expires_at else None
    contacting.note(desk, customer)
    desk.happened(SurveyAsked(ticket=survey.ticket_id, actor=DESK, survey=survey.id))
    desk.happened(CardStale(ticket=survey.ticket_id))


def remind(desk: Desk, survey: int) -> None:
    """Once, and only somebody who has not said anything yet, about what is still solved."""
    asked = held(desk, survey)
    if "remind" not in deadlines(asked):
        return
    later = _welcome(desk, desk.customer(asked.customer_id))
    if later > desk.moment:
        asked.remind_at = later if asked.expires_at and later < asked.expires_at else None
        return
    asked.remind_at = None
    ticket = desk.ticket(asked.ticket_id)
    if wants_reminder(asked, ticket) and not unwanted(desk.customer_of(ticket)):
        contacting.note(desk, desk.customer_of(ticket))
        desk.happened(SurveyAsked(ticket=ticket.id, actor=DESK, survey=survey, reminder=True))


def wants_reminder(survey: Survey, ticket: Ticket) -> bool:
    silent = survey.is_open and survey.score is None and survey.comment_id is None
    return silent and ticket.status not in LIVE and not ticket.spam and not ticket.erased_at


def expire(desk: Desk, survey: int) -> None:
    """What they said stays, and can no longer be changed."""
    asked = held(desk, survey)
    if "expire" in deadlines(asked):
        asked.over_at = desk.moment
        desk.happened(SurveyStale(survey=survey))
        desk.happened(CardStale(ticket=asked.ticket_id))


def delivered(desk: Desk, survey: int, number: int) -> None:
    """The question is with the customer, as that message of their chat; what they pressed meanwhile is drawn on it."""
    asked = held(desk, survey)
    asked.delivered_at = asked.delivered_at or desk.moment
    known_as(asked, number)
    if asked.score is not None:
        desk.happened(SurveyStale(survey=survey))


def known_as(survey: Survey, number: int) -> None:
    if number not in survey.numbers:
        survey.numbers = [*survey.numbers, number]
