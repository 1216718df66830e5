"""How tickets and customers were when the desk first saw them, so that it knows what has changed when it closes."""

from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from bot.desk.people.tables import Customer
from bot.desk.tickets.tables import Ticket


class Shown(NamedTuple):
    """What a card shows of its ticket: when this changes, the card is drawn again."""

    team: str
    category: str | None
    priority: str
    status: str
    subject: str
    owner: str | None
    waiting_since: datetime | None
    spam: bool
    due_at: datetime | None
    due: str | None
    late: bool
    escalated_at: datetime | None
    acknowledged_by: str | None
    hold_since: datetime | None
    erased_at: datetime | None
    duplicate_of: int | None
    merged_into: int | None
    links: int
    on_hold_until: datetime | None
    on_hold_for: str | None
    snoozed_until: datetime | None
    cause: str | None


class Counted(NamedTuple):
    """What a ticket's promises follow from, beside the `case` of its customer: as long as it holds, they do."""

    promised_under: str | None
    team: str
    category: str | None
    priority: str
    status: str
    spam: bool
    merged_into: int | None
    waits_from: datetime | None
    first_reply_at: datetime | None
    waiting_since: datetime | None
    with_us: list[Any]
    resolved_at: datetime | None


class Known(NamedTuple):
    """What a card shows of its customer."""

    name: str
    username: str | None
    language: str
    tier: str | None
    blocked_at: datetime | None
    unreachable_since: datetime | None

    @property
    def case(self) -> tuple[object, ...]:
        """What of it decides what they are promised."""
        return self.language, self.tier, self.blocked_at


# From what is loaded, past the attributes: each costs as much as one of these whole.
_SHOWN = itemgetter(*Shown._fields)
_COUNTED = itemgetter(*Counted._fields)
_KNOWN = itemgetter(*Known._fields)


def shown(ticket: Ticket) -> Shown:
    return Shown._make(_SHOWN(vars(ticket)))


def counted(ticket: Ticket) -> Counted:
    return Counted._make(_COUNTED(vars(ticket)))


def known(customer: Customer) -> Known:
    return Known._make(_KNOWN(vars(customer)))
