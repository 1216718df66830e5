"""Sends what customers are to read, in Telegram, and says what came of it."""

from telegram import Bot
from telegram.error import ChatMigrated, TelegramError

from bot.delivery.telegram_answers import TelegramAnswers
from bot.delivery.telegram_doubts import still_away
from bot.delivery.telegram_lines import TelegramLines
from bot.delivery.telegram_notices import TelegramNotices
from bot.delivery.telegram_surveys import TelegramSurveys
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.telegram_verdicts import harmless_twice, verdict
from bot.delivery.transfers import Transfers
from bot.delivery.verdicts import Attempt, Sent, Verdict
from bot.desk.desk import Ask
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
    Outgoing,
    RelayFile,
    RelayToCustomer,
    SendData,
    TellCustomer,
)
from bot.desk.practice import Practice


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
        self._topics = topics
        self._lines = lines
        self._answers = TelegramAnswers(bot, ask, practice, transfers, topics)
        self._notices = TelegramNotices(bot, ask, practice, topics, lines)
        self._surveys = TelegramSurveys(bot, ask, practice, topics)

    async def __call__(self, row: Outgoing, attempt: Attempt) -> Verdict:
        try:
            return await self._carried(row, attempt)
        except ChatMigrated as moved:  # Telegram goes on naming the new id to whoever asks for the old one
            return await self._carried(row.model_copy(update={"chat": moved.new_chat_id}), attempt)

    async def _carried(self, row: Outgoing, attempt: Attempt) -> Verdict:  # noqa: C901 - one table
        match row:
            case RelayToCustomer():
                return await self._answers.relay(row, attempt)
            case RelayFile():
                return await self._answers.relay_file(row, attempt)
            case EditRelayed():
                return await self._answers.edit(row)
            case DeleteRelayed():
                return await self._answers.delete(row)
            case TellCustomer():
                return await still_away(self._bot, attempt) or await self._notices.tell(row, attempt)
            case AskSurvey():
                return await self._surveys.send(row, attempt)
            case DrawSurvey():
                return await self._surveys.draw(row)
            case AskNps():
                return await self._surveys.send_nps(row, attempt)
            case DrawNps():
                return await self._surveys.draw_nps(row)
            case SendData():
                return await still_away(self._bot, attempt) or await self._notices.send_data(row)
            case DrawTopic():
                return await self._draw(row)
            case DrawStatusLine():
                return await self._lines.draw(row)
            case EndStatusLine():
                return await self._lines.end(row)
            case _:
                raise TypeError(f"{row.kind} does not go to Telegram")

    async def _draw(self, row: DrawTopic) -> Verdict:
        try:
            await self._topics.draw(row.ticket)
        except TelegramError as error:
            return harmless_twice(verdict(error))
        return Sent()
