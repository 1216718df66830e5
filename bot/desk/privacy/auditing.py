"""The audit trail: who has read what about whom, and what no ticket's history tells."""

from collections.abc import Sequence
from enum import StrEnum

from bot.desk.desk import Desk
from bot.desk.privacy.tables import Audit
from bot.desk.tickets.tables import Ticket


class Deed(StrEnum):
    """What is written down. Whatever changes a ticket is in its history already."""

    TICKET_OPENED_TO_READ = "ticket_read"
    TICKETS_SEARCHED = "tickets_searched"
    TICKETS_LISTED = "tickets_listed"
    CONVERSATION_SHOWN = "conversation_shown"
    COMMENTS_READ = "comments_read"
    TRANSCRIPT_MADE = "transcript_made"
    FILE_PASSED_ON = "file_passed_on"
    DATA_SENT = "data_sent"
    DATA_EXPORTED = "data_exported"
    CUSTOMER_ERASED = "customer_erased"


def written_down(
    desk: Desk, who: str, deed: Deed, *, ticket: int | None = None, customer: int | None = None, **detail: object
) -> None:
    """Ids and counts only: no word of anybody's, for nothing of it can be erased."""
    desk.session.add(
        Audit(at=desk.moment, who=who, what=deed.value, ticket_id=ticket, customer_id=customer, detail=detail)
    )


def looked(desk: Desk, ticket: int, agent: str, how: str) -> None:
    """Somebody had a ticket shown to them; `how` is where."""
    held = desk.session.get_one(Ticket, ticket)
    deed = Deed.TICKET_OPENED_TO_READ
    written_down(desk, agent, deed, ticket=ticket, customer=held.customer_id, how=how)


def listed(desk: Desk, agent: str, tickets: Sequence[int], how: str) -> None:
    """Somebody had tickets shown to them side by side; `how` is where. A list without any says nothing of anybody."""
    if tickets:
        written_down(desk, agent, Deed.TICKETS_LISTED, tickets=list(tickets), how=how)


def shown(desk: Desk, who: str, ticket: int, channel: str, how: str) -> None:
    """What was said in a ticket stands in the thread of another channel or ticket now, because of what `who` did."""
    held = desk.session.get_one(Ticket, ticket)
    deed = Deed.CONVERSATION_SHOWN
    written_down(desk, who, deed, ticket=ticket, customer=held.customer_id, channel=channel, how=how)


def searched(desk: Desk, agent: str, tickets: list[int]) -> None:
    """Somebody looked for words; what for is not kept, what they found is."""
    written_down(desk, agent, Deed.TICKETS_SEARCHED, tickets=tickets)
