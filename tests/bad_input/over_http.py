"""The rows of what anybody may send to the desk's address, with the status that they get."""

import gzip
import json
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.bad_input.scene import SECRET, Scene, signed

TELEGRAM = "/telegram"
SLACK = "/slack"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Headers = Callable[[Scene, bytes], dict[str, str]]


class Request(NamedTuple):
    sent: str
    path: str
    body: bytes
    headers: Headers
    status: int


def known(more: Mapping[str, str] | None = None) -> Headers:
    """By Telegram's secret."""
    return lambda scene, body: {SECRET_HEADER: SECRET} | dict(more or {})


def by_slack(seconds: int = 0, more: Mapping[str, str] | None = None) -> Headers:
    """Signed as Slack signs, so many seconds from now."""

    def headers(scene: Scene, body: bytes) -> dict[str, str]:
        return signed(body, scene.world.slack.signing_secret, int(time.time()) + seconds) | dict(more or {})

    return headers


def stamped(stamp: str, signature: str = "v0=1") -> Headers:
    return lambda scene, body: {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def nobody(scene: Scene, body: bytes) -> dict[str, str]:
    return {}


def forged(scene: Scene, body: bytes) -> dict[str, str]:
    return signed(body, "not the secret")


def of_another(scene: Scene, body: bytes) -> dict[str, str]:
    """The signature of another body."""
    return signed(b"{}", scene.world.slack.signing_secret)


UPDATE = b'{"update_id": 1, "telepathy": {}}'
EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "telepathy"}}).encode()
DEEP = b'{"update_id": 2, "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
LARGE = b"x" * (1024**2 + 1)
BOMB = gzip.compress(b" " * 50 * 1024**2)

REQUESTS = [
    Request("No secret", TELEGRAM, UPDATE, nobody, 401),
    Request("The wrong secret", TELEGRAM, UPDATE, lambda *_: {SECRET_HEADER: "a-secret-of-at-least-17"}, 401),
    Request("A secret in no encoding", TELEGRAM, UPDATE, lambda *_: {SECRET_HEADER: "\udcff\udcfe"}, 401),
    Request("The secret, and no JSON", TELEGRAM, b"{", known(), 400),
    Request("The secret, and no UTF-8", TELEGRAM, b'{"update_id": "\xff"}', known(), 400),
    Request("The secret, and nothing", TELEGRAM, b"", known(), 400),
    Request("The secret, and a list", TELEGRAM, b"[]", known(), 400),
    Request("The secret, and an update without a number", TELEGRAM, b'{"update_id": true}', known(), 400),
    Request("The secret, and a number of 5,000 digits", TELEGRAM, b'{"update_id": ' + b"9" * 5000 + b"}", known(), 400),
    Request("The secret, and JSON 100,000 levels deep", TELEGRAM, DEEP, known(), 400),
    Request("The secret, and more than 1 MB", TELEGRAM, LARGE, known(), 413),
    Request("The secret, and 50 MB packed into 50 KB", TELEGRAM, BOMB, known({"Content-Encoding": "gzip"}), 413),
    Request("The secret, and what is not packed", TELEGRAM, UPDATE, known({"Content-Encoding": "gzip"}), 400),
    Request("An encoding that there is not", TELEGRAM, UPDATE, known({"Content-Type": "a/b; charset=c"}), 200),
    Request("An update that calls itself a picture", TELEGRAM, UPDATE, known({"Content-Type": "image/png"}), 200),
    Request("No signature", SLACK, EVENT, nobody, 401),
    Request("A forged signature", SLACK, EVENT, forged, 401),
    Request("The signature of another request", SLACK, EVENT, of_another, 401),
    Request("A request of six minutes ago", SLACK, EVENT, by_slack(-360), 401),
    Request("A request of the future", SLACK, EVENT, by_slack(360), 401),
    Request("A time that is none", SLACK, EVENT, stamped("soon"), 401),
    Request("A time of 5,000 digits", SLACK, EVENT, stamped("9" * 5000), 401),
    Request("A signature in no encoding", SLACK, EVENT, stamped(str(int(time.time())), "v0=\udcff"), 401),
    Request("No signature, and no UTF-8", SLACK, b"\xff", nobody, 401),
    Request("No signature, and no JSON", SLACK, b"{", nobody, 401),
    Request("No signature, and JSON 100,000 levels deep", SLACK, DEEP, nobody, 401),
    Request("Signed, and no JSON", SLACK, b"{", by_slack(), 400),
    Request("Signed, and nothing", SLACK, b"", by_slack(), 400),
    Request("Signed, and a form without an object", SLACK, b"payload=[]", by_slack(), 400),
    Request("Signed, and JSON 100,000 levels deep", SLACK, DEEP, by_slack(), 400),
    Request("Signed, and more than 1 MB", SLACK, LARGE, by_slack(), 413),
    Request("Signed, and what is not packed", SLACK, EVENT, by_slack(more={"Content-Encoding": "gzip"}), 400),
    Request("An event that calls itself a picture", SLACK, EVENT, by_slack(more={"Content-Type": "image/png"}), 200),
    Request("The same event once more", SLACK, EVENT, by_slack(), 200),
    Request("An address that there is not", "/admin", b"", nobody, 404),
    Request("A path that leads out", "/../../etc/passwd", b"", nobody, 404),
]
