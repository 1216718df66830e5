"""A message as a letter: its words and files; for what is neither, a note in square brackets that says what came."""

import re
from collections.abc import Callable
from dataclasses import replace
from operator import index
from typing import Any

from telegram import Message

from bot.desk.tickets.conversation import Letter
from bot.desk.words import Words
from handlers.telegram.citing import cited
from handlers.telegram.enclosures import enclosed
from handlers.telegram.words import words


def _sticker(sticker: Any) -> str:
    return f"sticker {sticker.emoji}" if sticker.emoji else "sticker"


def _location(location: Any) -> str:
    at = f"{location.latitude}, {location.longitude}"
    return f"location {at}: {MAP.format(latitude=location.latitude, longitude=location.longitude)}"


def _venue(venue: Any) -> str:
    return f"{venue.title}, {venue.address}; {_location(venue.location)}"


def _contact(contact: Any) -> str:
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    return f"contact {name}, {contact.phone_number}"


def _dice(dice: Any) -> str:
    return f"{dice.emoji} {dice.value}"


def _poll(poll: Any) -> str:
    return f"poll: {poll.question} ({' / '.join(option.text for option in poll.options)})"


MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"

WHOLE: dict[str, Callable[[Any], str]] = {
    "venue": _venue,
    "location": _location,
    "contact": _contact,
    "dice": _dice,
    "poll": _poll,
    "sticker": _sticker,
}
"""What a note can say in full. Of two that a message has, the first: a venue has a location as well."""

OPENS = re.compile(r"/new(@\w+)?\s", re.ASCII | re.IGNORECASE)
"""The command whose message is a letter without it."""

PARTLY = ("story",)
"""What reaches the team only as a note that it came."""


def letter(message: Message) -> Letter:
    files = enclosed(message)
    note, unshown = ("", False) if files else _note(message)
    answered = message.reply_to_message
    return Letter(
        chat_message=index(message.message_id),  # a whole number: SQLite would keep anything
        words=_noted(note, _typed(message)),
        written_at=message.edit_date or message.date,
        reply_to=answered.message_id if answered else None,
        files=files,
        album=message.media_group_id if files else None,
        unshown=unshown,
        forwarded=message.forward_origin is not None,
        cited=cited(message),
    )


def without_command(message: Message) -> Letter | None:
    """What follows a command in its message; None where nothing does."""
    whole = letter(message)
    text = whole.words.text
    command = len(text.split(maxsplit=1)[0])
    rest = whole.words.part(command, len(text)).trimmed()
    return None if rest.blank else replace(whole, words=rest, forwarded=False)


def rewritten(message: Message) -> Letter:
    """As it was taken when it came: what follows /new is a message, and /new is none of it."""
    return (without_command(message) if OPENS.match(message.text or "") else None) or letter(message)


def _typed(message: Message) -> Words:
    if message.text is not None:
        return words(message.text, message.entities)
    return words(message.caption or "", message.caption_entities)


def _note(message: Message) -> tuple[str, bool]:
    """What the note says, and whether that is less than what came."""
    if message.text is not None:
        return "", False
    for kind, told in WHOLE.items():
        if found := getattr(message, kind):
            return f"[{told(found)}]", False
    for kind in PARTLY:
        if getattr(message, kind):
            return f"[{kind}]", True
    return "[a message that cannot be shown here]", True


def _noted(note: str, typed: Words) -> Words:
    if not note:
        return typed
    lead = f"{note} " if typed.text else note
    moved = (span._replace(start=span.start + len(lead), end=span.end + len(lead)) for span in typed.spans)
    return Words(lead + typed.text, tuple(moved))
