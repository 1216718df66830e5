"""What follows for a claim, the list of what nobody has, and a pause, when a ticket changes: worked out when the desk
closes, so that no verb can forget it.
"""

from sqlmodel import select

from bot.desk.as_seen import Shown
from bot.desk.claims import leasing, unclaimed
from bot.desk.claims.tables import Callout, Reminder
from bot.desk.desk import Desk
from bot.desk.events import CalloutStale, ReminderStale
from bot.desk.tickets import pauses
from bot.desk.tickets.tables import Ticket


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """`before` is how it was when the desk first saw it."""
    changed_hands = ticket.owner != before.owner
    if changed_hands or (ticket.owner is None and ticket.team != before.team):
        ticket.owner_since = desk.moment
    pauses.follow(desk, ticket, changed_hands=changed_hands)
    leasing.follow(desk, ticket, changed_hands=changed_hands)
    unclaimed.follow(desk, ticket, before)


def pressed_in_vain(desk: Desk, channel: str, post: str) -> None:
    """Somebody pressed what they could not: if the post is one of ours, it is to show how things stand."""
    team = desk.session.exec(select(Callout.team).where(Callout.channel == channel, Callout.post == post)).first()
    if team:
        desk.happened(CalloutStale(team=team))
    asked = select(Reminder.id).where(Reminder.channel == channel, Reminder.post == post)
    for reminder in desk.session.exec(asked).all():
        desk.happened(ReminderStale(reminder=reminder))
