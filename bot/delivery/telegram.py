"""Sends what customers are to read, in Telegram, and says what came of it."""

from functools import partial
from tempfile import TemporaryFile

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InputFile,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.delivery import telegram_copies as copies
from bot.delivery.papers import personal_data
from bot.delivery.slack_verdicts import FAULTS, Call
from bot.delivery.slack_verdicts import verdict as slack_verdict
from bot.delivery.telegram_doubts import UNPLACED, given_to_the_agent, not_needed, still_away, unplaced
from bot.delivery.telegram_files import TelegramFiles
from bot.delivery.telegram_lines import NO_PREVIEW, TelegramLines, keyboard
from bot.delivery.telegram_parts import Parts, changed
from bot.delivery.telegram_surveys import TelegramSurveys
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.telegram_verdicts import absence, says, verdict
from bot.delivery.transfers import CannotFetch, Transfers
from bot.delivery.verdicts import Again, Attempt, GiveUp, Moot, Record, Sent, Uncertain, Verdict, both
from bot.desk.desk import Ask, Desk
from bot.desk.files import enclosing
from bot.desk.moments import moment_of
from bot.desk.outgoing import (
    AskNps,
    AskSurvey,
    DeleteRelayed,
    DrawNps,
    DrawStatusLine,
    DrawSurvey,
    DrawTopic,
    EditRelayed,
    EndStatusLine,
    Notice,
    Outgoing,
    RelayFile,
    RelayToCustomer,
    SendData,
    TellCustomer,
)
from bot.desk.people.languages import LANGUAGES
from bot.desk.people.tables import Absence, Customer
from bot.desk.practice import Practice
from bot.desk.privacy.leftovers import forget_chat
from bot.desk.refusals import Refusal
from bot.desk.tickets import changes, deliveries, reading
from bot.desk.tickets.absence import left, reached
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import State, Ticket
from bot.desk.words import Words, spans_from
from bot.engine.faults import DatabaseAway
from bot.views.files.personal_data import NAME as DATA_NAME
from bot.views.telegram.facts import Facts
from bot.views.telegram.menus import menu
from bot.views.telegram.notices import notice
from bot.views.telegram.privacy import caption
from bot.views.telegram.relays import relayed
from bot.views.telegram.screens import Screen
from bot.views.telegram.words import plain


class TelegramSender:
    def __init__(
        self,
        bot: Bot,
        ask: Ask,
        practice: Practice,
        transfers: Transfers,
        topics: TelegramTopics,
        lines: TelegramLines,
    ) -> None:
        self._bot = bot
        self._ask = ask
        self._practice = practice
        self._topics = topics
        self._lines = lines
        self._surveys = TelegramSurveys(bot, ask, practice, topics)
        self._files = TelegramFiles(bot, transfers, practice)

    async def __call__(self, row: Outgoing, attempt: Attempt) -> Verdict:
        try:
            return await self._carried(row, attempt)
        except ChatMigrated as moved:  # Telegram goes on naming the new id to whoever asks for the old one
            return await self._carried(row.model_copy(update={"chat": moved.new_chat_id}), attempt)

    async def _carried(self, row: Outgoing, attempt: Attempt) -> Verdict:  # noqa: C901 - one table
        match row:
            case RelayToCustomer():
                return await self._relay(row, attempt)
            case RelayFile():
                return await self._relay_file(row, attempt)
            case EditRelayed():
                return await self._edit(row)
            case DeleteRelayed():
                return await self._delete(row)
            case TellCustomer():
                return await still_away(self._bot, attempt) or await self._tell(row, attempt)
            case AskSurvey():
                return await self._surveys.send(row, attempt)
            case DrawSurvey():
                return await self._surveys.draw(row)
            case AskNps():
                return await self._surveys.send_nps(row, attempt)
            case DrawNps():
                return await self._surveys.draw_nps(row)
            case SendData():
                return await still_away(self._bot, attempt) or await self._send_data(row)
            case DrawTopic():
                return await self._draw(row)
            case DrawStatusLine():
                return await self._lines.draw(row)
            case EndStatusLine():
                return await self._lines.end(row)
            case _:
                raise TypeError(f"{row.kind} does not go to Telegram")

    async def _relay(self, row: RelayToCustomer, attempt: Attempt) -> Verdict:
        relay = await self._ask(reading.answer, row.message)
        if relay.message.state in (State.DELIVERED, State.STOPPED):
            return not_needed(row, attempt)
        if held := await self._held_back(row, attempt):
            return held
        words = Words(row.text, spans_from(row.spans))
        parts = Parts(self._bot, row.chat, relay.message)
        answered = await self._answered(relay)

        async def send(topic: int | None) -> None:
            async def say(screen: Screen) -> int:
                """The first of its parts shows what it answers."""
                return await self._send(row.chat, topic, screen, None if parts.numbers else answered)

            screens = relayed(words, relay.ticket, alone=relay.alone or topic is not None)
            await parts.send_rest(screens, say)

        try:
            await self._topics.in_its_own(relay.ticket, row.chat, attempt.number, send)
        except TelegramError as error:
            said = verdict(error, relay.customer.name)
            return parts.remembered(_with_failure(said, relay, error, attempt) if isinstance(said, GiveUp) else said)
        except DatabaseAway as away:
            return parts.remembered(Again(str(away)))
        first, last = parts.numbers[0], parts.numbers[-1]
        delivered = partial(deliveries.delivered, message=row.message, chat_first=first, chat_last=last)
        there = partial(delivered, parts=parts.numbers, doubts=attempt.doubts)
        return _arrived(there, relay.customer)

    async def _answered(self, relay: reading.Answer) -> ReplyParameters | None:
        """The customer's message that it is in answer to, which they may have deleted meanwhile."""
        if relay.message.replies_to is None:
            return None
        number = await self._ask(reading.number_in_chat, relay.message.replies_to)
        return ReplyParameters(number, allow_sending_without_reply=True) if number else None

    async def _held_back(self, row: RelayToCustomer | RelayFile, attempt: Attempt) -> Verdict | None:
        """What of it is not to be repeated, or not yet."""
        if given := given_to_the_agent(row, attempt, self._practice.in_doubt):
            return given
        return await still_away(self._bot, attempt)

    async def _relay_file(self, row: RelayFile, attempt: Attempt) -> Verdict:
        found = await self._ask(enclosing.with_message, row.attachment)
        if found is None or found[0].chat_message or found[1].state is State.STOPPED:
            return not_needed(row, attempt)
        if held := await self._held_back(row, attempt):
            return held
        file, relay = found[0], await self._ask(reading.answer, row.message)
        words = Words(row.text, spans_from(row.spans))
        alone = relay.alone or (words.blank and not relay.message.words.blank)

        async def send(topic: int | None) -> int:
            screens = relayed(words, relay.ticket, alone=alone or topic is not None)
            return await self._files.send(row.chat, topic, file, screens[0].html if screens else "")

        try:
            number = await self._topics.in_its_own(relay.ticket, row.chat, attempt.number, send)
        except TelegramError as error:
            said = verdict(error, relay.customer.name)
            return _with_failure(said, relay, error, attempt) if isinstance(said, GiveUp) else said
        except Refusal as no:
            return _file_failed(GiveUp(no.sentence), relay, attempt)
        except CannotFetch as no:
            return _file_failed(GiveUp(f"{file.name}: {no}"), relay, attempt)
        except FAULTS as fault:
            return _file_failed(slack_verdict(fault, Call.REPEATABLE), relay, attempt)
        there = partial(deliveries.file_delivered, attachment=file.id, chat_message=number, doubts=attempt.doubts)
        return _arrived(partial(there, captioned=not words.blank), relay.customer)

    async def _edit(self, row: EditRelayed) -> Verdict:
        """What has not reached the customer has nothing to change: a retry sends it as it reads now."""
        relay = await self._ask(reading.answer, row.message)
        if relay.message.erased:
            return Moot()
        files = await self._ask(enclosing.of_message, row.message) if relay.message.files else []
        bearing = copies.bearers(relay.message, files)
        if not bearing or unplaced(relay.message):
            return Moot(partial(changes.kept, message=row.message, why=UNPLACED) if unplaced(relay.message) else None)
        alone = relay.alone or self._topics.has(relay.ticket)
        screens = relayed(Words(row.text, spans_from(row.spans)), relay.ticket, alone=alone)
        captions = bearing[0] in {file.chat_message for file in files}
        there = screens[: len(bearing)] if relay.message.half_there else screens
        try:
            parts = await copies.change(self._bot, row.chat, bearing, there, captions=captions)
        except copies.CannotChange as no:
            return Sent(partial(changes.kept, message=row.message, why=str(no)))
        except TelegramError as error:
            return _or_kept(verdict(error, relay.customer.name), relay, error, deleted=False)
        return Sent(changed(relay.message, parts, len(screens)))

    async def _delete(self, row: DeleteRelayed) -> Verdict:
        relay = await self._ask(reading.answer, row.message)
        if relay.message.erased:
            return Moot()
        files = await self._ask(enclosing.of_message, row.message) if relay.message.files else []
        numbers = copies.whole(relay.message, files)
        kept = partial(changes.kept, message=row.message, why=UNPLACED, deleted=True)
        if not numbers:
            return Moot(kept if unplaced(relay.message) else None)
        try:
            for number in numbers:
                await copies.remove(self._bot, row.chat, number)
        except copies.CannotChange as no:
            return Sent(partial(changes.kept, message=row.message, why=str(no), deleted=True))
        except TelegramError as error:
            return _or_kept(verdict(error, relay.customer.name), relay, error, deleted=True)
        return Sent(kept if unplaced(relay.message) else partial(changes.taken_back, message=row.message))

    async def _tell(self, row: TellCustomer, attempt: Attempt) -> Verdict:
        sheet = await self._ask(reading.sheet, row.ticket) if row.ticket else None
        facts = await self._facts(row, sheet)
        screen = notice(row.notice, facts)
        try:
            number = await self._replace(row, screen) or await self._say(row, facts.ticket, attempt, screen)
        except TelegramError as error:
            said, gone = verdict(error, facts.customer.name), _gone(error, row.customer)
            return Moot(gone) if gone else said
        if row.notice is Notice.FORGOTTEN:
            return Sent(partial(forget_chat, chat=row.chat))
        told = partial(deliveries.told, customer=row.customer, ticket=row.ticket, text=plain(screen.html))
        there: Record = partial(told, chat_first=number, chat_last=number)
        line = self._lines.told(row.notice, sheet, facts.expectation, number) if sheet else None
        return _arrived(both(there, line) or there, facts.customer)

    async def _send_data(self, row: SendData) -> Verdict:
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
            said, gone = verdict(error, customer.name), _gone(error, row.customer)
            return Moot(gone) if gone else said
        return Sent()

    async def _say(self, row: TellCustomer, ticket: Ticket | None, attempt: Attempt, screen: Screen) -> int:
        async def send(topic: int | None) -> int:
            return await self._send(row.chat, topic, screen)

        if ticket:
            return await self._topics.in_its_own(ticket, row.chat, attempt.number, send)
        return await self._topics.where_asked(row.topic, send)

    async def _draw(self, row: DrawTopic) -> Verdict:
        try:
            await self._topics.draw(row.ticket)
        except TelegramError as error:
            return _harmless_twice(verdict(error))
        return Sent()

    async def _facts(self, row: TellCustomer, sheet: Sheet | None) -> Facts:
        customer = await self._ask(reading.customer, row.customer)
        ticket = sheet.ticket if sheet else None
        live = await self._ask(reading.live_of, row.customer)
        expectations = await self._lines.told_of(row.notice, ticket, live)
        over = await self._lines.over(row.notice, row.customer)
        return Facts(customer, self._practice, ticket, live, row.about, expectations, over)

    async def _send(self, chat: int, topic: int | None, screen: Screen, answered: ReplyParameters | None = None) -> int:
        """The message's id. Markup that Telegram does not understand goes as plain text."""
        send = partial(
            self._bot.send_message,
            chat,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(screen),
            message_thread_id=topic,
            reply_parameters=answered,
        )
        try:
            sent = await send(screen.html, parse_mode=ParseMode.HTML)
        except BadRequest as error:
            if not says(error, "can't parse entities"):
                raise
            sent = await send(plain(screen.html))
        return sent.message_id

    async def _replace(self, row: TellCustomer, screen: Screen) -> int | None:
        """None where there is nothing to replace, or it cannot be: then it is said in a message of its own."""
        if row.instead_of is None:
            return None
        try:
            await self._bot.edit_message_text(
                screen.html,
                row.chat,
                row.instead_of,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(screen),
            )
        except BadRequest as error:
            return row.instead_of if says(error, "not modified") else None
        return row.instead_of


def _arrived(record: Record, customer: Customer) -> Sent:
    """What has reached somebody who was thought to be away says that they are not."""

    def recorded(desk: Desk) -> None:
        reached(desk, customer.id)
        record(desk)

    return Sent(recorded if customer.unreachable_since else record)


def _gone(error: TelegramError, customer: int) -> Record | None:
    why = absence(error)
    return partial(left, customer_id=customer, why=why) if why else None


def _with_failure(said: GiveUp, relay: reading.Answer, error: TelegramError, attempt: Attempt) -> GiveUp:
    """An account that was deleted does not come back, so nothing is kept for it."""
    why = absence(error)
    failed = partial(deliveries.failed, message=relay.message.id, why=said.why, doubts=attempt.doubts)
    return _and_gone(said.why, partial(failed, unreached=why not in (None, Absence.DELETED)), relay, error)


def _and_gone(why: str, record: Record, relay: reading.Answer, error: TelegramError) -> GiveUp:
    gone = _gone(error, relay.customer.id)

    def recorded(desk: Desk) -> None:
        record(desk)
        if gone:
            gone(desk)

    return GiveUp(why, recorded)


def _file_failed(said: Verdict, relay: reading.Answer, attempt: Attempt) -> Verdict:
    if isinstance(said, GiveUp):
        failed = partial(deliveries.failed, message=relay.message.id, why=said.why, doubts=attempt.doubts)
        return GiveUp(said.why, failed)
    return Again(said.why) if isinstance(said, Uncertain) else said


def _or_kept(said: Verdict, relay: reading.Answer, error: TelegramError, *, deleted: bool) -> Verdict:
    if isinstance(said, GiveUp):
        kept = partial(changes.kept, message=relay.message.id, why=said.why, deleted=deleted)
        return _and_gone(said.why, kept, relay, error)
    return _harmless_twice(said)


def _harmless_twice(said: Verdict) -> Verdict:
    """Changing or removing something twice is the same as once, so what is uncertain is simply tried again."""
    return Again(said.why) if isinstance(said, Uncertain) else said


async def set_menus(bot: Bot, practice: Practice) -> None:
    """The commands in private chats, in each language, and the desk's for all others. Raises TelegramError."""
    by_code = {language.partition("_")[0]: language for language in reversed(LANGUAGES)}
    for code, language in {"": practice.language, **by_code}.items():
        commands = [BotCommand(command, purpose) for command, purpose in menu(language)]
        await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), language_code=code or None)
