"""The bot itself: who it is, what it says about itself, and the menu of its commands."""

import json
import re

from telegram.constants import BotCommandScopeType

from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.refusals import bad
from bot.sandbox.telegram.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
LANGUAGE = re.compile(r"(?:[a-z]{2})?\Z")
MOST_COMMANDS = 100
LONGEST = {"name": 64, "description": 512, "short_description": 120}
DEFAULT_SCOPE = '{"type": "default"}'


def get_me(world: World, params: Params) -> Json:
    return world.bot


def set_my_commands(world: World, params: Params) -> bool:
    commands = [_command(raw) for raw in params.array("commands")]
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(world, params), _language(params)] = commands
    world.changes.happened()
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.commands.get((_scope(world, params), _language(params)), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.pop((_scope(world, params), _language(params)), None)
    world.changes.happened()
    return True


def set_my_name(world: World, params: Params) -> bool:
    return _set(world, params, "name")


def set_my_description(world: World, params: Params) -> bool:
    return _set(world, params, "description")


def set_my_short_description(world: World, params: Params) -> bool:
    return _set(world, params, "short_description")


def get_my_name(world: World, params: Params) -> Json:
    return {"name": _text(world, params, "name") or world.bot["first_name"]}


def get_my_description(world: World, params: Params) -> Json:
    return {"description": _text(world, params, "description")}


def get_my_short_description(world: World, params: Params) -> Json:
    return {"short_description": _text(world, params, "short_description")}


def menu(world: World, chat_id: int, language: str) -> list[Json]:
    """The commands one person is offered: the narrowest scope first, their language before any."""
    chat = json.dumps({"type": "chat", "chat_id": chat_id}, sort_keys=True)
    for scope in (chat, '{"type": "all_private_chats"}', DEFAULT_SCOPE):
        for spoken in (language[:2].lower(), ""):
            if commands := world.commands.get((scope, spoken)):
                return commands
    return []


def _set(world: World, params: Params, name: str) -> bool:
    text = params.text(name)
    if len(text) > LONGEST[name]:
        raise bad(f"bot {name.replace('_', ' ')} is too long")
    world.texts[name, _language(params)] = text
    world.changes.happened()
    return True


def _text(world: World, params: Params, name: str) -> str:
    return world.texts.get((name, _language(params))) or world.texts.get((name, ""), "")


def _command(raw: Json) -> Json:
    if not isinstance(raw, dict) or not COMMAND.match(str(raw.get("command", "")).removeprefix("/")):
        raise bad("BOT_COMMAND_INVALID")
    description = raw.get("description", "")
    if not isinstance(description, str) or not 1 <= len(description) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": raw["command"].removeprefix("/"), "description": description}


def _scope(world: World, params: Params) -> str:
    """The scope as a key. One that names a chat must name one the bot knows."""
    scope = params.object("scope") or {"type": "default"}
    if scope.get("type") not in set(BotCommandScopeType):
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if "chat_id" in scope:
        scope = scope | {"chat_id": world.chat(Params(scope, {})).id}
    return json.dumps(scope, sort_keys=True)


def _language(params: Params) -> str:
    """ISO 639-1, two letters, or empty for everyone else."""
    code = params.text("language_code")
    if not LANGUAGE.match(code):
        raise bad("invalid language code specified")
    return code
