"""Posting to Slack so that what was posted once is not posted again.

Slack has no key for that, so each post carries its row's in its metadata (an id only: every app can read it), and
whoever tries again looks for it first.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_verdicts import FAULTS, Call, verdict
from bot.delivery.verdicts import Attempt, Verdict
from bot.views.slack.words import Post

Json = dict[str, Any]

EVENT_TYPE = "relaydesk_row"
SKEW = timedelta(minutes=10)
"""How far Slack's clock may be behind ours."""
PAGE = 200
"""Posts that are looked through at a time."""


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
