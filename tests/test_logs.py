"""One structured line for each thing that comes in and each that goes out; no customer's words, and no secrets."""

import logging
import sys
from collections import Counter
from typing import Literal

import pytest
import structlog
from sqlalchemy import Connection, text

from bot.engine import ledger
from bot.engine.database import Database
from tests.logged import Line, Written, logged
from tests.stories.broken import without
from tests.stories.world import World, world

SAID = "My-secret-question"
ANSWERED = "My-secret-answer"
TOKEN = "4200000042:sandbox-token-of-thirty-five-letter"

STYLES: tuple[Literal["json", "console"], ...] = ("json", "console")

CALLS = {"channel": "chat.postMessage", "card": "chat.update", "home": "views.publish"}
"""What is called for the rows of each kind of lane in Slack."""


def by(what: str, lines: list[Line]) -> Counter[str]:
    return Counter(line[what] for line in lines)


def discreet(written: Written) -> None:
    assert written.text
    for word in (SAID, ANSWERED, "sandbox-token", "xoxb-", "xapp-", "sandbox-signing-secret"):
        assert word not in written.text


async def conversation(here: World) -> None:
    """Ada asks, Ben claims and answers, and she has read it."""
    ada, ben = here.customer("Ada"), here.agent("Ben")
    await ada.says(SAID)
    card = await here.card()
    await ben.clicks("Claim", card)
    await here.settles()
    await ben.says("support", ANSWERED, card.ts)
    await here.passes()
    await ada.sees(ANSWERED)


async def test_what_comes_in_and_what_goes_out_has_one_line_each_with_the_same_key(database_url: str) -> None:
    with logged() as written:
        async with world(database_url) as here:
            await conversation(here)
            came, went = written.lines("incoming"), written.lines("outgoing")
    assert set(by("key", came).values()) == {1}
    assert {line["outcome"] for line in came + went} == {"done", "Sent"}
    assert set(by("row", went).values()) == {1}
    lanes = Counter(line["lane"].partition(":")[0] for line in went)
    assert {kind: lanes[kind] for kind in CALLS} == {kind: len(here.slack.called(CALLS[kind])) for kind in CALLS}
    assert lanes["chat"] == len(here.telegram.called("sendMessage"))
    assert {line["key"] for line in went} <= {line["key"] for line in came}
    [answer] = [line for line in went if line["lane"].startswith("chat:") and line["key"].startswith("slack:")]
    assert {line["lane"].partition(":")[0] for line in went if line["key"] == answer["key"]} >= {"chat", "marks"}
    discreet(written)


async def test_what_fails_is_logged_without_anybodys_words(database_url: str) -> None:
    with logged() as written:
        async with world(database_url) as here:
            await conversation(here)
            card = await here.card()
            database = here.product.door.database
            async with without(database, "message"):
                await here.customer("Ada").says(SAID)
                await here.agent("Ben").says("support", ANSWERED, card.ts)
                await here.telegram.quiet()
                await here.slack.quiet()
                parked = await database.read(ledger.parked)
    lines = written.lines("parked")
    assert sorted(line["reference"] for line in lines) == sorted(one.reference for one in parked)
    assert len(parked) == 2
    assert all("Error at " in line["exception"] for line in lines)
    assert not any(word in one.error for one in parked for word in (SAID, ANSWERED))
    discreet(written)


async def test_an_error_of_the_database_does_not_show_what_was_written(database: Database) -> None:
    def fails(connection: Connection) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": SAID})

    for attempt in (database.do, database.read):
        with pytest.raises(Exception, match="nowhere") as raised:
            await attempt(fails)
        assert SAID not in str(raised.value)


async def test_a_blocked_bot_is_logged_without_the_customers_name(database_url: str) -> None:
    with logged() as written:
        async with world(database_url) as here:
            await conversation(here)
            ada, card = here.customer("Ada"), await here.card()
            await ada.blocks()
            await here.agent("Ben").says("support", ANSWERED, card.ts)
            await here.passes()
            await here.agent("Ben").sees("Ada blocked the bot")
    assert [line["level"] for line in written.lines("outgoing") if line["outcome"] == "GiveUp"] == ["info"]
    assert "Ada" not in written.text
    discreet(written)


def raised() -> Exception:
    try:
        try:
            raise ValueError(SAID)
        except ValueError as cause:
            raise KeyError(ANSWERED) from cause
    except KeyError as fault:
        return fault


@pytest.mark.parametrize("style", STYLES)
def test_of_an_exception_its_kind_and_place_are_logged_and_not_its_text(style: Literal["json", "console"]) -> None:
    with logged("info", style) as written:
        structlog.get_logger("bot.test").error("it failed", exc_info=raised())
        logging.getLogger("somebody.else").error("they failed", exc_info=raised())
    for expected in ("it failed", "they failed", "KeyError at ", "ValueError at ", "test_logs.py"):
        assert expected in written.text
    discreet(written)


def test_a_token_in_any_line_is_not_shown() -> None:
    with logged() as written:
        structlog.get_logger("bot.test").warning("rejected", url=f"https://example.org/bot{TOKEN}/getMe")
        logging.getLogger("somebody.else").warning("rejected: %s", TOKEN)
    assert [line["event"] for line in written.lines()] == ["rejected", "rejected: (secret)"]
    discreet(written)


def test_libraries_are_not_heard_below_a_warning_at_any_level() -> None:
    with logged("debug") as written:
        for name in ("slack_bolt.AsyncApp", "slack_sdk.web", "telegram.Bot", "sqlalchemy.engine", "asyncio"):
            logging.getLogger(name).info(SAID)
        structlog.get_logger("bot.test").debug("ours")
    assert [line["event"] for line in written.lines()] == ["ours"]


def test_a_level_leaves_out_what_is_below_it() -> None:
    with logged("error") as written:
        structlog.get_logger("bot.test").warning("not so bad")
        logging.getLogger("somebody.else").warning("not so bad")
        structlog.get_logger("bot.test").error("bad")
    assert [line["event"] for line in written.lines()] == ["bad"]


def test_a_line_that_cannot_be_written_is_lost_and_nothing_else() -> None:
    with logged():
        sys.stderr.close()
        structlog.get_logger("bot.test").error("lost")
