"""Forms that were submitted. What the desk refuses stands in the form, under what was entered."""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.privacy import holds
from bot.desk.refusals import Refusal, SummaryWanted
from bot.desk.tickets import handling, replies
from bot.views.slack import forms
from bot.views.slack.actions import FIELD, SUMMARY, Form
from handlers.slack.payloads import Given, Json, Submission, Taken, submission
from handlers.slack.replying import reply, written

Submitted = Callable[[Given, Submission], Awaitable[Json | None]]


async def note(given: Given, form: Submission) -> None:
    said = await written(given, form)
    await given.do(replies.note, ticket=form.ticket, agent=form.agent, words=said.words)


async def category(given: Given, form: Submission) -> None:
    await given.do(handling.set_category, ticket=form.ticket, agent=form.agent, category=form.chosen(FIELD))


async def priority(given: Given, form: Submission) -> None:
    await given.do(handling.set_priority, ticket=form.ticket, agent=form.agent, priority=form.chosen(FIELD))


async def tier(given: Given, form: Submission) -> None:
    chosen = form.chosen(FIELD)
    await given.do(
        handling.set_tier, ticket=form.ticket, agent=form.agent, tier="" if chosen == forms.ORDINARY else chosen
    )


async def legal_hold(given: Given, form: Submission) -> None:
    await given.do(holds.place, ticket=form.ticket, agent=form.agent, why=form.text(FIELD))


async def hand_over(given: Given, form: Submission) -> Json | None:
    """Whoever goes on with it is to know how things stand, so that the customer need not say it all again."""
    summary = form.text(SUMMARY).strip()
    if not summary:
        return under(SUMMARY, SummaryWanted().sentence)
    await given.do(handling.hand_over, ticket=form.ticket, agent=form.agent, to=form.chosen(FIELD), summary=summary)
    return None


SUBMITTED: dict[Form, Submitted] = {
    Form.REPLY: reply,
    Form.NOTE: note,
    Form.CATEGORY: category,
    Form.PRIORITY: priority,
    Form.TIER: tier,
    Form.HAND_OVER: hand_over,
    Form.LEGAL_HOLD: legal_hold,
}


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for form, handle in SUBMITTED.items():
        app.view(form.value)(taken(partial(submitted, handle, given), told))


async def submitted(handle: Submitted, given: Given, body: Json) -> Json | None:
    """A refusal undoes the taking with the verb, so the form can be put right and submitted again."""
    try:
        return await handle(given, submission(body))
    except Refusal as refusal:
        return under(FIELD, refusal.sentence)


def under(block: str, sentence: str) -> Json:
    """What is wrong, said under its own field."""
    return {"response_action": "errors", "errors": {block: sentence}}


async def told(body: Json, sentence: str) -> Json:
    """In the form's place: what was entered is kept with what was parked, and must not be submitted again."""
    return {"response_action": "update", "view": forms.told(sentence)}
