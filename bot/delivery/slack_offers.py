"""The post that asks whether to send what was kept for a customer who was away, and what became of it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_posts import Place, Posted, SlackPosts
from bot.delivery.slack_verdicts import error_code
from bot.delivery.verdicts import Attempt, Moot, NotYet, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.tickets import offering, reading
from bot.desk.tickets.tables import Card
from bot.views.slack import offers

_NO_MATTER = ("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found")
"""Nobody can press it any more, or it says what it said."""

NOT_ASKED = NotYet(timedelta(seconds=2), "the question is not there yet")

Under = Callable[[Card, Callable[[str], Awaitable[Verdict]]], Awaitable[Verdict]]
"""Does something in the card's thread, given its root, which is posted first if it is missing."""


class SlackOffers:
    def __init__(self, ask: Ask, posts: SlackPosts, calm: AsyncWebClient, under: Under) -> None:
        self._ask = ask
        self._posts = posts
        self._calm = calm
        self._under = under

    async def post(self, row: out.PostOffer, attempt: Attempt) -> Verdict:
        """Only what is still open is asked."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        standing = await self._ask(offering.standing, row.offer)
        if not standing.open:
            return Moot()

        async def below(root: str) -> Verdict:
            place = Place(card.channel, standing.offer.made_at, root)
            posted = await self._posts.post(attempt, place, offers.offer(standing))
            if not isinstance(posted, Posted):
                return posted
            return Sent(partial(offering.asked, offer=row.offer, channel=card.channel, post=posted.ts))

        return await self._under(card, below)

    async def channel(self, row: out.DrawOffer) -> str | None:
        return (await self._ask(offering.standing, row.offer)).offer.channel

    async def draw(self, row: out.DrawOffer) -> Verdict:
        standing = await self._ask(offering.standing, row.offer)
        asked = standing.offer
        if asked.post is None or asked.channel is None:
            return NOT_ASKED if standing.open else Moot()
        text, blocks = offers.offer(standing)
        try:
            await self._calm.chat_update(channel=asked.channel, ts=asked.post, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_code(error) not in _NO_MATTER:
                raise
        return Sent()
