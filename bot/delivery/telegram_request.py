"""HTTP to the Bot API over aiohttp, at a fifth of what python-telegram-bot's own transport costs.

It tells apart what the courier must know: certainly not sent, perhaps sent, and told to wait.
"""

import asyncio
import json
import warnings
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.request import getproxies

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning
from yarl import URL

CONNECT = 10.0  # seconds, the wait for a free connection included
READ = 25.0  # seconds; a shorter wait makes messages that were delivered look lost
UPLOAD = 60.0  # seconds more, where a file goes with it
TOO_MANY_REQUESTS = 429
UNSAID = 5  # seconds to wait where the server does not say


class NotSent(NetworkError):
    """The request certainly did not reach Telegram."""


class Flooded(TelegramError):
    """Telegram asks to wait. (The library's `RetryAfter` warns whoever looks at it.)"""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"Too many requests: retry after {after.total_seconds():.0f} s")
        self.after = after


def telegram_bot(token: str, api_url: str) -> ExtBot[None]:
    """The client of the whole product. It needs no server until it is used; `bot.request.shutdown()` closes it."""
    warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)  # where we want Telegram's answer as it is
    request = AiohttpRequest(proxies=not on_this_machine(api_url))
    return ExtBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
    )


def on_this_machine(url: str) -> bool:
    """A proxy from the environment would not find it."""
    host = URL(url).host or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class AiohttpRequest(BaseRequest):
    """Opens its connections when first used, on the loop of that use."""

    def __init__(self, *, proxies: bool = True, connections: int = 64) -> None:
        self._proxies = proxies
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None:
        self._opened()

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session:
            await session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            proxies = self._proxies and bool(getproxies())  # to look for one in every call takes longer than the call
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=proxies, headers={"User-Agent": self.USER_AGENT}
            )
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Raises NotSent, TimedOut, Flooded, or NetworkError where nobody knows what came of it."""
        body = _body(request_data) if request_data else None
        upload = UPLOAD if isinstance(body, aiohttp.FormData) else 0.0
        timeout = _timeout(read_timeout if isinstance(read_timeout, int | float) else READ, upload)
        try:
            async with self._opened().request(method, url, data=body, timeout=timeout) as answer:
                status, content = answer.status, await answer.read()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _named(error) from None  # the chain would carry the address, and with it the token
        if status == TOO_MANY_REQUESTS:
            raise Flooded(_asked(content))
        return status, content


def _timeout(read: float, upload: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=CONNECT + upload + read, connect=CONNECT, sock_read=read + upload)


def _body(request: RequestData) -> aiohttp.FormData | aiohttp.JsonPayload:
    """Only a file needs a form, which took a quarter of what the call costs."""
    if not request.contains_files:
        return aiohttp.JsonPayload(request.parameters)
    form = aiohttp.FormData(request.json_parameters)
    for name, (filename, content, mime) in request.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _named(error: Exception) -> TelegramError:
    """What is told of it has no address in it: there is a token in those."""
    name = type(error).__name__
    match error:
        case aiohttp.ClientConnectorError():
            return NotSent(f"{name}: {error.strerror or error.os_error}")
        case aiohttp.ConnectionTimeoutError() | aiohttp.ClientHttpProxyError() | aiohttp.InvalidURL():
            return NotSent(name)
        case asyncio.TimeoutError():
            return TimedOut(name)
        case _:
            return NetworkError(name)


def _asked(content: bytes) -> timedelta:
    try:
        return timedelta(seconds=int(json.loads(content)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return timedelta(seconds=UNSAID)
