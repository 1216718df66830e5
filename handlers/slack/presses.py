"""Buttons: on cards, in the menu behind More, in the Home, and under questions in threads."""

import re
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.desk import Verb
from bot.desk.escalation import all_at_once, climbing
from bot.desk.followups import visits
from bot.desk.privacy import holds, transcripts
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
    Action.UNBLOCK: (discarding.unblock, "The customer is unblocked."),
    Action.ESCALATE: (climbing.escalate, "It is escalated: its thread says who is told."),
    Action.CANCEL_FOLLOW_UP: (visits.cancel, "The follow-up is cancelled: the customer is not asked."),
    Action.LIFT_HOLD: (holds.lift, "The legal hold is lifted."),
    Action.TRANSCRIPT: (transcripts.ask, IN_A_MOMENT),
    Action.TRANSCRIPT_WITH_NOTES: (transcripts.ask_with_notes, IN_A_MOMENT),
}
"""What needs no form: the verb, and what the menu says when it is done."""

ON_MESSAGES: dict[Action, Verb[..., None]] = {
    Action.SEND_HELD: sending.send_held,
    Action.KEEP_INSIDE: sending.keep_inside,
    Action.RETRY: sending.retry,
    Action.ARRIVED: deliveries.confirmed,
}


async def step(given: Given, body: Json) -> None:
    pressed = press(body)
    verb, said = STEPS[Action(pressed.name)]
    await given.do(verb, ticket=pressed.value, agent=pressed.agent)
    if pressed.screen.modal or pressed.screen.whispered:
        await opening.tell(given, body, said)


ON_OFFERS: dict[Action, Verb[..., None]] = {
    Action.SEND_KEPT: offering.send_kept,
    Action.LEAVE_KEPT: offering.leave_kept,
}


async def on_offer(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(ON_OFFERS[Action(pressed.name)], offer=pressed.value, agent=pressed.agent)


async def on_escalation(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(climbing.acknowledge, escalation=pressed.value, agent=pressed.agent)


async def on_escalations(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(all_at_once.acknowledge_all, telling=pressed.value, agent=pressed.agent)


async def on_message(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(ON_MESSAGES[Action(pressed.name)], message=pressed.value, agent=pressed.agent)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for actions, handle in (
        (STEPS, step),
        (ON_MESSAGES, on_message),
        (ON_OFFERS, on_offer),
        ((Action.ON_IT,), on_escalation),
        ((Action.ALL_ON_IT,), on_escalations),
    ):
        for action in actions:
            app.action(named(action))(taken(partial(handle, given), partial(opening.tell, given)))


def named(action: Action) -> re.Pattern[str]:
    return re.compile(rf"^{action.value}(:.*)?$")
