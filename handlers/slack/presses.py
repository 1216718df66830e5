"""Buttons: on cards, in the menu behind More, in the Home, under questions in threads, and on other posts."""

import re
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.alerting import episodes
from bot.desk.claims import leasing
from bot.desk.desk import Verb
from bot.desk.escalation import all_at_once, climbing
from bot.desk.followups import visits
from bot.desk.privacy import holds, transcripts
from bot.desk.recovery import tasks
from bot.desk.tickets import deliveries, discarding, handling, offering, pauses, sending
from bot.views.slack.actions import Action
from handlers.slack import opening
from handlers.slack.payloads import Given, Json, Taken, press

Step = tuple[Verb[..., None], str]

IN_A_MOMENT = "The transcript will be in the thread in a moment."

STEPS: dict[Action, Step] = {
    Action.CLAIM: (handling.claim, "It is yours now."),
    Action.REOPEN: (handling.reopen, "It is open again."),
    Action.PENDING: (handling.set_pending, "It is pending until the customer answers."),
    Action.RESUME: (handling.resume, "It is open again."),
    Action.WAKE: (pauses.wake, "It is not snoozed any more."),
    Action.RELEASE: (handling.release, "It is back in the queue."),
    Action.SPAM: (discarding.mark_spam, "It is closed as spam."),
    Action.NOT_SPAM: (discarding.not_spam, "It is open again."),
    Action.BLOCK: (discarding.block, "The customer is blocked."),
    Action.UNBLOCK: (
        discarding.unblock,
        "The customer is unblocked. What is spam stays so until you press Not spam.",
    ),
    Action.ESCALATE: (climbing.escalate, "It is escalated: its thread says who is told."),
    Action.CANCEL_FOLLOW_UP: (visits.cancel, "The follow-up is cancelled: the customer is not asked."),
    Action.LIFT_HOLD: (holds.lift, "The legal hold is lifted."),
    Action.TRANSCRIPT: (transcripts.ask, IN_A_MOMENT),
    Action.TRANSCRIPT_WITH_NOTES: (transcripts.ask_with_notes, IN_A_MOMENT),
}
"""What needs no form: the verb, and what the menu says when it is done."""

ON_OTHERS: dict[Action, Verb[[int, str], None]] = {
    Action.SEND_HELD: sending.send_held,
    Action.KEEP_INSIDE: sending.keep_inside,
    Action.RETRY: sending.retry,
    Action.ARRIVED: deliveries.confirmed,
    Action.SEND_KEPT: offering.send_kept,
    Action.LEAVE_KEPT: offering.leave_kept,
    Action.STILL_ON_IT: leasing.still_on_it,
    Action.ON_IT: climbing.acknowledge,
    Action.ALL_ON_IT: all_at_once.acknowledge_all,
    Action.ACKNOWLEDGE: episodes.acknowledge,
    Action.CALL_HELP: episodes.call_help,
    Action.TAKE_LONGEST: episodes.take_longest,
    Action.SHOW_EPISODE: episodes.show,
    Action.TAKE_RECOVERY: tasks.take,
    Action.HAND_BACK_RECOVERY: tasks.hand_back,
    Action.RESUME_RECOVERY: tasks.resume,
}
"""On what is no ticket: the verb takes its number and the agent, and its post then says what came of it."""


async def step(given: Given, body: Json) -> None:
    pressed = press(body)
    verb, said = STEPS[Action(pressed.name)]
    await given.do(verb, ticket=pressed.value, agent=pressed.agent)
    if pressed.screen.modal or pressed.screen.whispered:
        await opening.tell(given, body, said)


async def on_another(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(ON_OTHERS[Action(pressed.name)], pressed.value, pressed.agent)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    tell = partial(opening.tell, given)
    for action, handle in (dict.fromkeys(STEPS, step) | dict.fromkeys(ON_OTHERS, on_another)).items():
        app.action(named(action))(taken(partial(handle, given), tell))


def named(action: Action) -> re.Pattern[str]:
    return re.compile(rf"^{action.value}(:.*)?$")
