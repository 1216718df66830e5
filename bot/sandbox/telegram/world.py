"""Everything the server knows: the bot, the chats and what lies in them, the files, the buttons pressed."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Clock
from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.refusals import Refusal, bad, forbidden, moved, no_longer
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.webhook import Webhook


@dataclass
class Held:
    """A message as the Bot API gives it, and what only the server and the phone know of it."""

    message: Json
    by_bot: bool
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)  # "bot" or "customer" -> emoji

    def quoted(self) -> Json:
        """As it stands in a reply to it: as it is now, without what it replied to itself."""
        return {key: value for key, value in self.message.items() if key != "reply_to_message"}


TOPIC_COLOR = 0x6FB9F0


def service(message: Json) -> bool:
    """Whether it only says what was done: with a topic, or that something was pinned."""
    return any(done in message for done in ("forum_topic_created", "forum_topic_edited", "pinned_message"))


@dataclass
class Chat:
    """The private chat of one person; its id is the person's. `barred` is why sends are forbidden, or empty."""

    user: Json
    met: bool = False  # until the person does something, the bot does not know the chat
    barred: str = ""
    moved_to: int | None = None  # as a group that became a supergroup: sends to the old id are refused
    held: dict[int, Held] = field(default_factory=dict)
    last_id: int = 0
    topics: dict[int, Json] = field(default_factory=dict)  # by message_thread_id
    pinned: list[int] = field(default_factory=list)
    keyboard: Json | None = None  # the reply keyboard now shown
    action: str = ""  # "typing" and the like, until the next message
    answers: list[str] = field(default_factory=list)  # texts of answered presses

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def described(self) -> Json:
        """The Chat object inside messages."""
        names: Json = {key: self.user[key] for key in ("first_name", "last_name", "username") if key in self.user}
        return {"id": self.id, **names, "type": "private"}

    def forget_topic(self, thread: int) -> bool:
        """Delete it with all that is in it; False if it is not there."""
        for held in self.held.values():
            held.deleted = held.deleted or held.message.get("message_thread_id") == thread
        return self.topics.pop(thread, None) is not None

    def no_topic(self, thread: int) -> Refusal:
        """A topic's number is that of the message which opened it: the bot may know one that was deleted since."""
        opened = self.held.get(thread)
        was_there = opened is not None and "forum_topic_created" in opened.message
        return (no_longer if was_there else bad)("message thread not found")

    def there(self, message_id: int) -> Held | None:
        held = self.held.get(message_id)
        return None if held is None or held.deleted else held


@dataclass(frozen=True)
class Press:
    """A pressed button that may be answered until `until`."""

    chat: Chat
    until: datetime


@dataclass(frozen=True)
class File:
    """`size` may be more than the content's: a large file need not be there to be refused."""

    id: str
    path: str
    content: bytes
    size: int
    facts: Json  # as it stands in messages


@dataclass
class World:
    clock: Clock
    changes: Changes
    updates: Updates
    webhook: Webhook
    bot: Json
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # (scope, language)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (name of the text, language)
    pressed: int = 0  # how many buttons ever were
    had_topics: bool = False  # before its owner switched them off

    @property
    def topics(self) -> bool:
        return bool(self.bot["has_topics_enabled"])

    def now(self) -> int:
        """Unix seconds, as in every `date`."""
        return int(self.clock.now().timestamp())

    def chat(self, params: Params) -> Chat:
        """The chat a call is about."""
        if not params.text("chat_id"):
            raise bad("chat_id is empty")
        chat = self.chats.get(params.integer("chat_id"))
        if chat is None or not chat.met:
            raise bad("chat not found")
        return chat

    def open_chat(self, params: Params) -> Chat:
        """The chat a call sends to: as `chat`, and its person must let the bot write."""
        chat = self.chat(params)
        if chat.barred:
            raise forbidden(chat.barred)
        if chat.moved_to and params.integer("chat_id") != chat.moved_to:
            raise moved(chat.moved_to)
        return chat

    def keep(self, chat: Chat, content: Json, *, by_bot: bool) -> Json:
        """Put a message into the chat and answer with it. Its id is the chat's next one."""
        chat.last_id += 1
        message: Json = {
            "message_id": chat.last_id,
            "from": self.bot_user() if by_bot else chat.user,
            "chat": chat.described(),
            "date": self.now(),
            **content,
        }
        chat.held[chat.last_id] = Held(message, by_bot)
        self.changes.happened()
        return message

    def open_topic(self, chat: Chat, topic: Json, *, by_bot: bool) -> Json:
        """Answers with the message that opens it, whose id is the topic's too."""
        thread = chat.last_id + 1
        chat.topics[thread] = {"message_thread_id": thread, **topic}
        opening = {"message_thread_id": thread, "is_topic_message": True, "forum_topic_created": topic}
        return self.keep(chat, opening, by_bot=by_bot)

    def bot_user(self) -> Json:
        """The bot as the sender of a message: without what only getMe tells."""
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}
