"""Questions what customers think of us, in their chats: asked once, and then edited in their place.

Whether an attempt that was cut short had arrived, Telegram does not tell. It is not repeated: nobody is asked twice,
and whom it has not reached is reached by the reminder, if there is one.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.delivery.telegram_screens import edit, send_screen
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.telegram_verdicts import absence, gone, harmless_twice, verdict
from bot.delivery.verdicts import Attempt, GiveUp, Moot, Sent, Verdict
from bot.desk.desk import Ask, Desk
from bot.desk.outgoing import AskNps, AskSurvey, DrawNps, DrawSurvey
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.relationship import asking as relationship
from bot.desk.relationship import reading
from bot.desk.surveys import asking
from bot.desk.surveys.reading import Asked, asked
from bot.desk.tickets import deliveries
from bot.views.telegram import nps, surveys
from bot.views.telegram.screens import Screen
from bot.views.telegram.words import plain


class TelegramSurveys(NamedTuple):
    bot: Bot
    ask: Ask
    practice: Practice
    topics: TelegramTopics

    async def send(self, row: AskSurvey, attempt: Attempt) -> Verdict:
        """What nobody needs to be asked any more is not."""
        found = await self.ask(asked, row.survey)
        if attempt.doubts or not _wanted(row, found):
            return Moot()
        screen = surveys.question(found, self.practice, reminder=row.reminder)
        try:
            said = partial(send_screen, self.bot, row.chat, screen)
            number = await self.topics.in_its_own(found.ticket.id, row.chat, attempt.number, said)
        except TelegramError as error:
            return _failed(error, found.customer)
        return Sent(partial(_delivered, row=row, number=number, text=plain(screen.html)))

    async def send_nps(self, row: AskNps, attempt: Attempt) -> Verdict:
        """It is about no ticket, so it is said in the chat itself."""
        found = await self.ask(reading.asked, row.nps)
        if attempt.doubts or not relationship.wanted(found.nps, found.customer):
            return Moot()
        try:
            number = await send_screen(self.bot, row.chat, nps.question(found, self.practice))
        except TelegramError as error:
            return _failed(error, found.customer)
        return Sent(partial(relationship.delivered, nps=row.nps, number=number))

    async def draw(self, row: DrawSurvey) -> Verdict:
        found = await self.ask(asked, row.survey)
        screen = surveys.question(found, self.practice)
        return await self._drawn(row.chat, found.survey.numbers, screen, found.customer)

    async def draw_nps(self, row: DrawNps) -> Verdict:
        found = await self.ask(reading.asked, row.nps)
        return await self._drawn(row.chat, found.nps.numbers, nps.question(found, self.practice), found.customer)

    async def _drawn(self, chat: int, numbers: Sequence[int], screen: Screen, customer: Customer) -> Verdict:
        """In each message that asks it; one that is gone, or says so already, is as good as edited."""
        try:
            for number in numbers:
                await self._edit(chat, number, screen)
        except TelegramError as error:
            return harmless_twice(_failed(error, customer))
        return Sent()

    async def _edit(self, chat: int, number: int, screen: Screen) -> None:
        try:
            await edit(self.bot, chat, number, screen)
        except BadRequest as error:
            if absence(error):
                raise


def _wanted(row: AskSurvey, found: Asked) -> bool:
    """It may have been answered, reopened or erased while it waited to be sent."""
    return asking.wants_reminder(found.survey, found.ticket) and (row.reminder or not found.survey.numbers)


def _delivered(desk: Desk, row: AskSurvey, number: int, text: str) -> None:
    deliveries.told(desk, row.customer, row.ticket, text, number, number)
    asking.delivered(desk, row.survey, number)


def _failed(error: TelegramError, customer: Customer) -> Verdict:
    """Nobody is bothered with a question that cannot be asked."""
    away, said = gone(error, customer.id), verdict(error, customer.name)
    return Moot(away) if away or isinstance(said, GiveUp) else said
