"""What a person does with what the app shows, sent to the app, and the app's answer carried out or refused."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack import payloads, posts
from bot.sandbox.slack.envelopes import Deliveries, Kind, NotAcked
from bot.sandbox.slack.finding import Control, Place, controls
from bot.sandbox.slack.lint import lint_blocks, lint_view
from bot.sandbox.slack.refusals import Refusal
from bot.sandbox.slack.responses import ResponseUrls
from bot.sandbox.slack.screens import DEEPEST, is_empty, made, redrawn
from bot.sandbox.slack.triggers import Triggers
from bot.sandbox.slack.workspace import Channel, Message, User, View, Workspace

Json = dict[str, Any]

COMPLETE_THIS = "Please complete this required field."


class Unanswered(AssertionError):
    """The app did not acknowledge within three seconds, and Slack told the person so."""


@dataclass
class Interactions:
    workspace: Workspace
    deliveries: Deliveries
    triggers: Triggers
    urls: ResponseUrls
    refused: list[Refusal]

    async def use(self, user: User, control: Control, value: Json | None = None) -> None:
        """Presses a button or makes a choice; `value` is what was chosen."""
        place = control.place
        ids = {"trigger_id": self.triggers.issue(user.id, in_modal=self._in_modal(user, place))}
        if isinstance(place, Message):
            ids["response_url"] = self.urls.issue(place.channel, user, place)
        payload = payloads.action(self.workspace, user, control, value or {}, ids)
        await self._ask("interactive", payload, user, control.label)

    def _in_modal(self, user: User, place: Place) -> bool:
        return isinstance(place, View) and place in user.screen.modals

    async def command(self, user: User, channel: Channel, name: str, text: str) -> Json | None:
        """The answer that came with the acknowledgement, if there was one; it is shown at once."""
        ids = {
            "trigger_id": self.triggers.issue(user.id),
            "response_url": self.urls.issue(channel, user, None),
        }
        payload = payloads.command(self.workspace, user, channel, name, text, ids)
        answer = await self._ask("slash_commands", payload, user, name)
        if answer:
            self._show(user, channel, name, answer)
        return answer

    def _show(self, user: User, channel: Channel, name: str, answer: Json) -> None:
        problems = lint_blocks("message", answer.get("blocks", []))
        if problems or not (answer.get("text") or answer.get("blocks")):
            self.refused.append(Refusal(f"answer to {name}", answer, "invalid_blocks", problems))
            return
        said: Json = {key: answer[key] for key in ("text", "blocks") if key in answer}
        if answer.get("response_type") == "in_channel":
            posts.post(self.workspace, channel, self.workspace.bot, said)
        else:
            posts.say_to(self.workspace, channel, user, said)

    async def shortcut(self, user: User, callback: str, message: Message | None) -> None:
        ids = {"trigger_id": self.triggers.issue(user.id)}
        if message is not None:
            ids["response_url"] = self.urls.issue(message.channel, user, message)
        payload = payloads.shortcut(self.workspace, user, callback, message, ids)
        await self._ask("interactive", payload, user, callback)

    async def suggestions(self, user: User, control: Control, typed: str) -> list[Json]:
        """The options the app offers for what was typed so far."""
        payload = payloads.suggestion(self.workspace, user, control, typed)
        answer = await self._ask("interactive", payload, user, control.label) or {}
        groups = answer.get("option_groups", [])
        return [*answer.get("options", []), *(option for group in groups for option in group["options"])]

    async def close(self, user: User, every: bool) -> None:
        """The app hears of it only if the view asked for that."""
        modals = user.screen.modals
        gone = list(modals) if every or modals[-1].body["clear_on_close"] else [modals[-1]]
        user.screen.modals = [view for view in modals if view not in gone]
        self.workspace.changes.happened()
        for view in reversed(gone):
            if view.body["notify_on_close"]:
                payload = payloads.closed(self.workspace, user, view, cleared=len(gone) > 1 or every)
                await self._ask("interactive", payload, user, "close")

    async def submit(self, user: User) -> dict[str, str] | None:
        """The errors under the fields, by label; None if the app took it."""
        view = user.screen.modals[-1]
        missing = _unfilled(view)
        if missing:
            return missing
        payload = payloads.submission(self.workspace, user, view, self.triggers.issue(user.id, in_modal=True))
        answer = await self._ask("interactive", payload, user, view.title) or {}
        errors = self._carried_out(user, view, answer)
        self.workspace.changes.happened()
        return errors

    def _carried_out(self, user: User, view: View, answer: Json) -> dict[str, str] | None:
        problems = _problems(view, answer)
        if problems:
            self.refused.append(Refusal("answer to view_submission", answer, "invalid_response_action", problems))
            user.screen.troubles.append("We had some trouble connecting. Try again?")
            return None
        modals = user.screen.modals
        match answer.get("response_action"):
            case "errors":
                return {_label(view, block): text for block, text in answer["errors"].items()}
            case "clear":
                modals.clear()
            case "update":
                redrawn(self.workspace, view, answer["view"])
            case "push":
                modals.append(made(self.workspace, answer["view"], modals[0], modals[-1]))
            case _:
                user.screen.modals = [one for one in modals if one is not view]
        return None

    async def _ask(self, kind: Kind, payload: Json, user: User, doing: str) -> Json | None:
        """Raises Unanswered, after the person was told by Slack."""
        try:
            return await self.deliveries.ask(kind, payload)
        except NotAcked as failure:
            trouble = f'{doing} failed with the error "operation_timeout"'
            user.screen.troubles.append(trouble)
            self.workspace.changes.happened()
            raise Unanswered(f"{trouble} ({failure.reason})") from failure


def _unfilled(view: View) -> dict[str, str]:
    """Slack itself asks for these, and the app hears nothing."""
    return {
        control.label: COMPLETE_THIS
        for control in controls(view)
        if control.block["type"] == "input"
        and not control.block.get("optional")
        and is_empty(view.typed[control.block["block_id"]][control.element["action_id"]])
    }


def _label(view: View, block_id: str) -> str:
    return next(str(block["label"]["text"]) for block in view.blocks if block["block_id"] == block_id)


def _problems(view: View, answer: Json) -> list[str]:
    match answer.get("response_action"):
        case None if not answer:
            return []
        case "clear":
            return []
        case "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            errors = answer.get("errors") or {"": ""}
            return [f"no input block {block!r}" for block in errors if block not in inputs]
        case "push" if view.body["previous_view_id"] and view.body["previous_view_id"] != view.body["root_view_id"]:
            return [f"no more than {DEEPEST} views"]
        case "update" | "push":
            view_type = (answer.get("view") or {}).get("type")
            return lint_view(answer.get("view")) if view_type == "modal" else ["must be a modal"]
        case other:
            return [f"no such response_action: {other}"]
