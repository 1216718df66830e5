"""Reply markups: what may hang under a message."""

import re
from typing import Any

from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.refusals import Refusal, bad

ACTIONS = (
    "callback_data",
    "url",
    "login_url",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
MOST_BUTTONS = 100
LONGEST_DATA = 64  # bytes
ADDRESS = re.compile(r"(?:https?|tg)://\S+\Z|[\w-]+(?:\.[\w-]+)+(?:/\S*)?\Z", re.IGNORECASE)


def reply_markup(params: Params) -> Json | None:
    """The markup of a new message: an inline keyboard, a reply keyboard, its removal, or a forced reply."""
    markup = params.object("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return inline(markup)
    if "keyboard" in markup:
        return markup | {"keyboard": _rows(markup["keyboard"], "keyboard", _key)}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise bad("object expected as reply markup")


def inline_only(params: Params) -> Json | None:
    """The markup of an edited message: an inline keyboard or none."""
    markup = params.object("reply_markup")
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return inline(markup) if markup else None


def inline(markup: Json) -> Json | None:
    """An inline keyboard without buttons is none."""
    rows = [row for row in _rows(markup["inline_keyboard"], "inline_keyboard", _button) if row]
    return {"inline_keyboard": rows} if rows else None


def _rows(rows: Any, field: str, check: Any) -> list[list[Json]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{field}" must be of type Array of Arrays')
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return [[check(button) for button in row] for row in rows]


def _unparsable(reason: str) -> Refusal:
    return bad(f"can't parse inline keyboard button: {reason}")


def _key(button: Any) -> Json:
    """A key of a reply keyboard may be a bare string."""
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse keyboard button: KeyboardButton must be a String or an Object with a text")
    if not button["text"].strip():
        raise bad("keyboard button text must be non-empty")
    return button


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unparsable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unparsable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if button.get(name) not in (None, "", False)]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable("exactly one of the optional fields must be used")
    _check_action(button, actions[0])
    return button


def _check_action(button: Json, action: str) -> None:
    value = button[action]
    if action in {"callback_data", "url"} and not isinstance(value, str):
        raise _unparsable(f'Field "{action}" must be of type String')
    if action == "callback_data" and len(value.encode()) > LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if action == "url" and not ADDRESS.match(value):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
