"""What waits for an operator: as long as that takes, in its order, and told of once."""

import pytest
from sqlalchemy import Connection, select, update

from bot.delivery.settling import LONGEST_WAIT, MOST_COUNTED, PATIENCE
from bot.delivery.verdicts import Attempt, Held, Moot, Verdict
from bot.desk import outgoing as out
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import TELEGRAM
from bot.engine.database import Database
from bot.engine.tables import lane
from tests.delivery.test_courier import Platform, buried, sends, tells, waiting
from tests.desk.world import BO, World


class Telegram(Platform):
    """It lets nobody write to customers as long as it is shut."""

    shut = True

    async def __call__(self, row: out.Outgoing, attempt: Attempt) -> Verdict:
        said = await super().__call__(row, attempt)
        return Held(TELEGRAM, "unauthorized") if self.shut and isinstance(row, out.ToCustomer) else said

    @property
    def alerts(self) -> list[str]:
        return [row.sentence for row, _ in self.sent if isinstance(row, out.AlertOperators)]


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


async def carried(desk: World, telegram: Telegram, count: int) -> None:
    await sends(desk, telegram, count)
    desk.now += LONGEST_WAIT


async def test_the_operators_hear_once_of_all_that_waits_and_once_when_it_goes_out_in_its_order(desk: World) -> None:
    await tells(desk, "A1", "A2")
    await tells(desk, "B", person=BO)
    telegram = Telegram()
    await carried(desk, telegram, 3)
    desk.now += 2 * PATIENCE
    await carried(desk, telegram, 2)
    assert (await buried(desk), len(telegram.alerts)) == ([], 1)
    assert "@BotFather" in telegram.alerts[0]
    assert await desk.ask(episodes.platforms) == {TELEGRAM}

    telegram.shut = False
    telegram.sent.clear()
    await carried(desk, telegram, 3)
    await carried(desk, telegram, 1)
    assert [about for about in telegram.abouts if about[0] == "A"] == ["A1", "A2"]
    assert ["Telegram lets the bot in again" in alert for alert in telegram.alerts] == [True]
    assert await desk.ask(episodes.platforms) == set()
    assert (await waiting(desk)).count == 0


async def test_only_what_got_through_says_that_it_is_over(desk: World) -> None:
    await tells(desk, "A")
    telegram = Telegram()
    await carried(desk, telegram, 2)
    telegram.shut = False
    telegram.verdicts = [Moot()]
    await carried(desk, telegram, 1)
    assert await desk.ask(episodes.platforms) == {TELEGRAM}


async def test_a_wait_of_months_does_not_overflow_the_count_of_attempts(desk: World) -> None:
    await tells(desk, "A")
    await desk.door.database.do(counted, MOST_COUNTED - 1)
    telegram = Telegram()
    await carried(desk, telegram, 2)
    for _ in range(2):
        await carried(desk, telegram, 1)
    attempts = [attempt.number for row, attempt in telegram.sent if isinstance(row, out.TellCustomer)]
    assert attempts == [MOST_COUNTED] * 3


def counted(connection: Connection, strikes: int) -> None:
    connection.execute(update(lane).values(strikes=strikes))
    assert connection.execute(select(lane.c.id)).all()
