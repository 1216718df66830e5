"""What agents say is kept; and what they write in a form: an answer to the customer, or a note for colleagues."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import col, select

from bot.desk.claims.leasing import shows_up
from bot.desk.desk import Desk
from bot.desk.events import MessageMarked, NoteWritten, ReplyTyped
from bot.desk.practice import Relay
from bot.desk.privacy.hiding import hidden
from bot.desk.recovery.tables import Recovery
from bot.desk.refusals import CannotNow, NothingWritten, NotTheirMessage, TakenByAnother
from bot.desk.tickets.handling import claim
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.sending import refuse_if_blocked, set_off, still_waiting
from bot.desk.tickets.tables import Author, Message, State, Ticket
from bot.desk.words import Words

NEXT = timedelta(microseconds=1)
"""Slack's clock may be before ours: what is said after something else still comes behind it."""


def kept(desk: Desk, ticket: Ticket, agent: str, words: Words, at: datetime, state: State) -> Message:
    message = Message(
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        author=Author.AGENT,
        agent=agent,
        state=state,
        text=words.text,
        spans=[list(span) for span in words.spans],
        source_at=desk.believed(at),
        received_at=desk.moment,
        cause=desk.cause,
    )
    desk.session.add(message)
    shows_up(desk, ticket, agent)
    return message


def reply(desk: Desk, ticket: int, agent: str, words: Words, answered: int | None = None) -> None:
    """Typed in the Reply form and looked at there, so it leaves at once, or with what still waits to be taken back.

    Nobody's ticket becomes the agent's. Of a colleague's, only whoever sees to its customer, who was let down, may
    answer; and in this form alone, since in the thread they talk with those who handled it.
    `answered` is the customer's message that it answers, which they are shown with it. Raises `NotTheirMessage`.
    """
    desk.agent(agent)
    held = desk.unmerged(ticket)
    _may_reply(desk, held, agent, words)
    if answered is not None and not _said_by_their_customer(desk, held, answered):
        raise NotTheirMessage()
    if held.owner is None and held.status in LIVE:
        claim(desk, ticket, agent)
    before = still_waiting(desk, held.id)
    typed_at = max([desk.moment, *(each.source_at + NEXT for each in before)])
    message = kept(desk, held, agent, hidden(desk, words.trimmed()), typed_at, State.QUEUED)
    message.replies_to = answered
    desk.session.flush()
    desk.happened(ReplyTyped(message=message.id))
    if before:
        _goes_behind(desk, message, before)
    else:
        set_off(desk, message)


def _goes_behind(desk: Desk, message: Message, before: Sequence[Message]) -> None:
    """What was typed in the thread may still be taken back; what was said after it does not overtake it."""
    message.state = State.WAITING
    message.send_at = max(each.send_at or desk.moment for each in before)
    desk.session.flush()
    desk.happened(MessageMarked(message=message.id))


def _said_by_their_customer(desk: Desk, held: Ticket, message: int) -> bool:
    """In this ticket or another one: what was said in it may have moved since the form was opened."""
    said = desk.session.get(Message, message)
    return said is not None and said.author is Author.CUSTOMER and said.customer_id == held.customer_id


def _may_reply(desk: Desk, held: Ticket, agent: str, words: Words) -> None:
    if words.blank:
        raise NothingWritten()
    relay = desk.practice.team(held.team).relay
    if held.owner not in (None, agent) and relay is not Relay.ANYONE and not _sees_to_them(desk, held, agent):
        raise TakenByAnother(ticket=held.id, owner=desk.name(held.owner))
    refuse_if_blocked(desk, held.customer_id)
    if held.status is Status.CLOSED:
        raise CannotNow(status=held.status)


def _sees_to_them(desk: Desk, held: Ticket, agent: str) -> bool:
    """Whether they have the task for a customer who was let down by this ticket, or by what is part of it now."""
    tasks = select(Recovery.id).join(Ticket, col(Ticket.id) == col(Recovery.ticket_id))
    about = or_(col(Ticket.id) == held.id, col(Ticket.merged_into) == held.id)
    return (
        desk.session.exec(tasks.where(about, Recovery.owner == agent, col(Recovery.outcome).is_(None))).first()
        is not None
    )


def note(desk: Desk, ticket: int, agent: str, words: Words) -> None:
    """For colleagues only."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if words.blank:
        raise NothingWritten()
    message = kept(desk, held, agent, hidden(desk, words.trimmed()), desk.moment, State.INTERNAL)
    desk.session.flush()
    desk.happened(NoteWritten(message=message.id))
