"""The card of each task for a customer who was let down, what its owner is reminded of, and the digest of ratings."""

from functools import partial

from bot.delivery.slack_posts import NOWHERE, Place, SlackPosts
from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.practice import Practice
from bot.desk.recovery import reading, timing
from bot.views.slack import ratings, recovery

Rows = out.PostRecovery | out.DrawRecovery | out.PostRecoveryReminder | out.PostRatings


class SlackRecoveries:
    def __init__(self, ask: Ask, posts: SlackPosts, practice: Practice, workspace: str) -> None:
        self._ask = ask
        self._posts = posts
        self._practice = practice
        self._workspace = workspace

    async def sent(self, row: Rows, attempt: Attempt) -> Verdict:
        match row:
            case out.PostRecovery():
                return await self._post(row, attempt)
            case out.DrawRecovery():
                return await self._draw(row)
            case out.PostRecoveryReminder():
                return await self._remind(row, attempt)
            case out.PostRatings():
                return await self._tell(row, attempt)

    async def channel(self, row: out.DrawRecovery) -> str:
        return (await self._ask(reading.task, row.recovery)).recovery.channel

    async def _post(self, row: out.PostRecovery, attempt: Attempt) -> Verdict:
        """What is over by now is not begun to be told."""
        task = await self._ask(reading.task, row.recovery)
        if task.recovery.outcome:
            return Moot()
        post = recovery.card(task, self._practice, self._workspace)
        kept = partial(timing.posted, recovery=row.recovery)
        return await self._posts.say(attempt, Place(row.channel, task.recovery.made_at), post, kept)

    async def _draw(self, row: out.DrawRecovery) -> Verdict:
        """One that is not there yet is drawn when it is."""
        task = await self._ask(reading.task, row.recovery)
        if task.recovery.post is None:
            return Moot()
        post = recovery.card(task, self._practice, self._workspace)
        await self._posts.edit(task.recovery.channel, task.recovery.post, post, NOWHERE)
        return Sent()

    async def _remind(self, row: out.PostRecoveryReminder, attempt: Attempt) -> Verdict:
        """Only whoever still has it; its lane keeps order, so a card that is missing was given up."""
        task = await self._ask(reading.task, row.recovery)
        if task.recovery.outcome or task.recovery.owner != row.agent:
            return Moot()
        post = recovery.reminder(task, row.agent, row.of, self._workspace)
        return await self._posts.say(attempt, Place(row.channel, task.recovery.made_at, task.recovery.post), post)

    async def _tell(self, row: out.PostRatings, attempt: Attempt) -> Verdict:
        digest = await self._ask(reading.digest, row.digest)
        post = ratings.post(digest, self._practice, self._workspace)
        return await self._posts.say(attempt, Place(row.channel, digest.made.made_at), post)
