"""Forms that were submitted. What the desk refuses stands in the form, under what was entered."""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.privacy import holds
from bot.desk.privacy.masking import masked_words
from bot.desk.refusals import NothingWritten, Refusal
from bot.desk.tickets import handling, reading, replies
from bot.views.slack import forms
from bot.views.slack.actions import FIELD, SUMMARY, Form
from handlers.slack.menus import seen_by
from handlers.slack.payloads import Given, Json, Submission, Taken, submission
from handlers.slack.words import Heard, heard

Submitted = Callable[[Given, Submission], Awaitable[Json | None]]


async def reply(given: Given, form: Submission) -> Json | None:
    """Shown first as the customer will read it; sent when what is submitted is what was shown."""
    said = await _written(given, form)
    if form.kept.get("shown") != forms.digest(said.words):
        return await _preview(given, form, said)
    await given.do(replies.reply, ticket=form.ticket, agent=form.agent, words=said.words)
    return None


async def _preview(given: Given, form: Submission, said: Heard) -> Json:
    if said.words.blank:
        raise NothingWritten()
    sheet = await seen_by(given, form.agent, form.ticket)
    again = form.kept.get("shown") is not None
    typed = form.rich(FIELD) or {}
    view = forms.preview(sheet, given.practice, said.words, typed, said.mentions, again)
    return {"response_action": "update", "view": view}


async def note(given: Given, form: Submission) -> None:
    said = await _written(given, form)
    await given.do(replies.note, ticket=form.ticket, agent=form.agent, words=said.words)


async def _written(given: Given, form: Submission) -> Heard:
    """As it would be kept: a preview shows what is hidden in it."""
    rich = form.rich(FIELD)
    people = await given.ask(reading.names)
    said = heard([rich] if rich else [], "", people, given.practice)
    return said._replace(words=masked_words(said.words, given.practice.privacy.patterns))


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


async def hand_over(given: Given, form: Submission) -> None:
    await given.do(
        handling.hand_over, ticket=form.ticket, agent=form.agent, to=form.chosen(FIELD), summary=form.text(SUMMARY)
    )


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
        return {"response_action": "errors", "errors": {FIELD: refusal.sentence}}


async def told(body: Json, sentence: str) -> Json:
    """In the form's place: what was entered is kept with what was parked, and must not be submitted again."""
    return {"response_action": "update", "view": forms.told(sentence)}
