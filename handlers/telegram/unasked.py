"""What customers make of what we write to them of our own accord: answers by button, and `/quiet`."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.desk.desk import Do, Verb
from bot.desk.followups import answers
from bot.desk.people.customers import Person
from bot.views.telegram.buttons import Press, Pressed
from handlers.telegram.commands import HERE, WORD, told_us
from handlers.telegram.people import person

ABOUT_SOMETHING: dict[Pressed, Verb[[Person, int, int | None], None]] = {
    Pressed.BACK: answers.brings_back,
    Pressed.FIXED: answers.confirms,
    Pressed.BROKEN: answers.denies,
}
"""What answers a ticket's notice, or a follow-up, by its number."""
FOR_ALL: dict[Pressed, Verb[[Person, int | None], None]] = {
    Pressed.QUIET: answers.wants_quiet,
    Pressed.UNQUIET: answers.may_be_reminded,
}
ANSWERS = frozenset({*ABOUT_SOMETHING, *FOR_ALL})


async def carry_out(do: Do, press: Press, who: Person, under: int) -> None:
    """`under` is the message the button is under: an answer takes its place."""
    if press.verb in FOR_ALL:
        await do(FOR_ALL[press.verb], who, under)
    else:
        await do(ABOUT_SOMETHING[press.verb], who, press.ticket, under)


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def quiet(update: Update, _: object) -> None:
        if not await told_us(do, update, WORD):
            await do(answers.wants_quiet, person=person(update))

    return [CommandHandler("quiet", quiet, HERE)]
