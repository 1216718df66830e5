"""Slack's payloads, as far as handlers read them."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Ask, Do
from bot.desk.practice import Practice

Json = dict[str, Any]

Handler = Callable[[Json], Awaitable[Json | None]]
"""Reads one payload and names one verb. What it gives goes back with the acknowledgement."""

Tell = Callable[[Json, str], Awaitable[Json | None]]
"""Shows a sentence to somebody where no channel is at hand, or gives what is to go back with the acknowledgement."""


class Taken(Protocol):
    """Makes a listener of a handler: at most once for each payload, acknowledged when it is written down."""

    def __call__(self, handle: Handler, tell: Tell | None = None) -> Callable[..., Awaitable[None]]: ...


class Given(NamedTuple):
    """What every handler is given. `slack` repeats nothing by itself; `workspace` is the workspace's address.

    `ourselves` is the app's own user.
    """

    do: Do
    ask: Ask
    practice: Practice
    slack: AsyncWebClient
    workspace: str = ""
    roster_changed: Callable[[], None] = lambda: None
    ourselves: str = ""


class Screen(NamedTuple):
    """Where somebody looks: what lets us open a modal for them, and the modal or Home that they pressed it on.

    `whispered`: they pressed it on an answer that only they see, which does not change by itself.
    """

    trigger: str
    view: Json | None = None
    whispered: bool = False

    @property
    def modal(self) -> str | None:
        """The id of the modal, if it is one."""
        return self.view["id"] if self.view and self.view["type"] == "modal" else None


def screen(body: Json) -> Screen:
    whispered = bool(body.get("container", {}).get("is_ephemeral"))
    return Screen(body["trigger_id"], body.get("view"), whispered)


class Press(NamedTuple):
    """A button that was pressed: `name` is its action's, `value` what it carries."""

    name: str
    agent: str
    value: int
    screen: Screen


def press(body: Json) -> Press:
    action = body["actions"][0]
    name = action["action_id"].partition(":")[0]
    return Press(name, body["user"]["id"], int(action["value"]), screen(body))


class Submission(NamedTuple):
    """A form that was submitted: `kept` is what it was opened with, `values` its fields by block."""

    agent: str
    kept: Json
    values: dict[str, Json]

    @property
    def ticket(self) -> int:
        return int(self.kept["ticket"])

    def chosen(self, block: str) -> str:
        option = self.values[block].get("selected_option")
        return str(option["value"]) if option else ""

    def text(self, block: str) -> str:
        return self.values[block].get("value") or ""

    def rich(self, block: str) -> Json | None:
        """The rich_text block that the field holds."""
        return self.values[block].get("rich_text_value")


def submission(body: Json) -> Submission:
    view = body["view"]
    fields = {block: next(iter(actions.values())) for block, actions in view["state"]["values"].items()}
    return Submission(agent=body["user"]["id"], kept=json.loads(view["private_metadata"]), values=fields)


def moment(ts: str) -> datetime:
    """The moment in a `1700000000.123456`, which is exact to the microsecond."""
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(fraction.ljust(6, "0")[:6] or 0))
