"""chat.*: what the app says."""

import json
from typing import Any

from bot.sandbox.slack import posts
from bot.sandbox.slack.api import Api
from bot.sandbox.slack.emoji import known
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.typed import rich_text
from bot.sandbox.slack.workspace import Channel

Json = dict[str, Any]

LONGEST_POST = 40_000
LONGEST_UPDATE = 4_000


def _text(given: Json, longest: int) -> str:
    """Text is asked for beside blocks too: it is what a notification and a screen reader say."""
    text = given.get("text", "")
    if not text.strip():
        raise Refused("no_text")
    if len(text) > longest:
        raise Refused("msg_too_long")
    return str(text)


def _metadata(given: Json) -> Json | None:
    metadata = given.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_schema")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > 8000:
        raise Refused("metadata_too_large")
    return metadata


def _said(api: Api, given: Json, longest: int = LONGEST_POST) -> Json:
    """Text without blocks is kept with a rich_text block made of it, as Slack does."""
    text = _text(given, longest)
    blocks = api.blocks(given)
    if not blocks and given.get("mrkdwn", True):
        blocks = {"blocks": [rich_text(text, api.workspace.new_id("k"))]}
    return {"text": text} | blocks


def _disguise(api: Api, given: Json) -> Json:
    wanted: Json = {key: given[key] for key in ("username", "icon_emoji", "icon_url") if key in given}
    if wanted:
        api.need("chat:write.customize")
    if "icon_emoji" in wanted and not known(wanted["icon_emoji"].strip(":")):
        raise Refused("invalid_arguments", "[ERROR] icon_emoji: unknown")
    return wanted


def _thread(channel: Channel, given: Json) -> str | None:
    """The root of the thread: answering a reply lands in the thread that the reply is in."""
    ts: str | None = given.get("thread_ts")
    if ts is None:
        return None
    if ts not in channel.messages:
        raise Refused("thread_not_found")
    return channel.messages[ts].root


def post_message(api: Api, given: Json) -> Json:
    channel = api.writable(given["channel"])
    said = _said(api, given) | _disguise(api, given)
    thread, metadata = _thread(channel, given), _metadata(given)
    broadcast = given.get("reply_broadcast", False)
    bot = api.workspace.bot
    message = posts.post(api.workspace, channel, bot, said, thread=thread, broadcast=broadcast, metadata=metadata)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def post_ephemeral(api: Api, given: Json) -> Json:
    channel = api.writable(given["channel"])
    user = api.workspace.users.get(given["user"])
    if user is None or user.id not in channel.members:
        raise Refused("user_not_in_channel")
    said = _said(api, given) | _disguise(api, given)
    message = posts.say_to(api.workspace, channel, user, said, _thread(channel, given))
    return {"message_ts": message.ts}


def update(api: Api, given: Json) -> Json:
    """Blocks that are not given again go away, as at Slack."""
    channel = api.writable(given["channel"])
    message = api.message(channel, given["ts"])
    if message.body.get("bot_id") != api.workspace.bot.bot_id:
        raise Refused("cant_update_message")
    said = _said(api, given, LONGEST_UPDATE)
    metadata = _metadata(given)
    if metadata is not None:
        message.metadata = metadata or None
    posts.edit(api.workspace, message, api.workspace.bot, said)
    return {"channel": channel.id, "ts": message.ts, "text": said["text"], "message": message.as_json(True)}


def delete(api: Api, given: Json) -> Json:
    channel = api.channel(given["channel"])
    message = api.message(channel, given["ts"])
    if message.body.get("bot_id") != api.workspace.bot.bot_id:
        raise Refused("cant_delete_message")
    posts.delete(api.workspace, message)
    return {"channel": channel.id, "ts": given["ts"]}


def get_permalink(api: Api, given: Json) -> Json:
    channel = api.channel(given["channel"])
    message = api.message(channel, given["message_ts"])
    link = f"https://{api.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    within = f"?thread_ts={message.root}&cid={channel.id}" if message.in_thread else ""
    return {"channel": channel.id, "permalink": link + within}
