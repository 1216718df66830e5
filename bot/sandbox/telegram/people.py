"""People with phones: what they do becomes updates for the bot, what the bot does shows on their phone."""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta

from bot.sandbox.changes import PATIENCE
from bot.sandbox.telegram import citing
from bot.sandbox.telegram.checks import Json, Upload
from bot.sandbox.telegram.entities import Entity
from bot.sandbox.telegram.methods.profile import menu
from bot.sandbox.telegram.mishaps import NoSuchButton, NotPossible, NotSeen
from bot.sandbox.telegram.phones import Button, Seen, history, keys
from bot.sandbox.telegram.storage import FOLDERS, described, described_photo, stored
from bot.sandbox.telegram.typed import ENTITIES, typed
from bot.sandbox.telegram.world import TOPIC_COLOR, Chat, Held, Press, World

PRESS_LIVES = timedelta(seconds=15)


class Person:
    """One customer and their private chat with the bot."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def id(self) -> int:
        """The user's id and the chat's: in a private chat they are the same."""
        return self._chat.id

    @property
    def name(self) -> str:
        return str(self._chat.user["first_name"])

    @property
    def chat(self) -> list[Seen]:
        """What is on the phone now, oldest first."""
        return [message for message in history(self._chat) if not message.deleted]

    @property
    def history(self) -> list[Seen]:
        """As `chat`, and what was deleted."""
        return history(self._chat)

    def content(self, message: Seen) -> bytes:
        """What is in the file that a message carries. KeyError where it carries none."""
        described = self._chat.held[message.id].message
        found = next(described[kind] for kind in FOLDERS if kind in described)
        file = found[-1] if isinstance(found, list) else found
        return self._world.files[file["file_id"]].content

    @property
    def answers(self) -> list[str]:
        """What popped up after presses."""
        return self._chat.answers

    @property
    def menu(self) -> list[Json]:
        """The commands the bot offers in this person's language, each with `command` and `description`."""
        return menu(self._world, self.id, self._chat.user.get("language_code", ""))

    @property
    def topics(self) -> list[str]:
        """The names of the topics that there are, oldest first."""
        return [topic["name"] for topic in self._chat.topics.values()]

    @property
    def pinned(self) -> list[int]:
        """The messages that are pinned, oldest first: the last stands above the chat."""
        return list(self._chat.pinned)

    @property
    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard, if one is shown."""
        return keys(self._chat)

    async def says(
        self,
        text: str,
        *,
        reply_to: int | None = None,
        entities: list[Entity] | None = None,
        thread: int | None = None,
        quote: str = "",
    ) -> Json:
        """Write to the bot, where a message replied to is or else in that `thread`; gives it as the bot gets it.

        `quote` is the part of that message which was marked before.
        """
        part = citing.marked(self._held(reply_to), quote) if quote and reply_to else {}
        return self._write(typed("text", text, entities) | part, reply_to, thread)

    async def answers_elsewhere(self, text: str, quote: str = "", author: str = "Bob") -> Json:
        """Write to the bot in reply to what somebody wrote in another chat: words, or a photo."""
        return self._write(typed("text", text) | citing.elsewhere(author, self._world.now(), quote))

    async def forwards(self, *texts: str, author: str = "Bob") -> list[Json]:
        """Pass on what somebody else wrote to them: messages of their own, sent at once."""
        origin = {"forward_origin": citing.hidden(author, self._world.now())}
        return [self._write(typed("text", text) | origin) for text in texts]

    async def sends_photo(
        self, content: bytes = b"jpeg", caption: str = "", *, reply_to: int | None = None, album: str | None = None
    ) -> Json:
        """Send a photo; those with the same `album` belong together, each a message of its own."""
        file = stored(self._world.files, Upload("photo.jpg", "image/jpeg", content), "photo")
        grouped = {"media_group_id": album} if album else {}
        return self._write(described_photo(file) | _caption(caption) | grouped, reply_to)

    async def sends_document(
        self,
        name: str,
        content: bytes = b"content",
        caption: str = "",
        *,
        mime: str = "application/octet-stream",
        size: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Send a file. `size` in bytes claims more than the content has."""
        file = stored(self._world.files, Upload(name, mime, content), "document", size)
        return self._write(described(file, "document") | _caption(caption), reply_to)

    async def sends(
        self, kind: str, content: bytes = b"content", caption: str = "", *, name: str = "file.dat", mime: str = ""
    ) -> Json:
        """Send a voice, audio, video, video_note, animation or sticker, as the Bot API calls them."""
        file = stored(self._world.files, Upload(name, mime or "application/octet-stream", content), kind)
        return self._write(described(file, kind) | _caption(caption))

    async def sends_location(self, latitude: float, longitude: float) -> Json:
        return self._write({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_contact(self, first_name: str, phone_number: str) -> Json:
        return self._write({"contact": {"first_name": first_name, "phone_number": phone_number}})

    async def edits(self, message_id: int, text: str) -> Json:
        """Change the words of an own message."""
        held = self._held(message_id)
        if held.by_bot:
            raise NotPossible(f"message {message_id} is not one of {self.name}'s own")
        key = "text" if "text" in held.message else "caption"
        held.message.pop(ENTITIES[key], None)
        held.message |= typed(key, text)
        held.message["edit_date"] = self._world.now()
        self._tell("edited_message", held.message)
        return held.message

    async def presses(self, button: str, message_id: int | None = None) -> Json:
        """Press the newest button of that label or data, or a key of the reply keyboard.

        Answers with the callback query, or with the message for a key.
        """
        for message, one in self._buttons(message_id):
            if button in (one.text, one.data) and one.data is not None:
                return self._press(message, one.data)
        if button in self.keyboard:
            return await self.says(button)
        there = [one.text for _, one in self._buttons(message_id)] + self.keyboard
        raise NoSuchButton(f"{self.name} sees no button {button!r}, only {there}")

    async def reacts(self, message_id: int, emoji: str | None) -> None:
        """Put a reaction on a message, or take it away with None."""
        held = self._held(message_id)
        old = held.reactions.get("customer", [])
        held.reactions["customer"] = [emoji] if emoji else []
        reaction: Json = {
            "chat": self._chat.described(),
            "message_id": message_id,
            "user": self._chat.user,
            "date": self._world.now(),
            "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
            "new_reaction": [{"type": "emoji", "emoji": one} for one in held.reactions["customer"]],
        }
        self._tell("message_reaction", reaction)

    async def unpins(self, message_id: int) -> None:
        """For themselves and the bot alike, as it is in a private chat; no update tells of it."""
        self._chat.pinned.remove(message_id)
        self._world.changes.happened()

    async def blocks(self) -> None:
        self._becomes("kicked", "bot was blocked by the user")

    async def unblocks(self) -> None:
        self._becomes("member", "")

    async def deletes_account(self) -> None:
        """No update tells of it: the next send fails for good."""
        self._chat.barred = "user is deactivated"
        self._world.changes.happened()

    async def moves(self) -> None:
        """The chat has another id from now on, and no update tells of it: a send to the old one names it."""
        self._chat.moved_to = -1_000_000_000_000 - self.id
        self._world.chats[self._chat.moved_to] = self._chat

    def topic(self, words: str) -> int:
        """The number of the newest topic that has these words in its name."""
        for thread, topic in reversed(self._chat.topics.items()):
            if words in topic["name"]:
                return thread
        raise NotPossible(f"{self.name} has no topic {words!r}, only {self.topics}")

    async def opens_topic(self, name: str) -> int:
        """Make a topic, as people may where the bot's owner lets them; gives its number."""
        topic: Json = {"name": name, "icon_color": TOPIC_COLOR}
        opening = self._world.open_topic(self._chat, topic, by_bot=False)
        self._tell("message", opening)
        return int(opening["message_thread_id"])

    async def deletes_topic(self, thread: int) -> None:
        """With all that is in it. No update tells of it: the next message to that thread is refused."""
        if not self._chat.forget_topic(thread):
            raise NotPossible(f"{self.name} has no topic {thread}")
        self._world.changes.happened()

    async def sees(
        self,
        words: str | re.Pattern[str],
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the story says how long it would wait
        after: int = 0,
    ) -> Seen:
        """Wait for a message of the bot that has these words, and answer with the newest such.

        `after` leaves out messages up to that id. NotSeen after `timeout` seconds of real time.
        """
        try:
            async with asyncio.timeout(timeout):
                return await self._world.changes.until(lambda: self._found(words, after))
        except TimeoutError:
            there = [message.text for message in self.chat]
            raise NotSeen(f"{self.name} did not see {words!r}, only {there}") from None

    def _found(self, words: str | re.Pattern[str], after: int) -> Seen | None:
        for message in reversed(self.chat):
            if message.sender == "bot" and message.id > after and _has(message.text, words):
                return message
        return None

    def _buttons(self, message_id: int | None) -> Iterator[tuple[Seen, Button]]:
        for message in reversed(self.chat):
            if message_id in (None, message.id):
                yield from ((message, button) for row in message.buttons for button in row)

    def _press(self, message: Seen, data: str) -> Json:
        self._world.pressed += 1
        number = f"{self.id}{self._world.pressed:09}"
        self._world.presses[number] = Press(self._chat, self._world.clock.now() + PRESS_LIVES)
        query: Json = {
            "id": number,
            "from": self._chat.user,
            "message": self._chat.held[message.id].message,
            "chat_instance": str(-self.id),
            "data": data,
        }
        self._tell("callback_query", query)
        return query

    def _becomes(self, status: str, barred: str) -> None:
        before = "kicked" if self._chat.barred else "member"
        self._chat.met = True
        self._chat.barred = barred
        change: Json = {
            "chat": self._chat.described(),
            "from": self._chat.user,
            "date": self._world.now(),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(status),
        }
        self._tell("my_chat_member", change)

    def _membership(self, status: str) -> Json:
        forever: Json = {"until_date": 0} if status == "kicked" else {}
        return {"user": self._world.bot_user(), "status": status} | forever

    def _tell(self, kind: str, payload: Json) -> None:
        self._world.updates.add(kind, payload)
        self._world.changes.happened()

    def _write(self, content: Json, reply_to: int | None = None, thread: int | None = None) -> Json:
        if self._chat.barred:
            raise NotPossible(f"{self.name} cannot write: {self._chat.barred}")
        self._chat.met = True
        message = self._world.keep(self._chat, content | self._place(reply_to, thread), by_bot=False)
        self._tell("message", message)
        return message

    def _held(self, message_id: int) -> Held:
        held = self._chat.there(message_id)
        if held is None:
            raise NotPossible(f"there is no message {message_id} on the phone of {self.name}")
        return held

    def _place(self, reply_to: int | None, thread: int | None) -> Json:
        place: Json = {}
        if reply_to is not None:
            place["reply_to_message"] = self._held(reply_to).quoted()
            thread = thread or place["reply_to_message"].get("message_thread_id")
        if thread is None or not self._world.topics:
            return place
        if thread not in self._chat.topics:
            raise NotPossible(f"{self.name} has no topic {thread}")
        return place | {"message_thread_id": thread, "is_topic_message": True}


def _caption(text: str) -> Json:
    return typed("caption", text) if text else {}


def _has(text: str, words: str | re.Pattern[str]) -> bool:
    return words in text if isinstance(words, str) else words.search(text) is not None
