"""Masking, where people's words come in; and saying so to those who wrote them."""

from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.events import CustomerTold
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Customer
from bot.desk.privacy.masking import masked, masked_words
from bot.desk.words import Words

SAID_AGAIN_AFTER = timedelta(days=1)
"""Somebody who sends several cards in a row is told once."""


def hidden(desk: Desk, words: Words) -> Words:
    return masked_words(words, desk.practice.privacy.patterns)


def hidden_text(desk: Desk, text: str) -> str:
    return masked(text, desk.practice.privacy.patterns)


def say_so(desk: Desk, known: Customer, ticket: int | None) -> None:
    """The customer hears that it was hidden, and that the message in their own chat still shows it."""
    told = known.hidden_told_at
    if told is None or desk.moment - told >= SAID_AGAIN_AFTER:
        known.hidden_told_at = desk.moment
        desk.happened(CustomerTold(customer=known.id, notice=Notice.HIDDEN, ticket=ticket))
