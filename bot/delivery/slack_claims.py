"""The post that asks an owner whether they are still on it, and each team's post with what nobody has taken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.delivery.slack_posts import Place, SlackPosts, Under
from bot.delivery.verdicts import Attempt, Moot, NotYet, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.claims import leasing, unclaimed
from bot.desk.claims.tables import Callout
from bot.desk.claims.unclaimed import Standing
from bot.desk.desk import Ask
from bot.desk.practice import Practice
from bot.desk.tickets import reading
from bot.views.slack import claims
from bot.views.slack.words import Post

NOT_ASKED = NotYet(timedelta(seconds=2), "the question is not there yet")
LOOKED_BACK = timedelta(days=1)
"""How far back a list is looked for that an earlier attempt may have posted."""

Rows = out.PostReminder | out.DrawReminder | out.DrawCallout


class SlackClaims:
    def __init__(
        self,
        ask: Ask,
        posts: SlackPosts,
        under: Under,
        practice: Practice,
        clock: Callable[[], datetime],
        workspace: str,
    ) -> None:
        self._ask = ask
        self._posts = posts
        self._under = under
        self._practice = practice
        self._clock = clock
        self._workspace = workspace

    async def sent(self, row: Rows, attempt: Attempt) -> Verdict:
        match row:
            case out.PostReminder():
                return await self._remind(row, attempt)
            case out.DrawReminder():
                return await self._draw_reminder(row)
            case out.DrawCallout():
                return await self._call_out(row, attempt)

    async def channel(self, row: out.DrawReminder) -> str | None:
        return (await self._ask(leasing.question, row.reminder)).channel

    async def _question(self, reminder: int) -> Post:
        asked = await self._ask(leasing.question, reminder)
        sheet = await self._ask(reading.sheet, asked.ticket_id)
        return claims.reminder(asked, sheet, await self._ask(reading.name, asked.agent))

    async def _remind(self, row: out.PostReminder, attempt: Attempt) -> Verdict:
        """Only what is still open is asked."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        asked = await self._ask(leasing.question, row.reminder)
        if asked.upshot:
            return Moot()

        async def below(root: str) -> Verdict:
            place = Place(card.channel, asked.made_at, root)
            kept = partial(leasing.asked, reminder=row.reminder, channel=card.channel)
            return await self._posts.say(attempt, place, await self._question(row.reminder), kept)

        return await self._under(card, below)

    async def _draw_reminder(self, row: out.DrawReminder) -> Verdict:
        asked = await self._ask(leasing.question, row.reminder)
        if asked.post is None or asked.channel is None:
            return Moot() if asked.upshot else NOT_ASKED
        await self._posts.edit(asked.channel, asked.post, await self._question(row.reminder))
        return Sent()

    async def _call_out(self, row: out.DrawCallout, attempt: Attempt) -> Verdict:
        """First the post before says that it is not the one any more."""
        if not self._practice.has_team(row.team):
            return Moot()
        standing = await self._ask(unclaimed.standing, self._practice, row.team)
        kept = standing.callout
        if kept and kept.former:
            await self._posts.edit(kept.channel, kept.former, claims.moved_down())
            return Sent(partial(unclaimed.retired, team=row.team, former=kept.former))
        return await self._listed(row, standing, attempt)

    async def _listed(self, row: out.DrawCallout, standing: Standing, attempt: Attempt) -> Verdict:
        """Where people see it: in the post that stands, or a new one below."""
        kept, post = standing.callout, claims.callout(standing, row.team, self._workspace)
        if kept and kept.post and not self._is_far_up(kept, standing):
            there = await self._posts.edit(kept.channel, kept.post, post)
            if not standing.total:
                return Sent(partial(unclaimed.over, team=row.team))
            if there:
                return Sent()
        if not standing.total:
            return Moot()
        return await self._posted_anew(row, kept.number + 1 if kept else 1, post, attempt)

    def _is_far_up(self, kept: Callout, standing: Standing) -> bool:
        """Nobody would see there what is new on it; or the team has another channel now."""
        if kept.channel != self._practice.team(kept.team).channel:
            return True
        return standing.is_far_up(self._clock())

    async def _posted_anew(self, row: out.DrawCallout, number: int, post: Post, attempt: Attempt) -> Verdict:
        key = Attempt(f"callout:{row.team}:{number}", attempt.number)
        channel = self._practice.team(row.team).channel
        kept = partial(unclaimed.posted, team=row.team, channel=channel)
        return await self._posts.say(key, Place(channel, self._clock() - LOOKED_BACK), post, kept)
