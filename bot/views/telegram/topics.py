"""What a ticket's topic is called in its customer's chat. It needs no words, so it is the same in every language."""

from bot.desk.tickets.tables import Ticket
from bot.desk.tickets.topics import title
from bot.desk.words import Words
from bot.views.telegram import screens
from bot.views.telegram.words import parts

LONGEST = 128
"""Telegram's limit; counted in UTF-16 code units to be on the strict side."""


def topic_name(ticket: Ticket) -> str:
    mark = "💬" if title(ticket).live else "✅"
    return parts(Words(f"{mark} {screens.title(ticket)}"), LONGEST)[0].text
