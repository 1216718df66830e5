"""Agents' answers, in customers' chats: relayed, and changed and removed with what the agent does."""

from functools import partial

from telegram import Bot, ReplyParameters
from telegram.error import TelegramError

from bot.delivery import telegram_copies as copies
from bot.delivery.slack_verdicts import FAULTS, Call
from bot.delivery.slack_verdicts import verdict as slack_verdict
from bot.delivery.telegram_doubts import UNPLACED, given_to_the_agent, not_needed, still_away, unplaced
from bot.delivery.telegram_files import TelegramFiles
from bot.delivery.telegram_parts import Parts, changed
from bot.delivery.telegram_screens import send_screen
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.telegram_verdicts import absence, arrived, gone, harmless_twice, verdict
from bot.delivery.transfers import CannotFetch, Transfers
from bot.delivery.verdicts import Again, Attempt, GiveUp, Moot, Record, Sent, Uncertain, Verdict, both
from bot.desk.desk import Ask
from bot.desk.files import enclosing
from bot.desk.outgoing import DeleteRelayed, EditRelayed, RelayFile, RelayToCustomer
from bot.desk.people.tables import Absence
from bot.desk.practice import Practice
from bot.desk.refusals import Refusal
from bot.desk.tickets import changes, deliveries, reading
from bot.desk.tickets.tables import State
from bot.desk.words import Words, spans_from
from bot.engine.faults import DatabaseAway
from bot.views.telegram.relays import relayed
from bot.views.telegram.screens import Screen, named, title


class TelegramAnswers:
    def __init__(self, bot: Bot, ask: Ask, practice: Practice, transfers: Transfers, topics: TelegramTopics) -> None:
        self._bot = bot
        self._ask = ask
        self._practice = practice
        self._topics = topics
        self._files = TelegramFiles(bot, transfers, practice)

    async def relay(self, row: RelayToCustomer, attempt: Attempt) -> Verdict:
        relay = await self._ask(reading.relay, row.message)
        if relay.state in (State.DELIVERED, State.STOPPED):
            return not_needed(row, attempt)
        if held := await self._held_back(row, attempt):
            return held
        words = Words(row.text, spans_from(row.spans))
        parts = Parts(self._bot, row.chat, relay)
        answered = await self._answered(relay)

        async def send(topic: int | None) -> None:
            async def say(screen: Screen) -> int:
                """The first of its parts shows what it answers."""
                return await send_screen(self._bot, row.chat, screen, topic, None if parts.numbers else answered)

            screens = relayed(words, named(relay.ticket, relay.subject), alone=relay.alone or topic is not None)
            await parts.send_rest(screens, say)

        try:
            await self._topics.in_its_own(relay.ticket, row.chat, attempt.number, send)
        except TelegramError as error:
            said = verdict(error, relay.name)
            if isinstance(said, GiveUp):
                said = _with_failure(said, row.message, relay.customer, error, attempt)
            return parts.remembered(said)
        except DatabaseAway as away:
            return parts.remembered(Again(str(away)))
        first, last = parts.numbers[0], parts.numbers[-1]
        delivered = partial(deliveries.delivered, message=row.message, chat_first=first, chat_last=last)
        there = partial(delivered, parts=parts.numbers, doubts=attempt.doubts)
        return arrived(there, relay.customer, was_away=relay.unreachable_since is not None)

    async def _answered(self, relay: reading.Relay) -> ReplyParameters | None:
        """The customer's message that it is in answer to, which they may have deleted meanwhile."""
        if relay.replies_to is None:
            return None
        number = await self._ask(reading.number_in_chat, relay.replies_to)
        return ReplyParameters(number, allow_sending_without_reply=True) if number else None

    async def _held_back(self, row: RelayToCustomer | RelayFile, attempt: Attempt) -> Verdict | None:
        """What of it is not to be repeated, or not yet."""
        if given := given_to_the_agent(row, attempt, self._practice.in_doubt):
            return given
        return await still_away(self._bot, attempt)

    async def relay_file(self, row: RelayFile, attempt: Attempt) -> Verdict:
        found = await self._ask(enclosing.with_message, row.attachment)
        if found is None or found[0].chat_message or found[1].state is State.STOPPED:
            return not_needed(row, attempt)
        if held := await self._held_back(row, attempt):
            return held
        file, relay = found[0], await self._ask(reading.answer, row.message)
        words = Words(row.text, spans_from(row.spans))
        alone = relay.alone or (words.blank and not relay.message.words.blank)

        async def send(topic: int | None) -> int:
            screens = relayed(words, title(relay.ticket), alone=alone or topic is not None)
            return await self._files.send(row.chat, topic, file, screens[0].html if screens else "")

        try:
            number = await self._topics.in_its_own(relay.ticket.id, row.chat, attempt.number, send)
        except TelegramError as error:
            said = verdict(error, relay.customer.name)
            if isinstance(said, GiveUp):
                said = _with_failure(said, row.message, relay.customer.id, error, attempt)
            return said
        except Refusal as no:
            return _file_failed(GiveUp(no.sentence), relay, attempt)
        except CannotFetch as no:
            return _file_failed(GiveUp(f"{file.name}: {no}"), relay, attempt)
        except FAULTS as fault:
            return _file_failed(slack_verdict(fault, Call.REPEATABLE), relay, attempt)
        there = partial(deliveries.file_delivered, attachment=file.id, chat_message=number, doubts=attempt.doubts)
        away = relay.customer.unreachable_since is not None
        return arrived(partial(there, captioned=not words.blank), relay.customer.id, was_away=away)

    async def edit(self, row: EditRelayed) -> Verdict:
        """What has not reached the customer has nothing to change: a retry sends it as it reads now."""
        relay = await self._ask(reading.answer, row.message)
        if relay.message.erased:
            return Moot()
        files = await self._ask(enclosing.of_message, row.message) if relay.message.files else []
        bearing = copies.bearers(relay.message, files)
        if not bearing or unplaced(relay.message):
            return Moot(partial(changes.kept, message=row.message, why=UNPLACED) if unplaced(relay.message) else None)
        alone = relay.alone or self._topics.has(relay.ticket)
        screens = relayed(Words(row.text, spans_from(row.spans)), title(relay.ticket), alone=alone)
        captions = bearing[0] in {file.chat_message for file in files}
        there = screens[: len(bearing)] if relay.message.half_there else screens
        try:
            parts = await copies.change(self._bot, row.chat, bearing, there, captions=captions)
        except copies.CannotChange as no:
            return Sent(partial(changes.kept, message=row.message, why=str(no)))
        except TelegramError as error:
            return _or_kept(verdict(error, relay.customer.name), relay, error, deleted=False)
        return Sent(changed(relay.message, parts, len(screens)))

    async def delete(self, row: DeleteRelayed) -> Verdict:
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


def _with_failure(said: GiveUp, message: int, customer: int, error: TelegramError, attempt: Attempt) -> GiveUp:
    """An account that was deleted does not come back, so nothing is kept for it."""
    why = absence(error)
    failed = partial(deliveries.failed, message=message, why=said.why, doubts=attempt.doubts)
    return _and_gone(said.why, partial(failed, unreached=why not in (None, Absence.DELETED)), customer, error)


def _and_gone(why: str, record: Record, customer: int, error: TelegramError) -> GiveUp:
    return GiveUp(why, both(record, gone(error, customer)))


def _file_failed(said: Verdict, relay: reading.Answer, attempt: Attempt) -> Verdict:
    if isinstance(said, GiveUp):
        failed = partial(deliveries.failed, message=relay.message.id, why=said.why, doubts=attempt.doubts)
        return GiveUp(said.why, failed)
    return Again(said.why) if isinstance(said, Uncertain) else said


def _or_kept(said: Verdict, relay: reading.Answer, error: TelegramError, *, deleted: bool) -> Verdict:
    if isinstance(said, GiveUp):
        kept = partial(changes.kept, message=relay.message.id, why=said.why, deleted=deleted)
        return _and_gone(said.why, kept, relay.customer.id, error)
    return harmless_twice(said)
