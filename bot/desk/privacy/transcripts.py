"""A ticket's whole conversation as a file in its thread."""

from bot.desk.desk import Desk
from bot.desk.events import TranscriptAskedFor
from bot.desk.privacy.auditing import Deed, written_down
from bot.desk.refusals import AlreadyErased


def ask(desk: Desk, ticket: int, agent: str) -> None:
    """As the customer knows it. Raises `AlreadyErased`."""
    _ask(desk, ticket, agent, notes=False)


def ask_with_notes(desk: Desk, ticket: int, agent: str) -> None:
    """With what stayed inside. Raises `AlreadyErased`."""
    _ask(desk, ticket, agent, notes=True)


def _ask(desk: Desk, ticket: int, agent: str, *, notes: bool) -> None:
    desk.agent(agent)
    held = desk.ticket(ticket)
    if held.erased_at:
        raise AlreadyErased(ticket=ticket)
    written_down(desk, agent, Deed.TRANSCRIPT_MADE, ticket=ticket, customer=held.customer_id, notes=notes)
    desk.happened(TranscriptAskedFor(ticket=ticket, actor=agent, notes=notes))
