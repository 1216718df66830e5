"""Chats: who is in them, what the bot seems to be doing, topics, answered presses, files to fetch."""

from telegram.constants import ChatAction

from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.refusals import bad, no_longer
from bot.sandbox.telegram.storage import LARGEST_DOWNLOAD
from bot.sandbox.telegram.world import TOPIC_COLOR, Chat, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_ANSWER = 200
LONGEST_TOPIC = 128


def get_chat(world: World, params: Params) -> Json:
    chat = world.chat(params)
    pinned = [chat.held[number].message for number in chat.pinned]
    return {
        **chat.described(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
        **({"pinned_message": pinned[-1]} if pinned else {}),
    }


def send_chat_action(world: World, params: Params) -> bool:
    action = params.text("action")
    if action not in set(ChatAction):
        raise bad("wrong parameter action in request")
    world.open_chat(params).action = action
    world.changes.happened()
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Once answered or too old, a press is forgotten; the text, if any, is shown to who pressed."""
    if len(params.text("text")) > LONGEST_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    press = world.presses.pop(params.text("callback_query_id"), None)
    if press is None or world.clock.now() > press.until:
        raise bad(TOO_OLD)
    if text := params.text("text"):
        press.chat.answers.append(text)
    world.changes.happened()
    return True


def create_forum_topic(world: World, params: Params) -> Json:
    chat = _forum(world, params)
    topic: Json = {"name": _name(params), "icon_color": params.integer("icon_color", TOPIC_COLOR)}
    if icon := params.text("icon_custom_emoji_id"):
        topic["icon_custom_emoji_id"] = icon
    opening = world.open_topic(chat, topic, by_bot=True)
    return chat.topics[opening["message_thread_id"]]


def edit_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    thread = params.integer("message_thread_id")
    topic = chat.topics.get(thread)
    if topic is None:
        raise chat.no_topic(thread)
    name = _name(params) if "name" in params.given else topic["name"]
    icon = params.text("icon_custom_emoji_id")
    if name == topic["name"] and icon == topic.get("icon_custom_emoji_id", ""):
        raise no_longer("TOPIC_NOT_MODIFIED")
    changed = {"name": name} | ({"icon_custom_emoji_id": icon} if icon else {})
    topic |= changed
    world.keep(
        chat, {"message_thread_id": thread, "is_topic_message": True, "forum_topic_edited": changed}, by_bot=True
    )
    return True


def delete_forum_topic(world: World, params: Params) -> bool:
    chat, thread = _forum(world, params), params.integer("message_thread_id")
    if not chat.forget_topic(thread):
        raise chat.no_topic(thread)
    world.changes.happened()
    return True


def get_file(world: World, params: Params) -> Json:
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    named = {key: file.facts[key] for key in ("file_id", "file_unique_id", "file_size")}
    return {**named, "file_path": file.path}


def _forum(world: World, params: Params) -> Chat:
    chat = world.open_chat(params)
    if not world.topics:
        raise (no_longer if world.had_topics else bad)("the chat is not a forum")
    return chat


def _name(params: Params) -> str:
    name = params.text("name").strip()
    if not 1 <= len(name) <= LONGEST_TOPIC:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name
