"""The two Slack clients: one that never repeats a call by itself, and one for calls that may be repeated."""

from aiohttp import ClientSession
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

SECONDS = 15
"""The longest a call may last; well below the courier's lease, in which a sender may make a few."""

_LOOPBACK = ("http://127.0.0.1", "http://localhost", "http://[::1]")


def posting(token: str, url: str, session: ClientSession) -> AsyncWebClient:
    """For what would be there twice. `session` ought to time out after `SECONDS`."""
    return _client(token, url, session, [])


def calm(token: str, url: str, session: ClientSession) -> AsyncWebClient:
    """For reads and for what may be done twice: a broken connection is tried once more. It never sleeps for a limit."""
    return _client(token, url, session, [AsyncConnectionErrorRetryHandler()])


def _client(
    token: str, url: str, session: ClientSession, handlers: list[AsyncConnectionErrorRetryHandler]
) -> AsyncWebClient:
    client = AsyncWebClient(token=token, base_url=url, session=session, timeout=SECONDS, retry_handlers=[*handlers])
    if url.startswith(_LOOPBACK):
        client.proxy = None  # the SDK takes one from the environment, whatever NO_PROXY says
    return client
