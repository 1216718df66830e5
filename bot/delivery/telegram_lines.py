"""The line in a customer's chat that says how a ticket stands: one message, edited in its place and pinned.

It is the acknowledgement, so it costs no message. Where it is gone, or may not be pinned, the desk goes on without.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import blake2s

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.delivery.telegram_screens import edit
from bot.delivery.telegram_verdicts import absence, gone, harmless_twice, says, verdict
from bot.delivery.verdicts import Moot, Record, Sent, Verdict
from bot.desk.desk import Ask
from bot.desk.outgoing import DrawStatusLine, EndStatusLine, Notice
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.service_levels.expectations import Expectation, holds_until
from bot.desk.service_levels.expecting import expected
from bot.desk.surveys.reading import Over, over_lately
from bot.desk.tickets import reading, status_lines
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.status_lines import Drawn, Standing
from bot.desk.tickets.tables import StatusLine, Ticket
from bot.views.telegram.screens import Screen
from bot.views.telegram.status_line import ended, status_line

log = structlog.get_logger()

TELLING = (Notice.OPENED, Notice.FOLLOW_UP, Notice.REOPENED, Notice.CATEGORY_SET)
"""Notices that say how their ticket stands: the first of them that a ticket's customer gets is its line."""

EXPECTING = (*TELLING, Notice.PERSON_COMING)
"""Those that say when an answer may be expected."""


class LineGone(Exception):
    """The message is no longer there, or cannot be edited any more."""


class TelegramLines:
    def __init__(self, bot: Bot, ask: Ask, practice: Practice, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._ask = ask
        self._practice = practice
        self._clock = clock

    async def expected(self, tickets: Sequence[Ticket]) -> dict[int, Expectation]:
        """What the customers of those tickets may expect now, by the tickets' numbers."""
        return await self._ask(expected, tickets, self._practice, self._clock()) if tickets else {}

    async def told_of(self, notice: Notice, ticket: Ticket | None, live: Sequence[Sheet]) -> dict[int, Expectation]:
        """Of the tickets of which the notice says it."""
        if notice is Notice.STATUS:
            return await self.expected([sheet.ticket for sheet in live])
        return await self.expected([ticket] if ticket and notice in EXPECTING else [])

    async def over(self, notice: Notice, customer: int) -> Sequence[Over]:
        """What was solved for them lately, where the notice says how they stand."""
        return await self._ask(over_lately, customer, self._clock()) if notice is Notice.STATUS else ()

    def told(self, notice: Notice, sheet: Sheet, known: Expectation | None, number: int) -> Record | None:
        """What is to be remembered of a notice that says how its ticket stands, and is the message of that number.

        Where no lines are wanted, those that there are go on until their tickets are over.
        """
        if notice not in TELLING or not self._practice.status_line:
            return None
        return partial(status_lines.said, ticket=sheet.ticket.id, number=number, drawn=self._drawn(sheet, known))

    async def draw(self, row: DrawStatusLine) -> Verdict:
        """Nothing is sent where nothing that can be seen has changed."""
        stands = await self._ask(status_lines.standing, row.ticket)
        if stands.line is None:
            return Moot()
        try:
            return await self._draw(stands, stands.line)
        except LineGone:
            return Moot(partial(status_lines.lost, line=stands.line.id))
        except TelegramError as error:
            return _said(error, stands.sheet.customer)

    async def _draw(self, stands: Standing, line: StatusLine) -> Verdict:
        sheet = stands.sheet
        known = (await self.expected([sheet.ticket])).get(sheet.ticket.id)
        now, pinned = self._drawn(sheet, known), status_lines.to_be_pinned(sheet)
        if status_lines.quiet(sheet):
            now = Drawn(line.shown)
        changed = now.shown != line.shown
        if changed:
            await self._edit(sheet.customer.chat, line.number, status_line(sheet, known, self._practice))
        if pinned != line.pinned:
            await self._pin(sheet.customer.chat, line.number, pinned=pinned)
        record = partial(status_lines.drawn, line=line.id, now=now, pinned=pinned)
        return Sent(record) if changed or pinned != line.pinned else Moot(record)

    async def end(self, row: EndStatusLine) -> Verdict:
        """Of a ticket that was erased."""
        customer = await self._ask(reading.customer, row.customer)
        try:
            if customer.blocked_at is None:
                await self._edit(row.chat, row.number, ended(row.ticket, customer.language))
            await self._pin(row.chat, row.number, pinned=False)
        except LineGone:
            return Moot()
        except TelegramError as error:
            return Moot() if absence(error) else harmless_twice(verdict(error))
        return Sent()

    def _drawn(self, sheet: Sheet, known: Expectation | None) -> Drawn:
        said = repr(status_line(sheet, known, self._practice))
        return Drawn(blake2s(said.encode(), digest_size=8).hexdigest(), holds_until(known))

    async def _edit(self, chat: int, number: int, screen: Screen) -> None:
        """Raises `LineGone`."""
        try:
            await edit(self._bot, chat, number, screen)
        except BadRequest as error:
            if says(error, "not modified"):
                return
            raise error if absence(error) else LineGone from error

    async def _pin(self, chat: int, number: int, *, pinned: bool) -> None:
        """A chat that does not let us pin, or has nothing to unpin, is as good as any. Raises `LineGone`."""
        try:
            if pinned:
                await self._bot.pin_chat_message(chat, number, disable_notification=True)
            else:
                await self._bot.unpin_chat_message(chat, number)
        except BadRequest as error:
            if says(error, "message to pin not found"):
                raise LineGone from error
            if absence(error):
                raise
            log.info("a status line is not pinned", chat=chat, pinned=pinned, why=error.message)


def _said(error: TelegramError, customer: Customer) -> Verdict:
    """It is drawn anew when the customer is back."""
    away = gone(error, customer.id)
    return Moot(away) if away else harmless_twice(verdict(error, customer.name))
