"""Changes to messages that are there: words, buttons, reactions, pins, deletion."""

from datetime import timedelta

from telegram.constants import ReactionEmoji

from bot.sandbox.telegram.checks import Json, Params, caption_of_message, text_of_message
from bot.sandbox.telegram.keyboards import inline_only
from bot.sandbox.telegram.refusals import bad, no_longer
from bot.sandbox.telegram.world import Chat, Held, World, service

DELETABLE = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Json:
    text, entities = text_of_message(params)
    held = _own(world, params)
    if "text" not in held.message:
        raise bad("there is no text in the message to edit")
    return _changed(world, params, held, {"text": text, "entities": entities})


def edit_message_caption(world: World, params: Params) -> Json:
    text, entities = caption_of_message(params)
    held = _own(world, params)
    if "text" in held.message:
        raise bad("there is no caption in the message to edit")
    return _changed(world, params, held, {"caption": text, "caption_entities": entities})


def edit_message_reply_markup(world: World, params: Params) -> Json:
    return _changed(world, params, _own(world, params), {})


def delete_message(world: World, params: Params) -> bool:
    chat, held = _there(world, params, "delete")
    if world.now() - held.message["date"] > DELETABLE.total_seconds():
        raise bad("message can't be deleted for everyone")
    held.deleted = True
    if held.message["message_id"] in chat.pinned:
        chat.pinned.remove(held.message["message_id"])
    world.changes.happened()
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    _, held = _there(world, params, "react")
    reactions = params.array("reaction")
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    known = set(ReactionEmoji)
    emoji = [str(reaction.get("emoji", "")) if isinstance(reaction, dict) else "" for reaction in reactions]
    if not all(one in known for one in emoji):
        raise bad("REACTION_INVALID")
    held.reactions["bot"] = emoji
    world.changes.happened()
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    """The chat says so in a line of its own, also where nobody is notified; above it stands the newest pinned one."""
    chat, held = _there(world, params, "pin")
    number = held.message["message_id"]
    if number not in chat.pinned:
        chat.pinned = sorted([*chat.pinned, number])
        told = world.keep(chat, _in_topic(held) | {"pinned_message": held.quoted()}, by_bot=True)
        world.updates.add("message", told)  # of what it does itself, this is one of the few things a bot hears of
    world.changes.happened()
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """Without a message_id, the newest pinned one."""
    chat = world.chat(params)
    number = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise (no_longer if number in chat.held else bad)("message to unpin not found")
    chat.pinned.remove(number)
    world.changes.happened()
    return True


def _in_topic(held: Held) -> Json:
    return {key: held.message[key] for key in ("message_thread_id", "is_topic_message") if key in held.message}


def _there(world: World, params: Params, purpose: str) -> tuple[Chat, Held]:
    chat = world.chat(params)
    if not params.integer("message_id"):
        raise bad("message identifier is not specified")
    number = params.integer("message_id")
    held = chat.there(number)
    if held is None:
        was_there = number in chat.held and purpose in ("edit", "pin")
        raise (no_longer if was_there else bad)(f"message to {purpose} not found")
    return chat, held


def _own(world: World, params: Params) -> Held:
    _, held = _there(world, params, "edit")
    if not held.by_bot or service(held.message):
        raise bad("message can't be edited")
    return held


def _changed(world: World, params: Params, held: Held, content: Json) -> Json:
    """Put the new content and keyboard in place. A keyboard that is not given again is gone."""
    content = content | {"reply_markup": inline_only(params)}
    before = {key: held.message.get(key) or None for key in content}
    if before == {key: value or None for key, value in content.items()}:
        raise bad(NOT_MODIFIED)
    held.message |= {key: value for key, value in content.items() if value}
    for key in [key for key, value in content.items() if not value]:
        held.message.pop(key, None)
    held.message["edit_date"] = world.now()
    world.changes.happened()
    return held.message
