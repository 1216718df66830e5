"""A message as a letter: its words, or for what is not text a note in square brackets that says what came."""

from collections.abc import Callable
from typing import Any

from telegram import Message

from bot.desk.tickets.conversation import Letter
from bot.desk.words import Words
from handlers.telegram.words import words


def _file(document: Any) -> str:
    return f"file {document.file_name}" if document.file_name else "file"


def _sticker(sticker: Any) -> str:
    return f"sticker {sticker.emoji}" if sticker.emoji else "sticker"


def _location(location: Any) -> str:
    return f"location {location.latitude}, {location.longitude}"


def _venue(venue: Any) -> str:
    return f"{_location(venue.location)}: {venue.title}, {venue.address}"


def _contact(contact: Any) -> str:
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    return f"contact {name}, {contact.phone_number}"


def _dice(dice: Any) -> str:
    return f"{dice.emoji} {dice.value}"


WHOLE: dict[str, Callable[[Any], str]] = {
    "venue": _venue,
    "location": _location,
    "contact": _contact,
    "dice": _dice,
}
"""What a note can say in full. Of two that a message has, the first: a venue has a location as well."""

PARTLY: dict[str, Callable[[Any], str]] = {
    "photo": lambda _: "photo",
    "animation": lambda _: "animation",
    "video": lambda _: "video",
    "video_note": lambda _: "video message",
    "voice": lambda _: "voice message",
    "audio": lambda _: "audio",
    "document": _file,
    "sticker": _sticker,
    "poll": lambda poll: f"poll: {poll.question}",
    "story": lambda _: "story",
}
"""What reaches the team only as a note that it came. An animation is a document as well."""


def letter(message: Message) -> Letter:
    note, unshown = _note(message)
    answered = message.reply_to_message
    return Letter(
        chat_message=message.message_id,
        words=_noted(note, _typed(message)),
        written_at=message.edit_date or message.date,
        reply_to=answered.message_id if answered else None,
        unshown=unshown,
    )


def without_command(message: Message) -> Letter | None:
    """What follows a command in its message; None where nothing does."""
    whole = letter(message)
    text = whole.words.text
    command = len(text.split(maxsplit=1)[0])
    rest = whole.words.part(command, len(text)).trimmed()
    return None if rest.blank else Letter(whole.chat_message, rest, whole.written_at, whole.reply_to)


def _typed(message: Message) -> Words:
    if message.text is not None:
        return words(message.text, message.entities)
    return words(message.caption or "", message.caption_entities)


def _note(message: Message) -> tuple[str, str]:
    """What the note says, and the kind of what it cannot say."""
    if message.text is not None:
        return "", ""
    for kind, told in (WHOLE | PARTLY).items():
        if found := getattr(message, kind):
            return f"[{told(found)}]", "" if kind in WHOLE else kind
    return "[a message that cannot be shown here]", "unknown"


def _noted(note: str, typed: Words) -> Words:
    if not note:
        return typed
    lead = f"{note} " if typed.text else note
    moved = (span._replace(start=span.start + len(lead), end=span.end + len(lead)) for span in typed.spans)
    return Words(lead + typed.text, tuple(moved))
