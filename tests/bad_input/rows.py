"""What a row of the table is: something bad, what becomes of it, and who is told."""

import itertools
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from tests.bad_input.scene import Scene

Json = dict[str, Any]
Payload = Callable[[Scene], Json]
"""Made when it is sent, since it names what is there."""


class Fate(StrEnum):
    """What becomes of it, as the table says it; the test knows each by what is there afterwards."""

    KEPT = "kept, and passed on as it reads"
    HELD = "held back until its author says that it may go out"
    DONE = "does what it says, and nothing else"
    REFUSED = "refused: the reason is given"
    PARKED = "set aside under a reference"
    PASSED = "passed over"


class Row(NamedTuple):
    """`shows` is what whoever it is for reads in the end."""

    sent: str
    payload: Payload
    fate: Fate
    told: frozenset[str]
    shows: str = ""


class Section(NamedTuple):
    title: str
    rows: list[Row]


_numbers = itertools.count(10**6)


def row(sent: str, payload: Payload, fate: Fate, *told: str, shows: str = "") -> Row:
    return Row(sent, payload, fate, frozenset(told), shows)


# What Telegram sends


def says(text: str, **fields: object) -> Payload:
    """Ada writes; `fields` are laid over the message."""
    return message(text=text, **fields)


def message(**fields: object) -> Payload:
    return lambda scene: {"message": _message(scene) | fields}


def edited(**fields: object) -> Payload:
    return lambda scene: {"edited_message": _message(scene) | fields}


def called(**names: object) -> Payload:
    """Ada writes under another name."""
    return lambda scene: {"message": _message(scene) | {"text": "Who am I?", "from": _ada(scene) | names}}


def presses(data: str) -> Payload:
    """Ada presses a button that carries this, whoever made it."""
    return lambda scene: {"callback_query": _query(scene) | {"data": data, "message": _message(scene)}}


def _query(scene: Scene) -> Json:
    return {"id": str(next(_numbers)), "from": _ada(scene), "chat_instance": "1"}


def _message(scene: Scene) -> Json:
    now = int(scene.world.sandbox.clock.now().timestamp())
    chat = {"id": scene.ada.id, "type": "private"}
    return {"message_id": next(_numbers), "date": now, "chat": chat, "from": _ada(scene)}


def _ada(scene: Scene) -> Json:
    return {"id": scene.ada.id, "is_bot": False, "first_name": "Ada", "language_code": "en"}


def query(**fields: object) -> Payload:
    """A press without a message."""
    return lambda scene: {"callback_query": _query(scene) | fields}


# What Slack sends


def types(text: str, **fields: object) -> Payload:
    """Ben types it in the thread of the ticket he has."""
    return lambda scene: scene.event(scene.typed(text, **fields))


def event(**fields: object) -> Payload:
    return lambda scene: scene.event(fields)


def clicks(**action: object) -> Payload:
    """Ben presses a button on the card."""
    return lambda scene: _pressed(scene) | {"actions": [_button() | action]}


def pressed(**fields: object) -> Payload:
    return lambda scene: _pressed(scene) | {"actions": [_button()]} | fields


def _pressed(scene: Scene) -> Json:
    place = {"type": "message", "message_ts": scene.card.ts, "channel_id": scene.card.channel.id}
    return {
        "type": "block_actions",
        "user": {"id": scene.ben.id},
        "trigger_id": f"t{next(_numbers)}",
        "container": place | {"thread_ts": scene.card.ts},
    }


def _button() -> Json:
    return {"type": "button", "action_id": "claim", "block_id": "card", "value": "1001", "action_ts": "1.1"}


def submits(**view: object) -> Payload:
    """Ben submits a note for the ticket."""
    values = {"field": {"field": {"type": "rich_text_input", "rich_text_value": rich("noted")}}}
    form = {"type": "modal", "callback_id": "note", "private_metadata": '{"ticket": 1001}', "state": {"values": values}}
    return lambda scene: {
        "type": "view_submission",
        "user": {"id": scene.ben.id},
        "trigger_id": "t",
        "view": form | {"id": f"V{next(_numbers)}", "hash": "1"} | view,
    }


def commands(text: object, **fields: object) -> Payload:
    """Ben enters `/desk` and this."""
    return lambda scene: (
        {"command": "/desk", "text": text, "user_id": scene.ben.id, "trigger_id": f"t{next(_numbers)}"} | fields
    )


def rich(*inlines: Json | str) -> Json:
    """A rich_text block of one section."""
    elements = [inline if isinstance(inline, dict) else {"type": "text", "text": inline} for inline in inlines]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def listed(indent: object) -> Json:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "so deep"}]}
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "indent": indent, "elements": [item]}]}


def nested(levels: int) -> Json:
    """An object in an object in an object."""
    made: Json = {}
    for _ in range(levels):
        made = {"a": made}
    return made
