"""The form in which an answer is written: opened for a ticket or one message in it, looked at, and sent."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.privacy import auditing
from bot.desk.privacy.masking import masked_words
from bot.desk.refusals import NothingWritten
from bot.desk.tickets import reading, replies
from bot.views.slack import forms
from bot.views.slack.actions import ANSWERED, FIELD, Action
from bot.views.slack.forms import AT_LARGE, Answerable
from handlers.slack import opening
from handlers.slack.menus import its_own, seen_by
from handlers.slack.payloads import Given, Json, Press, Submission, Taken, press
from handlers.slack.presses import named
from handlers.slack.words import Heard, heard


async def pressed(given: Given, body: Json) -> None:
    await open_reply(given, press(body))


async def open_reply(given: Given, pressed: Press, answered: int | None = None) -> None:
    """`answered` is the customer's message that it is to. Raises what `seen_by` and `its_own` do, `NotOpened`."""
    sheet = its_own(await seen_by(given, pressed.agent, pressed.value))
    answerable = await _answerable(given, pressed.value, answered)
    await given.do(auditing.looked, ticket=pressed.value, agent=pressed.agent, how="reply")
    await opening.show(given, pressed.screen, forms.reply(sheet, given.practice, answerable))


async def _answerable(given: Given, ticket: int, chosen: int | None) -> Answerable:
    """With the one that was chosen, however long ago it was said."""
    newest = await given.ask(reading.answerable, ticket)
    if chosen is not None and chosen not in dict(newest):
        newest = [*newest, (chosen, await given.ask(reading.quoted, chosen))]
    return Answerable(newest, chosen)


async def reply(given: Given, form: Submission) -> Json | None:
    """Shown first as the customer will read it; sent when what is submitted is what was shown."""
    said = await written(given, form)
    if form.kept.get("shown") != forms.digest(said.words):
        return await _preview(given, form, said)
    await given.do(replies.reply, ticket=form.ticket, agent=form.agent, words=said.words, answered=_answered(form))
    return None


def _answered(form: Submission) -> int | None:
    """None also for a form that had nothing to choose from."""
    chosen = form.chosen(ANSWERED) if ANSWERED in form.values else AT_LARGE
    return int(chosen) if chosen not in ("", AT_LARGE) else None


async def _preview(given: Given, form: Submission, said: Heard) -> Json:
    if said.words.blank:
        raise NothingWritten()
    sheet = await seen_by(given, form.agent, form.ticket)
    again = form.kept.get("shown") is not None
    typed = form.rich(FIELD) or {}
    answerable = await _answerable(given, form.ticket, _answered(form))
    view = forms.preview(sheet, given.practice, said.words, typed, said.mentions, again, answerable)
    return {"response_action": "update", "view": view}


async def written(given: Given, form: Submission) -> Heard:
    """As it would be kept: a preview shows what is hidden in it."""
    rich = form.rich(FIELD)
    people = await given.ask(reading.names)
    said = heard([rich] if rich else [], "", people, given.practice)
    return said._replace(words=masked_words(said.words, given.practice.privacy.patterns))


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.action(named(Action.REPLY))(taken(partial(pressed, given), partial(opening.tell, given)))
