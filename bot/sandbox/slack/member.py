"""What a person in the workspace does. Stories and the page drive Slack through this."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import filling, finding, posts
from bot.sandbox.slack.emoji import known
from bot.sandbox.slack.finding import Control, NotThere, Place
from bot.sandbox.slack.methods.files import described
from bot.sandbox.slack.reader import Reader, Where, find_channel
from bot.sandbox.slack.typed import said
from bot.sandbox.slack.workspace import Channel, File, Message, User, View

Json = dict[str, Any]


class NotAllowed(AssertionError):
    """Slack's own screens do not let this person do that."""


class Member(Reader):
    """Everything they do goes the way it goes at Slack: to the app, as an event or an interaction."""

    # What they say

    async def says(self, channel: Where, text: str, thread: Message | str | None = None) -> Message:
        """Typed as in Slack's composer; `thread` is any message of the thread, or its root's ts."""
        place = self._in(channel)
        return posts.post(self.workspace, place, self.user, said(self.workspace, text), thread=_root(place, thread))

    async def shares(
        self,
        channel: Where,
        name: str,
        content: bytes,
        text: str = "",
        thread: Message | str | None = None,
        *,
        size: int | None = None,
    ) -> Message:
        """A file, with or without words. `size` in bytes claims more than the content has."""
        return await self.shares_all(channel, {name: content}, text, thread, size=size)

    async def shares_all(
        self,
        channel: Where,
        files: Mapping[str, bytes],
        text: str = "",
        thread: Message | str | None = None,
        *,
        size: int | None = None,
    ) -> Message:
        """Several files in one message."""
        place = self._in(channel)
        bodies = []
        for name, content in files.items():
            body = described(self.api, name, len(content) if size is None else size, self.id)
            self.workspace.files[body["id"]] = File(body, content, received=True)
            bodies.append(body)
        shared = (said(self.workspace, text) if text else {"text": ""}) | {"files": bodies, "upload": False}
        return posts.post(self.workspace, place, self.user, shared, thread=_root(place, thread))

    async def edits(self, message: Message, text: str) -> None:
        self._own(message)
        posts.edit(self.workspace, message, self.user, said(self.workspace, text))

    async def deletes(self, message: Message) -> None:
        self._own(message)
        posts.delete(self.workspace, message)

    async def reacts(self, message: Message, name: str) -> None:
        stored = known(name)
        if stored is None:
            raise NotAllowed(f"there is no emoji :{name}:")
        posts.react(self.workspace, message, self.user, stored)

    async def unreacts(self, message: Message, name: str) -> None:
        posts.unreact(self.workspace, message, self.user, known(name) or name)

    async def joins(self, channel: Where, inviter: User | None = None) -> None:
        """A private or shared channel lets in whoever is said to be invited."""
        posts.join(self.workspace, find_channel(self.workspace, channel), self.user, inviter)

    async def leaves(self, channel: Where) -> None:
        posts.leave(self.workspace, find_channel(self.workspace, channel), self.user)

    async def archives(self, channel: Where) -> None:
        posts.archive(self.workspace, self._in(channel), self.user)

    async def unarchives(self, channel: Where) -> None:
        posts.archive(self.workspace, find_channel(self.workspace, channel), self.user, archived=False)

    # What they use

    async def clicks(self, label: str, message: Message | None = None, near: str | None = None) -> None:
        """The newest such button they can see, or the one on that message. Raises NoSuchButton, Unanswered."""
        await self._press(finding.button(self._messages(message), label, near))

    async def chooses(self, menu: str, option: str, message: Message | None = None) -> None:
        """From a select or an overflow menu on a message. Raises NoSuchButton, Unanswered."""
        await self._take(finding.menu(self._messages(message), menu, option), option)

    async def clicks_in_home(self, label: str, near: str | None = None) -> None:
        await self._press(finding.button(self._shown(self.home), label, near))

    async def chooses_in_home(self, menu: str, option: str) -> None:
        await self._take(finding.menu(self._shown(self.home), menu, option), option)

    async def clicks_in_modal(self, label: str, near: str | None = None) -> None:
        await self._press(finding.button(self._shown(self.modal), label, near))

    async def chooses_in_modal(self, menu: str, option: str) -> None:
        await self._take(finding.menu(self._shown(self.modal), menu, option), option)

    async def uses(self, place: Place, block_id: str, action_id: str, wanted: str | None = None) -> None:
        """The element of those ids, as the page knows it; `wanted` is the choice. Raises NoSuchButton, Unanswered."""
        for control in finding.controls(place):
            if (control.block["block_id"], control.element["action_id"]) == (block_id, action_id):
                await (self._press(control) if wanted is None else self._take(control, wanted))
                return
        raise finding.NoSuchButton(f"{action_id} is not there any more")

    async def opens_home(self) -> None:
        event: Json = {"type": "app_home_opened", "user": self.id, "tab": "home"}
        event |= {"channel": self.workspace.direct(self.user).id, "event_ts": self.workspace.new_ts()}
        if self.home:
            event["view"] = self.home.as_json()
        self.workspace.happened(event)

    async def command(self, name: str, text: str, channel: Where) -> Json | None:
        """What came with the acknowledgement; it is among their whispers too. Raises Unanswered."""
        commands = self.api.app.commands
        if commands is not None and name not in commands:
            raise NotAllowed(f"{name} is not a valid command; there are {sorted(commands)}")
        return await self.interactions.command(self.user, self._in(channel), name, text)

    async def shortcut(self, callback: str, message: Message | None = None) -> None:
        """From a message's menu, or without one from the search box. Raises Unanswered."""
        shortcuts = self.api.app.shortcuts
        if shortcuts is not None and callback not in shortcuts:
            raise NotAllowed(f"no shortcut {callback}; there are {sorted(shortcuts)}")
        await self.interactions.shortcut(self.user, callback, message)

    # Forms

    async def fills(self, values: dict[str, Any]) -> None:
        """Fields of the modal by their labels. Raises NoSuchField, NoSuchOption, TooLong."""
        for label, wanted in values.items():
            view = self._shown(self.modal)[0]
            control = finding.field(view, label)
            value = filling.entered(self.workspace, control, wanted)
            view.typed[control.block["block_id"]][control.element["action_id"]] = value
            self.workspace.changes.happened()
            if control.block.get("dispatch_action"):
                await self.interactions.use(self.user, control, _without_type(value))

    async def suggestions(self, label: str, typed: str) -> list[str]:
        """What an external select offers when that is typed into it."""
        view = self._shown(self.modal)[0]
        control = finding.field(view, label)
        options = await self.interactions.suggestions(self.user, control, typed)
        view.offered[control.element["action_id"]] = options
        return [option["text"]["text"] for option in options]

    async def submits(self) -> dict[str, str] | None:
        """The errors under the fields by their labels, None if it went through. Raises Unanswered."""
        self._shown(self.modal)
        return await self.interactions.submit(self.user)

    async def closes_modal(self, every: bool = False) -> None:
        self._shown(self.modal)
        await self.interactions.close(self.user, every)

    def _in(self, channel: Where) -> Channel:
        place = find_channel(self.workspace, channel)
        if self.id not in place.members or place.archived:
            raise NotAllowed(f"{self.name} cannot write in #{place.name}")
        return place

    def _own(self, message: Message) -> None:
        if message.body.get("user") != self.id:
            raise NotAllowed(f"this is not {self.name}'s message")

    def _messages(self, message: Message | None) -> list[Message]:
        return self.messages() if message is None else [message]

    def _shown(self, view: View | None) -> list[View]:
        if view is None:
            raise NotThere(f"{self.name} has no such view open; Slack said {self.troubles}")
        return [view]

    async def _press(self, control: Control) -> None:
        await self.interactions.use(self.user, control)

    async def _take(self, control: Control, wanted: str) -> None:
        value = filling.picked(self.workspace, control, wanted)
        typed = control.place.typed.get(control.block["block_id"], {}) if isinstance(control.place, View) else {}
        if control.element["action_id"] in typed:
            typed[control.element["action_id"]] = value
        await self.interactions.use(self.user, control, _without_type(value))


def _without_type(value: Json) -> Json:
    return {key: part for key, part in value.items() if key != "type"}


def _root(channel: Channel, thread: Message | str | None) -> str | None:
    if thread is None:
        return None
    ts = thread.root if isinstance(thread, Message) else thread
    if ts not in channel.messages:
        raise NotThere(f"no thread {ts} in #{channel.name}")
    return ts
