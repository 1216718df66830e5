"""Calls to a Bot API over plain HTTP, for what the library would not send or would hide."""

from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]


class Calls:
    def __init__(self, url: str, token: str) -> None:
        self._url = f"{url}/bot{token}/"
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def answer(self, method: str, /, **params: Any) -> tuple[int, Json]:
        """The HTTP status and the body, whatever they are; parameters go as JSON."""
        async with self._session.post(self._url + method, json=params) as answer:
            return answer.status, await answer.json()

    async def form(self, method: str, body: Any) -> tuple[int, Json]:
        """As `answer`, with the body as a form or multipart."""
        async with self._session.post(self._url + method, data=body) as answer:
            return answer.status, await answer.json()

    async def result(self, method: str, /, **params: Any) -> Any:
        """What came of a call that must be ok."""
        status, body = await self.answer(method, **params)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def refusal(self, method: str, /, **params: Any) -> str:
        """The description of a call that must be refused."""
        status, body = await self.answer(method, **params)
        assert body["ok"] is False, body
        assert status == body["error_code"]
        return str(body["description"])

    async def updates(self, **params: Any) -> list[Json]:
        updates: list[Json] = await self.result("getUpdates", **params)
        return updates
