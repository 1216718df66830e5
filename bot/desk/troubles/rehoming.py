"""The way back where a channel is gone for good: the settings give its team another, and its tickets go on there."""

from sqlmodel import col, select

from bot.desk import alerts
from bot.desk.desk import Desk
from bot.desk.events import DESK, CardRehomed, OperatorsAlerted
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Card, Ticket
from bot.desk.troubles.tables import SLACK, Trouble, in_channel


def rehome(desk: Desk) -> None:
    """For when the desk starts. A channel that is shut and still some team's is left: it may open again."""
    used = {in_channel(team.channel) for team in desk.practice.teams}
    shut = select(Trouble).where(col(Trouble.place).startswith(f"{SLACK}:")).with_for_update(key_share=True)
    for trouble in desk.session.exec(shut).all():
        if trouble.place not in used:
            _leave(desk, trouble.place.partition(":")[2])
            desk.session.delete(trouble)


def _leave(desk: Desk, channel: str) -> None:
    """Only tickets that are being worked on are posted at once; of the others the card comes with what comes next."""
    there = select(Ticket, Card).join(Card, col(Card.id) == col(Ticket.card_id)).where(Card.channel == channel)
    count = 0
    for ticket, card in desk.session.exec(there.order_by(col(Ticket.id))).all():
        card.channel, card.post = desk.practice.team(ticket.team).channel, None
        if ticket.status in LIVE:
            count += 1
            desk.happened(CardRehomed(ticket=ticket.id, actor=DESK, card=card.id, left=channel))
    desk.happened(OperatorsAlerted(sentence=alerts.left_for_good(channel, count)))
