"""Bytes on their way from one platform to the other: passed on as they come, never all here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

import aiohttp
from aiohttp.payload import AsyncIterablePayload
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, InputFile
from yarl import URL

from bot.delivery.slack_verdicts import error_code

PIECE = 64 * 1024
"""Bytes that are here at a time."""
TIMEOUT = aiohttp.ClientTimeout(total=600, connect=10, sock_read=30)
"""Seconds. The whole of the largest file over a slow line; and how long a line may be silent."""


_GONE = ("file_not_found", "file_deleted")


class CannotFetch(Exception):
    """The platform does not give the file; the argument is a sentence for the agent."""


@dataclass(frozen=True)
class Passing:
    """A file being fetched, `size` bytes of it. It can be read once. `name` is what the platform calls it now."""

    response: aiohttp.ClientResponse
    size: int
    name: str = ""

    def payload(self, mime: str = "application/octet-stream") -> AsyncIterablePayload:
        return _Sized(self.response.content.iter_chunked(PIECE), self.size, mime)

    def for_telegram(self, name: str, mime: str) -> InputFile:
        """As the library takes it, which hands it on to our transport unread."""
        return InputFile(cast(IO[bytes], self.payload(mime)), filename=name, read_file_handle=False)


class _Sized(AsyncIterablePayload):
    """What receives it is told beforehand how much comes."""

    def __init__(self, pieces: AsyncIterator[bytes], size: int, mime: str) -> None:
        super().__init__(pieces, content_type=mime)
        self._size = size


class Transfers:
    """`session` sends no token by itself. `slack` repeats nothing that is not harmless to repeat."""

    def __init__(self, session: aiohttp.ClientSession, bot: Bot, slack: AsyncWebClient) -> None:
        self._session = session
        self._bot = bot
        self._slack = slack

    @asynccontextmanager
    async def from_telegram(self, file: str) -> AsyncIterator[Passing]:
        """Raises TelegramError, CannotFetch, and what aiohttp raises (whose text may hold the token)."""
        found = await self._bot.get_file(file)
        if "://" not in (found.file_path or ""):  # a server of one's own may keep it on its disk
            raise CannotFetch("Telegram does not say where it can be fetched")
        async with self._session.get(found.file_path or "", timeout=TIMEOUT) as response:
            if response.status != 200:
                raise CannotFetch(f"Telegram does not give it ({response.status})")
            yield Passing(response, _size(response, found.file_size))

    @asynccontextmanager
    async def from_slack(self, file: str) -> AsyncIterator[Passing]:
        """Raises SlackApiError, CannotFetch, and what aiohttp raises."""
        described = await self._described(file)
        address = URL(described.get("url_private_download") or described.get("url_private") or "")
        if not _slacks_own(address, URL(self._slack.base_url)):
            raise CannotFetch("it is kept outside Slack")
        token = {"Authorization": f"Bearer {self._slack.token}"}
        async with self._session.get(address, headers=token, timeout=TIMEOUT) as response:
            if response.status != 200 or _signs_in(response, described):
                raise CannotFetch("Slack does not give it to the app")
            yield Passing(response, _size(response, described.get("size")), described.get("name") or "")

    async def _described(self, file: str) -> dict[str, Any]:
        """As it is now: what was shared from elsewhere says no more of itself than its id when it comes."""
        try:
            found: dict[str, Any] = (await self._slack.files_info(file=file))["file"]
        except SlackApiError as error:
            if error_code(error) in _GONE:
                raise CannotFetch("it is no longer in Slack") from error
            raise
        return found

    async def to_slack(self, address: str, file: Passing) -> None:
        """The second step of an upload. Raises CannotFetch where Slack did not take it, and what aiohttp raises."""
        await self._posted(address, file.payload())

    async def written_to_slack(self, address: str, file: IO[bytes]) -> None:
        """The same, of a file on our own disk."""
        await self._posted(address, file)

    async def _posted(self, address: str, data: Any) -> None:
        async with self._session.post(address, data=data, timeout=TIMEOUT) as response:
            if response.status != 200:
                raise CannotFetch(f"Slack did not take it ({response.status})")


def _size(response: aiohttp.ClientResponse, said: int | None) -> int:
    size = response.content_length if response.content_length is not None else said
    if not size:
        raise CannotFetch("it is empty")
    return size


def _slacks_own(address: URL, api: URL) -> bool:
    """The token goes to nobody else."""
    host = address.host or ""
    return host == api.host or (address.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com")))


def _signs_in(response: aiohttp.ClientResponse, described: dict[str, Any]) -> bool:
    """Instead of a file that it does not give, Slack shows a page to sign in."""
    return response.content_type == "text/html" and described.get("mimetype") != "text/html"
