"""The way to the desk: one verb, one transaction, at most once for what arrived.

Joins the engine's door to the desk's verbs, so that no handler, courier or wake-up ever sees a connection.
May import the engine and the desk.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from bot.desk.closing import close
from bot.desk.desk import Desk, Query, Verb
from bot.desk.practice import Practice
from bot.desk.privacy.masking import masked
from bot.desk.privacy.payloads import masked_payload
from bot.desk.saving import Saving
from bot.engine import ledger
from bot.engine.database import Database
from bot.engine.lanes import Lane
from bot.signals import Acted, Listener, now, since, unheard

P = ParamSpec("P")
T = TypeVar("T")


class AlreadyTaken(Exception):
    """The delivery was taken before, so there is nothing left to do."""


@dataclass
class Arrival:
    """What came in: its key for the ledger, and when the person acted. `replays` is a parked delivery's reference."""

    source: str
    event: str
    payload: str
    acted_at: datetime | None = None
    replays: str | None = None
    taken: bool = False

    @property
    def key(self) -> str:
        return f"{self.source}/{self.event}"

    def take(self, connection: Connection, now: int) -> bool:
        """Take it in the transaction of its effect. False: somebody already did."""
        if self.replays:
            return ledger.unpark(connection, self.replays) is not None
        return ledger.once(connection, self.source, self.event, now)


_arriving: ContextVar[Arrival | None] = ContextVar("arriving", default=None)


@contextmanager
def arriving(arrival: Arrival) -> Iterator[Arrival]:
    """Within it, the first verb that is carried out takes the arrival with it."""
    before = _arriving.set(arrival)
    try:
        yield arrival
    finally:
        _arriving.reset(before)


def machine_now() -> int:
    """Milliseconds since the epoch by this machine's clock."""
    return time.time_ns() // 1_000_000


Guard = Callable[[Connection, int], bool]
"""Decides in the verb's own transaction (and now, in ms) whether the verb still is to be carried out."""
Condition = Callable[[Desk], bool]
"""The same, where it takes the desk to tell."""


class Door:
    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        practice: Practice,
        committed: Callable[[], None] = lambda: None,
        machine: Callable[[], int] = machine_now,
        noticed: Listener = unheard,
    ) -> None:
        """`clock` is the desk's time, that deadlines follow; `machine` the ms that leases and pacing follow.

        `committed` hears of what can be claimed from now on: not of what waits behind something that is being sent.
        """
        self.database = database
        self.clock = clock
        self.machine = machine
        self.practice = practice
        self.committed = committed
        self.noticed = noticed

    async def do(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Carry out the verb in one transaction. Raises its `Refusal`, and `AlreadyTaken` for a redelivery."""
        arrival = _arriving.get()
        guard = arrival.take if arrival and not arrival.taken else None
        done = await self._acted(guard, arrival or "", verb, lambda desk: verb(desk, *args, **kwargs))
        if arrival:
            arrival.taken = True
        return done

    async def do_if(self, holds: Condition, cause: str, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same, where something other than an arrival says whether. Raises `AlreadyTaken` if it says no."""

        def work(desk: Desk) -> T:
            if not holds(desk):
                raise AlreadyTaken
            return verb(desk, *args, **kwargs)

        return await self._acted(None, cause, verb, work)

    async def _acted(
        self, guard: Guard | None, by: Arrival | str, verb: Callable[..., T], work: Callable[[Desk], T]
    ) -> T:
        began, outcome = now(), "undone"
        try:
            done, to_claim = await self.database.do(self._carried_out, guard, by, work)
            outcome = "done"
        finally:
            name = getattr(verb, "__qualname__", type(verb).__name__)
            self.noticed(Acted(name, by if isinstance(by, str) else by.key, outcome, since(began)))
        if to_claim:
            self.committed()
        return done

    async def ask(self, query: Query[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer from what is stored, without waiting for writers."""
        return await self.database.read(_answered, lambda session: query(session, *args, **kwargs))

    async def glance(self, query: Query[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, what takes a few rows by key: for each message that is sent there is one."""
        return await self.database.glance(_answered, lambda session: query(session, *args, **kwargs))

    def _carried_out(
        self, connection: Connection, guard: Guard | None, by: Arrival | str, work: Callable[[Desk], T]
    ) -> tuple[T, bool]:
        if guard and not guard(connection, self.machine()):
            raise AlreadyTaken
        return self._worked(connection, work, by)

    def within(
        self, connection: Connection, work: Callable[[Desk], T], by: Arrival | str = "", settles: Sequence[Lane] = ()
    ) -> T:
        """Work in a transaction that is open already, and goes on to settle those lanes.

        `by` is what led to it, or the cause it had.
        """
        done, _ = self._worked(connection, work, by, settles)
        return done

    def _worked(
        self, connection: Connection, work: Callable[[Desk], T], by: Arrival | str, settles: Sequence[Lane] = ()
    ) -> tuple[T, bool]:
        """And whether there is something to claim then."""
        acted_at, cause = (None, by) if isinstance(by, str) else (by.acted_at, by.key)
        with _session(connection) as session:
            desk = Desk(session, self.clock(), self.practice, acted_at, cause)
            done = work(desk)
            to_claim = close(desk, connection, self.machine(), settles)
        return done, to_claim

    async def set_aside(self, arrival: Arrival, error: str, tell: Callable[[Desk, str], None]) -> str | None:
        """Park what could not be handled and tell of it once; gives its reference.

        None: another replica took it meanwhile. What fails again on a replay keeps its reference, and nobody is told.
        """
        reference = await self.database.do(self._parked, arrival, error, tell)
        self.committed()
        return reference

    def _parked(
        self, connection: Connection, arrival: Arrival, error: str, tell: Callable[[Desk, str], None]
    ) -> str | None:
        now = self.machine()
        first = not arrival.replays
        if first and not arrival.taken and not ledger.once(connection, arrival.source, arrival.event, now):
            return None
        patterns = self.practice.privacy.patterns
        payload, error = masked_payload(arrival.payload, patterns), masked(error, patterns)
        reference = ledger.park(connection, arrival.source, arrival.event, payload, error, now)
        if first:
            self.within(connection, lambda desk: tell(desk, reference), arrival)
        return reference


def _session(connection: Connection) -> Session:
    return Saving(connection, join_transaction_mode="rollback_only", expire_on_commit=False, autoflush=False)


def _answered(connection: Connection, query: Callable[[Session], T]) -> T:
    with _session(connection) as session:
        return query(session)
