"""What happens in channels, whoever does it: posted, edited, deleted, reacted, joined. Each with its event."""

from typing import Any
from uuid import uuid4

from bot.sandbox.slack.workspace import Channel, Message, User, Workspace

Json = dict[str, Any]


def author_facts(workspace: Workspace, user: User) -> Json:
    """The fields of a message that say who wrote it."""
    facts: Json = {"user": user.id, "team": user.team}
    if user.bot_id:
        profile: Json = {
            "id": user.bot_id,
            "app_id": workspace.app_id,
            "name": user.real_name,
            "deleted": False,
        }
        return facts | {"bot_id": user.bot_id, "app_id": workspace.app_id, "bot_profile": profile}
    if user.stranger:
        facts |= {"user_team": user.team, "source_team": user.team}
        facts["user_profile"] = {"real_name": user.real_name, "team": user.team, "is_restricted": user.guest}
    return facts | {"client_msg_id": str(uuid4())}


def post(
    workspace: Workspace,
    channel: Channel,
    author: User,
    said: Json,
    *,
    thread: str | None = None,
    broadcast: bool = False,
    metadata: Json | None = None,
) -> Message:
    """`said` is the text, the blocks, the files. `thread` is the ts of a message that is there."""
    ts = workspace.new_ts()
    body: Json = {"type": "message", "ts": ts} | author_facts(workspace, author) | said
    if thread:
        root = channel.messages[thread]
        body |= {"thread_ts": thread, "parent_user_id": root.body.get("user", "")}
        if broadcast:
            body |= {"subtype": "thread_broadcast", "root": root.as_json()}
    if said.get("files"):
        body.setdefault("subtype", "file_share")
    message = Message(channel, ts, body, metadata)
    channel.add(message)
    workspace.happened(_placed(channel, ts, message.as_json(with_metadata=True)), channel)
    if f"<@{workspace.bot.id}>" in message.text and author is not workspace.bot:
        mention = {key: body[key] for key in ("user", "text", "ts", "team", "blocks", "thread_ts") if key in body}
        workspace.happened({"type": "app_mention", "channel": channel.id, "event_ts": ts} | mention, channel)
    return message


def edit(workspace: Workspace, message: Message, editor: User, said: Json) -> None:
    """`said` replaces the parts of the message that it names; a part that is None goes away."""
    before = message.as_json()
    ts = workspace.new_ts()
    changed = message.body | said | {"edited": {"user": editor.id, "ts": ts}}
    message.body = {key: value for key, value in changed.items() if value is not None}
    _changed(workspace, message, before, ts)


def delete(workspace: Workspace, message: Message) -> None:
    """A message with replies leaves a tombstone, so that its thread can still be read."""
    channel, before, ts = message.channel, message.as_json(), workspace.new_ts()
    if channel.replies(message.ts):
        message.body = _tombstone(message)
        message.metadata, message.reactions = None, {}
        _changed(workspace, message, before, ts)
        return
    channel.remove(message)
    gone = {"type": "message", "subtype": "message_deleted", "hidden": True, "previous_message": before}
    workspace.happened(_placed(channel, ts, gone | {"deleted_ts": message.ts, "ts": ts}), channel)


def _tombstone(message: Message) -> Json:
    said = {"type": "message", "subtype": "tombstone", "text": "This message was deleted.", "hidden": True}
    return said | {"user": "USLACKBOT", "ts": message.ts, "thread_ts": message.ts}


def _changed(workspace: Workspace, message: Message, before: Json, ts: str) -> None:
    if message.shown_to:
        workspace.changes.happened()
        return
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts}
    event |= {"message": message.as_json(with_metadata=True), "previous_message": before}
    workspace.happened(_placed(message.channel, ts, event), message.channel)


def _placed(channel: Channel, ts: str, event: Json) -> Json:
    return event | {"channel": channel.id, "channel_type": channel.kind, "event_ts": ts}


def react(workspace: Workspace, message: Message, user: User, name: str) -> bool:
    """Whether it was news."""
    users = message.reactions.setdefault(name, [])
    if user.id in users:
        return False
    users.append(user.id)
    workspace.happened(_reaction("reaction_added", workspace, message, user, name), message.channel)
    return True


def unreact(workspace: Workspace, message: Message, user: User, name: str) -> bool:
    """Whether there was one to take away."""
    if user.id not in message.reactions.get(name, []):
        return False
    message.reactions[name].remove(user.id)
    if not message.reactions[name]:
        del message.reactions[name]
    workspace.happened(_reaction("reaction_removed", workspace, message, user, name), message.channel)
    return True


def _reaction(kind: str, workspace: Workspace, message: Message, user: User, name: str) -> Json:
    item = {"type": "message", "channel": message.channel.id, "ts": message.ts}
    author = message.body.get("user", "")
    return {
        "type": kind,
        "user": user.id,
        "reaction": name,
        "item": item,
        "item_user": author,
        "event_ts": workspace.new_ts(),
    }


def join(workspace: Workspace, channel: Channel, user: User, inviter: User | None = None) -> bool:
    """Whether they were not in it before."""
    if user.id in channel.members:
        return False
    channel.members.append(user.id)
    workspace.happened(_membership("member_joined_channel", workspace, channel, user, inviter), channel)
    return True


def leave(workspace: Workspace, channel: Channel, user: User) -> bool:
    """Whether they were in it before."""
    if user.id not in channel.members:
        return False
    workspace.happened(_membership("member_left_channel", workspace, channel, user, None), channel)
    channel.members.remove(user.id)
    return True


def _membership(kind: str, workspace: Workspace, channel: Channel, user: User, inviter: User | None) -> Json:
    letter = "G" if channel.kind == "group" else "C"
    event = {"type": kind, "user": user.id, "channel": channel.id, "channel_type": letter, "team": user.team}
    return event | {"event_ts": workspace.new_ts()} | ({"inviter": inviter.id} if inviter else {})


def archive(workspace: Workspace, channel: Channel, user: User, *, archived: bool = True) -> None:
    """Or take it out of the archive again."""
    channel.archived = archived
    kind = f"{'group' if channel.kind == 'group' else 'channel'}_{'archive' if archived else 'unarchive'}"
    event = {"type": kind, "channel": channel.id, "user": user.id, "event_ts": workspace.new_ts()}
    workspace.happened(event, channel)


def say_to(workspace: Workspace, channel: Channel, user: User, said: Json, thread: str | None = None) -> Message:
    """An ephemeral message: on one screen, in no history, without an event."""
    ts = workspace.new_ts()
    body = {"type": "message", "ts": ts, "is_ephemeral": True} | author_facts(workspace, workspace.bot) | said
    message = Message(channel, ts, body | ({"thread_ts": thread} if thread else {}), shown_to=user.id)
    user.screen.whispers.append(message)
    workspace.changes.happened()
    return message
