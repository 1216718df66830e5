"""What the desk itself tells customers: its notices, and the copy of their data that they asked for."""

from functools import partial
from tempfile import TemporaryFile

from telegram import Bot, InputFile
from telegram.error import BadRequest, TelegramError

from bot.delivery.papers import personal_data
from bot.delivery.telegram_lines import TelegramLines
from bot.delivery.telegram_screens import edit, send_screen
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.telegram_verdicts import arrived, gone, says, verdict
from bot.delivery.verdicts import Attempt, Moot, Record, Sent, Verdict, both
from bot.desk.desk import Ask
from bot.desk.moments import moment_of
from bot.desk.outgoing import Notice, SendData, TellCustomer
from bot.desk.practice import Practice
from bot.desk.privacy.leftovers import forget_chat
from bot.desk.tickets import deliveries, reading
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.files.personal_data import NAME as DATA_NAME
from bot.views.telegram.facts import Facts
from bot.views.telegram.notices import notice
from bot.views.telegram.privacy import caption
from bot.views.telegram.screens import Screen
from bot.views.telegram.words import plain


class TelegramNotices:
    def __init__(self, bot: Bot, ask: Ask, practice: Practice, topics: TelegramTopics, lines: TelegramLines) -> None:
        self._bot = bot
        self._ask = ask
        self._practice = practice
        self._topics = topics
        self._lines = lines

    async def tell(self, row: TellCustomer, attempt: Attempt) -> Verdict:
        sheet = await self._ask(reading.sheet, row.ticket) if row.ticket else None
        facts = await self._facts(row, sheet)
        screen = notice(row.notice, facts)
        try:
            number = await self._replace(row, screen) or await self._say(row, facts.ticket, attempt, screen)
        except TelegramError as error:
            said, away = verdict(error, facts.customer.name), gone(error, row.customer)
            return Moot(away) if away else said
        if row.notice is Notice.FORGOTTEN:
            return Sent(partial(forget_chat, chat=row.chat))
        told = partial(deliveries.told, customer=row.customer, ticket=row.ticket, text=plain(screen.html))
        there: Record = partial(told, chat_first=number, chat_last=number)
        line = self._lines.told(row.notice, sheet, facts.expectation, number) if sheet else None
        return arrived(both(there, line) or there, row.customer, was_away=facts.customer.unreachable_since is not None)

    async def send_data(self, row: SendData) -> Verdict:
        customer = await self._ask(reading.customer, row.customer)
        if customer.erased_at:
            return Moot()
        try:
            with TemporaryFile() as file:
                await personal_data(self._ask, row.customer, self._practice, moment_of(row.asked), file)
                file.seek(0)
                document = InputFile(file, filename=DATA_NAME, read_file_handle=False)
                await self._bot.send_document(row.chat, document, caption=caption(customer.language))
        except TelegramError as error:
            said, away = verdict(error, customer.name), gone(error, row.customer)
            return Moot(away) if away else said
        return Sent()

    async def _say(self, row: TellCustomer, ticket: Ticket | None, attempt: Attempt, screen: Screen) -> int:
        async def send(topic: int | None) -> int:
            return await send_screen(self._bot, row.chat, screen, topic)

        if ticket:
            return await self._topics.in_its_own(ticket.id, row.chat, attempt.number, send)
        return await self._topics.where_asked(row.topic, send)

    async def _facts(self, row: TellCustomer, sheet: Sheet | None) -> Facts:
        customer = await self._ask(reading.customer, row.customer)
        ticket = sheet.ticket if sheet else None
        live = await self._ask(reading.live_of, row.customer)
        expectations = await self._lines.told_of(row.notice, ticket, live)
        over = await self._lines.over(row.notice, row.customer)
        return Facts(customer, self._practice, ticket, live, row.about, expectations, over)

    async def _replace(self, row: TellCustomer, screen: Screen) -> int | None:
        """None where there is nothing to replace, or it cannot be: then it is said in a message of its own."""
        if row.instead_of is None:
            return None
        try:
            await edit(self._bot, row.chat, row.instead_of, screen)
        except BadRequest as error:
            return row.instead_of if says(error, "not modified") else None
        return row.instead_of
