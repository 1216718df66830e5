"""The form in which a supervisor gives one of the tickets that are late to somebody."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.desk.alerting.standing import Late
from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.views.slack import facts
from bot.views.slack.actions import FIELD, LATE, SUMMARY, Form
from bot.views.slack.forms import LONGEST_SUMMARY, grouped
from bot.views.slack.words import cut

Json = dict[str, Any]


def reassign(episode: int, late: Sequence[Late], practice: Practice, agents: Sequence[Agent]) -> Json:
    """The most overdue is chosen at first. `late` must not be empty."""
    tickets = [Option(value=str(one.sheet.ticket.id), text=cut(facts.title(one.sheet.ticket), 75)) for one in late]
    which = StaticSelectElement(action_id=LATE, options=tickets, initial_option=tickets[0])
    taker = StaticSelectElement(
        action_id=FIELD, placeholder="A person or a team", option_groups=_takers(practice, agents)
    )
    summary = PlainTextInputElement(action_id=SUMMARY, max_length=LONGEST_SUMMARY)
    hint = PlainTextObject(text="How things stand, in a line: what the customer wants and what was done.")
    return View(
        type="modal",
        callback_id=Form.REASSIGN.value,
        title="Reassign",
        submit="Hand over",
        close="Cancel",
        private_metadata=json.dumps({"episode": episode}),
        blocks=[
            InputBlock(block_id=LATE, label="Ticket", element=which),
            InputBlock(block_id=FIELD, label="To", element=taker),
            InputBlock(block_id=SUMMARY, label="Summary", element=summary, hint=hint, optional=True),
        ],
    ).to_dict()


def _takers(practice: Practice, agents: Sequence[Agent]) -> list[OptionGroup]:
    people = [Option(value=one.id, text=cut(one.name or one.id, 75)) for one in agents]
    teams = [Option(value=team.name, text=cut(team.name, 75)) for team in practice.teams]
    return [*grouped("People", people), *grouped("Teams", teams)]
