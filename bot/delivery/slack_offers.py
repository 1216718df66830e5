"""The post that asks whether to send what was kept for a customer who was away, and what became of it."""

from datetime import timedelta
from functools import partial

from bot.delivery.slack_posts import NOWHERE, Place, SlackPosts, Under
from bot.delivery.verdicts import Attempt, Moot, NotYet, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.tickets import offering, reading
from bot.views.slack import offers

NOT_ASKED = NotYet(timedelta(seconds=2), "the question is not there yet")


class SlackOffers:
    def __init__(self, ask: Ask, posts: SlackPosts, under: Under) -> None:
        self._ask = ask
        self._posts = posts
        self._under = under

    async def post(self, row: out.PostOffer, attempt: Attempt) -> Verdict:
        """Only what is still open is asked."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        standing = await self._ask(offering.standing, row.offer)
        if not standing.open:
            return Moot()

        async def below(root: str) -> Verdict:
            place = Place(card.channel, standing.offer.made_at, root)
            kept = partial(offering.asked, offer=row.offer, channel=card.channel)
            return await self._posts.say(attempt, place, offers.offer(standing), kept)

        return await self._under(card, below)

    async def channel(self, row: out.DrawOffer) -> str | None:
        return (await self._ask(offering.standing, row.offer)).offer.channel

    async def draw(self, row: out.DrawOffer) -> Verdict:
        standing = await self._ask(offering.standing, row.offer)
        asked = standing.offer
        if asked.post is None or asked.channel is None:
            return NOT_ASKED if standing.open else Moot()
        await self._posts.edit(asked.channel, asked.post, offers.offer(standing), NOWHERE)
        return Sent()
