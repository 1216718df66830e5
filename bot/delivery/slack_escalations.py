"""The posts of an escalation: each step's, which then shows how it stands."""

from functools import partial

from bot.delivery.slack_posts import NOWHERE, Place, SlackPosts, Under
from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.escalation import climbing, reading
from bot.desk.escalation.reading import Gathered, Standing
from bot.desk.escalation.tables import Stage, Telling
from bot.desk.tickets.reading import card_sheet
from bot.views.slack import escalations, gatherings
from bot.views.slack.words import Post


class SlackEscalations:
    def __init__(self, ask: Ask, posts: SlackPosts, under: Under, workspace: str) -> None:
        self._ask = ask
        self._posts = posts
        self._under = under
        self._workspace = workspace

    async def carry(self, row: out.PostTelling | out.DrawTelling, attempt: Attempt) -> Verdict:
        return await (self._post(row, attempt) if isinstance(row, out.PostTelling) else self._draw(row))

    async def _post(self, row: out.PostTelling, attempt: Attempt) -> Verdict:
        """Nobody is told of what is over by now, or stands in another's post. One of many is always made: more may have
        joined it by then."""
        shown = await self._ask(reading.told, row.telling)
        told = shown.telling
        if isinstance(shown, Standing) and (shown.escalation.stage is Stage.OVER or _elsewhere(told)):
            return Moot()
        if row.card is None:
            root = shown.root if isinstance(shown, Standing) and not told.leads else None
            return await self._posted(shown, attempt, Place(row.channel, told.at, root))
        card, _ = await self._ask(card_sheet, row.card)

        async def below(root: str) -> Verdict:
            return await self._posted(shown, attempt, Place(card.channel, told.at, root))

        return await self._under(card, below)

    async def _posted(self, shown: Standing | Gathered, attempt: Attempt, place: Place) -> Verdict:
        drawn = shown.escalation.changes if isinstance(shown, Standing) else 0
        kept = partial(climbing.posted, telling=shown.telling.id, channel=place.channel, drawn=drawn)
        return await self._posts.say(attempt, place, self._drawn(shown), kept)

    def _drawn(self, shown: Standing | Gathered) -> Post:
        if isinstance(shown, Gathered):
            return gatherings.post(shown, self._workspace)
        return escalations.post(shown, self._workspace)

    async def channel(self, row: out.DrawTelling) -> str | None:
        return await self._ask(reading.channel, row.telling)

    async def _draw(self, row: out.DrawTelling) -> Verdict:
        """One that is not posted yet is drawn when it is."""
        shown = await self._ask(reading.told, row.telling)
        told = shown.telling
        if told.post is None or told.channel is None:
            return Moot()
        await self._posts.edit(told.channel, told.post, self._drawn(shown), NOWHERE)
        return Sent()


def _elsewhere(told: Telling) -> bool:
    return told.gathered not in (None, told.id)
