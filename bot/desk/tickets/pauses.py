"""A ticket that is put aside until a moment: on hold, when somebody else is to act; snoozed, when its agent will.

Snoozing moves no deadline and hides it from what asks for attention. Being on hold pauses what is promised for the
solution, as the clocks have it.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.desk import Desk
from bot.desk.events import (
    CUSTOMER,
    DESK,
    CustomerWrote,
    HoldOver,
    PersonAskedFor,
    SnoozeOver,
    TicketSnoozed,
)
from bot.desk.moments import milliseconds
from bot.desk.people.tables import Agent
from bot.desk.refusals import CannotNow, NotAhead
from bot.desk.tickets.life import LIVE, Status, Step
from bot.desk.tickets.tables import Ticket


def hold_over(desk: Desk, ticket: int) -> None:
    """The day has come that it was on hold for."""
    held = desk.ticket(ticket)
    if "hold_over" not in ends(held):
        return
    why = held.on_hold_for or ""
    desk.move(held, Step.RESUMED)
    held.owner_since = desk.moment
    desk.happened(HoldOver(ticket=ticket, actor=DESK, mentions=_who(desk, held), why=why))


def snooze(desk: Desk, ticket: int, agent: str, until: datetime) -> None:
    """It asks nobody's attention before then, unless its customer writes. Raises `NotAhead`, `CannotNow`."""
    desk.agent(agent)
    must_be_ahead(desk, agent, until)
    held = desk.unmerged(ticket)
    if held.status not in LIVE:
        raise CannotNow(status=held.status)
    if held.snoozed_until == until:
        return
    held.snoozed_until, held.snoozed_by = until, agent
    desk.happened(TicketSnoozed(ticket=ticket, actor=agent, until_ms=milliseconds(until)))


def wake(desk: Desk, ticket: int, agent: str) -> None:
    """The agent wants it back now. Waking what is awake changes nothing."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if held.snoozed_until:
        _wake(desk, held, agent)


def snooze_over(desk: Desk, ticket: int) -> None:
    """The moment has come until which it was snoozed."""
    held = desk.ticket(ticket)
    if "snooze_over" in ends(held):
        _wake(desk, held, DESK)


def _wake(desk: Desk, held: Ticket, actor: str) -> None:
    """Whoever has it begins anew, as if they had just taken it."""
    who = _who(desk, held)
    held.snoozed_until, held.snoozed_by, held.owner_since = None, None, desk.moment
    desk.happened(SnoozeOver(ticket=held.id, actor=actor, mentions=who))


def _who(desk: Desk, held: Ticket) -> tuple[str, ...]:
    """Who is to hear of it, by id: its owner, who put it aside, or else the people and groups of its team."""
    for agent in (held.owner, held.snoozed_by):
        if agent and desk.has_agent(agent):
            return (agent,)
    return desk.practice.team(held.team).agents


def must_be_ahead(desk: Desk, agent: str, until: datetime | None) -> None:
    """Raises `NotAhead`, with the time as it is where they are."""
    if until and until <= desk.moment:
        there = desk.moment.astimezone(_zone(desk, agent))
        raise NotAhead(now=f"{there:%Y-%m-%d %H:%M}", zone=there.tzname() or "UTC")


def _zone(desk: Desk, agent: str) -> ZoneInfo:
    known = desk.session.get(Agent, agent)
    try:
        return ZoneInfo((known and known.timezone) or desk.practice.timezone)
    except (KeyError, OSError, ValueError):
        return ZoneInfo(desk.practice.timezone)


def ends(ticket: Ticket) -> dict[str, datetime]:
    """When it comes back by itself."""
    held = {"hold_over": ticket.on_hold_until} if ticket.on_hold_until and ticket.status is Status.ON_HOLD else {}
    snoozed = {"snooze_over": ticket.snoozed_until} if ticket.snoozed_until and ticket.status in LIVE else {}
    return held | snoozed


def follow(desk: Desk, ticket: Ticket, *, changed_hands: bool) -> None:
    """What the customer writes wakes it; so does whoever takes it or solves it, and of that nobody has to be told."""
    keep_only_what_lasts(ticket)
    if ticket.snoozed_until and changed_hands:
        ticket.snoozed_until = ticket.snoozed_by = None
    elif ticket.snoozed_until and _customer_acted(desk, ticket):
        _wake(desk, ticket, CUSTOMER)


def keep_only_what_lasts(ticket: Ticket) -> None:
    if ticket.status is not Status.ON_HOLD:
        ticket.on_hold_until = ticket.on_hold_for = None
    if ticket.status not in LIVE:
        ticket.snoozed_until = ticket.snoozed_by = None


def _customer_acted(desk: Desk, ticket: Ticket) -> bool:
    return any(isinstance(each, CustomerWrote | PersonAskedFor) for each in desk.happened_to(ticket.id))
