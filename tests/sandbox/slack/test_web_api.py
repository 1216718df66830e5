"""The Web API as the real client meets it: what it does, and all it refuses."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.refusals import Refusal
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Channel
from tests.sandbox.slack.blocks import section
from tests.sandbox.slack.conftest import client_of

Json = dict[str, Any]


async def error_of(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


async def posted(client: AsyncWebClient, channel: Channel, text: str, **more: Any) -> str:
    return str((await client.chat_postMessage(channel=channel.id, text=text, **more))["ts"])


async def test_the_bot_learns_who_it_is(slack: SlackServer, client: AsyncWebClient) -> None:
    me = await client.auth_test()
    assert (me["user_id"], me["bot_id"], me["team_id"]) == (slack.bot_user_id, slack.bot_id, slack.team_id)


REFUSED: list[tuple[str, Json, str]] = [
    ("chat.shout", {}, "unknown_method"),
    ("chat.postMessage", {"text": "Hi"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C404", "text": "Hi"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "{there}", "text": "Hi"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "{old}", "text": "Hi"}, "is_archived"),
    ("chat.postMessage", {"channel": "{here}"}, "no_text"),
    ("chat.postMessage", {"channel": "{here}", "blocks": [section("Hi")]}, "no_text"),
    ("chat.postMessage", {"channel": "{here}", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "{here}", "text": "Hi", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "{here}", "text": "Hi", "blocks": [{"type": "none"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "{here}", "text": "Hi", "thread_ts": "1.000001"}, "thread_not_found"),
    ("chat.postMessage", {"channel": "{here}", "text": "Hi", "thread_ts": "yesterday"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "{here}", "text": "Hi", "client_msg_id": "1"}, "invalid_arguments"),
    (
        "chat.postMessage",
        {"channel": "{here}", "text": "Hi", "metadata": {"a": 1}},
        "invalid_metadata_schema",
    ),
    ("chat.update", {"channel": "{here}", "ts": "1.000001", "text": "Hi"}, "message_not_found"),
    ("chat.update", {"channel": "{here}", "ts": "{bens}", "text": "Hi"}, "cant_update_message"),
    ("chat.update", {"channel": "{here}", "ts": "{ours}", "text": "x" * 4_001}, "msg_too_long"),
    ("chat.delete", {"channel": "{here}", "ts": "{bens}"}, "cant_delete_message"),
    ("chat.postEphemeral", {"channel": "{here}", "user": "U404", "text": "Hi"}, "user_not_in_channel"),
    ("conversations.replies", {"channel": "{here}", "ts": "1.000001"}, "thread_not_found"),
    ("conversations.history", {"channel": "{there}"}, "not_in_channel"),
    ("conversations.info", {"channel": "{secret}"}, "channel_not_found"),
    ("conversations.list", {"types": "secret_channel"}, "invalid_types"),
    ("reactions.add", {"channel": "{here}", "timestamp": "{ours}", "name": "no_such_thing"}, "invalid_name"),
    ("reactions.remove", {"channel": "{here}", "timestamp": "{ours}", "name": "eyes"}, "no_reaction"),
    ("pins.remove", {"channel": "{here}", "timestamp": "{ours}"}, "no_pin"),
    ("users.info", {"user": "U404"}, "user_not_found"),
    ("usergroups.users.list", {"usergroup": "S404"}, "no_such_subteam"),
    ("views.publish", {"user_id": "U404", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("views.publish", {"user_id": "{ben}", "view": {"type": "house"}}, "invalid_arguments"),
    ("files.info", {"file": "F404"}, "file_not_found"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
]


@pytest.mark.parametrize(("method", "arguments", "error"), REFUSED)
async def test_slack_refuses(
    slack: SlackServer, client: AsyncWebClient, support: Channel, method: str, arguments: Json, error: str
) -> None:
    ben = slack.member("Ben")
    old = slack.channel("old")
    await ben.archives(old)
    names = {
        "{here}": support.id,
        "{there}": slack.channel("there", bot=False).id,
        "{secret}": slack.channel("secret", private=True, bot=False).id,
        "{old}": old.id,
        "{ben}": ben.id,
        "{bens}": (await ben.says(support, "Mine")).ts,
        "{ours}": await posted(client, support, "Ours"),
    }
    given = {key: names.get(value, value) if isinstance(value, str) else value for key, value in arguments.items()}
    assert await error_of(client, method, **given) == error
    assert [refusal.error for refusal in slack.refused] == [error]


async def test_a_race_is_refused_but_is_not_called_invalid(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    ts = await posted(client, support, "Ours")
    await client.reactions_add(channel=support.id, timestamp=ts, name="eyes")
    again = {"channel": support.id, "timestamp": ts, "name": "eyes"}
    assert await error_of(client, "reactions.add", **again) == "already_reacted"
    assert slack.refused == [Refusal("reactions.add", again, "already_reacted")]
    assert slack.invalid == []


@pytest.mark.parametrize(("token", "error"), [("xoxb-other", "invalid_auth"), ("", "not_authed")])
async def test_a_wrong_token_opens_nothing(slack: SlackServer, token: str, error: str) -> None:
    assert await error_of(client_of(slack, token), "auth.test") == error


async def test_a_scope_that_was_not_granted_is_named(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    slack.app.scopes -= {"chat:write", "groups:history"}
    secret = slack.channel("secret", private=True)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=support.id, text="Hi")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "chat:write"
    assert await error_of(client, "conversations.history", channel=secret.id) == "missing_scope"


async def test_what_is_posted_is_read_back_with_its_metadata(client: AsyncWebClient, support: Channel) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    root = await posted(client, support, "Card", metadata=metadata)
    reply = await posted(client, support, "Answer", thread_ts=root, metadata=metadata)
    await posted(client, support, "Aside")
    history = await client.conversations_history(channel=support.id)
    assert [message["text"] for message in history["messages"]] == ["Aside", "Card"]
    assert history["messages"][1]["reply_count"] == 1
    assert "metadata" not in history["messages"][1]
    thread = await client.conversations_replies(channel=support.id, ts=root, include_all_metadata=True)
    assert [message["ts"] for message in thread["messages"]] == [root, reply]
    assert thread["messages"][1]["metadata"] == metadata


async def test_history_comes_in_pages_and_from_a_moment_on(client: AsyncWebClient, support: Channel) -> None:
    stamps = [await posted(client, support, f"line {number}") for number in range(5)]
    first = await client.conversations_history(channel=support.id, limit=3, oldest=stamps[0])
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=support.id, limit=3, oldest=stamps[0], cursor=cursor)
    pages = [message["ts"] for page in (first, rest) for message in page["messages"]]
    assert pages == stamps[:0:-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)


async def test_an_answer_to_a_reply_lands_in_the_same_thread(client: AsyncWebClient, support: Channel) -> None:
    root = await posted(client, support, "Card")
    reply = await posted(client, support, "One", thread_ts=root)
    answer = await client.chat_postMessage(channel=support.id, text="Two", thread_ts=reply)
    assert answer["message"]["thread_ts"] == root


async def test_an_update_replaces_text_and_blocks(slack: SlackServer, client: AsyncWebClient, support: Channel) -> None:
    ts = await posted(client, support, "Open", blocks=[section("Open")])
    await client.chat_update(channel=support.id, ts=ts, text="Solved", blocks=[section("Solved")])
    message = slack.message(support, ts)
    assert (message.text, message.words) == ("Solved", "Solved")
    assert message.body["edited"]["user"] == slack.bot_user_id


async def test_form_and_json_bodies_are_the_same_to_it(slack: SlackServer, support: Channel) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    arguments = {"channel": support.id, "text": "Hi"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{slack.url}chat.postMessage", data=arguments) as response:
            assert (await response.json())["ok"] is True
        async with session.post(f"{slack.url}chat.postMessage", json=arguments) as response:
            assert (await response.json())["ok"] is True
    form, from_json = slack.called("chat.postMessage")
    assert form.arguments == from_json.arguments == arguments


async def test_a_post_to_a_person_opens_the_conversation_with_them(slack: SlackServer, client: AsyncWebClient) -> None:
    ben = slack.member("Ben")
    sent = await client.chat_postMessage(channel=ben.id, text="Your shift begins")
    opened = await client.conversations_open(users=[ben.id])
    assert sent["channel"] == opened["channel"]["id"]
    assert (await ben.sees("Your shift begins")).channel.kind == "im"


async def test_a_whisper_is_seen_by_one_and_is_in_no_history(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    ben, mia = slack.member("Ben"), slack.member("Mia")
    await client.chat_postEphemeral(channel=support.id, user=ben.id, text="Mia has it")
    assert [whisper.text for whisper in ben.whispers] == ["Mia has it"]
    assert mia.whispers == []
    assert (await client.conversations_history(channel=support.id))["messages"] == []


async def test_people_are_shown_as_what_they_are(slack: SlackServer, client: AsyncWebClient) -> None:
    ben, eve, guy = slack.member("Ben"), slack.member("Eve", stranger=True), slack.member("Guy", guest=True)
    agents = slack.user_group("agents", [ben])
    assert (await client.users_info(user=eve.id))["user"]["is_stranger"] is True
    assert (await client.users_info(user=guy.id))["user"]["is_restricted"] is True
    assert (await client.usergroups_users_list(usergroup=agents.id))["users"] == [ben.id]
    named = (await client.usergroups_list(include_users=True))["usergroups"][0]
    assert (named["handle"], named["users"]) == ("agents", [ben.id])
    listed = [member["id"] for member in (await client.users_list())["members"]]
    assert listed == [slack.bot_user_id, ben.id, eve.id, guy.id]


async def test_the_bot_joins_a_channel_and_then_may_post(slack: SlackServer, client: AsyncWebClient) -> None:
    there = slack.channel("there", bot=False)
    await client.conversations_join(channel=there.id)
    await posted(client, there, "Here I am")
    assert (await client.conversations_info(channel=there.id))["channel"]["is_member"] is True
    names = [channel["name"] for channel in (await client.conversations_list())["channels"]]
    assert names == ["there"]


async def test_a_permalink_leads_to_the_message_in_its_thread(client: AsyncWebClient, support: Channel) -> None:
    root = await posted(client, support, "Card")
    reply = await posted(client, support, "Answer", thread_ts=root)
    link = (await client.chat_getPermalink(channel=support.id, message_ts=reply))["permalink"]
    assert link.endswith(f"/archives/{support.id}/p{reply.replace('.', '')}?thread_ts={root}&cid={support.id}")


async def test_a_file_goes_up_in_three_steps_and_comes_down_with_the_token(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    root = await posted(client, support, "Card")
    await client.files_upload_v2(
        channel=support.id, thread_ts=root, filename="log.txt", content="It broke", initial_comment="The log"
    )
    message = slack.thread(support, root)[0]
    address = message.body["files"][0]["url_private_download"]
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(address, headers=headers) as response:
            assert await response.read() == b"It broke"
        async with session.get(address) as response:
            assert response.content_type == "text/html"


async def test_a_file_that_never_came_cannot_be_shared(client: AsyncWebClient, support: Channel) -> None:
    promised = await client.files_getUploadURLExternal(filename="log.txt", length=8)
    files = [{"id": promised["file_id"]}]
    assert await error_of(client, "files.completeUploadExternal", files=files) == "file_not_found"


async def test_a_picture_keeps_the_words_for_whoever_cannot_see_it(slack: SlackServer, client: AsyncWebClient) -> None:
    kept = await client.files_getUploadURLExternal(filename="chart.png", length=8, alt_txt="A line that rises")
    assert slack.workspace.files[kept["file_id"]].body["alt_txt"] == "A line that rises"
    too_long = {"filename": "chart.png", "length": 8, "alt_txt": "x" * 1001}
    assert await error_of(client, "files.getUploadURLExternal", **too_long) == "invalid_arguments"
