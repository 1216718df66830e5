"""Views as they stand on a screen: made, redrawn, and what is typed into them kept as Slack keeps it."""

from typing import Any

from bot.sandbox.slack.lint import completed, interactive_elements
from bot.sandbox.slack.workspace import HOME_TEAM, View, Workspace

Json = dict[str, Any]

DEEPEST = 3
"""Modals on top of one another."""

VALUE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
"""Element type -> the key of its value in a payload, the key of its first value in the block."""


def made(workspace: Workspace, payload: Json, root: View | None = None, previous: View | None = None) -> View:
    view_id = workspace.new_id("V")
    place = {
        "id": view_id,
        "team_id": HOME_TEAM,
        "app_id": workspace.app_id,
        "app_installed_team_id": HOME_TEAM,
        "bot_id": workspace.bot.bot_id,
        "root_view_id": root.id if root else view_id,
        "previous_view_id": previous.id if previous else None,
    }
    view = View(place)
    _draw(workspace, view, payload)
    return view


def redrawn(workspace: Workspace, view: View, payload: Json) -> None:
    """What was typed stays where block_id, action_id and type are still the same."""
    _draw(workspace, view, payload)
    workspace.changes.happened()


def _draw(workspace: Workspace, view: View, payload: Json) -> None:
    place = {key: view.body[key] for key in _PLACE}
    drawn = dict(_BARE) | (_BARE_MODAL if payload["type"] == "modal" else {}) | payload
    drawn["blocks"] = completed(payload["blocks"], workspace.new_id("k"))
    view.body = drawn | place | {"hash": f"{workspace.new_ts()}.{workspace.new_id('h')}"}
    view.typed = _first_values(drawn["blocks"], view.typed)


_PLACE = (
    "id",
    "team_id",
    "app_id",
    "app_installed_team_id",
    "bot_id",
    "root_view_id",
    "previous_view_id",
)
_BARE: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
_BARE_MODAL: Json = {"clear_on_close": False, "notify_on_close": False, "submit": None, "close": None}


def _first_values(blocks: list[Json], before: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    values: dict[str, dict[str, Json]] = {}
    for block in blocks:
        for element in interactive_elements(block):
            if element["type"] in VALUE:
                kept = before.get(block["block_id"], {}).get(element["action_id"])
                same = kept is not None and kept["type"] == element["type"]
                value = kept if kept is not None and same else first_value(element)
                values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def first_value(element: Json) -> Json:
    key, initial = VALUE[element["type"]]
    nothing: Any = [] if key.endswith("s") else None
    return {"type": element["type"], key: element.get(initial, nothing)}


def is_empty(value: Json) -> bool:
    return value[VALUE[value["type"]][0]] in (None, "", [])
