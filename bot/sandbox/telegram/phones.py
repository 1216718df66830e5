"""What a person sees on the phone: the chat as it is now."""

from dataclasses import asdict, dataclass, field
from typing import Literal

from bot.sandbox.telegram.checks import Json
from bot.sandbox.telegram.entities import Entity, as_html
from bot.sandbox.telegram.methods.profile import menu
from bot.sandbox.telegram.storage import FOLDERS
from bot.sandbox.telegram.world import Chat, Held, World, service


@dataclass(frozen=True)
class Button:
    """A button under a message. Pressing one with `data` tells the bot; one with `url` opens a page."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Seen:
    """One message on the phone. `text` is the caption where there is a file; `date` is Unix seconds."""

    id: int
    sender: Literal["bot", "customer"]
    date: int
    text: str
    html: str
    entities: list[Entity]
    buttons: list[list[Button]] = field(default_factory=list)
    edited: bool = False
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    reply_to: int | None = None
    quote: str | None = None
    forwarded_from: str | None = None
    thread: int | None = None
    file: str | None = None

    def labels(self) -> list[str]:
        return [button.text for row in self.buttons for button in row]


def seen(held: Held) -> Seen:
    message = held.message
    text = message.get("text") or message.get("caption", "")
    entities = message.get("entities") or message.get("caption_entities", [])
    return Seen(
        id=message["message_id"],
        sender="bot" if held.by_bot else "customer",
        date=message["date"],
        text=text,
        html=as_html(text, entities),
        entities=entities,
        buttons=_buttons(message),
        edited="edit_date" in message,
        deleted=held.deleted,
        reactions={who: emoji for who, emoji in held.reactions.items() if emoji},
        reply_to=message.get("reply_to_message", {}).get("message_id"),
        quote=message.get("quote", {}).get("text"),
        forwarded_from=message.get("forward_origin", {}).get("sender_user_name"),
        thread=message.get("message_thread_id"),
        file=_file(message),
    )


def _buttons(message: Json) -> list[list[Button]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[Button(one["text"], one.get("callback_data"), one.get("url")) for one in row] for row in rows]


def _file(message: Json) -> str | None:
    kind = next((kind for kind in FOLDERS if kind in message), None)
    if kind is None or kind == "photo":
        return kind
    return str(message[kind].get("file_name", "file" if kind == "document" else kind))


def history(chat: Chat) -> list[Seen]:
    """Every message there ever was, deleted ones too; what only opened or renamed a topic is not one."""
    return [seen(held) for held in chat.held.values() if not service(held.message)]


def keys(chat: Chat) -> list[str]:
    """The labels of the reply keyboard."""
    rows = chat.keyboard["keyboard"] if chat.keyboard else []
    return [key["text"] for row in rows for key in row]


def pictured(world: World, chat: Chat) -> Json:
    """One person and their phone, for the page: only values that JSON knows."""
    return {
        "id": chat.id,
        "name": chat.user["first_name"],
        "username": chat.user.get("username"),
        "language": chat.user.get("language_code"),
        "barred": chat.barred,
        "action": chat.action,
        "menu": menu(world, chat.id, chat.user.get("language_code", "")),
        "keyboard": keys(chat),
        "answers": chat.answers,
        "topics": list(chat.topics.values()) if world.topics else [],
        "pinned": chat.pinned,
        "chat": [asdict(message) for message in history(chat)],
    }
