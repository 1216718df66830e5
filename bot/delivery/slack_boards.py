"""The posts that tell supervisors and teams of what is late, drawn from how it stands when they are sent."""

from functools import partial

from bot.delivery.slack_posts import Place, SlackPosts
from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.alerting import standing, telling
from bot.desk.desk import Ask
from bot.desk.practice import Practice
from bot.views.slack import boards


class SlackBoards:
    def __init__(self, ask: Ask, posts: SlackPosts, practice: Practice, workspace: str) -> None:
        self._ask = ask
        self._posts = posts
        self._practice = practice
        self._workspace = workspace

    async def post(self, row: out.PostBoard, attempt: Attempt) -> Verdict:
        """What is over by now is not begun to be told."""
        shown = await self._ask(standing.board, row.board)
        if shown.episodes and all(each.episode.over_at for each in shown.episodes):
            return Moot()
        post = boards.board(shown, self._practice, self._workspace)
        kept = partial(telling.posted, board=row.board)
        return await self._posts.say(attempt, Place(row.channel, shown.board.made_at), post, kept)

    async def channel(self, row: out.DrawBoard) -> str:
        return (await self._ask(standing.board, row.board)).board.channel

    async def draw(self, row: out.DrawBoard) -> Verdict:
        """One that is not there yet is drawn when it is."""
        shown = await self._ask(standing.board, row.board)
        if shown.board.post is None:
            return Moot()
        post = boards.board(shown, self._practice, self._workspace)
        await self._posts.edit(shown.board.channel, shown.board.post, post)
        return Sent()
