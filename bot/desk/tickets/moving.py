"""A ticket changes teams: a new card and thread there, and the old card points on."""

from bot.desk.desk import Desk
from bot.desk.events import CardStarted, TicketMoved
from bot.desk.files.carrying import carry
from bot.desk.tickets.tables import Card, Ticket


def change_team(desk: Desk, ticket: Ticket, team: str, actor: str, summary: str = "") -> None:
    """Does nothing where the ticket is with that team already."""
    to = desk.practice.team(team)
    if to.name == ticket.team:
        return
    before = desk.session.get(Card, ticket.card_id) if ticket.card_id else None
    ticket.team = to.name
    if before and before.channel == to.channel:
        desk.happened(TicketMoved(ticket=ticket.id, actor=actor, team=to.name, old_card=None, summary=summary))
        return
    card = Card(ticket_id=ticket.id, channel=to.channel)
    desk.keep(card)
    ticket.card_id = card.id
    desk.happened(CardStarted(ticket=ticket.id, card=card.id, moved=True))
    carry(desk, ticket)
    desk.happened(
        TicketMoved(
            ticket=ticket.id, actor=actor, team=to.name, old_card=before.id if before else None, summary=summary
        )
    )
