"""HTTP mode: signed requests to the address the app gave, acknowledged by their answers."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.sandbox.slack.envelopes import Envelope, NotAcked

Json = dict[str, Any]


class Requests:
    """One request per envelope, in the three shapes Slack has for them."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self._secret = signing_secret.encode()
        self._session = ClientSession(trust_env=False)

    async def verify(self, token: str) -> None:
        """Slack takes an address only if it gives the challenge back. Raises ValueError."""
        challenge = {"type": "url_verification", "token": token, "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY"}
        answer = await self.carry(Envelope("events_api", challenge), within=3.0)
        if challenge["challenge"] not in (answer or {}).values():
            raise ValueError(f"{self.url} did not answer the challenge")

    async def carry(self, envelope: Envelope, within: float) -> Json | None:
        body, content_type = _body(envelope)
        headers = {"Content-Type": content_type} | self._signed(body) | _retried(envelope)
        timeout = ClientTimeout(total=within)
        try:
            async with self._session.post(self.url, data=body, headers=headers, timeout=timeout) as response:
                return await _answer(response)
        except TimeoutError as failure:
            raise NotAcked("http_timeout") from failure
        except ClientError as failure:
            raise NotAcked("connection_failed") from failure

    async def close(self) -> None:
        await self._session.close()

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))  # the real one: the app compares it with its own wall clock
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _body(envelope: Envelope) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    match envelope.kind:
        case "events_api":
            return json.dumps(envelope.payload).encode(), "application/json"
        case "interactive":
            return urlencode({"payload": json.dumps(envelope.payload)}).encode(), form
        case "slash_commands":
            return urlencode(envelope.payload).encode(), form


def _retried(envelope: Envelope) -> dict[str, str]:
    if not envelope.attempts:
        return {}
    return {"X-Slack-Retry-Num": str(len(envelope.attempts)), "X-Slack-Retry-Reason": envelope.attempts[-1]}


async def _answer(response: ClientResponse) -> Json | None:
    if response.status != 200:
        raise NotAcked("http_error", again=response.headers.get("X-Slack-No-Retry") != "1")
    text = await response.text()
    if not text:
        return None
    if response.content_type == "application/json":
        return _parsed(text)
    return {"text": text}


def _parsed(text: str) -> Json:
    try:
        parsed: Json = json.loads(text)
    except ValueError as error:
        raise NotAcked("http_error") from error
    return parsed
