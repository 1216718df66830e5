from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.engine import leases
from bot.engine.database import Database, open_database
from tests.engine.transaction import NOW, transaction

ANN, BEN = 1, 2


def take(connection: Connection, token: int, at: int, lasts: int = 100) -> bool:
    return leases.take(connection, "poll", token, at, at + lasts)


@transaction
def test_one_has_it_and_renews_it(connection: Connection) -> None:
    assert take(connection, ANN, NOW)
    assert not take(connection, BEN, NOW + 99)
    assert take(connection, ANN, NOW + 99)
    assert not take(connection, BEN, NOW + 100)


@transaction
def test_whoever_is_killed_is_replaced_when_the_time_is_over_and_not_before(connection: Connection) -> None:
    assert take(connection, ANN, NOW)
    assert not take(connection, BEN, NOW + 99)
    assert take(connection, BEN, NOW + 100)


@transaction
def test_whoever_lost_it_can_neither_renew_nor_end_what_another_has(connection: Connection) -> None:
    take(connection, ANN, NOW)
    take(connection, BEN, NOW + 100)
    assert not take(connection, ANN, NOW + 101)
    assert not leases.end(connection, "poll", ANN)
    assert not take(connection, ANN, NOW + 102)


@transaction
def test_a_clean_end_leaves_it_to_the_next_at_once(connection: Connection) -> None:
    take(connection, ANN, NOW)
    assert leases.end(connection, "poll", ANN)
    assert take(connection, BEN, NOW + 1)


@transaction
def test_two_names_are_two_leases(connection: Connection) -> None:
    assert leases.take(connection, "poll", ANN, NOW, NOW + 100)
    assert leases.take(connection, "tidy", BEN, NOW, NOW + 100)


@transaction
def test_the_only_process_ends_what_its_predecessor_had(connection: Connection) -> None:
    take(connection, ANN, NOW)
    assert leases.end_all(connection) == 1
    assert take(connection, BEN, NOW + 1)


async def test_of_many_who_take_it_at_once_one_has_it(database: Database, database_url: str) -> None:
    rival = await open_database(database_url)
    took = [one.do(take, token, NOW) for token, one in enumerate([database, rival] * 8, start=1)]
    assert sum(await asyncio.gather(*took)) == 1
    await rival.close()


@transaction
def test_a_lease_of_a_clock_that_was_set_back_since_is_let_go(connection: Connection) -> None:
    take(connection, ANN, NOW + 3_600_000)
    leases.let_go(connection, NOW, 100)
    assert take(connection, BEN, NOW)
    leases.let_go(connection, NOW, 100)
    assert not take(connection, ANN, NOW)
