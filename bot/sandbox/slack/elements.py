"""Block Kit's interactive elements and composition objects, as tables of what each may hold."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.checks import (
    Check,
    all_of,
    anything,
    boolean,
    exactly_one,
    many,
    number,
    one_of,
    problem,
    shape,
    string,
    text,
    typed,
)

ID = string(255)
URL = string(3000)
LONGEST_INPUT = 3000


def plain(most: int) -> Check:
    return text(most, "plain_text")


SLACK_FILE = all_of(shape({}, {"id": ID, "url": URL}), exactly_one("id", "url"))
CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
MARKED_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
OVERFLOW_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
OPTION_GROUP = shape({"label": plain(75), "options": many(OPTION, 100)})
DISPATCH = shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = shape(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

IMAGE = all_of(
    shape({"alt_text": string(2000)}, {"image_url": URL, "slack_file": SLACK_FILE}),
    exactly_one("image_url", "slack_file"),
)
FOCUS: dict[str, Check] = {"action_id": ID, "focus_on_load": boolean}
PICK: dict[str, Check] = FOCUS | {"placeholder": plain(150), "confirm": CONFIRM}
MULTI: dict[str, Check] = PICK | {"max_selected_items": number(1, 100)}
WRITE: dict[str, Check] = FOCUS | {"placeholder": plain(150), "dispatch_action_config": DISPATCH}
LENGTHS: dict[str, Check] = {"min_length": number(0, LONGEST_INPUT), "max_length": number(1, LONGEST_INPUT)}
CHOICES: dict[str, Check] = {"options": many(OPTION, 100), "option_groups": many(OPTION_GROUP, 100)}
FROM_LIST = exactly_one("options", "option_groups")


def _offered(element: dict[str, Any]) -> list[Any]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group.get("options", []))]


def starts_with_an_offer(value: Any, at: str) -> Iterator[str]:
    """What is chosen at first must be, to the letter, among what is offered."""
    initial = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    if isinstance(initial, list) and any(option not in _offered(value) for option in initial):
        yield problem("initial options must be among the options", at)


def distinct_values(value: Any, at: str) -> Iterator[str]:
    values = [option.get("value") for option in _offered(value) if isinstance(option, dict)]
    if len(set(map(str, values))) != len(values):
        yield problem("option values must be unique", at)


def _list(required: dict[str, Check], optional: dict[str, Check]) -> Check:
    return all_of(shape(required, optional), starts_with_an_offer, distinct_values)


BUTTON = shape(
    {"text": plain(75)},
    {
        "action_id": ID,
        "url": URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "image": IMAGE,
    "overflow": all_of(
        shape({"options": many(OVERFLOW_OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM}), distinct_values
    ),
    "static_select": all_of(_list({}, PICK | CHOICES | {"initial_option": OPTION}), FROM_LIST),
    "multi_static_select": all_of(_list({}, MULTI | CHOICES | {"initial_options": many(OPTION, 100)}), FROM_LIST),
    "external_select": shape({}, PICK | {"initial_option": OPTION, "min_query_length": number(0, 100)}),
    "multi_external_select": shape(
        {}, MULTI | {"initial_options": many(OPTION, 100), "min_query_length": number(0, 100)}
    ),
    "users_select": shape({}, PICK | {"initial_user": ID}),
    "multi_users_select": shape({}, MULTI | {"initial_users": many(ID, 100)}),
    "conversations_select": shape(
        {},
        PICK
        | {
            "initial_conversation": ID,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "multi_conversations_select": shape(
        {},
        MULTI
        | {
            "initial_conversations": many(ID, 100),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "channels_select": shape({}, PICK | {"initial_channel": ID, "response_url_enabled": boolean}),
    "multi_channels_select": shape({}, MULTI | {"initial_channels": many(ID, 100)}),
    "datepicker": shape({}, PICK | {"initial_date": string(10, 10)}),
    "timepicker": shape({}, PICK | {"initial_time": string(5, 5), "timezone": string(100)}),
    "datetimepicker": shape({}, FOCUS | {"initial_date_time": number(10**9, 10**10), "confirm": CONFIRM}),
    "checkboxes": _list(
        {"options": many(MARKED_OPTION, 10)},
        FOCUS | {"initial_options": many(MARKED_OPTION, 10), "confirm": CONFIRM},
    ),
    "radio_buttons": _list(
        {"options": many(MARKED_OPTION, 10)}, FOCUS | {"initial_option": MARKED_OPTION, "confirm": CONFIRM}
    ),
    "plain_text_input": shape({}, WRITE | LENGTHS | {"initial_value": string(LONGEST_INPUT, 0), "multiline": boolean}),
    "email_text_input": shape({}, WRITE | {"initial_value": string(LONGEST_INPUT, 0)}),
    "url_text_input": shape({}, WRITE | {"initial_value": string(LONGEST_INPUT, 0)}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        WRITE | {"initial_value": string(30), "min_value": string(30), "max_value": string(30)},
    ),
    "rich_text_input": shape({}, WRITE | {"initial_value": anything}),
    "file_input": shape({}, {"action_id": ID, "filetypes": many(string(20), 50), "max_files": number(1, 10)}),
}
_SELECTS = tuple(name for name in ELEMENTS if name.endswith("select"))
_PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
_WRITTEN = tuple(name for name in ELEMENTS if name.endswith("_input"))

ACCESSORY = typed(ELEMENTS, "button", "image", "overflow", *_SELECTS, *_PICKERS)
IN_ACTIONS = typed(ELEMENTS, "button", "overflow", "datetimepicker", *_SELECTS, *_PICKERS)
IN_INPUT = typed(ELEMENTS, "datetimepicker", *_WRITTEN, *_SELECTS, *_PICKERS)
INTERACTIVE = frozenset(ELEMENTS) - {"image"}
