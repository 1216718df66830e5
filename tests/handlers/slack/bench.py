"""A desk in a local Slack: the real app, the real sockets, the real courier; only the customers' side is a verb."""

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import aiohttp
from sqlalchemy import Connection
from sqlmodel import Session, SQLModel, col, select

from bot.delivery import roster, slack_clients
from bot.delivery.courier import Courier
from bot.delivery.slack import SlackSender
from bot.delivery.slack_files import SlackFiles
from bot.delivery.slack_papers import SlackPapers
from bot.delivery.telegram_request import telegram_bot
from bot.delivery.transfers import Transfers
from bot.delivery.verdicts import Attempt, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.people.customers import Person
from bot.desk.people.roster import roster_is
from bot.desk.practice import UNPACED, Category, Practice, Relay, Team
from bot.desk.tickets import conversation
from bot.desk.tickets.tables import Card, Message, Ticket
from bot.desk.words import Span, Words
from bot.door import Door
from bot.engine import lanes
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database
from bot.engine.ledger import Parked, parked
from bot.intake.slack import Ourselves, SlackIntake
from bot.manifest import manifest
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Message as Post
from bot.wakeups import firing
from handlers.slack.payloads import Given
from handlers.slack.registering import register

Thing = TypeVar("Thing", bound=SQLModel)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = Person(chat=7, name="Ada *Lovelace* <!channel>", username="ada", language="en")
FIRST = 1001
PATIENCE = Patience(ack=20.0, retries=(0.0, 0.01, 0.01), trigger=20.0)
"""Of a machine that is busy: Slack itself waits three seconds."""


async def customers_are_away(row: out.Outgoing, attempt: Attempt) -> Verdict:
    """Whatever goes to customers is as good as delivered."""
    return Sent()


class Bench:
    """Agents Ben (support and billing) and Cat (billing); Gus is a guest and Sam is from another company."""

    def __init__(self, database: Database) -> None:
        self.faults = Faults()
        self.clock = Clock(fixed=START)
        self.slack = SlackServer(self.clock, self.faults, patience=PATIENCE)
        self.database = database
        self.machine = 1_000_000
        self._letters = iter(range(1, 1000))
        self._held = AsyncExitStack()
        self.roster_reads = 0

    async def __aenter__(self) -> "Bench":
        await self.slack.start()
        self._held.push_async_callback(self.slack.stop)
        self.slack.install(manifest("Relaydesk", "socket", None))
        self.support, self.billing = self.slack.channel("support"), self.slack.channel("billing")
        self.ops = self.slack.channel("ops")
        self.ben, self.cat, self.dan = (self.slack.member(name) for name in ("Ben", "Cat", "Dan"))
        self.gus, self.sam = self.slack.member("Gus", guest=True), self.slack.member("Sam", stranger=True)
        for visitor in (self.gus, self.sam):
            await visitor.joins(self.support)
        self.group = self.slack.user_group("billers", [self.ben, self.cat, self.gus])
        await self._opens_desk()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._held.aclose()

    def practice(self) -> Practice:
        return Practice(
            name="Acme",
            teams=(
                Team("support", self.support.id, (self.ben.id, self.gus.id, self.sam.id), Relay.ASSIGNEE),
                Team("billing", self.billing.id, (self.group.id,), Relay.ANYONE),
            ),
            categories=(
                Category("invoice", {"en": "Invoice"}, "billing"),
                Category("fault", {"en": "Fault"}, "support"),
            ),
            operators=self.ops.id,
            pace=replace(UNPACED, shared=True),
        )

    async def _opens_desk(self) -> None:
        practice = self.practice()
        self.door = Door(self.database, self.clock.now, practice, machine=lambda: self.machine)
        session = await self._held.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)))
        token = self.slack.bot_token
        self.posting = slack_clients.posting(token, self.slack.url, session)
        self.calm = slack_clients.calm(token, self.slack.url, session)
        ours = await roster.who_we_are(self.calm)
        await self.database.do(_buckets)
        await self.door.do(roster_is, await roster.read_roster(self.calm, practice, ours.team))
        transfers = Transfers(session, telegram_bot("42:nobody", "http://127.0.0.1:9"), self.calm)
        files = SlackFiles(self.posting, self.calm, self.door.do, transfers)
        papers = SlackPapers(self.posting, self.calm, transfers)
        self.sender = SlackSender(self.posting, self.calm, self.door, files, papers, ours)
        self.courier = Courier(
            self.door, {each: customers_are_away if each is out.Bucket.CHAT else self.sender for each in out.Bucket}
        )
        self.door.committed = self.courier.poke
        await self._begins(self.courier)
        us = Ourselves(ours.team, ours.user, ours.bot, token)
        self.intake = SlackIntake(self.door, us, self.posting, self.slack.app_token, self.slack.signing_secret)
        given = Given(self.door.do, self.door.ask, practice, self.posting, ours.url, self._roster_changed)
        register(self.intake.app, self.intake.taken, given)
        await self.intake.start()
        self._held.push_async_callback(self.intake.stop)
        await self.slack.connected(2)

    async def _begins(self, courier: Courier) -> None:
        task = asyncio.create_task(courier.run())

        async def ends() -> None:
            task.cancel()
            await asyncio.wait([task])

        self._held.push_async_callback(ends)

    def _roster_changed(self) -> None:
        self.roster_reads += 1

    # What people do

    async def says(self, text: str, *spans: Span, person: Person = ADA) -> None:
        """The customer writes, and Slack shows it."""
        letter = conversation.Letter(next(self._letters), Words(text, spans), self.clock.now())
        await self.door.do(conversation.wrote, person, letter)
        await self.settled()

    async def claimed(self) -> Post:
        """A ticket that Ben has; gives its card."""
        await self.says("The lamp is broken")
        await self.ben.clicks("Claim")
        await self.settled()
        return await self.card()

    async def passes(self, **span: float) -> None:
        """Time goes by, and what falls due then happens."""
        await self.clock.forward(timedelta(**span))
        self.machine += int(timedelta(**span).total_seconds() * 1000)
        await firing.fire(self.door)
        await self.settled()

    async def settled(self) -> None:
        """All that was done has had its effect, and nothing waits to go out."""
        async with asyncio.timeout(20):
            await self.slack.quiet()
            while (await self.database.read(lanes.waiting, self.machine)).count:
                self.machine += 500
                self.courier.poke()
                await self._nothing_more_comes()
            await self.slack.quiet()

    async def _nothing_more_comes(self) -> None:
        """Slack has stood still for as long as a call to it takes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                while True:
                    await self.slack.changes.beyond(self.slack.changes.version)

    # What there is

    async def card(self, number: int = FIRST) -> Post:
        """The post that is the ticket's card now."""
        ticket = await self.ticket(number)
        [card] = [card for card in await self.cards() if card.id == ticket.card_id]
        return self.slack.workspace.channels[card.channel].messages[card.post or ""]

    def in_thread(self, card: Post) -> list[str]:
        """What was posted below the card, oldest first."""
        return [post.words for post in self.slack.thread(card.channel, card)]

    def marks(self, post: Post) -> set[str]:
        return set(post.reactions)

    async def all(self, kind: type[Thing]) -> list[Thing]:
        def found(session: Session) -> list[Thing]:
            return list(session.exec(select(kind).order_by(col(kind.id))).all())  # type: ignore[attr-defined]

        return await self.door.ask(found)

    async def ticket(self, number: int = FIRST) -> Ticket:
        return await self.door.ask(lambda session: session.get_one(Ticket, number))

    async def messages(self) -> list[Message]:
        return await self.all(Message)

    async def cards(self) -> list[Card]:
        return await self.all(Card)

    async def parked(self) -> list[Parked]:
        return await self.database.read(parked)

    def whispers(self, member: Member) -> list[str]:
        return [post.words for post in member.whispers]

    def blameless(self) -> None:
        """Slack never had to refuse what no correct app would have sent."""
        assert self.slack.invalid == []


def _buckets(connection: Connection) -> None:
    for bucket in out.RATES:
        ensure_bucket(connection, bucket.value, 0, 1)
