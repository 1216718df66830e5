"""Files into threads: fetched from Telegram, or from another thread, and uploaded to Slack at the same time.

An upload's id is written down before it is shared, so that whoever tries again can ask Slack whether it was.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, NamedTuple

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram.error import BadRequest, TelegramError

from bot.delivery import telegram_verdicts as telegram
from bot.delivery.slack_posts import Place
from bot.delivery.slack_verdicts import FAULTS, Call, error_code, verdict
from bot.delivery.transfers import CannotFetch, Passing, Transfers
from bot.delivery.verdicts import Again, GiveUp, Record, Sent, Uncertain, Verdict
from bot.desk.desk import Desk, Do, Verb
from bot.desk.files import carrying, enclosing
from bot.desk.files.carrying import Carried
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, Reason, in_words
from bot.desk.files.refusing import not_passed
from bot.desk.files.tables import Attachment

_NEVER_CAME = ("file_not_found", "file_deleted", "invalid_arguments")
"""An upload that was begun and not finished."""
TOO_LARGE = f"Telegram lets us fetch {in_words(MOST_FROM_CUSTOMERS)} at most"


class Upload(NamedTuple):
    """One file on its way into one thread. `begun` is the id of an upload that an earlier attempt began.

    `thing` is what the verb `begins` notes such an id on; what has come of it is told to `shared` or `failed`.
    `number` is that of its row, where it goes with another.
    """

    name: str
    fetch: Callable[[], AbstractAsyncContextManager[Passing]]
    begun: str | None
    thing: int
    begins: Verb[[int, str], None]
    shared: Record
    failed: Callable[[str, Reason | None], Record]
    number: int = 0


class Along(NamedTuple):
    """A file whose row stands behind another's, and that row's number."""

    number: int
    file: Attachment


class SlackFiles:
    """`posting` repeats nothing by itself; `calm` may."""

    def __init__(self, posting: AsyncWebClient, calm: AsyncWebClient, do: Do, transfers: Transfers) -> None:
        self._posting = posting
        self._calm = calm
        self._do = do
        self._transfers = transfers

    async def share(self, file: Attachment, place: Place, along: Sequence[Along] = ()) -> Verdict:
        """A customer's, once, whatever earlier attempts got done; and in one post with it what can go along."""
        others = [self._of_customer(one.file, one.number) for one in along]
        return await self._once(self._of_customer(file), place, others)

    def _of_customer(self, file: Attachment, number: int = 0) -> Upload:
        return Upload(
            file.name,
            partial(self._transfers.from_telegram, file.telegram_file or ""),
            file.slack_file,
            file.id,
            enclosing.uploading,
            partial(enclosing.shared, attachment=file.id),
            lambda why, reason: partial(not_passed, attachment=file.id, why=why, reason=reason),
            number,
        )

    async def carry(self, it: Carried, place: Place) -> Verdict:
        """Once more, in the thread that its conversation has come to."""
        copy, file = it.copy, it.file
        fetch = (
            partial(self._transfers.from_telegram, file.telegram_file)
            if file.telegram_file
            else partial(self._transfers.from_slack, file.slack_file or "")
        )
        upload = Upload(
            file.name,
            fetch,
            copy.slack_file,
            copy.id,
            carrying.uploading,
            partial(carrying.shared, copy=copy.id),
            lambda why, _: partial(carrying.not_carried, copy=copy.id, why=why),
        )
        return await self._once(upload, place)

    async def _once(self, file: Upload, place: Place, along: Sequence[Upload] = ()) -> Verdict:
        came_of_it = await self._tried(file, place, along)
        if isinstance(came_of_it, GiveUp) and came_of_it.record is None:
            return GiveUp(came_of_it.why, file.failed(came_of_it.why, None))
        return came_of_it

    async def _tried(self, file: Upload, place: Place, along: Sequence[Upload]) -> Verdict:
        try:
            before = await self._begun(file, file.begun, place, along) if file.begun else None
            return before or await self._together(file, await self._upload(file), place, along)
        except CannotFetch as no:
            return GiveUp(str(no))
        except TelegramError as error:
            return _refused(file, error)
        except SlackApiError as error:
            return verdict(error, Call.REPEATABLE, place.channel)
        except (ClientError, TimeoutError, OSError) as error:
            return Again(type(error).__name__)  # its text may hold Telegram's token

    async def _begun(self, file: Upload, uploaded: str, place: Place, along: Sequence[Upload]) -> Verdict | None:
        """What an earlier attempt came to; None where it has to be done again from the start."""
        known = await self._known(uploaded)
        if known is None:
            return None
        if _stands_in(known, place):
            return Sent(file.shared)
        came_of_it = await self._together(file, uploaded, place, along)
        return None if isinstance(came_of_it, GiveUp) else came_of_it

    async def _known(self, uploaded: str) -> dict[str, Any] | None:
        """As Slack describes it; None where it never came."""
        try:
            described: dict[str, Any] = (await self._calm.files_info(file=uploaded))["file"]
        except SlackApiError as error:
            if error_code(error) in _NEVER_CAME:
                return None
            raise
        return described

    async def _together(self, file: Upload, uploaded: str, place: Place, along: Sequence[Upload]) -> Verdict:
        """Slack refuses all of a post for one file in it, and does not say which: then each goes by itself."""
        others = [(one, ready) for one in along if (ready := await self._ready(one, place))]
        if others:
            came_of_it = await self._complete([(file, uploaded), *others], place)
            if not isinstance(came_of_it, GiveUp):
                return came_of_it
        return await self._complete([(file, uploaded)], place)

    async def _ready(self, file: Upload, place: Place) -> str | None:
        """Its id in Slack, to be shared with another. None where its own row must see to it, and say what is wrong."""
        try:
            known = await self._known(file.begun) if file.begun else None
            if known is None:
                return await self._upload(file)
            return None if _stands_in(known, place) else file.begun
        except (CannotFetch, TelegramError, SlackApiError, ClientError, TimeoutError, OSError):
            return None

    async def _upload(self, file: Upload) -> str:
        """The new file's id in Slack."""
        async with file.fetch() as passing:
            begun = await self._calm.files_getUploadURLExternal(filename=file.name, length=passing.size)
            await self._do(file.begins, file.thing, begun["file_id"])
            await self._transfers.to_slack(begun["upload_url"], passing)
        return str(begun["file_id"])

    async def _complete(self, files: Sequence[tuple[Upload, str]], place: Place) -> Verdict:
        """In one post; the first is of the row that is being sent, the others of rows behind it."""
        try:
            await self._posting.files_completeUploadExternal(
                files=[{"id": uploaded, "title": file.name} for file, uploaded in files],
                channel_id=place.channel,
                thread_ts=place.thread,
            )
        except FAULTS as fault:
            return verdict(fault, Call.POST, place.channel)

        def shared(desk: Desk) -> None:
            for file, _ in files:
                file.shared(desk)

        return Sent(shared, tuple(file.number for file, _ in files[1:]))


def _stands_in(known: dict[str, Any], place: Place) -> bool:
    shares = [share for where in (known.get("shares") or {}).values() for share in where.get(place.channel, ())]
    return any(share.get("thread_ts") == place.thread for share in shares)


def _refused(file: Upload, error: TelegramError) -> Verdict:
    if isinstance(error, BadRequest) and "too big" in error.message.casefold():
        return GiveUp(TOO_LARGE, file.failed(TOO_LARGE, Reason.TOO_LARGE))
    came_of_it = telegram.verdict(error)
    return Again(came_of_it.why) if isinstance(came_of_it, Uncertain) else came_of_it
