"""Questions about a ticket's neighbours: its customer's others, what was merged into it, what it is linked with."""

from collections.abc import Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.desk.people.tables import Agent
from bot.desk.tickets.life import Status
from bot.desk.tickets.reading import SHEETS, Sheet
from bot.desk.tickets.tables import Author, Link, Message, State, Ticket

MOST_OFFERED = 100
"""Options of one menu in Slack."""
MOST_AT_ONCE = 40
"""Messages in one post: Slack takes 50 blocks, and some are ours."""
MOST_CHARACTERS = 10_000
"""Of words in one post."""


def mergeable(session: Session, ticket: Ticket) -> list[Sheet]:
    """The customer's other tickets that it could be merged with, the newest first."""
    theirs = SHEETS.where(
        Ticket.customer_id == ticket.customer_id,
        col(Ticket.id) != ticket.id,
        col(Ticket.spam).is_(False),
        col(Ticket.status) != Status.CLOSED,
    )
    return [Sheet(*row) for row in session.exec(theirs.order_by(col(Ticket.id).desc()).limit(MOST_OFFERED)).all()]


def merged_into(session: Session, ticket: int) -> list[Sheet]:
    """What is a part of it now, the newest first."""
    parts = SHEETS.where(Ticket.merged_into == ticket)
    return [Sheet(*row) for row in session.exec(parts.order_by(col(Ticket.id).desc())).all()]


def linked(session: Session, ticket: int) -> list[Sheet]:
    """What it is linked with, the newest first."""
    pairs = session.exec(select(Link).where(or_(col(Link.first) == ticket, col(Link.second) == ticket))).all()
    others = [pair.second if pair.first == ticket else pair.first for pair in pairs]
    found = SHEETS.where(col(Ticket.id).in_(others))
    return [Sheet(*row) for row in session.exec(found.order_by(col(Ticket.id).desc())).all()]


def with_its_parts(session: Session, ticket: int) -> list[int]:
    """It, whatever was merged into it, and into that."""
    found, newest = [ticket], [ticket]
    while newest:
        newest = list(session.exec(select(Ticket.id).where(col(Ticket.merged_into).in_(newest))).all())
        found += newest
    return found


def pages(session: Session, kept: int, merged: int) -> list[list[int]]:
    """What was said in a merged ticket, by messages, as posts can hold it; one empty page where nothing was."""
    said = (
        select(Message)
        .where(Message.ticket_id == kept, col(Message.written_in).in_(with_its_parts(session, merged)))
        .where(Message.author != Author.DESK, Message.state != State.STOPPED)
    )
    in_order = session.exec(said.order_by(col(Message.source_at), col(Message.id))).all()
    found: list[list[int]] = [[]]
    room = MOST_CHARACTERS
    for message in in_order:
        room -= len(message.text)
        if found[-1] and (room < 0 or len(found[-1]) == MOST_AT_ONCE):
            found.append([])
            room = MOST_CHARACTERS - len(message.text)
        found[-1].append(message.id)
    return found


def said(session: Session, messages: Sequence[int]) -> list[tuple[Message, str | None]]:
    """Those messages with their agents' names, in that order."""
    wanted = select(Message, Agent.name).join(Agent, col(Agent.id) == col(Message.agent), isouter=True)
    found = {message.id: (message, name) for message, name in session.exec(wanted.where(col(Message.id).in_(messages)))}
    return [found[number] for number in messages if number in found]
