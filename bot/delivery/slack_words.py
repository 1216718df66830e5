"""Words in a ticket's thread: each in a post of its own, and together where their channel is behind.

A channel takes about one post a second. Where more is written than that, what waits for the same thread is posted
together, also past what waits for other threads in between: those only gain by it, and within a thread nothing
overtakes anything, because the first row of it that cannot go along ends what does.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import takewhile
from typing import TypeVar

from bot.delivery.slack_posts import NOWHERE, Place, Posted, SlackPosts, Under
from bot.delivery.verdicts import Again, Attempt, Behind, GiveUp, Moot, NotYet, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.files import enclosing
from bot.desk.tickets import bursts, deliveries, reading
from bot.desk.tickets.reading import Said
from bot.desk.tickets.tables import Author, Card, Message
from bot.desk.words import Words, spans_from
from bot.views.slack import threads
from bot.views.slack.words import Post

NO_WORDS = NotYet(timedelta(seconds=1), "what it was forwarded with is not there yet")


class SlackWords:
    def __init__(self, ask: Ask, posts: SlackPosts, under: Under) -> None:
        self._ask = ask
        self._posts = posts
        self._under = under

    async def post(self, row: out.PostWords, attempt: Attempt) -> Verdict:
        """With what can go along. Whoever tries again takes the row alone: the fault may have been another's."""
        along = list(going_along(row, attempt.behind)) if attempt.number == 1 else []
        rows = [row, *(each.row for each in along)]
        card, said = await self._ask(reading.said_in, row.card, [each.message for each in rows])
        if said[row.message].message.erased:
            return Moot()
        drawn = [await self._as_it_came(each, said[each.message]) for each in _side_by_side(rows, said)]
        post, many = threads.together(drawn)

        async def below(root: str) -> Verdict:
            place = Place(card.channel, said[row.message].message.received_at, root)
            posted = await self._posts.post(attempt, place, post, [each.number for each in along[: many - 1]])
            if isinstance(posted, Posted):
                return _shown(row.message, attempt.behind, card.channel, posted)
            return Again(posted.why) if isinstance(posted, GiveUp) and many > 1 else posted

        return await self._under(card, below)

    async def _as_it_came(self, row: out.PostWords, said: Said) -> Post:
        return await self._drawn(said, Words(row.text, spans_from(row.spans)))

    async def _drawn(self, said: Said, words: Words) -> Post:
        """With the files that came with it, what it answers, and what was forwarded with it."""
        message, customer, agent = said
        files = await self._ask(enclosing.of_message, message.id) if message.files else ()
        whole = message.replies_to if not message.quoted else None
        answered = await self._ask(reading.quoted, whole) if whole else message.quoted or ""
        more = await self._ask(bursts.following, message) if bursts.is_burst(message.album) else ()
        return threads.words(message, customer, words, agent, files, answered, more)

    async def redraw(self, row: out.RedrawWords | out.DrawWords, attempt: Attempt) -> Verdict:
        """In its place; below where it cannot be, or where that is the thread of a card that the ticket has left."""
        card, said = await self._ask(reading.said_in, row.card, [row.message])
        message = said[row.message].message
        if message.erased:
            return Moot()
        if message.post is None and isinstance(row, out.DrawWords):
            return NO_WORDS
        if _below_card(message, card) and await self._redrawn(card, message.post or ""):
            return Sent()

        async def below(root: str) -> Verdict:
            place = Place(card.channel, message.received_at, root)
            posted = await self._posts.post(attempt, place, await self._anew(row, said[row.message]))
            return _shown(message.id, (), card.channel, posted) if isinstance(posted, Posted) else posted

        return await self._under(card, below)

    async def _anew(self, row: out.RedrawWords | out.DrawWords, said: Said) -> Post:
        """What stands below, where its own post cannot be changed."""
        message, customer, _ = said
        if isinstance(row, out.DrawWords):
            return await self._drawn(said, message.words)
        files = await self._ask(enclosing.of_message, message.id) if message.files else ()
        return threads.changed(message, customer, files)

    async def _redrawn(self, card: Card, post: str) -> bool:
        """Whether it could be, with whatever else stands in that post; not where all of that no longer fits."""
        all_of_it = [each for each in await self._ask(reading.said_as, card.channel, post) if not each.message.erased]
        new, many = threads.together([await self._drawn(each, each.message.words) for each in all_of_it])
        if many < len(all_of_it):
            return False
        return await self._posts.edit(card.channel, post, new, NOWHERE)


InThread = TypeVar("InThread", out.PostWords, out.PostFile)


def going_along(row: InThread, behind: Sequence[Behind[out.Outgoing]]) -> Iterator[Behind[InThread]]:
    """Others of its kind for the same thread, up to the first row for it that is none, or whose thread is unknown."""
    for each in behind:
        other = each.row
        if isinstance(other, type(row)) and other.card == row.card:
            yield Behind(each.number, other)
        elif getattr(other, "card", row.card) == row.card:
            return


def _side_by_side(rows: Sequence[out.PostWords], said: Mapping[int, Said]) -> list[out.PostWords]:
    """Of them, those in one post: what an agent wrote in a form stands alone, as it wears a mark of its own."""
    by_customers = takewhile(lambda row: row.message in said and _goes_along(said[row.message].message), rows)
    return list(by_customers) or list(rows[:1])


def _goes_along(message: Message) -> bool:
    return message.author is Author.CUSTOMER and not message.erased


def _below_card(message: Message, card: Card) -> bool:
    """It stands in the card's own thread, which is younger than the card, and not in that of a merged ticket."""
    here = message.channel == card.channel and message.written_in is None
    return bool(here and message.post and card.post and message.post > card.post)


def _shown(message: int, behind: Sequence[Behind[out.Outgoing]], channel: str, posted: Posted) -> Sent:
    """As far as it was posted together, now or at an earlier attempt."""
    others = {each.number: each.row.message for each in behind if isinstance(each.row, out.PostWords)}
    messages = [message, *(others[number] for number in posted.together)]
    return Sent(partial(deliveries.shown, messages=messages, channel=channel, post=posted.ts), posted.together)
