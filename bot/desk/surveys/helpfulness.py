"""Was this helpful? What customers think of answers that the bot gives by itself: one vote each, changed by a press."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, cast
from sqlmodel import Session, col, func, select

from bot.desk.desk import Desk
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer, tell
from bot.desk.refusals import NoSuchChoice
from bot.desk.surveys.tables import Vote

HELP = "help"
SHOWN_AS: dict[str, Notice] = {HELP: Notice.HELP}
"""The answers that are voted on, by their keys, and the notice that each is: it is drawn anew with the vote."""
YES, NO = "yes", "no"
"""What a notice is told of the vote."""


class Helpfulness(NamedTuple):
    """How many said that an answer was helpful, of how many."""

    yes: int
    votes: int


def vote(desk: Desk, person: Person, answer: str, under: int, *, helpful: bool) -> None:
    """They pressed a button of the message `under`. Somebody who is blocked is not heard. Raises `NoSuchChoice`."""
    notice = SHOWN_AS.get(answer)
    if notice is None:
        raise NoSuchChoice()
    known = customer(desk, person)
    if known.blocked_at:
        return
    theirs = select(Vote).where(Vote.customer_id == known.id, Vote.answer == answer)
    kept = desk.session.exec(theirs).first() or Vote(
        customer_id=known.id, answer=answer, helpful=helpful, at=desk.moment
    )
    if kept.helpful != helpful:
        kept.helpful, kept.at = helpful, desk.moment
    desk.session.add(kept)
    about = YES if helpful else NO
    tell(desk, known, notice, about=about, instead_of=under)


def of_answers(session: Session, since: datetime, until: datetime) -> dict[str, Helpfulness]:
    """By the answers' keys: what was said, or changed, from the one moment to before the other."""
    voted = (
        select(Vote.answer, func.sum(cast(col(Vote.helpful), Integer)), func.count())
        .where(col(Vote.answer).in_(SHOWN_AS), col(Vote.at) >= since, col(Vote.at) < until)
        .group_by(Vote.answer)
    )
    return {answer: Helpfulness(int(yes), votes) for answer, yes, votes in session.exec(voted).all()}


def of_customer(session: Session, customer_id: int) -> list[Vote]:
    return list(session.exec(select(Vote).where(Vote.customer_id == customer_id).order_by(col(Vote.id))).all())
