"""Words outside the desk's own tables: what waits to be sent, what was given up, what could not be handled."""

import json
import re
from collections.abc import Sequence

from pydantic import ValidationError

from bot.desk.desk import Desk
from bot.desk.outgoing import Notice, Outgoing, TellCustomer, channel_lane, chat_lane, read
from bot.desk.tickets.tables import Card, Ticket
from bot.engine import ledger
from bot.engine.redacting import forget_lane, reword


def reword_outgoing(desk: Desk, ticket: Ticket, chat: int, cards: Sequence[Card]) -> None:
    """Rows about the ticket stay where they are on their lanes, and say nothing."""
    ids = {card.id for card in cards}
    keys = sorted({chat_lane(chat)} | {channel_lane(card.channel) for card in cards})

    def wordless(payload: str) -> str:
        try:
            row = read(payload)
        except ValidationError:
            return payload
        about_it = getattr(row, "card", None) in ids or getattr(row, "ticket", None) == ticket.id
        return _wordless(row).model_dump_json() if about_it else payload

    reword(desk.session.connection(), keys, wordless)


def _wordless(row: Outgoing) -> Outgoing:
    empty: dict[str, object] = {"text": "", "spans": [], "why": "", "sentence": ""}
    if isinstance(row, TellCustomer) and row.notice is Notice.FILE_REFUSED:
        empty = {"about": json.dumps(json.loads(row.about) | {"name": "…"})}
    return row.model_copy(update={name: value for name, value in empty.items() if name in type(row).model_fields})


def forget_parked(desk: Desk, named: str) -> None:
    """What could not be handled, of a chat or in a thread, by its id there."""
    connection = desk.session.connection()
    whole = re.compile(rf"(?<!\d){re.escape(named)}(?!\d)")
    for kept in ledger.parked(connection):
        if whole.search(kept.payload):
            ledger.unpark(connection, kept.reference)


def forget_chat(desk: Desk, chat: int) -> None:
    """They have read the last that we say to them: that their chat was ever written to is forgotten as well."""
    forget_lane(desk.session.connection(), chat_lane(chat))
