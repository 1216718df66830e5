"""Legal holds: what must not be erased, whoever asks and however old it is."""

from bot.desk.desk import Desk
from bot.desk.events import LegalHoldLifted, LegalHoldPlaced
from bot.desk.privacy.hiding import hidden_text
from bot.desk.refusals import AlreadyErased, NothingWritten


def place(desk: Desk, ticket: int, agent: str, why: str) -> None:
    """A reason is a must, for somebody will have to decide when it is over. Raises `AlreadyErased`."""
    desk.agent(agent)
    held = desk.ticket(ticket)
    if not why.strip():
        raise NothingWritten()
    if held.erased_at:
        raise AlreadyErased(ticket=ticket)
    if held.hold_since:
        return
    why = hidden_text(desk, why)
    held.hold_since, held.hold_by, held.hold_why = desk.moment, agent, why
    desk.happened(LegalHoldPlaced(ticket=ticket, actor=agent, why=why))


def lift(desk: Desk, ticket: int, agent: str) -> None:
    desk.agent(agent)
    held = desk.ticket(ticket)
    if held.hold_since is None:
        return
    held.hold_since, held.hold_by, held.hold_why = None, None, None
    desk.happened(LegalHoldLifted(ticket=ticket, actor=agent))
