"""What nobody has taken: called out in one post of its team, which is edited for as long as people can see it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from bot.desk.as_seen import Shown, shown
from bot.desk.claims.tables import Callout
from bot.desk.desk import Desk
from bot.desk.events import CalloutStale
from bot.desk.practice import Practice
from bot.desk.service_levels.calendars import due
from bot.desk.tickets.life import WITH_US
from bot.desk.tickets.reading import DUE_FIRST, SHEETS, Sheet
from bot.desk.tickets.tables import Ticket

MOST = 10
"""Tickets that a post names: what is more is counted, and `/desk queue` shows it."""
SEEN_FOR = timedelta(hours=1)
"""After that a post is so far up that what is new on it is posted anew, further down."""
LATE_SEEN_FOR = timedelta(minutes=15)
"""The same for what is late: an edit alone notifies nobody, and a post for each would be a flood."""


class Standing(NamedTuple):
    """A team's post, if it ever had one, and what it is to show: so many tickets, some `late`, and the first of them.

    `newest` is when the latest of them was called out, and `newest_late` the same of those that are late.
    """

    callout: Callout | None
    total: int = 0
    newest: datetime | None = None
    first: Sequence[Sheet] = ()
    late: int = 0
    newest_late: datetime | None = None

    def is_far_up(self, now: datetime) -> bool:
        """Nobody would see in the post that stands what is new on the list."""
        posted = self.callout.posted_at if self.callout else None
        news = ((self.newest, SEEN_FOR), (self.newest_late, LATE_SEEN_FOR))
        return posted is not None and any(new and new > posted and now - posted > seen for new, seen in news)


def _calls(ticket: Ticket) -> bool:
    """On hold or pending, it is not us whom anybody waits for, unless it is late; snoozed, somebody said until when."""
    ours = ticket.status in WITH_US or ticket.late
    return ticket.owner is None and ours and ticket.snoozed_until is None


def call_out_at(ticket: Ticket, practice: Practice) -> dict[str, datetime]:
    """When it is called out, if it has not been."""
    team = practice.team(ticket.team)
    if team.unclaimed_after is None or ticket.called_out_at or not _calls(ticket):
        return {}
    return {"call_out": due(ticket.owner_since or ticket.opened_at, team.unclaimed_after, team.calendar)}


def call_out(desk: Desk, ticket: int) -> None:
    """Nobody has taken it in time."""
    held = desk.ticket(ticket)
    if call_out_at(held, desk.practice):
        held.called_out_at = desk.moment
        desk.happened(CalloutStale(team=desk.practice.team(held.team).name))


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """What was taken, closed or moved leaves the list; of what stays on it, the post shows what there is now.

    What is late and nobody's is on it at once. So it stands in one post of its team's channel, and not in two.
    """
    nowhere = ticket.called_out_at is None and not is_called_out(desk.practice, ticket.team)
    if nowhere or shown(ticket) == before:
        return
    stale = {before.team} if ticket.called_out_at else set()
    if not _calls(ticket) or ticket.team != before.team:
        ticket.called_out_at = None
    if _becomes_urgent(desk, ticket, before):
        ticket.called_out_at = desk.moment
        stale.add(ticket.team)
    for team in sorted({desk.practice.team(each).name for each in stale}):
        desk.happened(CalloutStale(team=team))


def _becomes_urgent(desk: Desk, ticket: Ticket, before: Shown) -> bool:
    """It has become late, or was late when it became nobody's."""
    here = ticket.late and _calls(ticket) and is_called_out(desk.practice, ticket.team)
    return here and (ticket.called_out_at is None or not before.late)


def is_called_out(practice: Practice, team: str) -> bool:
    """Whether the team has a list of what nobody has taken."""
    return practice.team(team).unclaimed_after is not None


def is_read_differently(desk: Desk, customer: int) -> None:
    """What a customer is called, or who they are, stands on the list as well."""
    theirs = select(Ticket.team).where(Ticket.customer_id == customer, col(Ticket.called_out_at).is_not(None))
    for team in sorted({desk.practice.team(team).name for team in desk.session.exec(theirs).all()}):
        desk.happened(CalloutStale(team=team))


def redraw_all(desk: Desk) -> None:
    """For when the desk starts: the settings, and so what is called out where, may be others now."""
    known = desk.session.exec(select(Callout.team).order_by(col(Callout.team))).all()
    for team in known:
        if desk.practice.has_team(team):
            desk.happened(CalloutStale(team=team))


def standing(session: Session, practice: Practice, team: str) -> Standing:
    """The post and the list as they are now; nothing where the team does not have it called out any more."""
    callout = session.get(Callout, team)
    if practice.team(team).unclaimed_after is None:
        return Standing(callout)
    theirs = _theirs(practice, team)
    called, late = func.max(Ticket.called_out_at), col(Ticket.late).is_(True)
    counts: Any = select(func.count(), called, func.count().filter(late), called.filter(late)).where(*theirs)
    total, newest, late_ones, newest_late = session.exec(counts).one()
    first = SHEETS.where(*theirs).order_by(*DUE_FIRST).limit(MOST)
    sheets = [Sheet(*row) for row in session.exec(first).all()]
    return Standing(callout, total, newest, sheets, late_ones, newest_late)


def _theirs(practice: Practice, team: str) -> tuple[ColumnElement[bool], ...]:
    """What belongs to a team that is no more is with the first."""
    mine = col(Ticket.team) == team
    lost = col(Ticket.team).not_in([each.name for each in practice.teams])
    whose = or_(mine, lost) if team == practice.first_team.name else mine
    return whose, col(Ticket.called_out_at).is_not(None)


def posted(desk: Desk, team: str, channel: str, post: str) -> None:
    """It stands in the channel now, below the one before it, which is then to say so."""
    kept = desk.session.get(Callout, team, with_for_update=True) or Callout(team=team, channel=channel)
    kept.former = kept.post if kept.channel == channel else None
    kept.channel, kept.post, kept.posted_at, kept.number = channel, post, desk.moment, kept.number + 1
    desk.session.add(kept)
    if kept.former:
        desk.happened(CalloutStale(team=team))


def over(desk: Desk, team: str) -> None:
    """The post says that nothing waits; what comes next is posted anew."""
    desk.session.get_one(Callout, team, with_for_update=True).post = None


def retired(desk: Desk, team: str, former: str) -> None:
    """The post before it says that the list goes on further down."""
    kept = desk.session.get_one(Callout, team, with_for_update=True)
    if kept.former == former:
        kept.former = None
