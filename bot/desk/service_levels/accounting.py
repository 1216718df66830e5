"""The ledgers of a ticket's promises, with the words of the customer that began each."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.desk import Desk
from bot.desk.practice import Practice
from bot.desk.privacy.auditing import looked
from bot.desk.service_levels.ledgers import Ledger, ledger
from bot.desk.service_levels.promises import history_of
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets import reading
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Author, Message

MOST = 5
"""Promises that are accounted for at once: those that run, and the latest of the others."""
QUOTED = 80
"""Characters."""


class Account(NamedTuple):
    """`words` are those that began it; empty where that was a file, or they are gone."""

    ledger: Ledger
    words: str


class Accounts(NamedTuple):
    """`more` is how many older ones there are."""

    shown: Sequence[Account]
    more: int


def asked_why(desk: Desk, ticket: int, agent: str) -> Accounts:
    """An agent wants to know why something is due when it is. Raises `NotAnAgent`, `NoSuchTicket`."""
    desk.agent(agent)
    sheet = reading.sheet(desk.session, ticket)
    looked(desk, ticket, agent, "ledger")
    return accounts(desk.session, sheet, desk.practice, desk.moment)


def accounts(session: Session, sheet: Sheet, practice: Practice, now: datetime) -> Accounts:
    """Those that run first, then the latest; what is not promised any more is not among them."""
    theirs = select(Promise).where(Promise.ticket_id == sheet.ticket.id, Promise.outcome != Outcome.WITHDRAWN)
    kept = sorted(session.exec(theirs).all(), key=lambda each: (each.outcome is not Outcome.RUNNING, -each.id))
    shown, history = kept[:MOST], history_of(sheet.ticket, sheet.customer)
    words = _began(session, sheet.ticket.id, {promise.started_at for promise in shown})
    ledgers = [ledger(promise, history, practice.policies, now) for promise in shown]
    found = [Account(each, words.get(each.started_at, "")) for each in ledgers]
    return Accounts(found, len(kept) - len(found))


def _began(session: Session, ticket: int, moments: set[datetime]) -> dict[datetime, str]:
    """What the customer wrote at each of those moments, in short."""
    theirs = select(Message).where(Message.ticket_id == ticket, Message.author == Author.CUSTOMER)
    said = session.exec(theirs.where(col(Message.source_at).in_(moments)).order_by(col(Message.id).desc())).all()
    return {message.source_at: message.words.first(QUOTED) for message in said}
