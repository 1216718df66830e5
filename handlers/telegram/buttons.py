"""Buttons under our messages. They may be old, pressed twice or forged; each is as good as what the desk says to it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import CallbackQuery, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.desk.desk import Do
from bot.desk.people import customers
from bot.desk.people.customers import Person
from bot.desk.practice import Practice
from bot.desk.privacy import requests
from bot.desk.refusals import NoSuchChoice
from bot.desk.tickets import placing, wishes
from bot.views.telegram.buttons import Press, Pressed, category_of, read
from handlers.telegram import opinions, unasked
from handlers.telegram.people import person

ANSWER_WITHIN = 3  # seconds: past that the spinner on the phone may turn


def handlers(do: Do, practice: Practice) -> list[BaseHandler[Any, Any, Any]]:
    async def pressed(update: Update, _: object) -> None:
        query = update.callback_query
        if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
            return
        await _stop_spinning(query)
        press = read(query.data or "")
        if press is None:
            raise NoSuchChoice()
        await _for(press, practice)(do, press, person(update), query.message.message_id)

    return [CallbackQueryHandler(pressed)]


def _for(press: Press, practice: Practice) -> Callable[[Do, Press, Person, int], Awaitable[None]]:
    """Who carries it out."""
    if press.verb in unasked.ANSWERS:
        return unasked.carry_out
    return opinions.carry_out if press.verb in opinions.ANSWERS else partial(_carry_out, practice)


async def _stop_spinning(query: CallbackQuery) -> None:
    """Telegram wants that at once, and takes it only once; nothing hangs on it."""
    try:
        await query.answer(read_timeout=ANSWER_WITHIN)
    except TelegramError:
        return


async def _carry_out(practice: Practice, do: Do, press: Press, who: Person, under: int) -> None:
    """`under` is the message the button is under: an answer may take its place."""
    match press:
        case Press(Pressed.NEW):
            await do(wishes.asks_new, person=who)
        case Press(Pressed.ADD, ticket):
            await do(wishes.adds_to, person=who, ticket=ticket)
        case Press(Pressed.CLOSE, ticket):
            await do(wishes.closes, person=who, ticket=_named(ticket))
        case Press(Pressed.PERSON, ticket):
            await do(wishes.asks_for_person, person=who, ticket=ticket)
        case Press(Pressed.PLACE, ticket):
            await do(placing.place_unplaced, person=who, ticket=ticket or None, instead_of=under)
        case Press(Pressed.FORGET, _, asked_at):
            await do(requests.forget, person=who, asked_at=asked_at, instead_of=under)
        case Press(Pressed.KEEP):
            await do(requests.keeps_everything, person=who, instead_of=under)
        case Press(Pressed.LANGUAGE, _, language):
            await do(customers.choose_language, person=who, language=language, instead_of=under)
        case Press(Pressed.CATEGORY, ticket, code):
            category = category_of(practice, code) or ""
            await do(wishes.chooses_category, person=who, ticket=ticket, category=category, instead_of=under)


def _named(ticket: int) -> int:
    """Without a number the desk would take it for "the only one"."""
    if not ticket:
        raise NoSuchChoice()
    return ticket
