"""The posts that tell supervisors and teams of what is late, drawn from how it stands when they are sent."""

from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_posts import Place, Posted, SlackPosts
from bot.delivery.slack_verdicts import error_code
from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.alerting import standing, telling
from bot.desk.desk import Ask
from bot.desk.practice import Practice
from bot.views.slack import boards

_NO_MATTER = ("message_not_found", "cant_update_message", "edit_window_closed")
"""Nobody sees it any more, or nobody can change it."""


class SlackBoards:
    def __init__(self, ask: Ask, posts: SlackPosts, calm: AsyncWebClient, practice: Practice, workspace: str) -> None:
        self._ask = ask
        self._posts = posts
        self._calm = calm
        self._practice = practice
        self._workspace = workspace

    async def post(self, row: out.PostBoard, attempt: Attempt) -> Verdict:
        """What is over by now is not begun to be told."""
        shown = await self._ask(standing.board, row.board)
        if shown.episodes and all(each.episode.over_at for each in shown.episodes):
            return Moot()
        post = boards.board(shown, self._practice, self._workspace)
        posted = await self._posts.post(attempt, Place(row.channel, shown.board.made_at), post)
        if not isinstance(posted, Posted):
            return posted
        return Sent(partial(telling.posted, board=row.board, post=posted.ts))

    async def channel(self, row: out.DrawBoard) -> str:
        return (await self._ask(standing.board, row.board)).board.channel

    async def draw(self, row: out.DrawBoard) -> Verdict:
        """One that is not there yet is drawn when it is."""
        shown = await self._ask(standing.board, row.board)
        if shown.board.post is None:
            return Moot()
        text, blocks = boards.board(shown, self._practice, self._workspace)
        try:
            await self._calm.chat_update(channel=shown.board.channel, ts=shown.board.post, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_code(error) not in _NO_MATTER:
                raise
        return Sent()
