"""The HTTP of the Web API: who asks, what for, whether they may, and what went wrong on purpose."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.faults import Faults
from bot.sandbox.slack.api import Api
from bot.sandbox.slack.arguments import read
from bot.sandbox.slack.limits import RateLimits
from bot.sandbox.slack.methods.table import METHODS, Method
from bot.sandbox.slack.refusals import Call, Refusal, Refused

Json = dict[str, Any]

LARGEST_BODY = 100 * 1024 * 1024
"""Bytes."""


@dataclass
class WebApi:
    """The Web API answers 200 with `ok: false`, except for 429 and for faults."""

    api: Api
    faults: Faults
    bot_token: str
    app_token: str
    limits: RateLimits = field(default_factory=RateLimits)
    calls: list[Call] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.handle),
            web.post("/upload/{secret}", self.receive),
            web.get("/files/{file}/{name}", self.download),
        ]

    def too_many(self, retry_after: int) -> web.StreamResponse:
        headers = {"Retry-After": str(retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    def broken(self, status: int) -> web.StreamResponse:
        return web.json_response({"ok": False, "error": "internal_error"}, status=status)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]

        async def act() -> web.StreamResponse:
            return await self._answer(request, name)

        return await self.faults.applied(self, request, name, act)

    async def _answer(self, request: web.Request, name: str) -> web.StreamResponse:
        given: Json = {}
        try:
            given = await read(request)
            method = self._method(name, _token(request, given))
            arguments = method.arguments.parsed(given)
            wait = self.limits.wait(name, method.tier, str(arguments.get("channel", "")))
            if wait:
                return self.too_many(wait)
            answer = {"ok": True} | method.run(self.api, arguments)
        except Refused as refusal:
            self.refused.append(Refusal(name, _told(given), refusal.error, refusal.messages))
            self.api.workspace.changes.happened()
            return web.json_response(refusal.as_json())
        body = json.dumps(answer)
        self.calls.append(Call(name, arguments, json.loads(body)))
        return web.Response(text=body, content_type="application/json", headers=self._scopes(method))

    def _scopes(self, method: Method) -> dict[str, str]:
        """What the token may do, which Slack says beside every answer to a bot's."""
        scopes = ",".join(sorted(self.api.app.scopes))
        return {"X-OAuth-Scopes": scopes} if scopes and not method.app_token else {}

    def _method(self, name: str, token: str) -> Method:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        if not token:
            raise Refused("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise Refused("invalid_auth")
        if (token == self.app_token) != method.app_token:
            raise Refused("not_allowed_token_type")
        if self.api.app.shut_out and not method.app_token:
            raise Refused(self.api.app.shut_out)
        if method.scope and not method.app_token:
            self.api.need(method.scope)
        return method

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """The second step of an upload: the bytes themselves, raw or as a form's file."""
        file_id = self.api.uploads.get(request.match_info["secret"])
        if file_id is None:
            return web.Response(status=404, text="this upload address was never given")
        file = self.api.workspace.files[file_id]
        file.content = await _content(request)
        if len(file.content) != file.body["size"]:
            return web.Response(status=400, text="the length is not the one announced")
        file.received = True
        return web.Response(text=f"OK - {len(file.content)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Without the token Slack shows a page to sign in, with status 200, and not the file."""
        if request.headers.get("Authorization") != f"Bearer {self.bot_token}":
            return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        file = self.api.workspace.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.body["mimetype"])


def _token(request: web.Request, given: Json) -> str:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bearer or str(given.get("token", ""))


def _told(given: Json) -> Json:
    return {key: value for key, value in given.items() if key != "token"}


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
