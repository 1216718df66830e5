"""What events have in common that are about one ticket."""

from dataclasses import dataclass

CUSTOMER = "customer"
DESK = "desk"


@dataclass(frozen=True, kw_only=True)
class OfTicket:
    """A line of the ticket's history as well. `actor` did it: `CUSTOMER`, `DESK`, or an agent by their id."""

    ticket: int
    actor: str


@dataclass(frozen=True, kw_only=True)
class InThread(OfTicket):
    """That line is shown in the ticket's thread, in small print, and nobody else has to hear of it."""
