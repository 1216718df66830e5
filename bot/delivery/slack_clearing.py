"""Taking back what we posted in a thread: Slack lets an app delete its own posts and files, and nobody else's."""

from collections.abc import AsyncIterator
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_verdicts import error_code

Json = dict[str, Any]

AT_ONCE = 10
"""Posts deleted at a time: the rate of what comes next counts on it."""

_GONE = frozenset({"message_not_found", "file_not_found", "file_deleted"})
_NOT_OURS = frozenset({"cant_delete_message", "cant_delete_file", "compliance_exports_prevent_deletion"})


class SlackClearing:
    """`ourselves` is the app's own user."""

    def __init__(self, calm: AsyncWebClient, ourselves: str) -> None:
        self._calm = calm
        self._ourselves = ourselves

    async def clear(self, channel: str, root: str) -> int | None:
        """Delete some of what we posted below the root. How many posts are left for good; None while there is more.

        Raises what Slack's calls raise.
        """
        deleted, left = 0, 0
        async for post in self._below(channel, root):
            if deleted == AT_ONCE:
                return None
            if post.get("user") == self._ourselves and await self._deleted(channel, post):
                deleted += 1
            elif post.get("subtype") != "tombstone":
                left += 1
        return left

    async def _below(self, channel: str, root: str) -> AsyncIterator[Json]:
        """All of it is read before anything is deleted, or a page would begin elsewhere."""
        posts: list[Json] = []
        cursor = ""
        while True:
            more: Json = {"cursor": cursor} if cursor else {}
            try:
                page = await self._calm.conversations_replies(channel=channel, ts=root, limit=200, **more)
            except SlackApiError as error:
                if error_code(error) == "thread_not_found":
                    return
                raise
            posts += [post for post in page["messages"] if post["ts"] != root]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        for post in posts:
            yield post

    async def _deleted(self, channel: str, post: Json) -> bool:
        """False where Slack keeps it."""
        try:
            for file in post.get("files") or ():
                await self._unless_gone(self._calm.files_delete, file=file["id"])
            await self._unless_gone(self._calm.chat_delete, channel=channel, ts=post["ts"])
        except SlackApiError as error:
            if error_code(error) in _NOT_OURS:
                return False
            raise
        return True

    async def _unless_gone(self, delete: Any, **what: str) -> None:
        try:
            await delete(**what)
        except SlackApiError as error:
            if error_code(error) not in _GONE:
                raise
