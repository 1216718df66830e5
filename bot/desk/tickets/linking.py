"""Tickets that have to do with each other: linked, so that each card names the other; closed as a duplicate."""

from sqlmodel import select

from bot.desk.desk import Desk
from bot.desk.events import CustomerTold, DuplicateClosed, TicketLinked, TicketSolved, TicketUnlinked
from bot.desk.outgoing import Notice
from bot.desk.refusals import DuplicateOfThis, IsSpam, WithItself
from bot.desk.tickets.holding import hold
from bot.desk.tickets.life import Status, Step
from bot.desk.tickets.tables import Link, Ticket


def link(desk: Desk, ticket: int, agent: str, other: int) -> None:
    """Whosever tickets they are. Linking twice is the same as once."""
    desk.agent(agent)
    held, named = _both(desk, ticket, other)
    if _join(desk, held, named, agent):
        desk.happened(TicketLinked(ticket=held.id, actor=agent, other=named.id))
        desk.happened(TicketLinked(ticket=named.id, actor=agent, other=held.id))


def unlink(desk: Desk, ticket: int, agent: str, other: int) -> None:
    """They have nothing to do with each other; of tickets that were merged meanwhile as well."""
    desk.agent(agent)
    hold(desk, tickets=(ticket, other))
    first, second = (desk.ticket(number) for number in sorted((ticket, other)))
    pair = _pair(desk, first, second)
    if pair is None:
        return
    desk.session.delete(pair)
    for held, named in ((first, second), (second, first)):
        held.links -= 1
        desk.happened(TicketUnlinked(ticket=held.id, actor=agent, other=named.id))


def close_as_duplicate(desk: Desk, ticket: int, agent: str, of: int) -> None:
    """Solved in favour of that one, which may be another customer's: no word of either goes to the other."""
    desk.agent(agent)
    held, named = _both(desk, ticket, of)
    if held.duplicate_of == named.id:
        return
    for one in (held, named):
        if one.spam:
            raise IsSpam(ticket=one.id)
    if named.duplicate_of == held.id:
        raise DuplicateOfThis(ticket=named.id)
    before, _ = desk.move(held, Step.SOLVED)
    held.duplicate_of, held.waiting_since = named.id, None
    held.solved_at, held.owner = held.solved_at or desk.moment, held.owner or agent
    _join(desk, held, named, agent)
    desk.happened(TicketSolved(ticket=held.id, actor=agent, duplicate_of=named.id))
    desk.happened(DuplicateClosed(ticket=named.id, actor=agent, duplicate=held.id))
    if before is not Status.SOLVED:
        _tell(desk, held, named)


def _tell(desk: Desk, held: Ticket, named: Ticket) -> None:
    """The number of the other one is only theirs to know where that is theirs too."""
    about = str(named.id) if named.customer_id == held.customer_id else ""
    desk.happened(CustomerTold(customer=held.customer_id, notice=Notice.DUPLICATE, ticket=held.id, about=about))


def _both(desk: Desk, ticket: int, other: int) -> tuple[Ticket, Ticket]:
    if ticket == other:
        raise WithItself()
    hold(desk, tickets=(ticket, other))
    found = {number: desk.unmerged(number) for number in sorted((ticket, other))}
    return found[ticket], found[other]


def _join(desk: Desk, held: Ticket, named: Ticket, agent: str) -> bool:
    """Whether they were not linked before."""
    first, second = sorted((held, named), key=lambda one: one.id)
    if _pair(desk, first, second):
        return False
    desk.session.add(Link(first=first.id, second=second.id, agent=agent, at=desk.moment))
    first.links += 1
    second.links += 1
    return True


def _pair(desk: Desk, first: Ticket, second: Ticket) -> Link | None:
    return desk.session.exec(select(Link).where(Link.first == first.id, Link.second == second.id)).first()
