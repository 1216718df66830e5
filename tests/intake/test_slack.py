"""What comes from Slack is written down once, and acknowledged when it is and not before."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.desk.tickets.tables import Author, State
from bot.door import Arrival
from bot.engine.database import Database
from bot.engine.faults import DatabaseAway
from bot.intake.slack_payloads import acted_at, asker, key
from bot.sandbox.slack.envelopes import Patience
from tests.handlers.slack.bench import FIRST, Bench

Json = dict[str, Any]


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Bench(database) as bench:
        yield bench
        bench.blameless()


def breaks(bench: Bench, fault: Exception, times: int = 1) -> None:
    """The next transactions for something that came in end in that."""
    before = bench.door.database

    class Broken:
        dialect = before.dialect
        left = times
        read = before.read

        async def do(self, *asked: Any, **more: Any) -> Any:
            if self.left and any(isinstance(one, Arrival) for one in asked):
                self.left -= 1
                raise fault
            return await before.do(*asked, **more)

    bench.door.database = Broken()  # type: ignore[assignment]


async def pressed_wrongly(bench: Bench) -> None:
    """Ben presses a button that carries what no button of ours does."""
    button = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Grab"}, "value": "x"}
    blocks = [{"type": "actions", "elements": [button]}]
    await bench.posting.chat_postMessage(channel=bench.support.id, text="Old", blocks=blocks)
    await bench.ben.clicks("Grab")
    await bench.settled()


async def test_an_event_that_comes_twice_has_one_effect(bench: Bench) -> None:
    card = await bench.claimed()
    bench.faults.next("delivery", "duplicate")
    await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    assert [message.author for message in await bench.messages()] == [Author.CUSTOMER, Author.AGENT]


async def test_an_event_is_not_acknowledged_while_the_database_is_away_and_comes_again(bench: Bench) -> None:
    card = await bench.claimed()
    bench.slack.deliveries.patience = Patience(ack=0.3, retries=(0.0, 0.01, 0.01))
    breaks(bench, DatabaseAway(), times=2)
    await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    assert (await bench.messages())[-1].state is State.WAITING
    assert bench.slack.deliveries.given_up == []
    assert await bench.parked() == []


async def test_a_press_while_the_database_is_away_fails_before_the_eyes_of_who_pressed(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    bench.slack.deliveries.patience = Patience(ack=0.3)
    breaks(bench, DatabaseAway())
    with pytest.raises(AssertionError, match="operation_timeout"):
        await bench.ben.clicks("Claim")
    await bench.ben.clicks("Claim")
    assert (await bench.ticket()).owner == bench.ben.id


async def test_an_event_that_cannot_be_handled_is_parked_and_those_behind_it_go_on(bench: Bench) -> None:
    card = await bench.claimed()
    bench.slack.inject(
        {"type": "reaction_added", "user": bench.ben.id, "reaction": "eyes", "item": {"type": "message"}}
    )
    await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    [kept] = await bench.parked()
    assert kept.error.startswith("KeyError")
    assert bench.slack.deliveries.given_up == []
    assert (await bench.messages())[-1].text == "Try the other socket"
    [alert] = bench.ops.messages.values()
    assert f"relaydesk parked replay {kept.reference}" in alert.words


async def test_whoever_pressed_what_failed_is_given_the_reference(bench: Bench) -> None:
    await pressed_wrongly(bench)
    [kept] = await bench.parked()
    assert [kept.reference in said for said in bench.whispers(bench.ben)] == [True]


async def test_in_the_home_the_reference_comes_in_a_window_and_in_a_form_in_its_place(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.ben.opens_home()
    await bench.settled()
    home = await bench.ben.sees_home("The lamp")
    home.body["blocks"] = json.loads(json.dumps(home.body["blocks"]).replace(f'"value": "{FIRST}"', '"value": "x"'))
    await bench.ben.clicks_in_home("Claim")
    await bench.ben.sees_modal("Something went wrong")
    await bench.ben.clicks("Reply")
    form = await bench.ben.sees_modal("Reply to")
    form.body["private_metadata"] = "not ours"
    await bench.ben.fills({"Message": "Hello"})
    await bench.ben.submits()
    await bench.ben.sees_modal("Something went wrong")
    assert len(await bench.parked()) == 2


async def test_what_was_parked_for_a_passing_reason_can_be_replayed_once(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    breaks(bench, RuntimeError("a full disk"))
    await bench.ben.clicks("Claim")
    await bench.settled()
    [kept] = await bench.parked()
    assert (await bench.ticket()).owner is None
    assert await bench.intake.replay(kept.payload, kept.reference) == "done"
    await bench.settled()
    assert (await bench.ticket()).owner == bench.ben.id
    assert await bench.parked() == []
    assert await bench.intake.replay(kept.payload, kept.reference) == "seen"


async def test_what_fails_again_stays_parked_under_the_same_reference(bench: Bench) -> None:
    await pressed_wrongly(bench)
    [kept] = await bench.parked()
    assert await bench.intake.replay(kept.payload, kept.reference) == "parked"
    [again] = await bench.parked()
    assert (again.reference, again.attempts) == (kept.reference, 2)


async def test_what_nobody_asked_for_is_acknowledged_all_the_same(bench: Bench) -> None:
    bench.slack.inject({"type": "channel_rename", "channel": {"id": "C1", "name": "new"}})
    bench.slack.inject({"type": "message", "subtype": "channel_join", "channel": bench.support.id, "user": "U1"})
    await bench.settled()
    assert bench.slack.deliveries.given_up == []
    assert await bench.parked() == []


async def test_slack_is_asked_once_who_we_are(bench: Bench) -> None:
    await bench.claimed()
    assert len(bench.slack.called("auth.test")) == 1


async def test_an_edit_right_behind_its_message_does_not_overtake_it(bench: Bench) -> None:
    card = await bench.claimed()
    for number in range(5):
        post = await bench.ben.says(bench.support, f"Try socet {number}", card)
        await bench.ben.edits(post, f"Try socket {number}")
    await bench.settled()
    assert [message.text for message in (await bench.messages())[1:]] == [f"Try socket {n}" for n in range(5)]


async def test_one_connection_carries_on_while_slack_renews_the_other(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.slack.sockets.refresh()
    await bench.ben.says(bench.support, "Still there?", card)
    await bench.settled()
    assert (await bench.messages())[-1].text == "Still there?"
    assert await bench.intake.connected()


@pytest.fixture
async def address(bench: Bench) -> AsyncIterator[str]:
    """Where Slack would call us, over http."""
    site = web.Application()
    site.router.add_post("/slack", bench.intake.http)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack"
    await runner.cleanup()


async def test_over_http_it_is_all_the_same(bench: Bench, address: str) -> None:
    await bench.slack.http_mode(address)
    card = await bench.claimed()
    await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.ben.command("/desk", "my", bench.support)
    await bench.settled()
    assert (await bench.messages())[-1].state is State.WAITING
    assert any("The lamp is broken" in said for said in bench.whispers(bench.ben))


async def test_a_request_that_slack_did_not_sign_is_refused(bench: Bench, address: str) -> None:
    forged = {"X-Slack-Request-Timestamp": str(int(datetime.now(UTC).timestamp())), "X-Slack-Signature": "v0=00"}
    body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}})
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=forged) as response:
        assert response.status == 401


async def test_what_comes_while_the_database_is_away_is_asked_for_again(bench: Bench) -> None:
    breaks(bench, DatabaseAway(), times=2)
    nobody_listens = {"type": "block_suggestion", "user": {"id": bench.ben.id}, "value": "x"}
    command = {"command": "/desk", "text": 5, "user_id": bench.ben.id, "trigger_id": "t1"}
    for body in (nobody_listens, command):
        answer = await bench.intake.heard(body)
        assert (answer.status, answer.headers["retry-after"]) == (503, ["5"])
    assert await bench.parked() == []


async def test_what_nobody_listens_for_stays_parked_when_it_is_replayed_as_it_is(bench: Bench) -> None:
    body = {"type": "block_suggestion", "user": {"id": bench.ben.id}, "value": "x"}
    assert (await bench.intake.heard(body)).status == 200
    [kept] = await bench.parked()
    assert json.loads(kept.payload) == body
    assert await bench.intake.replay(kept.payload, kept.reference) == "parked"
    assert [again.attempts for again in await bench.parked()] == [2]


async def test_a_message_of_another_bot_is_no_answer(bench: Bench) -> None:
    card = await bench.claimed()
    event = {"type": "message", "channel": bench.support.id, "user": bench.ben.id, "bot_id": "B999", "ts": "5.000001"}
    bench.slack.inject(event | {"thread_ts": card.ts, "text": "I am a bot", "event_ts": "5.000001"})
    await bench.settled()
    assert len(await bench.messages()) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"event_id": "Ev1", "type": "event_callback", "event": {}}, "Ev1"),
        ({"type": "view_submission", "trigger_id": "t1", "view": {"id": "V1", "hash": "h"}}, "view_submission:V1:h"),
        ({"type": "block_actions", "trigger_id": "t1"}, "block_actions:t1"),
        ({"command": "/desk", "trigger_id": "t1"}, "/desk:t1"),
        ({"type": "message_action", "action_ts": "1.2"}, "message_action:1.2"),
    ],
)
def test_the_key_is_the_same_for_every_delivery(body: Json, expected: str) -> None:
    assert key(body, json.dumps(body)) == expected


@pytest.mark.parametrize(
    "body", [{}, {"event": []}, {"actions": []}, {"user": "U1", "view": 3}, {"event": {"event_ts": "soon", "item": 1}}]
)
def test_a_payload_of_any_shape_can_be_taken(body: Json) -> None:
    assert key(body, "x")
    assert acted_at(body) is None
    assert asker(body).channel is None


@pytest.mark.parametrize("thread", [None, "", "here", 5, "1772442000", "1772442000.000001 "])
def test_what_is_no_thread_is_not_answered_in(thread: object) -> None:
    """Slack would refuse the answer."""
    assert asker({"event": {"type": "message", "channel": "C1", "user": "U1", "thread_ts": thread}}).thread is None


def test_when_somebody_acted_is_read_from_whatever_says_it() -> None:
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    ts = f"{at.timestamp():.6f}"
    bodies: list[Json] = [{"event": {"event_ts": ts}}, {"action_ts": ts}, {"actions": [{"action_ts": ts}]}]
    assert [acted_at(body) for body in bodies] == [at, at, at]
