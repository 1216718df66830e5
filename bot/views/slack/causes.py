"""Why a customer had to write at all: one press for each cause, the likely ones first."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, PlainTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.desk.tickets.causes import Offered
from bot.views.slack.actions import Action
from bot.views.slack.words import cut

Json = dict[str, Any]


def choose(offered: Offered) -> Json:
    """For a ticket that is live, the press that names the cause solves it too."""
    asked = "Why did it come up? One press resolves it." if offered.solves else "Why did it come up?"
    blocks = [
        SectionBlock(text=PlainTextObject(text=asked)),
        ActionsBlock(block_id="causes", elements=list(_causes(offered))),
    ]
    if offered.solves and not offered.required:
        label = "Resolve without a cause" if offered.chosen is None else "Resolve with the cause it has"
        anyway = ButtonElement(text=label, action_id=Action.SOLVE_ANYWAY, value=str(offered.ticket))
        blocks.append(ActionsBlock(block_id="without", elements=[anyway]))
    title = cut(f"{'Resolve' if offered.solves else 'Cause of'} #{offered.ticket}", 24)
    return View(type="modal", title=title, close="Cancel", blocks=blocks).to_dict()


def _causes(offered: Offered) -> Iterator[ButtonElement]:
    """The one that it has is marked."""
    action = Action.SOLVE_BECAUSE if offered.solves else Action.NAME_CAUSE
    for cause in offered.causes:
        mark = "✓ " if cause.name == offered.chosen else ""
        yield ButtonElement(text=f"{mark}{cause.label}", action_id=f"{action}:{cause.name}", value=str(offered.ticket))
