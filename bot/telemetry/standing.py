"""How things stand in the database, read at most every few seconds however many ask."""

import asyncio
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.desk.alerting import auditing
from bot.desk.moments import milliseconds
from bot.desk.tickets.open import open_tickets
from bot.door import Door
from bot.engine import backlog, lanes, ledger, timers

FRESH_MS = 5_000


@dataclass(frozen=True)
class Standing:
    parked: int
    dead_letters: int
    backlogs: list[backlog.Backlog]
    due: timers.Overdue
    tickets: dict[tuple[str, str], int] = field(default_factory=dict)
    overdue: int = 0


class Standings:
    """Raises `DatabaseAway` from `now`."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._known: Standing | None = None
        self._read_at = 0
        self._reading = asyncio.Lock()

    async def now(self) -> Standing:
        async with self._reading:
            machine = self._door.machine()
            if self._known is None or machine - self._read_at >= FRESH_MS:
                self._known, self._read_at = await self._read(), machine
            return self._known

    async def _read(self) -> Standing:
        tickets = await self._door.ask(open_tickets, [team.name for team in self._door.practice.teams])
        named = {(team, status.value): count for (team, status), count in tickets.items()}
        return await self._door.database.read(_standing, self._door, named)


def _standing(connection: Connection, door: Door, tickets: dict[tuple[str, str], int]) -> Standing:
    return Standing(
        parked=ledger.parked_count(connection),
        dead_letters=lanes.waiting(connection, door.machine()).dead,
        backlogs=backlog.backlogs(connection, door.machine()),
        due=timers.overdue(connection, milliseconds(door.clock()), 0),
        overdue=auditing.overdue(connection, milliseconds(door.clock())).count,
        tickets=tickets,
    )
