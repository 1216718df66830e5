"""Any program that talks to both platforms, over raw HTTP: the page is proved without the product."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.sandbox.sandbox import Sandbox

Json = dict[str, Any]

LATE = 30  # seconds


class ScriptedDesk:
    """`answers` are what goes back with the acknowledgement, by the type of the payload."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.answers: dict[str, Json] = {}
        self._heard: asyncio.Queue[Json] = asyncio.Queue()

    async def telegram(self, method: str, **params: Any) -> Any:
        url = f"{self.sandbox.telegram.url}/bot{self.sandbox.telegram.token}/{method}"
        async with self.session.post(url, json=params) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def update(self, offset: int = 0) -> Json:
        """The next thing a customer did."""
        updates = await self.telegram("getUpdates", timeout=LATE, offset=offset)
        assert updates, "no customer did anything"
        update: Json = updates[0]
        await self.telegram("getUpdates", offset=update["update_id"] + 1)
        return update

    async def slack(self, method: str, **params: Any) -> Json:
        token = self.sandbox.slack.app_token if method.startswith("apps.") else self.sandbox.slack.bot_token
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.post(f"{self.sandbox.slack.url}{method}", json=params, headers=headers) as answer:
            body: Json = await answer.json()
        assert body["ok"], body
        return body

    async def heard(self, kind: str) -> Json:
        """The next payload or event of that type; what comes before it is passed over."""
        async with asyncio.timeout(LATE):
            while True:
                payload = await self._heard.get()
                if kind in (payload.get("type"), payload.get("event", {}).get("type"), payload.get("command")):
                    return payload

    async def listens(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = message.json()
            if "envelope_id" in frame:
                payload = frame["payload"]
                answer = self.answers.get(payload.get("type") or payload.get("command"))
                self._heard.put_nowait(payload)
                await socket.send_json({"envelope_id": frame["envelope_id"]} | ({"payload": answer} if answer else {}))


@asynccontextmanager
async def connected(sandbox: Sandbox) -> AsyncIterator[ScriptedDesk]:
    async with aiohttp.ClientSession() as session:
        desk = ScriptedDesk(sandbox, session)
        opened = await desk.slack("apps.connections.open")
        async with session.ws_connect(opened["url"]) as socket:
            listening = asyncio.create_task(desk.listens(socket))
            await sandbox.slack.connected()
            yield desk
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
