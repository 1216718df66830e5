"""An agent's Home: what is theirs, and what waits for somebody in their teams."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import DividerBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.desk.tickets.reading import Sheet
from bot.views.slack.lists import heading, rows, small
from bot.views.slack.words import escaped

Json = dict[str, Any]

MOST_OF_MINE = 60
"""A Home has 100 blocks at most, and the queue brings 20."""

NOTHING_OF_MINE = "Nothing is waiting for you. Claim a ticket from the queue below, or with 👀 on its card."
NOT_YOURS = "Agents of this desk find their tickets here. Ask the person who runs the desk to add you to a team."
NOTHING_IN_QUEUE = "Nobody is waiting to be taken. New tickets appear here and in your team's channel."


def home(agent: Agent, mine: Sequence[Sheet], queue: Sequence[Sheet], practice: Practice, workspace: str) -> Json:
    awake = [sheet for sheet in mine if sheet.ticket.snoozed_until is None]
    own = rows(awake[:MOST_OF_MINE], practice, workspace, "mine")
    more = [small(f"… and {len(awake) - MOST_OF_MINE} more: `/desk my`")] if len(awake) > MOST_OF_MINE else []
    snoozed = len(mine) - len(awake)
    if snoozed:
        more.append(small(f"😴 {snoozed} snoozed: `/desk my` shows until when"))
    free = rows(queue, practice, workspace, "queue")
    teams = escaped(", ".join(agent.teams))
    blocks = [
        heading(f"Your tickets ({len(awake)})"),
        *(own or [small(NOTHING_OF_MINE)]),
        *more,
        DividerBlock().to_dict(),
        heading("The queue"),
        small(f"What nobody has taken in {teams}, what is due next first, then whoever waits longest"),
        *(free or [small(NOTHING_IN_QUEUE)]),
    ]
    return View(type="home", blocks=blocks).to_dict()


def closed_home() -> Json:
    """For somebody who is no agent."""
    return View(type="home", blocks=[SectionBlock(text=MarkdownTextObject(text=NOT_YOURS))]).to_dict()
