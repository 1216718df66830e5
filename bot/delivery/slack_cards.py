"""Each ticket's card, and what is done in its thread: the card is posted first if it is missing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery.slack_posts import Kept, Place, Posted, SlackPosts
from bot.delivery.verdicts import Attempt, NotYet, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask, Desk
from bot.desk.practice import Practice
from bot.desk.service_levels import promises
from bot.desk.surveys import reading as surveys
from bot.desk.tickets import deliveries, reading, relations
from bot.desk.tickets.life import WITH_US
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Card, Ticket
from bot.views.slack import cards
from bot.views.slack.words import Post

NO_CARD = NotYet(timedelta(seconds=2), "the ticket's card is not there yet")


class SlackCards:
    def __init__(self, ask: Ask, posts: SlackPosts, practice: Practice, workspace: str) -> None:
        self._ask = ask
        self._posts = posts
        self._practice = practice
        self._workspace = workspace

    async def post(self, row: out.PostCard, attempt: Attempt) -> Verdict:
        card, _ = await self._ask(reading.card_sheet, row.card)
        post = await self._root(card, attempt.number)
        return _with_card(Sent(), card, post) if isinstance(post, str) else post

    async def _root(self, card: Card, attempt: int = 2) -> str | Verdict:
        """The card's post. Its lane keeps order, so one that is missing below it was given up: it is posted now."""
        if card.post:
            return card.post
        _, sheet = await self._ask(reading.card_sheet, card.id)
        place = Place(card.channel, sheet.ticket.opened_at)
        key = Attempt(f"card:{card.id}", attempt)
        posted = await self._posts.post(key, place, await self._drawn(card, sheet))
        return posted.ts if isinstance(posted, Posted) else posted

    async def _drawn(self, card: Card, sheet: Sheet) -> Post:
        ticket = sheet.ticket
        if card.id != ticket.card_id:
            return cards.moved_card(sheet, self._practice)
        if ticket.merged_into:
            kept = await self._ask(reading.sheet, ticket.merged_into)
            return cards.merged_card(sheet, kept, self._workspace)
        linked = await self._ask(relations.linked, ticket.id) if ticket.links else ()
        first = await self._ask(reading.first_words, ticket.id)
        running = await self._ask(promises.running, ticket.id) if _is_aside(ticket) else ()
        rated = await self._ask(surveys.said, ticket.survey_id) if ticket.survey_id else None
        return cards.card(sheet, self._practice, first, linked, self._workspace, running, rated)

    async def draw(self, row: out.DrawCard) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        if card.post is None:
            return NO_CARD
        await self._posts.edit(card.channel, card.post, await self._drawn(card, sheet), no_matter=())
        return Sent()

    async def below(
        self, card: Card, attempt: Attempt, since: datetime, post: Post, kept: Kept | None = None
    ) -> Verdict:
        """In the card's thread."""
        return await self.under(
            card, lambda root: self._posts.say(attempt, Place(card.channel, since, root), post, kept)
        )

    async def under(self, card: Card, act: Callable[[str], Awaitable[Verdict]]) -> Verdict:
        """What is done in the card's thread, and that the card is there."""
        root = await self._root(card)
        return _with_card(await act(root), card, root) if isinstance(root, str) else root


def _is_aside(ticket: Ticket) -> bool:
    """Its card says which of its clocks run."""
    return ticket.promised and (ticket.status not in WITH_US or ticket.snoozed_until is not None)


def _with_card(verdict: Verdict, card: Card, post: str) -> Verdict:
    """What was sent, and that the card is there."""
    if not isinstance(verdict, Sent) or card.post:
        return verdict

    def record(desk: Desk) -> None:
        deliveries.card_posted(desk, card.id, post)
        if verdict.record:
            verdict.record(desk)

    return replace(verdict, record=record)
