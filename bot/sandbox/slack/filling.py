"""What a person enters into a field, as the value Slack sends for it."""

from typing import Any

from bot.sandbox.slack.finding import Control, NoSuchOption
from bot.sandbox.slack.screens import VALUE
from bot.sandbox.slack.typed import mrkdwn, rich_text
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class TooLong(AssertionError):
    """Slack's composer stops there."""


def entered(workspace: Workspace, control: Control, wanted: Any) -> Json:
    """Options by their label, people and channels by name or id. Raises NoSuchOption, TooLong."""
    kind = control.element["type"]
    return {"type": kind, VALUE[kind][0]: _value(workspace, control, kind, wanted)}


def picked(workspace: Workspace, control: Control, wanted: str) -> Json:
    """What one choice from a menu or picker on a surface amounts to."""
    kind = control.element["type"]
    if kind == "overflow":
        return {"type": kind, "selected_option": control.option(wanted)}
    return entered(workspace, control, [wanted] if VALUE[kind][0].endswith("s") else wanted)


def _value(workspace: Workspace, control: Control, kind: str, wanted: Any) -> Any:
    if wanted is None:
        return None
    if kind == "rich_text_input":
        return rich_text(mrkdwn(wanted, workspace), "")
    if kind.endswith("_input"):
        return _written(control, str(wanted))
    if kind in ("checkboxes", "multi_static_select", "multi_external_select"):
        return [control.option(label) for label in wanted]
    if kind in ("static_select", "external_select", "radio_buttons"):
        return control.option(wanted)
    if kind.startswith("multi_"):
        return [_named(workspace, one) for one in wanted]
    if kind in ("users_select", "conversations_select", "channels_select"):
        return _named(workspace, wanted)
    return wanted


def _written(control: Control, text: str) -> str | None:
    most = control.element.get("max_length", 3000)
    if len(text) > most:
        raise TooLong(f"{control.label!r} takes {most} characters, not {len(text)}")
    return text or None


def _named(workspace: Workspace, wanted: Any) -> str:
    name = getattr(wanted, "id", wanted)
    if name in workspace.users or name in workspace.channels:
        return str(name)
    user = next((user for user in workspace.users.values() if name in (user.name, user.real_name)), None)
    channel = workspace.channel_named(str(name).removeprefix("#"))
    if user is None and channel is None:
        raise NoSuchOption(f"nobody and no channel is called {name!r}")
    return user.id if user else channel.id if channel else ""
