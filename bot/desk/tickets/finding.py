"""Tickets by what an agent remembers of them: a number, a customer, words."""

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from bot.desk.people.tables import Customer
from bot.desk.tickets.numbers import LARGEST, spoken
from bot.desk.tickets.reading import SHEETS, Sheet
from bot.desk.tickets.tables import Message, Ticket

MOST_WORDS = 8
"""Each is looked for in every message; nobody needs more."""


def find(session: Session, wanted: str, most: int) -> list[Sheet]:
    """By number, or by words: each is in the customer's name or username, the subject, or a message; newest first.

    `#1042` is the number alone; `1042` may be a word as well.
    """
    number = spoken(wanted)
    only_number = number is not None and "#" in wanted
    hits = or_(false(), *_by_number(number), *([] if only_number else _by_words(wanted.split()[:MOST_WORDS])))
    newest = SHEETS.where(hits).order_by(col(Ticket.id).desc()).limit(most)
    return [Sheet(*row) for row in session.exec(newest).all()]


def _by_number(number: int | None) -> list[ColumnElement[bool]]:
    return [col(Ticket.id) == number] if number is not None and number <= LARGEST else []


def _by_words(words: list[str]) -> list[ColumnElement[bool]]:
    return [and_(*(_somewhere(word.lstrip("@") or word) for word in words))] if words else []


def _somewhere(word: str) -> ColumnElement[bool]:
    pattern = f"%{_escaped(word)}%"
    said = select(Message.ticket_id).where(col(Message.text).ilike(pattern, escape="\\"))
    named = (col(Customer.name), col(Customer.username), col(Ticket.subject))
    return or_(*(column.ilike(pattern, escape="\\") for column in named), col(Ticket.id).in_(said))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
