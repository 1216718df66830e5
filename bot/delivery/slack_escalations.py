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
from bot.desk.escalation.reading import Standing
from bot.desk.escalation.tables import Stage
from bot.desk.tickets.reading import card_sheet
from bot.views.slack import escalations

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
        """Nobody is told of what is over by now."""
        standing = await self._ask(reading.standing, row.telling)
        if standing.escalation.stage is Stage.OVER:
            return Moot()
        if row.card is None:
            lead = standing.lead if not standing.telling.leads else None
            place = Place(row.channel, standing.telling.at, lead.post if lead else None)
            return await self._posted(standing, attempt, place)
        card, _ = await self._ask(card_sheet, row.card)

        async def below(root: str) -> Verdict:
            return await self._posted(standing, attempt, Place(card.channel, standing.telling.at, root))

        return await self._under(card, below)

    async def _posted(self, standing: Standing, attempt: Attempt, place: Place) -> Verdict:
        posted = await self._posts.post(attempt, place, escalations.post(standing, self._workspace))
        if not isinstance(posted, Posted):
            return posted
        telling, drawn = standing.telling.id, standing.escalation.changes
        return Sent(partial(climbing.posted, telling=telling, channel=place.channel, post=posted.ts, drawn=drawn))

    async def channel(self, row: out.DrawTelling) -> str | None:
        return await self._ask(reading.channel, row.telling)

    async def _draw(self, row: out.DrawTelling) -> Verdict:
        """One that is not posted yet is drawn when it is."""
        standing = await self._ask(reading.standing, row.telling)
        told = standing.telling
        if told.post is None or told.channel is None:
            return Moot()
        text, blocks = escalations.post(standing, self._workspace)
        try:
            await self._calm.chat_update(channel=told.channel, ts=told.post, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_code(error) not in _NO_MATTER:
                raise
        return Sent()
