"""What an operator sees and does: starting, stopping, health, and what was set aside."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import cli
from bot.desk.people.languages import LANGUAGES
from bot.engine import dead_letters, ledger
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.telegram.people import Person
from tests.databases import Fresh
from tests.logged import logged
from tests.stories.broken import without
from tests.stories.world import World
from tests.stories.world import world as begun

Json = dict[str, Any]

SECRETS = (("telegram", "token"), ("slack", "bot_token"), ("slack", "app_token"), ("slack", "signing_secret"))
SOON = 60
"""Seconds."""


@pytest.fixture(autouse=True)
def _a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """And logs of their own: commands set them up."""
    monkeypatch.setenv("COLUMNS", "300")
    with logged():
        yield


def toml(value: object) -> str:
    """Every section in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name} = {toml(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def written_to(file: Path, settings: Json) -> Path:
    file.write_text("\n".join(f"{name} = {toml(section)}" for name, section in settings.items()))
    return file


@pytest.fixture
def config(world: World, tmp_path: Path) -> Path:
    """The configuration of the world, in a file."""
    url = world.product.config.database.url.get_secret_value()
    return written_to(tmp_path / "config.toml", world.sandbox.settings() | {"database": {"url": url}})


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    there = Sandbox()
    await there.start()
    yield there
    await there.stop()


async def relaydesk(config: Path, *command: str) -> int:
    """The command as an operator types it, beside the desk at work; gives its exit code."""
    return await asyncio.to_thread(cli.main, [*command, "--config", str(config)])


async def an_unanswered_question(world: World) -> tuple[Person, str]:
    """Ada's, which could not be handled while a table was away; and its reference."""
    ada = world.customer("Ada")
    async with without(world.product.door.database, "entry"):
        await ada.says("My invoice is wrong")
        await world.telegram.quiet()
    [kept] = await world.product.door.database.read(ledger.parked)
    return ada, kept.reference


async def an_undelivered_answer(world: World) -> tuple[Person, int]:
    """Ben's to Ada, who had blocked the bot and let it in again; and the dead letter's number."""
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("Hello?")
    card = await world.card()
    await ben.clicks("Claim", card)
    await ada.sees("#1001")
    await ada.blocks()
    await ben.says("support", "Are you there?", card)
    await world.passes()
    await ada.unblocks()
    await world.settles()
    [letter] = await world.product.door.database.read(dead_letters.dead_letters, 10)
    return ada, letter.id


async def test_what_is_parked_is_listed_and_replayed_once(
    world: World, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, reference = await an_unanswered_question(world)
    assert await relaydesk(config, "parked", "list") == 0
    shown = capsys.readouterr().out
    assert reference in shown
    assert "invoice" not in shown
    assert await relaydesk(config, "parked", "replay", reference) == 0
    await world.agent().sees("My invoice is wrong", "support")
    assert await relaydesk(config, "parked", "list") == 0
    assert capsys.readouterr().out == "Nothing is parked.\n"
    assert await relaydesk(config, "parked", "replay", reference) == 1
    assert f"relaydesk: nothing is parked as {reference}" in capsys.readouterr().err


async def test_what_is_parked_can_be_dropped(world: World, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, reference = await an_unanswered_question(world)
    assert await relaydesk(config, "parked", "drop", reference) == 0
    assert await relaydesk(config, "parked", "list") == 0
    assert capsys.readouterr().out == "Nothing is parked.\n"
    await world.settles()
    assert len(world.slack.channel("support").messages) == 0


async def test_what_was_given_up_is_listed_and_sent_again(
    world: World, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, number = await an_undelivered_answer(world)
    assert await relaydesk(config, "outgoing", "list") == 0
    shown = capsys.readouterr().out
    assert str(number) in shown
    assert "Ada blocked the bot" in shown
    assert "Are you there?" not in shown
    assert await relaydesk(config, "outgoing", "retry", str(number)) == 0
    await ada.sees("Are you there?")
    assert await relaydesk(config, "outgoing", "list") == 0
    assert capsys.readouterr().out == "Nothing was given up.\n"
    assert await relaydesk(config, "outgoing", "retry", str(number)) == 1
    assert f"relaydesk: nothing was given up as {number}" in capsys.readouterr().err


async def test_what_was_given_up_can_be_dropped(world: World, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ada, number = await an_undelivered_answer(world)
    assert await relaydesk(config, "outgoing", "drop", str(number)) == 0
    assert await relaydesk(config, "outgoing", "list") == 0
    assert capsys.readouterr().out == "Nothing was given up.\n"
    await world.settles()
    assert [seen.text for seen in ada.chat if seen.text == "Are you there?"] == []


async def health(world: World) -> tuple[int, Json]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{world.product.port}/healthz") as answer,
    ):
        return answer.status, await answer.json()


async def becomes(world: World, status: int, is_so: Callable[[Json], bool]) -> None:
    async with asyncio.timeout(SOON):
        while True:
            said, figures = await health(world)
            if said == status and is_so(figures):
                return


async def test_health_shows_what_waits_and_what_was_set_aside(world: World) -> None:
    await an_unanswered_question(world)
    await world.settles()
    await becomes(world, 200, lambda figures: figures["connections"] == {"telegram": True, "slack": True})
    _, figures = await health(world)
    assert (figures["well"], figures["database"], figures["parked"], figures["waiting"]) == (True, True, 1, 0)
    assert (figures["dead_letters"], figures["overdue"]) == (0, 0)


async def test_health_says_when_telegram_does_not_answer_and_when_it_does_again(world: World) -> None:
    await becomes(world, 200, lambda figures: figures["well"])
    world.sandbox.faults.always("getUpdates", "server_error")
    await world.customer("Ada").says("Hello?")
    await becomes(world, 503, lambda figures: figures["connections"] == {"telegram": False, "slack": True})
    world.sandbox.faults.clear()
    await becomes(world, 200, lambda figures: figures["well"])


async def test_health_says_when_slack_is_not_connected_and_when_it_is_again(world: World) -> None:
    await becomes(world, 200, lambda figures: figures["well"])
    world.sandbox.faults.always("apps.connections.open", "server_error")
    await world.slack.sockets.cut()
    await becomes(world, 503, lambda figures: figures["connections"] == {"telegram": True, "slack": False})
    world.sandbox.faults.clear()
    await becomes(world, 200, lambda figures: figures["well"])


async def test_the_menu_is_set_in_every_language_when_it_starts(world: World) -> None:
    spoken = [call.params.get("language_code") for call in world.telegram.called("setMyCommands")]
    assert set(spoken) == {None, *(language.partition("_")[0] for language in LANGUAGES)}


async def test_a_change_of_a_user_group_is_a_change_of_who_may_act(world: World) -> None:
    ben, eve = world.agent("Ben"), world.agent("Eve")
    await world.customer("Ada").says("Hello?")
    card = await world.card()
    await eve.clicks("Claim", card)
    await eve.sees("Only agents of this desk can do that", "support")
    world.slack.user_group("support-agents", [eve])
    async with asyncio.timeout(SOON):
        while "Eve" not in card.words:
            await eve.clicks("Claim", card)
            await world.settles()
    await ben.clicks("Resolve", card)
    await ben.sees("Only agents of this desk can do that", "support")


async def test_it_refuses_to_run_on_a_database_that_was_not_migrated(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = sandbox.settings() | {"database": {"url": f"sqlite:///{tmp_path / 'new.db'}"}}
    assert await relaydesk(written_to(tmp_path / "config.toml", settings), "run") == 1
    assert re.search(
        r"^relaydesk: the database is at nothing yet, .* run `relaydesk migrate`$", capsys.readouterr().err
    )


async def test_a_second_one_on_the_same_sqlite_file_is_refused(
    fresh_sqlite: Fresh, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_sqlite()
    async with begun(url) as first:
        settings = first.sandbox.settings() | {"database": {"url": url}}
        assert await relaydesk(written_to(tmp_path / "config.toml", settings), "run") == 1
    assert "is in use by another process" in capsys.readouterr().err


async def test_the_command_runs_until_it_is_asked_to_stop(sandbox: Sandbox, database_url: str, tmp_path: Path) -> None:
    """With its secrets in the environment, as it is deployed."""
    settings = sandbox.settings() | {"database": {"url": database_url}}
    secrets = {f"RELAYDESK_{section}__{name}".upper(): settings[section].pop(name) for section, name in SECRETS}
    command = (sys.executable, "-m", "bot", "run", "--config", str(written_to(tmp_path / "config.toml", settings)))
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | secrets, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        ada = sandbox.customer("Ada")
        await ada.says("My-secret-question")
        await ada.sees("#1001", timeout=30)
        await sandbox.slack.member("Ben").sees("My-secret-question", "support", timeout=30)
        process.send_signal(signal.SIGTERM)
        said, lines = await asyncio.wait_for(process.communicate(), SOON)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    assert said == b""
    events = [json.loads(line)["event"] for line in lines.decode().splitlines()]
    assert events[0] == "running"
    assert "stopping" in events, "what is being sent then is finished"
    assert not any(word in lines.decode() for word in ("My-secret-question", *secrets.values()))


async def test_a_start_that_waits_for_a_platform_can_be_ended(
    sandbox: Sandbox, fresh_sqlite: Fresh, tmp_path: Path
) -> None:
    """By SIGTERM, which the first process of a container does not get unless it asks for it."""
    reached = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1") as silent:
        settings = sandbox.settings() | {"database": {"url": fresh_sqlite()}}
        settings["slack"]["api_url"] = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/api/"
        command = (sys.executable, "-m", "bot", "run", "--config", str(written_to(tmp_path / "config.toml", settings)))
        process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
        async with asyncio.timeout(60):
            await reached.wait()
            process.send_signal(signal.SIGTERM)
            _, said = await process.communicate()
    assert (process.returncode, said) == (130, b"")
