"""Customers' files into threads: fetched from Telegram and uploaded to Slack at the same time.

An upload's id is written down before it is shared, so that whoever tries again can ask Slack whether it was.
"""

from functools import partial
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram.error import BadRequest, TelegramError

from bot.delivery import telegram
from bot.delivery.slack_posts import Place
from bot.delivery.slack_verdicts import FAULTS, Call, error_code, verdict
from bot.delivery.transfers import CannotFetch, Transfers
from bot.delivery.verdicts import Again, GiveUp, Sent, Uncertain, Verdict
from bot.desk.desk import Do
from bot.desk.files import enclosing
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, Reason, in_words
from bot.desk.files.refusing import not_passed
from bot.desk.files.tables import Attachment

_NEVER_CAME = ("file_not_found", "file_deleted", "invalid_arguments")
"""An upload that was begun and not finished."""
TOO_LARGE = f"Telegram lets us fetch {in_words(MOST_FROM_CUSTOMERS)} at most"


class SlackFiles:
    """`posting` repeats nothing by itself; `calm` may."""

    def __init__(self, posting: AsyncWebClient, calm: AsyncWebClient, do: Do, transfers: Transfers) -> None:
        self._posting = posting
        self._calm = calm
        self._do = do
        self._transfers = transfers

    async def share(self, file: Attachment, place: Place) -> Verdict:
        """Into the thread, once, whatever earlier attempts got done."""
        came_of_it = await self._tried(file, place)
        if isinstance(came_of_it, GiveUp) and came_of_it.record is None:
            return GiveUp(came_of_it.why, partial(not_passed, attachment=file.id, why=came_of_it.why))
        return came_of_it

    async def _tried(self, file: Attachment, place: Place) -> Verdict:
        try:
            before = await self._begun(file, place) if file.slack_file else None
            if before:
                return before
            uploaded = await self._upload(file)
        except CannotFetch as no:
            return GiveUp(str(no))
        except TelegramError as error:
            return _refused(file, error)
        except SlackApiError as error:
            return verdict(error, Call.REPEATABLE)
        except (ClientError, TimeoutError, OSError) as error:
            return Again(type(error).__name__)  # its text may hold Telegram's token
        return await self._complete(file, uploaded, place)

    async def _begun(self, file: Attachment, place: Place) -> Verdict | None:
        """What an earlier attempt came to; None where it has to be done again from the start."""
        try:
            known = (await self._calm.files_info(file=file.slack_file or ""))["file"]
        except SlackApiError as error:
            if error_code(error) in _NEVER_CAME:
                return None
            raise
        if _stands_in(known, place):
            return Sent(partial(enclosing.shared, attachment=file.id))
        came_of_it = await self._complete(file, file.slack_file or "", place)
        return None if isinstance(came_of_it, GiveUp) else came_of_it

    async def _upload(self, file: Attachment) -> str:
        """The new file's id in Slack."""
        async with self._transfers.from_telegram(file.telegram_file or "") as passing:
            begun = await self._calm.files_getUploadURLExternal(filename=file.name, length=passing.size)
            await self._do(enclosing.uploading, file.id, begun["file_id"])
            await self._transfers.to_slack(begun["upload_url"], passing)
        return str(begun["file_id"])

    async def _complete(self, file: Attachment, uploaded: str, place: Place) -> Verdict:
        try:
            await self._posting.files_completeUploadExternal(
                files=[{"id": uploaded, "title": file.name}], channel_id=place.channel, thread_ts=place.thread
            )
        except FAULTS as fault:
            return verdict(fault, Call.POST)
        return Sent(partial(enclosing.shared, attachment=file.id))


def _stands_in(known: dict[str, Any], place: Place) -> bool:
    shares = [share for where in (known.get("shares") or {}).values() for share in where.get(place.channel, ())]
    return any(share.get("thread_ts") == place.thread for share in shares)


def _refused(file: Attachment, error: TelegramError) -> Verdict:
    if isinstance(error, BadRequest) and "too big" in error.message.casefold():
        return GiveUp(TOO_LARGE, partial(not_passed, attachment=file.id, why=TOO_LARGE, reason=Reason.TOO_LARGE))
    came_of_it = telegram.verdict(error)
    return Again(came_of_it.why) if isinstance(came_of_it, Uncertain) else came_of_it
