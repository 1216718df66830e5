"""Posting to Slack so that what was posted once is not posted again; and changing it in its place.

Slack has no key for that, so each post carries its row's in its metadata (an id only: every app can read it), and
whoever tries again looks for it first.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_verdicts import FAULTS, Call, error_code, verdict
from bot.delivery.verdicts import Attempt, Sent, Verdict
from bot.desk.desk import Desk
from bot.desk.tickets.tables import Card
from bot.views.slack.words import Post

Json = dict[str, Any]

EVENT_TYPE = "relaydesk_row"
SKEW = timedelta(minutes=10)
"""How far Slack's clock may be behind ours."""
PAGE = 200
"""Posts that are looked through at a time."""

GONE = ("message_not_found", "cant_update_message", "edit_window_closed")
"""Nobody sees the post any more, or nobody can change it."""
NOWHERE = (*GONE, "channel_not_found")
"""Or its channel is gone with it."""

Under = Callable[[Card, Callable[[str], Awaitable[Verdict]]], Awaitable[Verdict]]
"""Does something in the card's thread, given its root, which is posted first if it is missing."""


class Kept(Protocol):
    """What the desk is to remember, given the post's `ts`."""

    def __call__(self, desk: Desk, /, *, post: str) -> None: ...


class Place(NamedTuple):
    """Where it goes: a channel, or a thread in it. Nothing of ours can be there from before `since`."""

    channel: str
    since: datetime
    thread: str | None = None


class Posted(NamedTuple):
    """Its `ts`, and the numbers of the rows behind its own that stand in it too."""

    ts: str
    together: tuple[int, ...] = ()


class SlackPosts:
    def __init__(self, posting: AsyncWebClient, calm: AsyncWebClient) -> None:
        self._posting = posting
        self._calm = calm

    async def say(self, attempt: Attempt, place: Place, post: Post, kept: Kept | None = None) -> Verdict:
        """As `post`, and what came of it is remembered by `kept`."""
        posted = await self.post(attempt, place, post)
        if not isinstance(posted, Posted):
            return posted
        return Sent(partial(kept, post=posted.ts) if kept else None)

    async def edit(self, channel: str, ts: str, post: Post, no_matter: Collection[str] = GONE) -> bool:
        """Whether it could be: not where Slack answers one of `no_matter`. Raises what else it answers."""
        try:
            await self._calm.chat_update(channel=channel, ts=ts, text=post.text, blocks=post.blocks)
        except SlackApiError as error:
            if error_code(error) not in no_matter:
                raise
            return False
        return True

    async def post(self, attempt: Attempt, place: Place, post: Post, together: Sequence[int] = ()) -> Posted | Verdict:
        """The post, also where an earlier attempt had posted it, with what went along then; or what came instead."""
        try:
            before = await self._found(attempt.key, place) if attempt.number > 1 else None
        except FAULTS as fault:
            return verdict(fault, Call.REPEATABLE, place.channel)
        if before:
            return before
        try:
            return await self._posted(attempt.key, place, post, tuple(together))
        except FAULTS as fault:
            return verdict(fault, Call.POST, place.channel)

    async def _posted(self, key: str, place: Place, post: Post, together: tuple[int, ...]) -> Posted:
        payload = {"row": key} | ({"together": list(together)} if together else {})
        done = await self._posting.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread,
            text=post.text,
            blocks=post.blocks,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": payload},
        )
        return Posted(str(done["ts"]), together)

    async def _found(self, key: str, place: Place) -> Posted | None:
        """A row goes along only with the head of its lane, so it is the head's key that is looked for.

        However many pages that takes: `place.since` ends it, and to give up earlier would be to post it again.
        """
        cursor = ""
        while True:
            page = await self._page(place, cursor)
            for message in page["messages"]:
                payload = _payload(message)
                if payload.get("row") == key:
                    return Posted(str(message["ts"]), tuple(payload.get("together", ())))
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None

    async def _page(self, place: Place, cursor: str) -> Json:
        wanted: Json = {
            "channel": place.channel,
            "oldest": f"{(place.since - SKEW).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": PAGE,
        }
        wanted |= {"cursor": cursor} if cursor else {}
        if place.thread:
            answer = await self._calm.conversations_replies(ts=place.thread, **wanted)
        else:
            answer = await self._calm.conversations_history(**wanted)
        found: Json = answer.data if isinstance(answer.data, dict) else {}
        return found


def _payload(message: Json) -> Json:
    """What we wrote into its metadata; nothing where it is not ours."""
    metadata = message.get("metadata") or {}
    ours: Json = metadata.get("event_payload", {}) if metadata.get("event_type") == EVENT_TYPE else {}
    return ours
