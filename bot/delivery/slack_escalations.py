"""The posts of an escalation: each step's, which then shows how it stands."""

from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_offers import Under
from bot.delivery.slack_posts import Place, Posted, SlackPosts
from bot.delivery.slack_verdicts import error_code
from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.escalation import climbing, reading
from bot.desk.escalation.reading import Gathered, Standing
from bot.desk.escalation.tables import Stage, Telling
from bot.desk.tickets.reading import card_sheet
from bot.views.slack import escalations, gatherings
from bot.views.slack.words import Post

_NO_MATTER = ("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found")
"""Nobody can press it any more, or it says what it said."""


class SlackEscalations:
    def __init__(self, ask: Ask, posts: SlackPosts, calm: AsyncWebClient, under: Under, workspace: str) -> None:
        self._ask = ask
        self._posts = posts
        self._calm = calm
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
        posted = await self._posts.post(attempt, place, self._drawn(shown))
        if not isinstance(posted, Posted):
            return posted
        drawn = shown.escalation.changes if isinstance(shown, Standing) else 0
        told, where = shown.telling.id, place.channel
        return Sent(partial(climbing.posted, telling=told, channel=where, post=posted.ts, drawn=drawn))

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
        text, blocks = self._drawn(shown)
        try:
            await self._calm.chat_update(channel=told.channel, ts=told.post, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_code(error) not in _NO_MATTER:
                raise
        return Sent()


def _elsewhere(told: Telling) -> bool:
    return told.gathered not in (None, told.id)
