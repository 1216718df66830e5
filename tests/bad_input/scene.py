"""A desk that the platforms call over HTTP, with one ticket in work; what is sent to it, and who hears of that."""

import hashlib
import hmac
import io
import itertools
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp
from aiohttp.test_utils import unused_port
from sqlmodel import Session, col, select

from bot.desk.tickets.tables import Author, Message
from bot.engine.ledger import Parked, parked
from bot.sandbox.slack.workspace import Message as Post
from tests.logged import logged
from tests.stories.world import World
from tests.stories.world import world as begun

Json = dict[str, Any]

SECRET = "a-secret-of-at-least-16"

CUSTOMER = "the customer"
DOER = "whoever did it"
TEAM = "the team"
OPERATORS = "the operators"


FORGED = (
    "invalid_trigger_id",
    "user_not_found",
    "channel_not_found",
    "query is too old and response timeout expired or query ID is invalid",
    "chat not found",
    "invalid file_id",
    "message is not modified",
)
"""What the platforms say to an id that nobody ever had, and to the second of two presses that say the same."""


class Heard(NamedTuple):
    """How many messages each has got."""

    customer: int
    doer: int
    team: int
    operators: int

    def since(self, before: "Heard") -> frozenset[str]:
        """Who got any since then."""
        names = (CUSTOMER, DOER, TEAM, OPERATORS)
        return frozenset(name for name, now, then in zip(names, self, before, strict=True) if now > then)


class Scene:
    """Ada has written, Ben has her ticket, #1001; 王芳 has #1002.

    In the channel are Gus, who is a guest, and Eve, who is from another company.
    """

    def __init__(self, world: World, http: aiohttp.ClientSession) -> None:
        self.world = world
        self.http = http
        self.ada, self.ben, self.gus = world.customer("Ada"), world.agent("Ben"), world.agent("Gus")
        self.eve = world.slack.member("Eve", stranger=True)
        self._answered = 0
        self.address = f"http://127.0.0.1:{world.product.port}"
        self._updates = itertools.count(10**6)
        self._events = itertools.count(1)

    async def begins(self) -> None:
        await self.ada.says("Hello?")
        await self.ada.sees("#1001")
        self.card: Post = await self.world.card()
        await self.ben.clicks("Claim", self.card)
        await self.world.customer("王芳").says("你好")
        await self.eve.joins("support")
        await self.world.settles()

    def number(self) -> int:
        """One that was never used."""
        return next(self._updates)

    # What is sent

    async def telegram(self, update: Json) -> str:
        """An update, past the HTTP surface; gives what came of it."""
        return await self.world.product.telegram.take({"update_id": self.number()} | update)

    async def slack(self, body: Json) -> int:
        """A payload, past the HTTP surface; gives the status that Slack gets."""
        answer = await self.world.product.slack.heard(body)
        self._answered += bool(answer.body)
        return answer.status

    def event(self, event: Json) -> Json:
        """An event in its wrapping, with an id of its own."""
        team = self.world.slack.workspace.users[self.ben.id].team
        return {"type": "event_callback", "team_id": team, "event_id": f"Ev{next(self._events)}", "event": event}

    def typed(self, text: str, **fields: object) -> Json:
        """What Ben types in the ticket's thread, as Slack tells of it."""
        ts = self.world.slack.workspace.new_ts()
        place = {"channel": self.card.channel.id, "thread_ts": self.card.ts, "ts": ts, "event_ts": ts}
        return {"type": "message", "user": self.ben.id, "text": text} | place | fields

    async def posts(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """A request; gives its status."""
        async with self.http.post(self.address + path, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status

    # What there is

    def sound(self) -> None:
        """The platforms refused nothing of what the desk sent on, but for what bad input asks for."""
        world = self.world
        refused = [
            *(each for each in world.slack.invalid if each.error not in FORGED),
            *(each for each in world.telegram.refused if not any(why in str(each) for why in FORGED)),
        ]
        assert not refused, refused

    async def heard(self) -> Heard:
        """Once all that was sent has had its effect."""
        await self.world.settles()
        operators = self.world.slack.channel("operators")
        return Heard(
            customer=sum(seen.sender == "bot" for seen in self.ada.chat),
            doer=self._answered + sum(len(member.whispers) for member in (self.ben, self.gus, self.eve)),
            team=len(self.world.thread(self.card)),
            operators=len(operators.messages),
        )

    async def kept(self) -> list[str]:
        """All that people ever said, as the desk keeps it."""

        def texts(session: Session) -> list[str]:
            said = select(Message.text).where(Message.author != Author.DESK)
            return list(session.exec(said.order_by(col(Message.id))).all())

        return await self.world.product.door.ask(texts)

    async def parked(self) -> list[Parked]:
        return await self.world.product.door.database.read(parked)


def signed(body: bytes, secret: str, at: int | None = None) -> dict[str, str]:
    """The headers by which Slack is known; `at` is Unix seconds, by the machine's clock."""
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def as_json(body: Json) -> bytes:
    return json.dumps(body).encode()


@asynccontextmanager
async def scene(database_url: str) -> AsyncIterator[Scene]:
    """Whatever is sent, the platforms must have had nothing to refuse in what the desk sends on."""
    port = unused_port()
    settings: Json = {
        "http": {"port": port, "metrics": True},
        "telegram": {
            "mode": "webhook",
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": SECRET,
        },
        "slack": {"mode": "http"},
        "relay": {"undo_seconds": 0, "flood_per_minute": 0},  # one customer sends it all
    }
    with logged():
        async with begun(database_url, **settings) as world, aiohttp.ClientSession() as http:
            here = Scene(world, http)
            await here.begins()
            yield here
            here.sound()
