"""Customers: met when they first write."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CustomerTold
from bot.desk.outgoing import Notice
from bot.desk.people.languages import LANGUAGES, spoken
from bot.desk.people.names import shown
from bot.desk.people.tables import Customer
from bot.desk.privacy.hiding import hidden_text
from bot.desk.refusals import NoSuchChoice
from bot.engine.statements import insert_of

_BY_CHAT: Any = select(Customer).where(col(Customer.chat) == bindparam("chat")).with_for_update(key_share=True)


class Person(NamedTuple):
    """Somebody as their platform describes them; `language` is an IETF tag or nothing.

    `topic` is the part of their chat in which they do what they do, where it has parts.
    """

    chat: int
    name: str
    username: str | None = None
    language: str | None = None
    topic: int | None = None


def customer(desk: Desk, person: Person) -> Customer:
    """Locked, and made first if new: a lock cannot hold a row that is not there."""
    known = _locked(desk, person)
    if known is None:
        _insert(desk, person)
        known = _locked(desk, person)
    if known is None:
        raise LookupError("a customer who was just made is gone")
    if known.erased_at is None:
        known.name, known.username = hidden_text(desk, shown(person.name)), person.username
    known.topic = person.topic
    if not known.chose_language:
        known.language = spoken(person.language, desk.practice.language)
    return known


def _locked(desk: Desk, person: Person) -> Customer | None:
    found: Customer | None = desk.session.exec(_BY_CHAT, params={"chat": person.chat}).first()
    return found


def _insert(desk: Desk, person: Person) -> None:
    insert = insert_of(desk.session.get_bind().dialect.name)
    row = Customer(
        chat=person.chat,
        name=hidden_text(desk, shown(person.name)),
        username=person.username,
        language=spoken(person.language, desk.practice.language),
        since=desk.moment,
    )
    values = row.model_dump(exclude={"id"})
    desk.session.connection().execute(insert(Customer).values(**values).on_conflict_do_nothing(index_elements=["chat"]))


def choose_language(desk: Desk, person: Person, language: str, instead_of: int | None = None) -> None:
    """Speak that language from now on, whatever their app's is."""
    if language not in LANGUAGES:
        raise NoSuchChoice()
    known = customer(desk, person)
    known.language, known.chose_language = language, True
    tell(desk, known, Notice.LANGUAGE_SET, about=language, instead_of=instead_of)


def show(desk: Desk, person: Person, notice: Notice) -> None:
    """Tell them something that changes nothing: help, where their tickets stand, the languages."""
    tell(desk, customer(desk, person), notice)


def tell(
    desk: Desk,
    known: Customer,
    notice: Notice,
    *,
    ticket: int | None = None,
    about: str = "",
    instead_of: int | None = None,
) -> None:
    """`instead_of` is the message, in their chat, that it takes the place of."""
    desk.happened(CustomerTold(customer=known.id, notice=notice, ticket=ticket, about=about, instead_of=instead_of))
