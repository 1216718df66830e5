"""What agents do with a ticket besides talking: claim, release, hand over, wait, solve, set right."""

from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.escalation.passing_on import passed_on
from bot.desk.events import (
    DESK,
    AgentTold,
    CategorySet,
    CustomerTold,
    HomeStale,
    PrioritySet,
    StatusChanged,
    TicketClaimed,
    TicketExpired,
    TicketHandedOver,
    TicketMoved,
    TicketReleased,
    TicketReopened,
    TicketSolved,
    TierSet,
)
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Agent
from bot.desk.privacy import auditing
from bot.desk.privacy.hiding import hidden_text
from bot.desk.refusals import CannotNow, NobodyThere, NoSuchChoice, TakenByAnother
from bot.desk.tickets import reading
from bot.desk.tickets.life import LIVE, Status, Step
from bot.desk.tickets.moving import change_team
from bot.desk.tickets.pauses import must_be_ahead
from bot.desk.tickets.tables import Card, Priority, Ticket


def claim(desk: Desk, ticket: int, agent: str) -> None:
    """Give the ticket to the agent. Claiming it twice is the same as once."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if held.owner == agent:
        return
    if held.owner:
        raise TakenByAnother(ticket=ticket, owner=desk.name(held.owner))
    desk.move(held, Step.CLAIMED)
    held.owner = agent
    desk.happened(TicketClaimed(ticket=ticket, actor=agent))


def release(desk: Desk, ticket: int, agent: str) -> None:
    """Back to the queue, for whoever claims it next."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if held.owner is None:
        return
    desk.move(held, Step.RELEASED)
    held.owner = None
    desk.happened(TicketReleased(ticket=ticket, actor=agent))


def hand_over(desk: Desk, ticket: int, agent: str, to: str, summary: str = "") -> None:
    """To a colleague (by id) or a team (by name), with a line on how things stand."""
    desk.agent(agent)
    held, summary = desk.unmerged(ticket), hidden_text(desk, summary)
    if held.status not in LIVE:
        raise CannotNow(status=held.status)
    if desk.practice.has_team(to):
        _to_team(desk, held, agent, to, summary)
        return
    taker = desk.session.get(Agent, to)
    if taker is None or not taker.teams:
        raise NobodyThere(name=taker.name if taker else to)
    if held.owner == to:
        return
    if held.status is Status.NEW:
        desk.move(held, Step.CLAIMED)
    held.owner = to
    desk.happened(TicketHandedOver(ticket=ticket, actor=agent, to=to, summary=summary))
    passed_on(desk, held)


def _to_team(desk: Desk, held: Ticket, agent: str, team: str, summary: str) -> None:
    """For whoever claims it there. To its own team, it goes back to the queue with that line."""
    if held.team != team:
        held.owner = None
        change_team(desk, held, team, agent, summary)
        passed_on(desk, held)
    elif held.owner:
        held.owner = None
        desk.happened(TicketMoved(ticket=held.id, actor=agent, team=team, old_card=None, summary=summary))
        passed_on(desk, held)


def set_pending(desk: Desk, ticket: int, agent: str) -> None:
    """The customer is to answer; nothing is asked of us until they do."""
    _step(desk, ticket, agent, Step.SET_PENDING)


def put_on_hold(desk: Desk, ticket: int, agent: str, why: str = "", until: datetime | None = None) -> None:
    """Somebody else has to act first: a supplier, another department. At `until` it comes back by itself.

    Raises `NotAhead`.
    """
    desk.agent(agent)
    must_be_ahead(desk, agent, until)
    held, why = desk.unmerged(ticket), hidden_text(desk, why)
    before, after = desk.move(held, Step.PUT_ON_HOLD)
    if (before, held.on_hold_until, held.on_hold_for) == (after, until, why or None):
        return
    held.on_hold_until, held.on_hold_for = until, why or None
    until_ms = milliseconds(until) if until else None
    desk.happened(StatusChanged(ticket=ticket, actor=agent, before=before, after=after, why=why, until_ms=until_ms))


def resume(desk: Desk, ticket: int, agent: str) -> None:
    _step(desk, ticket, agent, Step.RESUMED)


def _step(desk: Desk, ticket: int, agent: str, step: Step) -> None:
    desk.agent(agent)
    before, after = desk.move(desk.unmerged(ticket), step)
    if before is not after:
        desk.happened(StatusChanged(ticket=ticket, actor=agent, before=before, after=after))


def solve(desk: Desk, ticket: int, agent: str) -> None:
    """Done; the customer is told, and may come back. Solving a ticket nobody has makes it the agent's."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    before, _ = desk.move(held, Step.SOLVED)
    if before is Status.SOLVED:
        return
    held.solved_at, held.waiting_since = desk.moment, None
    desk.happened(TicketSolved(ticket=ticket, actor=agent))
    _tell_owner(desk, held, agent)
    held.owner = held.owner or agent
    desk.happened(CustomerTold(customer=held.customer_id, notice=Notice.SOLVED, ticket=ticket))


def _tell_owner(desk: Desk, held: Ticket, agent: str) -> None:
    """Of what somebody else did with what is theirs; the card need not be on their screen."""
    card = desk.session.get(Card, held.card_id) if held.card_id else None
    if held.owner and held.owner != agent and card:
        said = f"{desk.name(agent)} solved #{held.id}, which was yours."
        desk.happened(AgentTold(agent=held.owner, channel=card.channel, thread=card.post, sentence=said))


def reopen(desk: Desk, ticket: int, agent: str) -> None:
    desk.agent(agent)
    held = desk.unmerged(ticket)
    before, _ = desk.move(held, Step.REOPENED)
    if before is Status.OPEN:
        return
    held.solved_at = held.duplicate_of = None
    desk.happened(TicketReopened(ticket=ticket, actor=agent))


def expire(desk: Desk, ticket: int) -> None:
    """Solved for so long that a message now opens a follow-up instead."""
    held = desk.ticket(ticket)
    desk.move(held, Step.EXPIRED)
    held.closed_at = desk.moment
    desk.happened(TicketExpired(ticket=ticket, actor=DESK))


def set_category(desk: Desk, ticket: int, agent: str, category: str) -> None:
    """What it is about; the team stays as it is (hand it over to change that)."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if desk.practice.category(category) is None:
        raise NoSuchChoice()
    if held.category == category:
        return
    held.category = category
    desk.happened(CategorySet(ticket=ticket, actor=agent, category=category))


def set_priority(desk: Desk, ticket: int, agent: str, priority: str) -> None:
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if priority not in list(Priority):
        raise NoSuchChoice()
    if held.priority == priority:
        return
    held.priority = Priority(priority)
    desk.happened(PrioritySet(ticket=ticket, actor=agent, priority=priority))


def set_tier(desk: Desk, ticket: int, agent: str, tier: str) -> None:
    """What kind of customer they are, or none in particular; what is promised on all their tickets follows."""
    desk.agent(agent)
    customer = desk.customer_of(desk.unmerged(ticket))
    if tier and tier not in desk.practice.tiers:
        raise NoSuchChoice()
    if (customer.tier or "") == tier:
        return
    customer.tier = tier or None
    desk.happened(TierSet(ticket=ticket, actor=agent, tier=tier))


def look_home(desk: Desk, agent: str) -> None:
    """They opened their Home: it is drawn anew, whoever they are."""
    if desk.has_agent(agent):
        theirs = [*reading.mine(desk.session, agent), *reading.queue(desk.session, desk.agent(agent).teams)]
        auditing.listed(desk, agent, [sheet.ticket.id for sheet in theirs], "home")
    desk.happened(HomeStale(agent=agent))
