"""What `relaydesk check` finds in a live set-up, asked of the sandbox's platforms."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port

from bot.check import check, scopes
from bot.config import Config, checked
from bot.delivery.telegram_request import telegram_bot
from bot.findings import Finding
from bot.manifest import SCOPES, manifest
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.telegram.server import TelegramServer
from migrations.run import head
from tests.databases import Fresh

FILLED_IN: dict[str, Any] = {
    "teams": [{"name": "Support", "channel": "C0SUPPORT1", "agents": ["U0AGENT01"]}],
    "supervisors": {"channel": "C0SUPPORT1"},
    "operators": {"channel": "C0SUPPORT1"},
}
"""What every configuration must have beside its platforms."""


@dataclass
class SetUp:
    """Both platforms, and what an operator would have written about them."""

    telegram: TelegramServer
    slack: SlackServer
    ben: Member
    written: dict[str, Any] = field(default_factory=dict)

    def config(self) -> Config:
        return checked(self.written)

    async def findings(self) -> dict[str, Finding]:
        return {finding.what: finding for finding in await check(self.config())}

    async def faults(self) -> list[str]:
        return [finding.line for finding in (await self.findings()).values() if not finding.ok]


@pytest.fixture
async def set_up(fresh_sqlite: Fresh) -> AsyncIterator[SetUp]:
    clock = Clock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    telegram, slack = TelegramServer(clock, Faults()), SlackServer(clock, Faults())
    await telegram.start()
    await slack.start()
    slack.install(manifest("Acme Support", "socket", None))
    yield _right(telegram, slack, fresh_sqlite())
    await telegram.stop()
    await slack.stop()


def _right(telegram: TelegramServer, slack: SlackServer, database: str) -> SetUp:
    ben, support, operators = slack.member("Ben"), slack.channel("support"), slack.channel("operators")
    group = slack.user_group("agents", [ben])
    written = {
        "telegram": {"token": telegram.token, "api_url": telegram.url},
        "slack": {"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.url},
        "database": {"url": database},
        "teams": [{"name": "Support", "channel": support.id, "agents": [ben.id, group.id]}],
        "supervisors": {"channel": operators.id},
        "operators": {"channel": operators.id},
    }
    return SetUp(telegram, slack, ben, written)


async def test_a_set_up_that_is_right_has_no_fault(set_up: SetUp) -> None:
    findings = await set_up.findings()
    assert [finding.line for finding in findings.values() if not finding.ok] == []
    assert set(findings) == {
        "configuration",
        "telegram.token",
        "telegram.mode",
        "telegram.topics",
        "slack.bot_token",
        "slack scopes",
        "slack.app_token",
        "teams[0].channel",
        "supervisors.channel",
        "operators.channel",
        "teams[0].agents[0]",
        "teams[0].agents[1]",
        "database.url",
    }


async def test_checking_sends_nothing_invalid_and_writes_nothing(set_up: SetUp) -> None:
    await check(set_up.config())
    assert (set_up.telegram.refused, set_up.slack.invalid) == ([], [])
    assert not set_up.slack.called("chat.postMessage")
    assert not set_up.telegram.called("getUpdates")


async def test_a_token_telegram_does_not_know_is_not_shown(set_up: SetUp) -> None:
    set_up.written["telegram"]["token"] = "999:a-token-of-somebody-else"
    assert await set_up.faults() == [
        "FAULT  telegram.token: Telegram does not know this token -> take it from @BotFather again"
    ]


async def test_a_telegram_that_is_not_there_does_not_hide_the_rest(set_up: SetUp) -> None:
    set_up.written["telegram"]["api_url"] = "http://127.0.0.1:1"
    findings = await set_up.findings()
    assert not findings["telegram.api_url"].ok
    assert findings["slack.bot_token"].ok


async def test_a_webhook_of_another_program_is_told(set_up: SetUp) -> None:
    from telegram import Bot

    async with Bot(set_up.telegram.token, base_url=f"{set_up.telegram.url}/bot") as bot:
        await bot.set_webhook("https://other.example.com/hook")
    (line,) = await set_up.faults()
    assert "another program has Telegram call https://other.example.com/hook" in line


async def webhook(set_up: SetUp, port: int) -> None:
    """The desk wants to be called, and has told Telegram where."""
    url = f"http://127.0.0.1:{port}/telegram"
    set_up.written["telegram"] |= {"mode": "webhook", "webhook_url": url, "webhook_secret": "0123456789abcdef"}
    set_up.written["http"] = {"port": unused_port()}
    async with telegram_bot(set_up.telegram.token, set_up.telegram.url) as bot:
        await bot.set_webhook(url)


async def test_the_desks_own_webhook_is_no_fault(set_up: SetUp) -> None:
    await webhook(set_up, port := unused_port())
    set_up.written["http"] = {"port": port}
    findings = await set_up.findings()
    assert [finding.line for finding in findings.values() if not finding.ok] == []
    assert findings["telegram.mode"].detail == "webhook, and nobody else takes what customers write"


async def test_what_telegram_could_not_deliver_is_told(set_up: SetUp) -> None:
    await webhook(set_up, unused_port())
    await set_up.telegram.person("Ada").says("Hello?")
    async with telegram_bot(set_up.telegram.token, set_up.telegram.url) as bot, asyncio.timeout(10):
        while not (await bot.get_webhook_info()).last_error_message:
            pass
    mode, reached = await set_up.faults()
    assert mode.startswith("FAULT  telegram.mode: Telegram could not call us: ")
    assert "; 1 updates wait -> see that Telegram can reach this address" in mode
    assert reached.startswith("FAULT  telegram.webhook_url: http://127.0.0.1:")


async def test_before_its_first_start_nobody_is_called(set_up: SetUp) -> None:
    port = unused_port()
    url = f"http://127.0.0.1:{port}/telegram"
    set_up.written["telegram"] |= {"mode": "webhook", "webhook_url": url, "webhook_secret": "0123456789abcdef"}
    set_up.written["http"] = {"port": port}
    assert await set_up.faults() == []
    assert "when it starts" in (await set_up.findings())["telegram.mode"].detail


@pytest.mark.parametrize(
    ("threaded", "setting", "told"),
    [
        (True, "auto", "on: each ticket has a topic of its own in its customer's chat"),
        (False, "auto", "none: Threaded Mode is not on for this bot in @BotFather's mini app"),
        (True, "off", "off by this setting: each customer has one chat"),
    ],
)
async def test_whether_tickets_have_topics_is_told(set_up: SetUp, threaded: bool, setting: str, told: str) -> None:
    set_up.telegram.threaded(threaded)
    set_up.written["telegram"]["topics"] = setting
    finding = (await set_up.findings())["telegram.topics"]
    assert (finding.ok, finding.detail) == (True, told)


async def test_a_bot_token_slack_does_not_know_is_one_fault(set_up: SetUp) -> None:
    set_up.written["slack"]["bot_token"] = "xoxb-somebody-else"
    assert await set_up.faults() == [
        "FAULT  slack.bot_token: Slack says invalid_auth -> take the Bot User OAuth Token from the app's page again"
    ]


async def test_a_slack_that_is_not_there_is_told(set_up: SetUp) -> None:
    set_up.written["slack"]["api_url"] = "http://127.0.0.1:1/api/"
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  slack.api_url: ")


async def test_scopes_that_the_token_lacks_are_told(set_up: SetUp) -> None:
    set_up.slack.app.scopes = set(SCOPES) - {"reactions:write"}
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  slack scopes: the token lacks reactions:write -> update the app from")


async def test_where_slack_does_not_say_the_scopes_that_is_said(set_up: SetUp) -> None:
    set_up.slack.app.scopes = set()
    assert (await set_up.findings())["slack scopes"].line == (
        "ok     slack scopes: Slack did not say which the token has, so they were not checked"
    )


async def test_it_asks_as_the_desk_itself_does(set_up: SetUp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment would not find what is on this machine; the desk goes there straight."""
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    assert await set_up.faults() == []


@pytest.mark.parametrize(
    "restriction", [{"is_read_only": True}, {"properties": {"posting_restricted_to": {"type": ["ra"]}}}]
)
async def test_a_channel_in_which_only_some_may_post_is_told(set_up: SetUp, restriction: dict[str, Any]) -> None:
    set_up.slack.channel("support").limits = restriction
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  teams[0].channel: only some may post in #support -> ")


async def test_an_app_token_that_is_wrong_is_told(set_up: SetUp) -> None:
    set_up.written["slack"]["app_token"] = "xapp-somebody-else"
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  slack.app_token: Slack says invalid_auth -> make an app-level token")


async def test_over_http_no_app_token_is_asked_about(set_up: SetUp) -> None:
    set_up.written["slack"] |= {"mode": "http", "signing_secret": "0123456789abcdef"}
    set_up.written["http"] = {"port": unused_port()}
    findings = await set_up.findings()
    assert "slack.app_token" not in findings
    assert findings["slack.mode"].detail.endswith("name the address in slack.request_url to have it tried")


async def test_a_channel_nobody_knows_is_told_with_its_id(set_up: SetUp) -> None:
    set_up.written["teams"][0]["channel"] = "C0NOTTHERE"
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  teams[0].channel: Slack says channel_not_found of C0NOTTHERE -> correct the id")


async def test_a_channel_the_bot_is_not_in_is_told_with_the_cure(set_up: SetUp) -> None:
    set_up.written["supervisors"]["channel"] = set_up.slack.channel("bosses", bot=False).id
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  supervisors.channel: the bot is not in #bosses -> write there: /invite @")


async def test_an_archived_channel_is_told(set_up: SetUp) -> None:
    set_up.slack.channel("support").archived = True
    (line,) = await set_up.faults()
    assert "teams[0].channel: #support is archived" in line


async def test_an_empty_user_group_is_told(set_up: SetUp) -> None:
    set_up.slack.user_group("agents", [])
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  teams[0].agents[1]: nobody is in the user group")


async def test_a_user_group_or_member_that_is_not_there_is_told(set_up: SetUp) -> None:
    set_up.written["teams"][0]["agents"] = ["S0NOTTHERE", "U0NOTTHERE"]
    group, member = await set_up.faults()
    assert "teams[0].agents[0]: Slack says no_such_subteam of S0NOTTHERE" in group
    assert "teams[0].agents[1]: Slack says user_not_found of U0NOTTHERE" in member


async def test_a_guest_among_the_agents_is_told(set_up: SetUp) -> None:
    set_up.written["teams"][0]["agents"] = [set_up.slack.member("Gus", guest=True).id]
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  teams[0].agents[0]: @gus is a guest -> name a full member")


async def test_a_database_without_tables_is_told_to_migrate(set_up: SetUp, tmp_path: Path) -> None:
    set_up.written["database"]["url"] = f"sqlite:///{tmp_path}/new.db"
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  database.url: the tables are at nothing yet")
    assert line.endswith("-> relaydesk migrate")


async def test_a_database_that_a_newer_version_added_to_is_no_fault(set_up: SetUp) -> None:
    _made_by_a_newer_version(set_up, None)
    assert (await set_up.findings())["database.url"].line == (
        f"ok     database.url: reached, and further on (2999_01_01_newer) than this version needs ({head()})"
    )


async def test_a_database_that_only_a_newer_version_can_work_on_is_told(set_up: SetUp) -> None:
    _made_by_a_newer_version(set_up, "2998_12_31_moved")
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  database.url: the database is at 2999_01_01_newer and needs a version of Relaydesk")
    assert line.endswith("-> install the version that migrated it, or a newer one")


def _made_by_a_newer_version(set_up: SetUp, floor: str | None) -> None:
    with closing(sqlite3.connect(set_up.written["database"]["url"].removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2999_01_01_newer'")
        connection.executemany("INSERT INTO schema_floor VALUES (?)", [(floor,)] if floor else [])
        connection.commit()


async def test_a_database_that_is_not_there_is_told_without_its_password(set_up: SetUp) -> None:
    set_up.written["database"]["url"] = "postgresql://me:secret-word@127.0.0.1:1/desk"
    (line,) = await set_up.faults()
    assert line.startswith("FAULT  database.url: ")
    assert "Connect call failed" in line
    assert line.endswith("-> see that the database runs and that this address is right")
    assert line.count("this address") == 1
    assert "secret-word" not in line


def test_scopes_that_lack_are_named() -> None:
    assert scopes(", ".join(SCOPES)).ok
    lacking = scopes(",".join(set(SCOPES) - {"commands", "files:read"}))
    assert lacking.detail == "the token lacks commands, files:read"


def test_the_sandbox_installs_the_app_of_our_manifest() -> None:
    slack = SlackServer(Clock(), Faults())
    slack.install(manifest("Acme Support", "socket", None))
    assert slack.app.scopes == set(SCOPES)


async def test_whom_a_chain_would_tell_and_nobody_hears_is_told(set_up: SetUp) -> None:
    agent, stranger = set_up.slack.member("Ann").id, set_up.slack.member("Xena").id
    set_up.written["teams"][0]["agents"] = [agent]
    steps = [{"tell": who} for who in ("owner", agent, stranger, "S0NOTTHERE")]
    set_up.written["chains"] = [{"name": "late", "steps": steps}, {"name": "unused", "steps": [{"tell": "team"}]}]
    set_up.written["escalation"] = {"asked": "late"}
    unused, group, nobody = await set_up.faults()
    assert unused.startswith("FAULT  chains.unused: nothing begins it -> ")
    assert group.startswith("FAULT  chains[0].steps[3].tell: Slack says no_such_subteam of S0NOTTHERE -> ")
    assert nobody.startswith(f"FAULT  chains[0].steps[2].tell: {stranger} is no agent of this desk, so nobody would")
    set_up.written["escalation"]["deputies"] = [{"person": stranger, "deputy": agent}]
    findings = await set_up.findings()
    assert findings["chains[0].steps[2].tell"].line.endswith(f"{agent} is told instead")
    set_up.written["calendars"] = [{"name": "office", "hours": {"mon": ["09:00-17:00"]}}]
    set_up.written["rota"] = {"shifts": [{"people": [agent, stranger], "calendar": "office"}]}
    assert (await set_up.faults())[-1].startswith(f"FAULT  rota.shifts[0].people: {stranger} is no agent of this desk")
    del set_up.written["rota"]
    set_up.written["escalation"]["deputies"] = [{"person": agent, "deputy": stranger}]
    assert f"escalation.deputies[0].deputy: {stranger} is no agent" in (await set_up.faults())[-1]
