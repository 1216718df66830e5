"""A ticket's transcript as a file in its thread, once for each time that it was asked for."""

from tempfile import TemporaryFile
from typing import IO, Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.papers import transcript
from bot.delivery.slack_posts import SKEW, Place
from bot.delivery.slack_verdicts import FAULTS, Call, verdict
from bot.delivery.transfers import CannotFetch, Transfers
from bot.delivery.verdicts import Again, Attempt, GiveUp, Sent, Verdict
from bot.desk.desk import Ask
from bot.desk.moments import moment_of
from bot.desk.outgoing import PostTranscript
from bot.desk.practice import Practice
from bot.views.files.transcript import name


class SlackTranscripts:
    """`posting` repeats nothing by itself; `calm` may."""

    def __init__(
        self, posting: AsyncWebClient, calm: AsyncWebClient, ask: Ask, practice: Practice, transfers: Transfers
    ) -> None:
        self._posting = posting
        self._calm = calm
        self._ask = ask
        self._practice = practice
        self._transfers = transfers

    async def share(self, row: PostTranscript, place: Place, attempt: Attempt) -> Verdict:
        """The file's name says when it was asked for: whoever tries again looks for it first."""
        called = name(row.ticket, f"{moment_of(row.asked):%Y%m%d-%H%M%S}", notes=row.notes)
        try:
            if attempt.number > 1 and await self._is_there(called, place):
                return Sent()
            with TemporaryFile() as file:
                await transcript(self._ask, row.ticket, self._practice, file, notes=row.notes)
                uploaded = await self._upload(called, file)
        except CannotFetch as no:
            return GiveUp(str(no))
        except SlackApiError as error:
            return verdict(error, Call.REPEATABLE, place.channel)
        except (ClientError, TimeoutError, OSError) as error:
            return Again(type(error).__name__)
        return await self._complete(uploaded, called, place)

    async def _is_there(self, called: str, place: Place) -> bool:
        oldest = f"{(place.since - SKEW).timestamp():.6f}"
        page = await self._calm.conversations_replies(channel=place.channel, ts=place.thread or "", oldest=oldest)
        return any(file.get("name") == called for post in page["messages"] for file in post.get("files") or ())

    async def _upload(self, called: str, file: IO[bytes]) -> str:
        size = file.tell()
        file.seek(0)
        begun: Any = await self._calm.files_getUploadURLExternal(filename=called, length=size)
        await self._transfers.written_to_slack(begun["upload_url"], file)
        return str(begun["file_id"])

    async def _complete(self, uploaded: str, called: str, place: Place) -> Verdict:
        try:
            await self._posting.files_completeUploadExternal(
                files=[{"id": uploaded, "title": called}], channel_id=place.channel, thread_ts=place.thread
            )
        except FAULTS as fault:
            return verdict(fault, Call.POST, place.channel)
        return Sent()
