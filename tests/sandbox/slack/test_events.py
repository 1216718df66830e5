"""Events over Socket Mode, against the real Bolt and the real aiohttp client."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.faults import DELIVERY
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Channel

Json = dict[str, Any]


def heard_by(app: AsyncApp, kind: str) -> list[Json]:
    """Every event of that kind the app hears, as it comes."""
    heard: list[Json] = []

    @app.event(kind)
    async def hear(event: Json) -> None:
        heard.append(event)

    return heard


async def test_what_a_member_types_reaches_the_app_once(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    heard = heard_by(connected, "message")
    message = await slack.member("Ben").says(support, "Is *anyone* there? <&")
    await slack.quiet()
    assert len(heard) == 1
    assert heard[0]["ts"] == message.ts
    assert heard[0]["text"] == "Is *anyone* there? &lt;&amp;"
    assert heard[0]["channel_type"] == "channel"
    typed = heard[0]["blocks"][0]["elements"][0]["elements"]
    assert {"type": "text", "text": "anyone", "style": {"bold": True}} in typed


async def test_envelopes_are_spread_over_the_sockets(slack: SlackServer, connected: AsyncApp, support: Channel) -> None:
    heard = heard_by(connected, "message")
    ben = slack.member("Ben")
    for number in range(6):
        await ben.says(support, f"line {number}")
    await slack.quiet()
    assert len(heard) == 6
    numbers = [number for number, _ in slack.sockets.given]
    assert len(set(numbers)) == 2
    assert numbers.count(numbers[0]) == 3


async def test_an_event_the_app_fails_on_comes_again(slack: SlackServer, connected: AsyncApp, support: Channel) -> None:
    attempts: list[Json] = []

    @connected.event("message")
    async def fail_once(body: Json, request: Any) -> None:
        attempts.append({"id": body["event_id"], "retry": request.headers.get("x-slack-retry-num")})
        if len(attempts) == 1:
            raise RuntimeError("the database is away")

    slack.deliveries.patience = Patience(ack=0.2, retries=(0.0,))
    await slack.member("Ben").says(support, "Hello?")
    await slack.quiet()
    assert [attempt["retry"] for attempt in attempts] == [["0"], ["1"]]
    assert attempts[0]["id"] == attempts[1]["id"]
    assert slack.deliveries.given_up == []


async def test_an_event_never_acknowledged_is_given_up_after_three_retries(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    slack.deliveries.patience = Patience(ack=0.05, retries=(0.0, 0.0, 0.0))

    @connected.event("message")
    async def fail(body: Json) -> None:
        raise RuntimeError("always")

    await slack.member("Ben").says(support, "Hello?")
    await slack.quiet()
    assert [envelope.attempts for envelope in slack.deliveries.given_up] == [["timeout"] * 4]


async def test_nothing_is_lost_when_slack_asks_for_a_new_socket(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    heard = heard_by(connected, "message")
    ben = slack.member("Ben")
    await slack.sockets.refresh()
    for number in range(4):
        await ben.says(support, f"line {number}")
    await slack.quiet()
    await slack.connected(2)
    assert sorted(event["text"] for event in heard) == [f"line {number}" for number in range(4)]


async def test_an_event_finds_the_app_when_it_is_back_after_all_sockets_were_cut(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    heard = heard_by(connected, "message")
    await slack.sockets.cut()
    await slack.member("Ben").says(support, "Still there?")
    await slack.quiet()
    assert [event["text"] for event in heard] == ["Still there?"]


async def test_events_wait_for_the_first_connection(slack: SlackServer, app: AsyncApp, support: Channel) -> None:
    await slack.member("Ben").says(support, "Early bird")
    assert slack.pending() == 1
    with pytest.raises(TimeoutError):
        await slack.quiet(timeout=0.01)


async def test_what_the_bot_posts_comes_back_as_an_event_with_its_bot_id(
    slack: SlackServer, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    heard = heard_by(connected, "message")
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    await client.chat_postMessage(channel=support.id, text="A card", metadata=metadata)
    await slack.quiet()
    assert heard[0]["bot_id"] == slack.bot_id
    assert heard[0]["user"] == slack.bot_user_id
    assert heard[0]["metadata"] == metadata


async def test_an_edit_a_deletion_and_a_reaction_have_their_own_shapes(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    slack.app.events.add("reaction_added")
    messages, added = heard_by(connected, "message"), heard_by(connected, "reaction_added")
    ben = slack.member("Ben")
    message = await ben.says(support, "Teh answer")
    await ben.edits(message, "The answer")
    await ben.reacts(message, "eyes")
    await ben.deletes(message)
    await slack.quiet()
    by_kind = {event.get("subtype"): event for event in messages}
    assert by_kind["message_changed"]["message"]["text"] == "The answer"
    assert by_kind["message_changed"]["previous_message"]["text"] == "Teh answer"
    assert by_kind["message_deleted"]["deleted_ts"] == message.ts
    assert added[0]["item"] == {"type": "message", "channel": support.id, "ts": message.ts}


async def test_deleting_a_root_with_replies_leaves_a_tombstone(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    heard = heard_by(connected, "message")
    ben = slack.member("Ben")
    root = await ben.says(support, "Root")
    reply = await ben.says(support, "Reply", thread=root)
    await ben.deletes(root)
    await slack.quiet()
    assert slack.thread(support, root) == [reply]
    changed = next(event for event in heard if event.get("subtype") == "message_changed")
    assert changed["message"]["subtype"] == "tombstone"


async def test_only_what_was_subscribed_to_is_sent(slack: SlackServer, connected: AsyncApp, support: Channel) -> None:
    messages, reactions = heard_by(connected, "message"), heard_by(connected, "reaction_added")
    ben = slack.member("Ben")
    await ben.reacts(await ben.says(support, "Hi"), "eyes")
    await slack.quiet()
    assert len(messages) == 1
    assert reactions == []


async def test_an_app_hears_nothing_of_channels_it_is_not_in(slack: SlackServer, connected: AsyncApp) -> None:
    heard = heard_by(connected, "message")
    elsewhere = slack.channel("elsewhere", bot=False)
    await slack.member("Ben").says(elsewhere, "Private talk")
    await slack.quiet()
    assert heard == []


async def test_a_duplicated_event_comes_twice_with_one_event_id(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    ids: list[str] = []

    @connected.event("message")
    async def hear(body: Json) -> None:
        ids.append(body["event_id"])

    slack.faults.next(DELIVERY, "duplicate")
    await slack.member("Ben").says(support, "Once or twice")
    await slack.quiet()
    await slack.quiet()
    assert len(ids) == 2
    assert ids[0] == ids[1]


async def test_a_reordered_event_is_overtaken_by_the_next(
    slack: SlackServer, connected: AsyncApp, support: Channel
) -> None:
    heard = heard_by(connected, "message")
    ben = slack.member("Ben")
    slack.faults.next(DELIVERY, "reorder")
    await ben.says(support, "first")
    await ben.says(support, "second")
    await slack.quiet()
    assert [event["text"] for event in heard] == ["second", "first"]


async def test_a_group_that_changes_says_who_came_and_went(slack: SlackServer, connected: AsyncApp) -> None:
    slack.app.events.add("subteam_members_changed")
    heard = heard_by(connected, "subteam_members_changed")
    ben, mia = slack.member("Ben"), slack.member("Mia")
    slack.user_group("agents", [ben])
    slack.user_group("agents", [mia])
    await slack.quiet()
    assert heard[0]["added_users"] == [mia.id]
    assert heard[0]["removed_users"] == [ben.id]


async def test_a_stranger_in_a_shared_channel_is_marked_as_one(slack: SlackServer, connected: AsyncApp) -> None:
    bodies: list[Json] = []

    @connected.event("message")
    async def hear(body: Json) -> None:
        bodies.append(body)

    shared = slack.channel("partners", shared=True)
    eve = slack.member("Eve", stranger=True)
    await eve.joins(shared)
    await eve.says(shared, "Let me in")
    await slack.quiet()
    assert bodies[0]["is_ext_shared_channel"] is True
    assert bodies[0]["event"]["user_team"] != slack.team_id
