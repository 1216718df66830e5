"""What people see and may do, and the picture of it all."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import Clock
from bot.sandbox.slack.member import NotAllowed
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.waiting import NotSeen
from bot.sandbox.slack.workspace import Channel, Workspace
from tests.sandbox.slack.blocks import section


async def test_somebody_waiting_for_words_sees_them_when_they_come(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    ben = slack.member("Ben")
    waiting = asyncio.create_task(ben.sees("Printer"))
    await client.chat_postMessage(channel=support.id, text="A card", blocks=[section("Printer on fire")])
    assert (await waiting).text == "A card"


async def test_who_waits_in_vain_is_told_what_there_is(slack: SlackServer, support: Channel) -> None:
    ben = slack.member("Ben")
    await ben.says(support, "Only this")
    with pytest.raises(NotSeen, match="Only this"):
        await ben.sees("Something else", timeout=0.01)


async def test_looking_in_a_thread_leaves_out_its_root_and_the_channel(slack: SlackServer, support: Channel) -> None:
    ben = slack.member("Ben")
    root = await ben.says(support, "the word")
    with pytest.raises(NotSeen):
        await ben.sees("the word", thread=root, timeout=0.01)
    reply = await ben.says(support, "the word", thread=root)
    assert await ben.sees("the word", thread=root) is reply


async def test_guests_and_strangers_see_only_where_they_were_let_in(slack: SlackServer, support: Channel) -> None:
    guest, stranger = slack.member("Guy", guest=True), slack.member("Eve", stranger=True)
    await slack.member("Ben").says(support, "Among us")
    for outsider in (guest, stranger):
        assert outsider.messages() == []
        with pytest.raises(NotAllowed):
            await outsider.says(support, "Me too")
    await guest.joins(support)
    await guest.sees("Among us")


async def test_nobody_edits_or_deletes_what_another_wrote(slack: SlackServer, support: Channel) -> None:
    message = await slack.member("Ben").says(support, "Mine")
    mia = slack.member("Mia")
    with pytest.raises(NotAllowed):
        await mia.edits(message, "Hers")
    with pytest.raises(NotAllowed):
        await mia.deletes(message)


async def test_everybody_is_in_public_channels_however_they_came(slack: SlackServer) -> None:
    ben = slack.member("Ben")
    first = slack.channel("first")
    mia = slack.member("Mia")
    secret = slack.channel("secret", private=True)
    assert first.members == [ben.id, slack.bot_user_id, mia.id]
    assert secret.members == [slack.bot_user_id]
    assert slack.member("Ben") is ben
    assert slack.channel("first") is first


async def test_escaped_text_is_read_as_it_is_shown(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    await client.chat_postMessage(channel=support.id, text="A card", blocks=[section("1 &lt; 2 &amp; 3")])
    await slack.member("Ben").sees("1 < 2 & 3")


async def test_the_picture_shows_everything_and_is_json(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    ben = slack.member("Ben")
    root = await ben.says(support, "Hello")
    await ben.says(support, "Reply", thread=root)
    await ben.reacts(root, "eyes")
    await client.chat_postEphemeral(channel=support.id, user=ben.id, text="Psst")
    picture = json.loads(json.dumps(slack.snapshot()))
    shown = picture["channels"][0]["messages"]
    assert [message["text"] for message in shown] == ["Hello", "Reply"]
    assert shown[0]["reactions"] == [{"name": "eyes", "users": [ben.id], "count": 1}]
    assert shown[1]["in_thread"] is True
    assert [whisper["text"] for whisper in picture["members"][0]["whispers"]] == ["Psst"]
    assert picture["version"] == slack.changes.version


async def test_the_page_hears_of_every_change(slack: SlackServer, support: Channel) -> None:
    before = slack.changes.version
    waiting = asyncio.create_task(slack.changes.beyond(before))
    await slack.member("Ben").says(support, "Hello")
    assert await waiting > before


def test_stamps_grow_even_while_the_clock_stands_still() -> None:
    workspace = Workspace(Clock(fixed=datetime(2026, 11, 21, tzinfo=UTC)).now)
    assert [workspace.new_ts() for _ in range(3)] == [
        "1795219200.000000",
        "1795219200.000001",
        "1795219200.000002",
    ]


async def test_a_file_a_member_shares_is_on_its_message(slack: SlackServer, support: Channel) -> None:
    message = await slack.member("Ben").shares(support, "log.txt", b"It broke", text="Here")
    assert message.body["subtype"] == "file_share"
    assert message.body["files"][0]["size"] == 8
