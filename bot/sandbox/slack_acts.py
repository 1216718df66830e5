"""What the page does as a member of the Slack workspace."""

import re
from typing import Any

from bot.sandbox.acting import Asked, CannotBeDone, Json, Platforms
from bot.sandbox.slack.filling import entered
from bot.sandbox.slack.finding import Control, Place, controls
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.workspace import Message, View

COMMAND = re.compile(r"(/[a-z][\w-]*)(?:\s+(.*))?", re.DOTALL)


async def says(there: Platforms, asked: Asked) -> Json:
    """What is typed into the box: a message, or a slash command where Slack has them."""
    member, text, thread = _member(there, asked), asked.text("text"), asked.text_if_any("thread")
    if not text.strip():
        raise CannotBeDone("Write something first.")
    command = COMMAND.fullmatch(text.strip())
    if command and thread:
        raise CannotBeDone(f"Slack has no slash commands in threads: type {command[1]} in the channel.")
    if command:
        await member.command(command[1], command[2] or "", asked.text("channel"))
        return {}
    message = await member.says(asked.text("channel"), text, thread)
    return {"ts": message.ts}


async def edits(there: Platforms, asked: Asked) -> Json:
    await _member(there, asked).edits(_message(there, asked), asked.text("text"))
    return {}


async def deletes(there: Platforms, asked: Asked) -> Json:
    await _member(there, asked).deletes(_message(there, asked))
    return {}


async def reacts(there: Platforms, asked: Asked) -> Json:
    """Puts the reaction on the message, or takes the own one away if it is there."""
    member, message, name = _member(there, asked), _message(there, asked), asked.text("name")
    if member.id in message.reactions.get(name, []):
        await member.unreacts(message, name)
    else:
        await member.reacts(message, name)
    return {}


async def uses(there: Platforms, asked: Asked) -> Json:
    """Presses a button, or makes the choice `wanted`, on a message, on the Home or in the modal.

    `values` is what is typed into the modal so far, which goes to the app with it.
    """
    member = _member(there, asked)
    place = _place(there, member, asked)
    if isinstance(place, View):
        _fill(member, place, asked)
    control = _control(place, asked.text("block"), asked.text("action"))
    await member.interactions.use(member.user, control, _chosen(member, control, asked.given.get("wanted")))
    return {}


async def submits(there: Platforms, asked: Asked) -> Json:
    """The answer's `errors` are sentences by the labels of the fields."""
    member = _member(there, asked)
    _fill(member, _modal(member), asked)
    before = len(member.troubles)
    errors = await member.submits()
    if len(member.troubles) > before:
        raise CannotBeDone(member.troubles[-1])
    return {"errors": errors or {}}


async def closes(there: Platforms, asked: Asked) -> Json:
    await _member(there, asked).closes_modal(every=bool(asked.given.get("every")))
    return {}


async def opens_home(there: Platforms, asked: Asked) -> Json:
    await _member(there, asked).opens_home()
    return {}


async def shortcut(there: Platforms, asked: Asked) -> Json:
    await _member(there, asked).shortcut(asked.text("callback"), _message(there, asked))
    return {}


def _member(there: Platforms, asked: Asked) -> Member:
    for member in there.slack.members():
        if member.id == asked.text("member"):
            return member
    raise CannotBeDone("Nobody of that name works here.")


def _message(there: Platforms, asked: Asked) -> Message:
    """One of the channel's, or one that only this member sees."""
    ts = asked.text("ts")
    channel = there.slack.workspace.channels.get(asked.text("channel"))
    seen = list(channel.messages.values()) if channel else []
    for message in [*seen, *_member(there, asked).whispers]:
        if message.ts == ts:
            return message
    raise CannotBeDone("That message is gone.")


def _modal(member: Member) -> View:
    if member.modal is None:
        raise CannotBeDone(f"{member.name} has no form open any more.")
    return member.modal


def _place(there: Platforms, member: Member, asked: Asked) -> Place:
    match asked.text("place"):
        case "modal":
            return _modal(member)
        case "home" if member.home is not None:
            return member.home
        case "message":
            return _message(there, asked)
    raise CannotBeDone("That is not there any more.")


def _control(place: Place, block_id: str, action_id: str) -> Control:
    for control in controls(place):
        if (control.block["block_id"], control.element["action_id"]) == (block_id, action_id):
            return control
    raise CannotBeDone("That is not there any more: it was redrawn meanwhile.")


def _chosen(member: Member, control: Control, wanted: Any) -> Json:
    """The part of the payload that says what was chosen; a view keeps it as well."""
    if control.element["type"] == "button":
        return {}
    if control.element["type"] == "overflow":
        return {"selected_option": control.option(str(wanted))}
    value = entered(member.workspace, control, wanted)
    if isinstance(control.place, View):
        _keep(control.place, control, value)
    return {key: part for key, part in value.items() if key != "type"}


def _fill(member: Member, view: View, asked: Asked) -> None:
    """`values` are by block and then by action, as in the state of a view."""
    for block_id, actions in asked.table("values").items():
        for action_id, wanted in actions.items():
            control = _control(view, block_id, action_id)
            _keep(view, control, entered(member.workspace, control, wanted))


def _keep(view: View, control: Control, value: Json) -> None:
    view.typed.setdefault(control.block["block_id"], {})[control.element["action_id"]] = value
