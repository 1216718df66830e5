"""views.*: modals on a person's screen, and their Home."""

from typing import Any

from bot.sandbox.slack.api import Api
from bot.sandbox.slack.lint import lint_view
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.screens import DEEPEST, made, redrawn
from bot.sandbox.slack.workspace import User, View

Json = dict[str, Any]


def judged(api: Api, view: Any, kind: str) -> Json:
    """The view, if Slack takes it. Raises Refused: invalid_arguments, duplicate_external_id."""
    problems = lint_view(view)
    if not problems and view["type"] != kind:
        problems = [f"[ERROR] must be a {kind} [json-pointer:/view/type]"]
    if problems:
        raise Refused("invalid_arguments", *problems)
    judged_view: Json = view
    return judged_view


def _new(api: Api, view: Any, kind: str, root: View | None = None, previous: View | None = None) -> View:
    body = judged(api, view, kind)
    external = body.get("external_id")
    if external and api.workspace.view(external_id=external):
        raise Refused("duplicate_external_id")
    return made(api.workspace, body, root, previous)


def open_(api: Api, given: Json) -> Json:
    judged(api, given["view"], "modal")
    trigger = api.triggers.exchange(given["trigger_id"])
    screen = api.workspace.users[trigger.user].screen
    view = _new(api, given["view"], "modal")
    screen.modals = [view]
    api.workspace.changes.happened()
    return {"view": view.as_json()}


def push(api: Api, given: Json) -> Json:
    judged(api, given["view"], "modal")
    trigger = api.triggers.exchange(given["trigger_id"])
    screen = api.workspace.users[trigger.user].screen
    if not trigger.in_modal or not screen.modals:
        raise Refused("not_found")
    if len(screen.modals) >= DEEPEST:
        raise Refused("push_limit_reached")
    view = _new(api, given["view"], "modal", screen.modals[0], screen.modals[-1])
    screen.modals.append(view)
    api.workspace.changes.happened()
    return {"view": view.as_json()}


def update(api: Api, given: Json) -> Json:
    if bool(given.get("view_id")) == bool(given.get("external_id")):
        raise Refused("invalid_arguments", "[ERROR] one of view_id and external_id is needed")
    found = api.workspace.view(given.get("view_id"), given.get("external_id"))
    if found is None:
        raise Refused("not_found")
    _, view = found
    _same_hash(given, view)
    judged(api, given["view"], str(view.body["type"]))
    redrawn(api.workspace, view, given["view"])
    return {"view": view.as_json()}


def publish(api: Api, given: Json) -> Json:
    user: User = api.user(given["user_id"])
    if user.stranger or user.bot_id or not api.app.home:
        raise Refused("not_enabled")
    body = judged(api, given["view"], "home")
    if user.screen.home is None:
        user.screen.home = made(api.workspace, body)
        api.workspace.changes.happened()
    else:
        _same_hash(given, user.screen.home)
        redrawn(api.workspace, user.screen.home, body)
    return {"view": user.screen.home.as_json()}


def _same_hash(given: Json, view: View) -> None:
    if "hash" in given and given["hash"] != view.body["hash"]:
        raise Refused("hash_conflict")
