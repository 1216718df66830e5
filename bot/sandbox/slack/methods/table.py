"""Every method there is: what runs it, the scope it needs, its rate tier, and the arguments it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.api import Api
from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods import chat, conversations, files, people, reactions, views

Json = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """A scope that depends on the kind of channel is asked for by the method itself and is empty here."""

    run: Callable[[Api, Json], Json]
    scope: str
    tier: int | None
    arguments: Arguments
    app_token: bool = False


def _method(run: Callable[[Api, Json], Json], scope: str, tier: int | None, arguments: str = "") -> Method:
    return Method(run, scope, tier, Arguments(arguments))


_SAID = (
    " text:str blocks:json thread_ts:ts link_names:bool parse:str username:str icon_emoji:str icon_url:str"
    " unfurl_links:bool unfurl_media:bool mrkdwn:bool"
)
_PAGE = " cursor:str limit:int"
_SPAN = _PAGE + " oldest:moment latest:moment inclusive:bool include_all_metadata:bool"
_TYPES = _PAGE + " types:names exclude_archived:bool"

METHODS: dict[str, Method] = {
    "apps.connections.open": Method(people.open_connection, "connections:write", 1, Arguments(""), app_token=True),
    "auth.test": _method(people.test, "", None),
    "chat.delete": _method(chat.delete, "chat:write", 3, "channel:str! ts:ts! as_user:bool"),
    "chat.getPermalink": _method(chat.get_permalink, "", None, "channel:str! message_ts:ts!"),
    "chat.postEphemeral": _method(chat.post_ephemeral, "chat:write", 4, "channel:str! user:str!" + _SAID),
    "chat.postMessage": _method(
        chat.post_message, "chat:write", None, "channel:str! reply_broadcast:bool metadata:json" + _SAID
    ),
    "chat.update": _method(
        chat.update,
        "chat:write",
        3,
        "channel:str! ts:ts! text:str blocks:json metadata:json link_names:bool parse:str reply_broadcast:bool",
    ),
    "conversations.history": _method(conversations.history, "", 3, "channel:str!" + _SPAN),
    "conversations.info": _method(
        conversations.info, "", 3, "channel:str! include_num_members:bool include_locale:bool"
    ),
    "conversations.join": _method(conversations.join, "channels:join", 3, "channel:str!"),
    "conversations.list": _method(conversations.list_, "", 2, _TYPES),
    "conversations.members": _method(conversations.members, "", 4, "channel:str!" + _PAGE),
    "conversations.open": _method(
        conversations.open_, "", 3, "users:names return_im:bool prevent_creation:bool channel:str"
    ),
    "conversations.replies": _method(conversations.replies, "", 3, "channel:str! ts:ts!" + _SPAN),
    "files.completeUploadExternal": _method(
        files.complete_upload,
        "files:write",
        4,
        "files:json! channel_id:str channels:names thread_ts:ts initial_comment:str",
    ),
    "files.delete": _method(files.delete, "files:write", 3, "file:str!"),
    "files.getUploadURLExternal": _method(
        files.get_upload_url, "files:write", 4, "filename:str! length:int! alt_txt:str snippet_type:str"
    ),
    "files.info": _method(files.info, "files:read", 4, "file:str!" + _PAGE),
    "pins.add": _method(reactions.pin, "pins:write", 2, "channel:str! timestamp:ts!"),
    "pins.list": _method(reactions.pins, "pins:read", 2, "channel:str!"),
    "pins.remove": _method(reactions.unpin, "pins:write", 2, "channel:str! timestamp:ts!"),
    "reactions.add": _method(reactions.add, "reactions:write", 3, "channel:str! timestamp:ts! name:str!"),
    "reactions.get": _method(reactions.get, "reactions:read", 3, "channel:str! timestamp:ts! full:bool"),
    "reactions.remove": _method(reactions.remove, "reactions:write", 2, "channel:str! timestamp:ts! name:str!"),
    "team.info": _method(people.team, "team:read", 3, "team:str domain:str"),
    "usergroups.list": _method(
        people.groups,
        "usergroups:read",
        2,
        "include_users:bool include_count:bool include_disabled:bool",
    ),
    "usergroups.users.list": _method(people.group_users, "usergroups:read", 2, "usergroup:str! include_disabled:bool"),
    "users.conversations": _method(conversations.of_user, "", 3, "user:str" + _TYPES),
    "users.info": _method(people.info, "users:read", 4, "user:str! include_locale:bool"),
    "users.list": _method(people.list_, "users:read", 2, _PAGE + " include_locale:bool"),
    "views.open": _method(views.open_, "", 4, "view:json! trigger_id:str!"),
    "views.publish": _method(views.publish, "", 4, "user_id:str! view:json! hash:str"),
    "views.push": _method(views.push, "", 4, "view:json! trigger_id:str!"),
    "views.update": _method(views.update, "", 4, "view:json! view_id:str external_id:str hash:str"),
}

SCOPES = frozenset({method.scope for method in METHODS.values() if method.scope and not method.app_token}) | {
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write.customize",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read.email",
}
"""Every scope that means something here."""
