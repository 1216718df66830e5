"""A desk whose first answers are due in an hour, with supervisors who hear of those that are not."""

from datetime import timedelta
from typing import Any

from bot.desk import outgoing as out
from bot.desk.alerting import standing, telling
from bot.desk.alerting.standing import Shown
from bot.desk.alerting.tables import Board, BoardKind, Episode
from bot.desk.people.customers import Person
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets import handling
from bot.desk.tickets.tables import Ticket
from tests.desk.world import ANN, World

HOUR = timedelta(hours=1)
SUPERVISORS = "C-BOSS"


async def supervised(desk: World, **changes: Any) -> None:
    promised = (Policy("all", ALWAYS, first_response=HOUR),)
    await desk.works_as(**{"policies": promised, "supervisors": SUPERVISORS} | changes)


async def asks(desk: World, count: int = 1, first: int = 100, team: str = "support") -> list[int]:
    """So many customers write; gives their tickets, which go to that team."""
    for chat in range(first, first + count):
        await desk.says(f"Question of {chat}", Person(chat=chat, name=f"Customer {chat}", language="en"))
    tickets = [ticket.id for ticket in (await desk.all(Ticket))[-count:]]
    for ticket in tickets if team != "support" else ():
        await desk.do(handling.hand_over, ticket, ANN, team)
    return tickets


async def goes_by(desk: World, minutes: float = 60, seconds: float = 3) -> None:
    """Time passes, what is due by then is done, and what was missed is gathered."""
    desk.passes(minutes=minutes)
    await desk.fires()
    desk.passes(seconds=seconds)
    await desk.fires()


async def solves(desk: World, *tickets: int) -> None:
    for ticket in tickets:
        await desk.do(handling.solve, ticket, ANN)


async def sent(desk: World) -> list[tuple[str, BoardKind]]:
    """The boards that are new, by where they are posted; as the courier would, each gets its post."""
    boards = {board.id: board for board in await desk.all(Board)}
    posted = [row for _, row in await desk.heard() if isinstance(row, out.PostBoard)]
    for row in posted:
        await desk.do(telling.posted, row.board, f"board-{row.board}")
    await desk.heard()
    return sorted((row.channel, boards[row.board].kind) for row in posted)


async def redrawn(desk: World) -> list[int]:
    return [row.board for _, row in await desk.heard() if isinstance(row, out.DrawBoard)]


async def shown(desk: World, kind: BoardKind = BoardKind.EPISODE, number: int = -1) -> Shown:
    boards = [board.id for board in await desk.all(Board) if board.kind is kind]
    return await desk.ask(standing.board, boards[number])


async def going_on(desk: World) -> list[tuple[str, int]]:
    return [(each.team, each.misses) for each in await desk.all(Episode) if each.over_at is None]
