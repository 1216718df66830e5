"""Files of our own in Slack, each once: it is known by its name, for which whoever tries again looks first."""

from collections.abc import Awaitable, Callable
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_posts import SKEW, Place
from bot.delivery.slack_verdicts import FAULTS, Call, verdict
from bot.delivery.transfers import CannotFetch, Transfers
from bot.delivery.verdicts import Again, Attempt, GiveUp, Sent, Verdict


class Paper(NamedTuple):
    """`words` stand above it (mrkdwn), `alt` is for whoever cannot see it. No other paper has its `name`."""

    name: str
    write: Callable[[IO[bytes]], Awaitable[None]]
    words: str = ""
    alt: str = ""


class SlackPapers:
    """`posting` repeats nothing by itself; `calm` may."""

    def __init__(self, posting: AsyncWebClient, calm: AsyncWebClient, transfers: Transfers) -> None:
        self._posting = posting
        self._calm = calm
        self._transfers = transfers

    async def share(self, paper: Paper, place: Place, attempt: Attempt) -> Verdict:
        try:
            if attempt.number > 1 and await self._is_there(paper.name, place):
                return Sent()
            with TemporaryFile() as file:
                await paper.write(file)
                uploaded = await self._upload(paper, file)
        except CannotFetch as no:
            return GiveUp(str(no))
        except SlackApiError as error:
            return verdict(error, Call.REPEATABLE, place.channel)
        except (ClientError, TimeoutError, OSError) as error:
            return Again(type(error).__name__)
        return await self._complete(uploaded, paper, place)

    async def _is_there(self, name: str, place: Place) -> bool:
        span: dict[str, Any] = {"channel": place.channel, "oldest": f"{(place.since - SKEW).timestamp():.6f}"}
        if place.thread:
            page = await self._calm.conversations_replies(ts=place.thread, **span)
        else:
            page = await self._calm.conversations_history(limit=200, **span)
        return any(file.get("name") == name for post in page["messages"] for file in post.get("files") or ())

    async def _upload(self, paper: Paper, file: IO[bytes]) -> str:
        size = file.tell()
        file.seek(0)
        told = {"alt_txt": paper.alt} if paper.alt else {}
        begun: Any = await self._calm.files_getUploadURLExternal(filename=paper.name, length=size, **told)
        await self._transfers.written_to_slack(begun["upload_url"], file)
        return str(begun["file_id"])

    async def _complete(self, uploaded: str, paper: Paper, place: Place) -> Verdict:
        try:
            await self._posting.files_completeUploadExternal(
                files=[{"id": uploaded, "title": paper.name}],
                channel_id=place.channel,
                thread_ts=place.thread,
                initial_comment=paper.words or None,
            )
        except FAULTS as fault:
            return verdict(fault, Call.POST, place.channel)
        return Sent()
