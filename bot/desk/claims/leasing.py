"""A claim is a lease: an owner whose customer waits for too long is asked, and then it is nobody's ticket again.

What counts as an answer is decided by the clocks of the service levels; here, whatever the owner writes in the thread
shows that they are on it, a note too, and the lease begins anew. It runs only while it is on us to act and the customer
waits; not while the ticket is snoozed, for then its owner has said when.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.claims.tables import Reminder, Upshot
from bot.desk.desk import Desk
from bot.desk.events import DESK, LeaseRanOut, OwnerReminded, ReminderStale
from bot.desk.practice import Practice
from bot.desk.refusals import InTheQueue, NoLongerAsked, TakenByAnother
from bot.desk.service_levels.calendars import due
from bot.desk.tickets.life import WITH_US, Step
from bot.desk.tickets.tables import Message, State, Ticket

ON_ITS_WAY = (State.WAITING, State.QUEUED)


def began(ticket: Ticket) -> datetime | None:
    """When the lease did, if one runs: when the owner took it or said they were on it, or the customer wrote again."""
    since = ticket.waiting_since
    if ticket.owner is None or ticket.status not in WITH_US or since is None or ticket.snoozed_until:
        return None
    return max(ticket.owner_since or since, since)


def lease_ends(ticket: Ticket, practice: Practice) -> dict[str, datetime]:
    """When its owner is asked; once they were, when it goes back to the queue."""
    team, start = practice.team(ticket.team), began(ticket)
    if start is None or team.claim_within is None:
        return {}
    if ticket.reminded_at and ticket.reminded_at >= start:
        return {"return": due(ticket.reminded_at, team.claim_within, team.calendar)}
    return {"remind": due(start, team.claim_within, team.calendar)}


def remind(desk: Desk, ticket: int) -> None:
    """The owner's time is over: they are asked in the thread whether they are still on it."""
    held = desk.ticket(ticket)
    if "remind" not in lease_ends(held, desk.practice) or held.owner is None:
        return
    if _cannot_do_more(desk, held):
        held.owner_since = desk.moment
        return
    asked = Reminder(ticket_id=ticket, agent=held.owner, made_at=desk.moment)
    desk.keep(asked)
    held.reminded_at = desk.moment
    desk.happened(OwnerReminded(ticket=ticket, actor=DESK, reminder=asked.id, owner=held.owner))


def give_back(desk: Desk, ticket: int) -> None:
    """They were asked and did not say: it is in the queue again, and at once among what is called out."""
    held = desk.ticket(ticket)
    if "return" not in lease_ends(held, desk.practice) or held.owner is None:
        return
    if _cannot_do_more(desk, held):
        held.owner_since = desk.moment
        return
    team = desk.practice.team(held.team)
    desk.move(held, Step.RELEASED)
    told = () if team.unclaimed_after else team.agents
    desk.happened(LeaseRanOut(ticket=ticket, actor=DESK, owner=held.owner, mentions=told))
    held.owner = None
    if team.unclaimed_after:
        held.called_out_at = desk.moment
    _settle(desk, held, Upshot.RETURNED)


def _cannot_do_more(desk: Desk, held: Ticket) -> bool:
    """What the owner wrote is on its way, or the customer cannot be reached: neither is theirs to mend."""
    if desk.customer_of(held).unreachable_since:
        return True
    going = select(Message.id).where(Message.ticket_id == held.id, col(Message.state).in_(ON_ITS_WAY))
    return desk.session.exec(going.limit(1)).first() is not None


def still_on_it(desk: Desk, reminder: int, agent: str) -> None:
    """The lease begins anew. Pressing it twice is the same as once.

    Raises `TakenByAnother`, `InTheQueue` for whoever does not have the ticket (any more), `NoLongerAsked`.
    """
    desk.agent(agent)
    asked = desk.session.get(Reminder, reminder)
    if asked is None:
        raise NoLongerAsked()
    held = desk.unmerged(asked.ticket_id)
    if held.owner is None:
        raise InTheQueue(ticket=held.id)
    if held.owner != agent:
        raise TakenByAnother(ticket=held.id, owner=desk.name(held.owner))
    if asked.upshot is None:
        shows_up(desk, held, agent)
    desk.happened(ReminderStale(reminder=reminder))


def shows_up(desk: Desk, ticket: Ticket, agent: str) -> None:
    """The agent says or does something in the ticket; if it is theirs, they are still on it."""
    if ticket.owner == agent:
        ticket.owner_since = desk.moment
        _settle(desk, ticket, Upshot.STILL)


def follow(desk: Desk, ticket: Ticket, *, changed_hands: bool) -> None:
    """A question that has become pointless is settled."""
    if ticket.reminded_at and (changed_hands or "return" not in lease_ends(ticket, desk.practice)):
        _settle(desk, ticket, Upshot.MOOT)


def _settle(desk: Desk, ticket: Ticket, upshot: Upshot) -> None:
    if ticket.reminded_at is None:
        return
    ticket.reminded_at = None
    still_open = select(Reminder).where(Reminder.ticket_id == ticket.id, col(Reminder.upshot).is_(None))
    for asked in desk.session.exec(still_open.with_for_update()).all():
        asked.upshot = upshot
        desk.happened(ReminderStale(reminder=asked.id))


def asked(desk: Desk, reminder: int, channel: str, post: str) -> None:
    """The question stands in the thread; it may have been settled while it was being posted."""
    standing = desk.session.get_one(Reminder, reminder, with_for_update=True)
    standing.channel, standing.post = channel, post
    if standing.upshot:
        desk.happened(ReminderStale(reminder=reminder))


def question(session: Session, reminder: int) -> Reminder:
    return session.get_one(Reminder, reminder)
