"""Merging, closing as a duplicate, linking: forms that ask for another ticket, and what comes of them."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.desk import Verb
from bot.desk.privacy import auditing
from bot.desk.refusals import ChooseOne, NoNumber, NothingToMerge, NotMerged, OneOrTheOther, Refusal
from bot.desk.tickets import linking, merging, relations, unmerging
from bot.desk.tickets.numbers import number_of_ticket, spoken
from bot.desk.tickets.reading import Sheet
from bot.views.slack import forms
from bot.views.slack.actions import FIELD, NUMBER, Action, Form
from handlers.slack import opening
from handlers.slack.forms import Submitted, submitted, told
from handlers.slack.menus import its_own, seen_by
from handlers.slack.payloads import Given, Json, Submission, Taken, press
from handlers.slack.presses import named

Others = Callable[[Given, Sheet], Awaitable[Sequence[Sheet]]]
"""Whom the form offers; it may have nothing to ask, which is a refusal."""


async def merge(given: Given, sheet: Sheet) -> Sequence[Sheet]:
    """Raises `NothingToMerge`."""
    others = await mergeable(given, sheet)
    if not others:
        raise NothingToMerge(name=sheet.customer.name)
    return others


async def unmerge(given: Given, sheet: Sheet) -> Sequence[Sheet]:
    """From the card of either. Raises `NotMerged`."""
    parts = [sheet] if sheet.ticket.merged_into else await given.ask(relations.merged_into, sheet.ticket.id)
    if not parts:
        raise NotMerged(ticket=sheet.ticket.id)
    return parts


async def mergeable(given: Given, sheet: Sheet) -> Sequence[Sheet]:
    return await given.ask(relations.mergeable, its_own(sheet).ticket)


async def unlink(given: Given, sheet: Sheet) -> Sequence[Sheet]:
    """Nothing is left to choose where somebody was faster. Raises `NotLinked`."""
    linked = await given.ask(relations.linked, its_own(sheet).ticket.id)
    if not linked:
        raise NotLinked()
    return linked


class NotLinked(Refusal):
    """It is not linked with any ticket now."""


OPEN: dict[Action, tuple[Form, Others]] = {
    Action.MERGE: (Form.MERGE, merge),
    Action.UNMERGE: (Form.UNMERGE, unmerge),
    Action.DUPLICATE: (Form.DUPLICATE, mergeable),
    Action.LINK: (Form.LINK, mergeable),
    Action.UNLINK: (Form.UNLINK, unlink),
}
TYPED = (Form.MERGE, Form.DUPLICATE, Form.LINK)
"""Where any ticket may be named by its number too."""


async def pressed(given: Given, body: Json) -> None:
    it = press(body)
    sheet = await seen_by(given, it.agent, it.value)
    form, offered = OPEN[Action(it.name)]
    others = await offered(given, sheet)
    shown = [sheet.ticket.id, *(other.ticket.id for other in others)]
    await given.do(auditing.listed, agent=it.agent, tickets=list(dict.fromkeys(shown)), how=form.value)
    await opening.show(given, it.screen, forms.another(form, sheet, others, typed=form in TYPED))


def _does(verb: Verb[[int, str, int], None]) -> Submitted:
    async def done(given: Given, form: Submission) -> Json | None:
        try:
            await given.do(verb, form.ticket, form.agent, chosen(form))
        except Refusal as no:
            return {"response_action": "errors", "errors": {_where(form): no.sentence}}
        return None

    return done


def _where(form: Submission) -> str:
    """The field that a refusal is about: of two, the number where one is typed."""
    return NUMBER if NUMBER in form.values and form.text(NUMBER) else FIELD


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
    """The ticket that was chosen, or whose number was typed.

    Raises `ChooseOne`, `NoNumber`, `OneOrTheOther`, `NoSuchTicket`.
    """
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
        raise NoNumber(said=typed)
    return number_of_ticket(typed)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for action in OPEN:
        app.action(named(action))(taken(partial(pressed, given), partial(opening.tell, given)))
    for form, handle in SUBMITTED.items():
        app.view(form.value)(taken(partial(submitted, handle, given), told))
