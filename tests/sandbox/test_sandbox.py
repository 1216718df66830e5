"""The sandbox as a whole, and what its page's server lets whom do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.config import checked
from bot.sandbox.clock import Clock
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.envelopes import Patience
from tests.sandbox.scripted_desk import ScriptedDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]

LATE = 30  # seconds


@pytest_asyncio.fixture(loop_scope="session")
async def session(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """A session that says it comes from the page itself."""
    async with aiohttp.ClientSession(headers={"Origin": sandbox.page_url.rstrip("/")}) as session:
        yield session


async def act(session: aiohttp.ClientSession, sandbox: Sandbox, name: str, /, **given: Any) -> tuple[int, Json]:
    async with session.post(f"{sandbox.page_url}act", json={"act": name, **given}) as answer:
        return answer.status, await answer.json()


async def test_its_settings_are_a_whole_configuration(sandbox: Sandbox) -> None:
    config = checked(sandbox.settings())
    assert [team.name for team in config.teams] == ["Support", "Billing"]
    assert {category.team for category in config.categories} == {"Support", "Billing"}
    assert all(len(category.label) == 5 for category in config.categories)


async def test_the_tokens_it_hands_out_open_both_platforms(desk: ScriptedDesk) -> None:
    assert (await desk.telegram("getMe"))["is_bot"]
    assert (await desk.slack("auth.test"))["user_id"] == desk.sandbox.slack.bot_user_id


async def test_every_channel_that_the_settings_name_can_be_posted_in(desk: ScriptedDesk) -> None:
    settings = desk.sandbox.settings()
    named = [*settings["teams"], settings["supervisors"], settings["operators"]]
    for channel in {table["channel"] for table in named}:
        await desk.slack("chat.postMessage", channel=channel, text="Hello")


async def test_each_team_is_a_user_group_of_its_people(desk: ScriptedDesk) -> None:
    names = {member.id: member.name for member in desk.sandbox.slack.members()}
    teams = {}
    for team in desk.sandbox.settings()["teams"]:
        group = await desk.slack("usergroups.users.list", usergroup=team["agents"][0])
        teams[team["name"]] = [names[user] for user in group["users"]]
    assert teams == {"Support": ["Ben", "Chloe", "Sam"], "Billing": ["Dana", "Sam"]}


async def test_asking_for_the_settings_changes_nothing(sandbox: Sandbox) -> None:
    assert sandbox.settings() == sandbox.settings()


async def test_the_guest_is_in_one_channel_and_the_supervisor_in_all(sandbox: Sandbox) -> None:
    channels = sandbox.slack.snapshot()["channels"]
    of = {
        name: [channel["name"] for channel in channels if sandbox.slack.member(name).id in channel["members"]]
        for name in ("Gus", "Sam")
    }
    assert of == {"Gus": ["support"], "Sam": ["support", "billing", "supervisors", "operators"]}


async def test_customers_of_four_languages_are_there_and_have_not_written(sandbox: Sandbox) -> None:
    people = sandbox.telegram.snapshot()["people"]
    assert {person["name"]: person["language"] for person in people} == {
        "Ada": "en",
        "王芳": "zh-hans",
        "Zofia": "pl",
        "Deniz": "tr",
    }
    assert sandbox.telegram.pending() == 0
    assert sandbox.customer("Zofia").chat == []
    with pytest.raises(LookupError, match="no customer is called Zoë"):
        sandbox.customer("Zoë")


async def test_an_app_that_connects_hears_nothing_of_how_the_workspace_was_peopled(sandbox: Sandbox) -> None:
    assert sandbox.slack.pending() == 0


async def test_a_given_clock_is_the_clock_of_all(sandbox: Sandbox) -> None:
    clock = Clock(fixed=datetime(2026, 3, 1, 9, tzinfo=UTC))
    fixed = Sandbox(clock)
    await clock.forward(timedelta(hours=2))
    assert fixed.telegram.snapshot()["now"] == fixed.slack.snapshot()["now"] == "2026-03-01T11:00:00+00:00"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://elsewhere.example", "Host": "elsewhere.example"},
    ],
)
async def test_only_the_page_itself_may_act(sandbox: Sandbox, headers: dict[str, str]) -> None:
    given = {"act": "phone.says", "person": sandbox.customer("Ada").id, "text": "Not from here"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{sandbox.page_url}act", json=given, headers=headers) as answer:
            assert answer.status == 403
        if "Host" not in headers:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"{sandbox.page_url}live", headers=headers)
    assert sandbox.customer("Ada").chat == []


async def test_a_name_that_merely_leads_here_is_shown_nothing(sandbox: Sandbox) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.page_url, headers={"Host": "rebound.example"}) as answer,
    ):
        assert answer.status == 403


async def test_the_page_may_fetch_nothing_from_elsewhere_and_be_framed_by_nobody(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.get(sandbox.page_url) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


async def test_only_the_page_s_own_files_are_served(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("page/%2e%2e/page_server.py", "page/..%2fpage_server.py", "page_server.py", "page/"):
            async with session.get(f"{sandbox.page_url}{path}") as answer:
                assert answer.status in (403, 404), path


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"act": "phone.says", "person": 1, "text": "Hi"}, "Nobody here has that phone."),
        ({"act": "phone.says", "person": 5000001, "text": " "}, "Write something first."),
        ({"act": "phone.says", "person": "Ada", "text": "Hi"}, "Person must be a whole number."),
        ({"act": "phone.says", "person": 5000001, "text": None}, "Text must be a text."),
        ({"act": "phone.says", "person": 5000001, "text": "x" * 5000}, "A phone sends 1 to 4096 characters, not 5000"),
        ({"act": "phone.edits", "person": 5000001, "message": 9, "text": "x"}, "There is no message 9 on the phone"),
        ({"act": "phone.presses", "person": 5000001, "button": "Yes"}, "Ada sees no button 'Yes'"),
        ({"act": "phone.add", "name": " ", "language": "en"}, "A name has 1 to 64 characters."),
        ({"act": "slack.says", "member": "U1", "channel": "C1", "text": "Hi"}, "Nobody of that name works here."),
        ({"act": "slack.submits", "member": "U0000000002"}, "Ben has no form open any more."),
        ({"act": "slack.uses", "member": "U0000000002", "place": "home"}, "That is not there any more."),
        ({"act": "slack.deletes", "member": "U0000000002", "channel": "C1", "ts": "1.2"}, "That message is gone."),
        ({"act": "clock.forward", "seconds": -5}, "Time moves forward, by a year at most."),
        ({"act": "trouble.make", "name": "meteor"}, "There is no such trouble to make."),
        ({"act": "make coffee"}, "The page asked for something this sandbox cannot do."),
        ({}, "Act must be a text."),
        (["phone.says"], "An act is a JSON object."),
    ],
)
async def test_what_cannot_be_done_is_answered_with_a_sentence(
    sandbox: Sandbox, session: aiohttp.ClientSession, given: Any, sentence: str
) -> None:
    async with session.post(f"{sandbox.page_url}act", json=given) as answer:
        assert (answer.status, (await answer.json())["error"][: len(sentence)]) == (400, sentence)


async def test_a_click_that_no_program_answers_is_told_in_words(sandbox: Sandbox, desk: ScriptedDesk) -> None:
    button = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Claim"}}
    blocks = [{"type": "actions", "block_id": "acts", "elements": [button]}]
    support = sandbox.slack.channel("support")
    posted = await desk.slack("chat.postMessage", channel=support.id, text="A card", blocks=blocks)
    sandbox.slack.deliveries.patience = Patience(ack=0.01)
    await sandbox.slack.sockets.cut()
    async with aiohttp.ClientSession(headers={"Origin": sandbox.page_url.rstrip("/")}) as session:
        ben = sandbox.slack.member("Ben").id
        at = {"place": "message", "channel": support.id, "ts": posted["ts"], "block": "acts", "action": "claim"}
        status, body = await act(session, sandbox, "slack.uses", member=ben, **at)
    assert (status, body["error"]) == (
        400,
        "Slack waited three seconds and no program answered. Is the desk running?",
    )


async def test_the_state_is_pushed_when_anything_changes(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.ws_connect(f"{sandbox.page_url}live") as live, asyncio.timeout(LATE):
        first = await live.receive_json()
        assert first["name"] == "Acme Support"
        await sandbox.customer("Ada").says("Hello?")
        while not (state := await live.receive_json())["telegram"]["people"][0]["chat"]:
            pass
        assert state["telegram"]["people"][0]["chat"][0]["text"] == "Hello?"
        await sandbox.slack.member("Ben").says("support", "Anybody?")
        while not (state := await live.receive_json())["slack"]["channels"][0]["messages"]:
            pass
        assert state["slack"]["channels"][0]["messages"][0]["text"] == "Anybody?"


async def test_the_clock_moves_and_everybody_who_looks_sees_it(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(f"{sandbox.page_url}live") as live, asyncio.timeout(LATE):
        await live.receive_json()
        await act(session, sandbox, "clock.forward", seconds=86400)
        while (await live.receive_json())["clock"]["offset"] != 86400:
            pass
    assert sandbox.clock.offset == timedelta(days=1)


async def test_lasting_trouble_goes_on_until_it_is_ended(desk: ScriptedDesk, session: aiohttp.ClientSession) -> None:
    sandbox = desk.sandbox
    url = f"{sandbox.telegram.url}/bot{sandbox.telegram.token}/getMe"
    await act(session, sandbox, "trouble.make", name="telegram_away")
    for _ in range(3):
        async with desk.session.get(url) as answer:
            assert answer.status == 502
    await act(session, sandbox, "trouble.end")
    assert (await desk.telegram("getMe"))["is_bot"]


async def test_every_trouble_on_offer_can_be_made(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.ws_connect(f"{sandbox.page_url}live") as live:
        offered = (await live.receive_json())["trouble"]["kinds"]
    assert len(offered) >= 5
    for kind in offered:
        assert (await act(session, sandbox, "trouble.make", name=kind["name"]))[0] == 200


async def test_once_means_the_next_call_and_no_other(desk: ScriptedDesk, session: aiohttp.ClientSession) -> None:
    sandbox, ada = desk.sandbox, desk.sandbox.customer("Ada")
    await ada.says("Hello")
    await act(session, sandbox, "trouble.make", name="telegram_wait")
    url = f"{sandbox.telegram.url}/bot{sandbox.telegram.token}/sendMessage"
    async with desk.session.post(url, json={"chat_id": ada.id, "text": "Hi"}) as answer:
        assert (answer.status, (await answer.json())["parameters"]) == (429, {"retry_after": 5})
    await desk.telegram("sendMessage", chat_id=ada.id, text="Hi")


async def test_a_sandbox_stops_while_somebody_looks_at_it() -> None:
    sandbox = Sandbox()
    await sandbox.start()
    async with aiohttp.ClientSession(headers={"Origin": sandbox.page_url.rstrip("/")}) as session:
        live = await session.ws_connect(f"{sandbox.page_url}live")
        await live.receive_json()
        async with asyncio.timeout(LATE):
            await sandbox.stop()
        while (await live.receive()).type is not aiohttp.WSMsgType.CLOSED:
            pass
