"""Which ticket a customer's message belongs to. Pure: the tickets as they are, and what the customer chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.tables import Ticket


@dataclass(frozen=True)
class Join:
    """Add it to a ticket that is being worked on."""

    ticket: Ticket


@dataclass(frozen=True)
class Reopen:
    """It is about a ticket solved a short while ago."""

    ticket: Ticket


@dataclass(frozen=True)
class Thank:
    """Thanks for a ticket that is over: kept in its thread, and changes nothing."""

    ticket: Ticket


@dataclass(frozen=True)
class Open:
    """A new ticket; `follows` is one that is over, for too long to be reopened."""

    follows: Ticket | None = None


@dataclass(frozen=True)
class AskWhich:
    """Several could be meant, so the customer says which."""


Placement = Join | Reopen | Thank | Open | AskWhich


@dataclass(frozen=True)
class Hint:
    """What points to a ticket: the topic's own, the one replied to, the active one, "New question", only thanks."""

    topic: int | None = None
    replied: int | None = None
    active: int | None = None
    wants_new: bool = False
    thanks: bool = False


def place(tickets: Sequence[Ticket], hint: Hint, moment: datetime, reopen_within: timedelta) -> Placement:
    """A message goes to its topic's ticket, else to the one it replies to, else to the active one, else they are asked.

    `tickets` are all of the customer's that are not spam, oldest first.
    """
    for pointed in (hint.topic, hint.replied):
        onto = next((ticket for ticket in tickets if ticket.id == pointed), None)
        if onto:
            return _onto(onto, hint, moment, reopen_within)
    if hint.wants_new:
        return Open()
    live = [ticket for ticket in tickets if ticket.status in LIVE]
    active = next((ticket for ticket in live if ticket.id == hint.active), None)
    if active or len(live) == 1:
        return Join(active or live[0])
    if live:
        return AskWhich()
    return _onto(_latest_over(tickets), hint, moment, reopen_within) if tickets else Open()


def _latest_over(tickets: Sequence[Ticket]) -> Ticket:
    return max(tickets, key=lambda ticket: ticket.solved_at or ticket.closed_at or ticket.opened_at)


def _onto(ticket: Ticket, hint: Hint, moment: datetime, reopen_within: timedelta) -> Placement:
    if ticket.status in LIVE:
        return Join(ticket)
    if hint.thanks:
        return Thank(ticket)
    fresh = ticket.status is Status.SOLVED and ticket.solved_at and moment - ticket.solved_at <= reopen_within
    return Reopen(ticket) if fresh else Open(follows=ticket)
