"""Agents' files to customers: fetched from Slack and sent by Telegram at the same time, as what a phone shows best."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery.telegram_topics import not_there
from bot.delivery.transfers import Transfers
from bot.desk.files.policy import MOST_AS_PHOTO, MOST_TO_CUSTOMERS, File, clean, reason, refusal
from bot.desk.files.tables import Attachment, Kind
from bot.desk.practice import Practice
from bot.desk.privacy.masking import masked

Send = Callable[..., Awaitable[Message]]


class TelegramFiles:
    def __init__(self, bot: Bot, transfers: Transfers, practice: Practice) -> None:
        self._transfers = transfers
        self._practice = practice
        self._sends: dict[Kind, tuple[Send, str]] = {
            Kind.PHOTO: (bot.send_photo, "photo"),
            Kind.VOICE: (bot.send_voice, "voice"),
            Kind.AUDIO: (bot.send_audio, "audio"),
            Kind.VIDEO: (bot.send_video, "video"),
            Kind.DOCUMENT: (bot.send_document, "document"),
        }

    async def send(self, chat: int, topic: int | None, file: Attachment, caption: str) -> int:
        """The message's id; `caption` is HTML. Raises Refusal, CannotFetch, TelegramError, what Slack's calls raise."""
        kind = Kind(file.kind)
        try:
            return await self._sent(chat, topic, file, kind, caption)
        except BadRequest as error:  # it is not quite what it says it is, or the customer wants no voices
            if kind is Kind.DOCUMENT or not_there(error):
                raise
            return await self._sent(chat, topic, file, Kind.DOCUMENT, caption)

    async def _sent(self, chat: int, topic: int | None, file: Attachment, kind: Kind, caption: str) -> int:
        async with self._transfers.from_slack(file.slack_file or "") as passing:
            name = masked(clean(passing.name or file.name), self._practice.privacy.patterns)
            self._refuse(File(kind, file.slack_file or "", name, size=passing.size))
            kind = Kind.DOCUMENT if kind is Kind.PHOTO and passing.size > MOST_AS_PHOTO else kind
            send, named = self._sends[kind]
            content: dict[str, Any] = {named: passing.for_telegram(name, file.mime)}
            under = {"caption": caption, "parse_mode": ParseMode.HTML} if caption else {}
            return (await send(chat_id=chat, message_thread_id=topic, **content, **under)).message_id

    def _refuse(self, file: File) -> None:
        """What was shared from elsewhere says only now what it is."""
        found = reason(file, MOST_TO_CUSTOMERS, self._practice.refused_files)
        if found:
            raise refusal(found, file.name, file.size)
