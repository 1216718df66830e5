"""What is changed alike is written in one statement, and all that is changed is written."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, delete, insert
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from bot.desk.people.tables import Agent, Customer
from bot.desk.saving import Saving
from bot.engine.database import Database
from tests.overheard import overheard

NAMES = {"a": "Ann", "b": "Ben", "c": "Cat", "d": "Dan"}


def employed(connection: Connection) -> None:
    connection.execute(insert(Agent), [{"id": key, "name": name, "teams": ["support"]} for key, name in NAMES.items()])


def changed(connection: Connection) -> tuple[int, dict[str, tuple[str, list[str]]]]:
    """How many statements it took, and what there is then."""
    with Saving(connection, join_transaction_mode="rollback_only", autoflush=False) as session:
        staff = {agent.id: agent for agent in session.exec(select(Agent)).all()}
        for key in ("a", "c"):
            staff[key].teams = []
        staff["b"].teams, staff["b"].name = ["billing"], "Bea"
        staff["d"].name, staff["d"].name = "Deb", "Dan"
        with overheard(connection) as said:
            session.flush()
            session.flush()
    with Session(connection, join_transaction_mode="rollback_only") as session:
        return len(said), {each.id: (each.name, each.teams) for each in session.exec(select(Agent)).all()}


async def test_what_is_changed_alike_is_one_statement_and_what_is_as_it_was_is_none(database: Database) -> None:
    await database.do(employed)
    statements, staff = await database.do(changed)
    assert statements == 2
    assert staff == {"a": ("Ann", []), "b": ("Bea", ["billing"]), "c": ("Cat", []), "d": ("Dan", ["support"])}


def gone(connection: Connection) -> None:
    with Saving(connection, join_transaction_mode="rollback_only", autoflush=False) as session:
        ann, ben = session.get_one(Agent, "a"), session.get_one(Agent, "b")
        connection.execute(delete(Agent).where(Agent.id == "b"))  # type: ignore[arg-type]
        ann.name = ben.name = "Nobody"
        session.flush()


async def test_what_is_gone_is_not_changed_in_silence(database: Database) -> None:
    await database.do(employed)
    with pytest.raises(StaleDataError, match="of 2 rows of agent there were 1"):
        await database.do(gone)


def met(connection: Connection) -> tuple[list[str], str]:
    """The statements, and what a customer who was new is called in the end."""
    with Saving(connection, join_transaction_mode="rollback_only", autoflush=False) as session:
        session.get_one(Agent, "a").name = "Anna"
        ada = Customer(chat=7, name="Ada", language="en", since=datetime(2026, 7, 1, tzinfo=UTC))
        session.add(ada)
        with overheard(connection) as said:
            session.flush()
            ada.name = "Ada L."
            session.flush()
        assert session.get_one(Customer, ada.id) is ada
    with Session(connection, join_transaction_mode="rollback_only") as session:
        return [text.split()[0] for text, _ in said], session.get_one(Customer, ada.id).name


async def test_what_is_new_is_inserted_and_from_then_on_as_if_it_had_been_loaded(database: Database) -> None:
    await database.do(employed)
    assert await database.do(met) == (["UPDATE", "INSERT", "UPDATE"], "Ada L.")
