"""Merging, closing as a duplicate, linking: forms that ask for another ticket, and what comes of them."""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.desk import Verb
from bot.desk.refusals import ChooseOne, NothingToMerge, NotMerged, OneOrTheOther
from bot.desk.tickets import linking, merging, relations, unmerging
from bot.desk.tickets.numbers import number_of_ticket, spoken
from bot.desk.tickets.reading import Sheet
from bot.views.slack import forms
from bot.views.slack.actions import Action, Form
from handlers.slack import opening
from handlers.slack.forms import Submitted, submitted, told
from handlers.slack.menus import its_own, seen_by
from handlers.slack.payloads import Given, Json, Submission, Taken, press
from handlers.slack.presses import named


async def merge(given: Given, sheet: Sheet) -> Json:
    """Raises `NothingToMerge`."""
    others = await given.ask(relations.mergeable, its_own(sheet).ticket)
    if not others:
        raise NothingToMerge(name=sheet.customer.name)
    return forms.another(Form.MERGE, sheet, others, typed=True)


async def unmerge(given: Given, sheet: Sheet) -> Json:
    """From the card of either. Raises `NotMerged`."""
    parts = [sheet] if sheet.ticket.merged_into else await given.ask(relations.merged_into, sheet.ticket.id)
    if not parts:
        raise NotMerged(ticket=sheet.ticket.id)
    return forms.another(Form.UNMERGE, sheet, parts, typed=False)


async def duplicate(given: Given, sheet: Sheet) -> Json:
    others = await given.ask(relations.mergeable, its_own(sheet).ticket)
    return forms.another(Form.DUPLICATE, sheet, others, typed=True)


async def link(given: Given, sheet: Sheet) -> Json:
    others = await given.ask(relations.mergeable, its_own(sheet).ticket)
    return forms.another(Form.LINK, sheet, others, typed=True)


async def unlink(given: Given, sheet: Sheet) -> Json:
    """Nothing is left to choose where somebody was faster."""
    linked = await given.ask(relations.linked, its_own(sheet).ticket.id)
    return forms.another(Form.UNLINK, sheet, linked, typed=False) if linked else forms.told(NOT_LINKED)


NOT_LINKED = "It is not linked with any ticket now."

OPEN: dict[Action, Callable[[Given, Sheet], Awaitable[Json]]] = {
    Action.MERGE: merge,
    Action.UNMERGE: unmerge,
    Action.DUPLICATE: duplicate,
    Action.LINK: link,
    Action.UNLINK: unlink,
}


async def pressed(given: Given, body: Json) -> None:
    it = press(body)
    sheet = await seen_by(given, it.agent, it.value)
    await opening.show(given, it.screen, await OPEN[Action(it.name)](given, sheet))


def _does(verb: Verb[[int, str, int], None]) -> Submitted:
    async def done(given: Given, form: Submission) -> None:
        await given.do(verb, form.ticket, form.agent, chosen(form))

    return done


async def unmerged(given: Given, form: Submission) -> None:
    await given.do(unmerging.unmerge, chosen(form), form.agent)


SUBMITTED: dict[Form, Submitted] = {
    Form.MERGE: _does(merging.merge),
    Form.UNMERGE: unmerged,
    Form.DUPLICATE: _does(linking.close_as_duplicate),
    Form.LINK: _does(linking.link),
    Form.UNLINK: _does(linking.unlink),
}


def chosen(form: Submission) -> int:
    """The ticket that was chosen, or whose number was typed. Raises `ChooseOne`, `OneOrTheOther`, `NoSuchTicket`."""
    wanted = {number for field in form.values.values() if (number := _number(field)) is not None}
    if not wanted:
        raise ChooseOne()
    if len(wanted) > 1:
        raise OneOrTheOther()
    return wanted.pop()


def _number(field: Json) -> int | None:
    """What one field holds; None where it is empty."""
    option, typed = field.get("selected_option"), (field.get("value") or "").strip()
    if option:
        return int(option["value"])
    if typed and spoken(typed) is None:
        raise ChooseOne()
    return number_of_ticket(typed)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for action in OPEN:
        app.action(named(action))(taken(partial(pressed, given), partial(opening.tell, given)))
    for form, handle in SUBMITTED.items():
        app.view(form.value)(taken(partial(submitted, handle, given), told))
