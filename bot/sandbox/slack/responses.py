"""Response URLs: five answers within half an hour to somebody who used something, without a scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.sandbox.slack import posts
from bot.sandbox.slack.lint import completed, lint_blocks
from bot.sandbox.slack.refusals import Refusal
from bot.sandbox.slack.workspace import Channel, Message, User, Workspace

Json = dict[str, Any]

LIFETIME = timedelta(minutes=30)
MOST_USES = 5


@dataclass
class _Url:
    channel: Channel
    user: User
    message: Message | None
    born: datetime
    uses: int = 0


class ResponseUrls:
    def __init__(self, workspace: Workspace, refused: list[Refusal]) -> None:
        self.workspace = workspace
        self.refused = refused
        self.origin = ""
        self._urls: dict[str, _Url] = {}

    def issue(self, channel: Channel, user: User, message: Message | None) -> str:
        secret = uuid4().hex
        self._urls[secret] = _Url(channel, user, message, self.workspace.now())
        return f"{self.origin}/response/{secret}"

    async def handle(self, request: web.Request) -> web.Response:
        url = self._urls.get(request.match_info["secret"])
        given: Json = await request.json()
        error = self._error(url, given)
        if url is None or error:
            self.refused.append(Refusal("response_url", given, error))
            return web.json_response({"ok": False, "error": error}, status=404 if "url" in error else 200)
        url.uses += 1
        self._answer(url, given)
        return web.json_response({"ok": True})

    def _error(self, url: _Url | None, given: Json) -> str:
        if url is None or self.workspace.now() - url.born > LIFETIME:
            return "expired_url"
        if url.uses >= MOST_USES:
            return "used_url"
        if given.get("delete_original"):
            return ""
        if not given.get("text"):
            return "no_text"
        return "invalid_blocks" if lint_blocks("message", given.get("blocks", [])) else ""

    def _answer(self, url: _Url, given: Json) -> None:
        message = url.message
        if message is not None and given.get("delete_original"):
            self._delete(url.user, message)
            return
        said: Json = {"text": given["text"], "blocks": None}
        if "blocks" in given:
            said["blocks"] = completed(given["blocks"], self.workspace.new_id("k"))
        if message is not None and given.get("replace_original"):
            posts.edit(self.workspace, message, self.workspace.bot, said)
        else:
            self._say(url, given, {key: value for key, value in said.items() if value is not None})

    def _say(self, url: _Url, given: Json, said: Json) -> None:
        thread = given.get("thread_ts")
        if given.get("response_type") == "in_channel":
            posts.post(self.workspace, url.channel, self.workspace.bot, said, thread=thread)
        else:
            posts.say_to(self.workspace, url.channel, url.user, said, thread)

    def _delete(self, user: User, message: Message) -> None:
        if message.shown_to:
            user.screen.whispers.remove(message)
            self.workspace.changes.happened()
        else:
            posts.delete(self.workspace, message)
