"""The way out to Slack: each row is drawn from things as they are now, sent, and recorded."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.roster import Ours
from bot.delivery.slack_albums import album
from bot.delivery.slack_boards import SlackBoards
from bot.delivery.slack_claims import SlackClaims
from bot.delivery.slack_clearing import SlackClearing
from bot.delivery.slack_escalations import SlackEscalations
from bot.delivery.slack_files import SlackFiles
from bot.delivery.slack_offers import SlackOffers
from bot.delivery.slack_papers import SlackPapers
from bot.delivery.slack_posts import Place, Posted, SlackPosts
from bot.delivery.slack_recoveries import SlackRecoveries
from bot.delivery.slack_reports import SlackReports
from bot.delivery.slack_transcripts import SlackTranscripts
from bot.delivery.slack_verdicts import FAULTS, Call, error_code, verdict
from bot.delivery.slack_words import SlackWords
from bot.delivery.verdicts import Attempt, GiveUp, Moot, NotYet, Record, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask, Desk
from bot.desk.events import DESK
from bot.desk.files import carrying, enclosing
from bot.desk.moments import moment_of
from bot.desk.practice import Practice
from bot.desk.privacy import auditing, erasing
from bot.desk.refusals import NotAnAgent
from bot.desk.service_levels import promises
from bot.desk.surveys import reading as surveys
from bot.desk.tickets import deliveries, reading, relations
from bot.desk.tickets.life import WITH_US
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Card, Message, State, Ticket
from bot.views.slack import cards, escalations, history, home, merges, threads
from bot.views.slack.words import Post

NO_CARD = NotYet(timedelta(seconds=2), "the ticket's card is not there yet")

MARKS = {
    State.WAITING: "hourglass_flowing_sand",
    State.QUEUED: "hourglass_flowing_sand",
    State.DELIVERED: "white_check_mark",
    State.INTERNAL: "lock",
    State.FAILED: "warning",
    State.HELD: "raising_hand",
    State.STOPPED: "no_entry_sign",
}
"""The reaction that a message wears in each state; a customer's own wears none."""
IN_DOUBT = {State.DELIVERED: "repeat", State.FAILED: "question"}
"""In their place where the customer may have it once more than is known."""

ASKED_ABOUT = (State.HELD, State.FAILED)
"""What a question under the message still waits to be settled."""

_NO_MATTER = ("already_reacted", "no_reaction", "message_not_found")

Kept = Callable[[Desk, str], None]
"""What the desk is to remember, given the post's `ts`."""


class SlackSender:
    """`posting` repeats nothing by itself; `calm` may. Of `ours`, the workspace's address is for links to cards."""

    def __init__(
        self,
        posting: AsyncWebClient,
        calm: AsyncWebClient,
        ask: Ask,
        practice: Practice,
        clock: Callable[[], datetime],
        files: SlackFiles,
        papers: SlackPapers,
        ours: Ours,
    ) -> None:
        self._posts = SlackPosts(posting, calm)
        self._words = SlackWords(ask, self._posts, calm, self._under)
        self._offers = SlackOffers(ask, self._posts, calm, self._under)
        self._escalations = SlackEscalations(ask, self._posts, calm, self._under, ours.url)
        self._boards = SlackBoards(ask, self._posts, calm, practice, ours.url)
        self._claims = SlackClaims(ask, self._posts, calm, self._under, practice, clock, ours.url)
        self._recoveries = SlackRecoveries(ask, self._posts, calm, practice, ours.url)
        self._posting = posting
        self._calm = calm
        self._ask = ask
        self._practice = practice
        self._clock = clock
        self._files = files
        self._transcripts = SlackTranscripts(papers, ask, practice)
        self._reports = SlackReports(self._posts, papers, ask, practice)
        self._clearing = SlackClearing(calm, ours.user)
        self._workspace = ours.url

    async def __call__(self, row: out.Outgoing, attempt: Attempt) -> Verdict:
        try:
            return await self._sent(row, attempt)
        except FAULTS as fault:
            call = Call.WHISPER if isinstance(row, out.Whisper) else Call.REPEATABLE
            channel = await self._channel(row)
            return verdict(fault, call, channel if channel in self._practice.channels else None)

    async def _channel(self, row: out.Outgoing) -> str | None:
        """Where it was to go: for a channel of ours that is shut it waits, for one that we have left it does not."""
        match row:
            case out.DrawCard() | out.ClearThread():
                return (await self._ask(reading.card_sheet, row.card))[0].channel
            case out.Mark():
                return (await self._ask(reading.message, row.message)).channel
            case out.DrawOffer():
                return await self._offers.channel(row)
            case out.DrawTelling():
                return await self._escalations.channel(row)
            case out.DrawBoard():
                return await self._boards.channel(row)
            case out.DrawReminder():
                return await self._claims.channel(row)
            case out.DrawRecovery():
                return await self._recoveries.channel(row)
            case _:
                return getattr(row, "channel", None)

    async def _sent(self, row: out.Outgoing, attempt: Attempt) -> Verdict:  # noqa: C901 - one table
        match row:
            case out.PostCard():
                return await self._card(row, attempt)
            case out.DrawCard():
                return await self._draw(row)
            case out.Mark():
                return await self._mark(row)
            case out.PostOffer():
                return await self._offers.post(row, attempt)
            case out.DrawOffer():
                return await self._offers.draw(row)
            case out.PostTelling() | out.DrawTelling():
                return await self._escalations.carry(row, attempt)
            case out.PostBoard():
                return await self._boards.post(row, attempt)
            case out.DrawBoard():
                return await self._boards.draw(row)
            case out.PostReminder() | out.DrawReminder() | out.DrawCallout():
                return await self._claims.sent(row, attempt)
            case out.PostRecovery() | out.DrawRecovery() | out.PostRecoveryReminder() | out.PostRatings():
                return await self._recoveries.sent(row, attempt)
            case out.DrawHome():
                return await self._home(row)
            case out.Whisper():
                return await self._whisper(row)
            case out.AlertOperators() | out.PostGaps():
                return await self._alert(row, attempt)
            case out.PostSatisfaction():
                return await self._reports.satisfaction(row, attempt)
            case out.ClearThread():
                return await self._clear(row)
            case _:
                return await self._in_thread(row, attempt)

    async def _in_thread(self, row: out.Outgoing, attempt: Attempt) -> Verdict:
        match row:
            case out.PostRecap():
                return await self._recap(row, attempt)
            case out.PostMerged():
                return await self._merged(row, attempt)
            case out.PostCopy():
                return await self._copy(row)
            case out.PostWords():
                return await self._words.post(row, attempt)
            case out.PostFile():
                return await self._file(row, attempt)
            case out.RedrawWords() | out.DrawWords():
                return await self._words.redraw(row, attempt)
            case out.PostEntry():
                return await self._entry(row, attempt)
            case out.PostHeld() | out.PostFailed():
                return await self._question(row, attempt)
            case out.PostTranscript():
                return await self._transcript(row, attempt)
            case _:
                return GiveUp(f"Slack does not carry {row.kind}")

    async def _card(self, row: out.PostCard, attempt: Attempt) -> Verdict:
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

    async def _draw(self, row: out.DrawCard) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        if card.post is None:
            return NO_CARD
        text, blocks = await self._drawn(card, sheet)
        await self._calm.chat_update(channel=card.channel, ts=card.post, text=text, blocks=blocks)
        return Sent()

    async def _recap(self, row: out.PostRecap, attempt: Attempt) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        moved = await self._ask(reading.moved, sheet.ticket.id)
        said = await self._ask(reading.conversation, sheet.ticket.id)
        by = await self._by(moved.actor) if moved else "somebody"
        files = await self._ask(enclosing.of_ticket, sheet.ticket.id)
        post = threads.recap(sheet, said, by, moved.detail.get("summary", "") if moved else "", files)
        since, who = (moved.at, moved.actor) if moved else (sheet.ticket.opened_at, DESK)
        read = partial(auditing.shown, who=who, ticket=sheet.ticket.id, channel=card.channel, how="move")
        return await self._below(card, attempt, since, post, lambda desk, _: read(desk))

    async def _by(self, actor: str) -> str:
        return self._practice.name if actor == DESK else await self._ask(reading.name, actor)

    async def _merged(self, row: out.PostMerged, attempt: Attempt) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        entry, _, by = await self._ask(reading.entry_sheet, row.entry)
        merged = await self._ask(reading.sheet, entry.detail["merged"])
        said = await self._ask(relations.said, row.messages)
        files = await self._ask(enclosing.of_ticket, sheet.ticket.id)
        post = merges.recap(sheet, merged, said, files, by if row.begins else "", self._workspace)
        read = partial(auditing.shown, who=entry.actor, ticket=merged.ticket.id, channel=card.channel, how="merge")
        return await self._below(card, attempt, entry.at, post, lambda desk, _: read(desk))

    async def _copy(self, row: out.PostCopy) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        it = await self._ask(carrying.carried, row.copy_id)
        if it is None or it.copy.shared:
            return Moot()
        opened = sheet.ticket.opened_at
        return await self._under(card, lambda root: self._files.carry(it, Place(card.channel, opened, root)))

    async def _file(self, row: out.PostFile, attempt: Attempt) -> Verdict:
        """With the rest of its album, as far as that has come."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        found = await self._ask(enclosing.with_message, row.attachment)
        if found is None or found[0].shared or found[1].erased:
            return Moot()
        file, message = found
        along = await album(self._ask, row, message, attempt.behind)
        return await self._under(
            card, lambda root: self._files.share(file, Place(card.channel, message.received_at, root), along)
        )

    async def _entry(self, row: out.PostEntry, attempt: Attempt) -> Verdict:
        card, _ = await self._ask(reading.card_sheet, row.card)
        entry, _, name = await self._ask(reading.entry_sheet, row.entry)
        return await self._below(card, attempt, entry.at, history.line(entry, name, self._practice))

    async def _question(self, row: out.PostHeld | out.PostFailed, attempt: Attempt) -> Verdict:
        """One that was settled in the meantime is not asked."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        message = await self._ask(reading.message, row.message)
        open_now = State.HELD if isinstance(row, out.PostHeld) else State.FAILED
        if message.state is not open_now:
            return Moot()
        post = (
            threads.held(message, row.mentions) if isinstance(row, out.PostHeld) else threads.failed(message, row.why)
        )
        return await self._below(
            card, attempt, message.received_at, post, lambda desk, ts: deliveries.asked(desk, row.message, ts)
        )

    async def _below(
        self, card: Card, attempt: Attempt, since: datetime, post: Post, kept: Kept | None = None
    ) -> Verdict:
        """In the card's thread."""
        return await self._under(card, lambda root: self._posted(attempt, Place(card.channel, since, root), post, kept))

    async def _under(self, card: Card, act: Callable[[str], Awaitable[Verdict]]) -> Verdict:
        """What is done in the card's thread, and that the card is there."""
        root = await self._root(card)
        return _with_card(await act(root), card, root) if isinstance(root, str) else root

    async def _posted(self, attempt: Attempt, place: Place, post: Post, kept: Kept | None = None) -> Verdict:
        posted = await self._posts.post(attempt, place, post)
        if not isinstance(posted, Posted):
            return posted
        return Sent(_with(kept, posted.ts) if kept else None)

    async def _mark(self, row: out.Mark) -> Verdict:
        message = await self._ask(reading.message, row.message)
        wanted = _worn(message)
        if message.post is None or message.channel is None:
            return Moot()  # it is marked when it is shown
        answered = message.question is not None and message.state not in ASKED_ABOUT
        if message.question and answered:
            await self._answer(message, message.channel, message.question)
        if wanted != message.mark:
            await self._wear(message, message.channel, message.post, wanted)

        def record(desk: Desk) -> None:
            deliveries.marked(desk, row.message, wanted)
            if answered:
                deliveries.settled(desk, row.message)

        return Sent(record)

    async def _answer(self, message: Message, channel: str, question: str) -> None:
        """The question's buttons go, and it says what became of the message."""
        text, blocks = threads.settled(message)
        try:
            await self._calm.chat_update(channel=channel, ts=question, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_code(error) not in _NO_MATTER:
                raise

    async def _wear(self, message: Message, channel: str, post: str, wanted: str | None) -> None:
        """The new one first, so that there is always one to see."""
        at = {"channel": channel, "timestamp": post}
        if wanted:
            await _settled(self._calm.reactions_add, name=wanted, **at)
        if message.mark:
            await _settled(self._calm.reactions_remove, name=message.mark, **at)

    async def _home(self, row: out.DrawHome) -> Verdict:
        try:
            agent = await self._ask(reading.agent, row.agent)
        except NotAnAgent as no:
            await self._calm.views_publish(user_id=row.agent, view=home.closed_home(no.sentence))
            return Sent()
        mine = await self._ask(reading.mine, agent.id)
        queue = await self._ask(reading.queue, agent.teams)
        view = home.home(agent, mine, queue, self._practice, self._workspace)
        await self._calm.views_publish(user_id=row.agent, view=view)
        return Sent()

    async def _clear(self, row: out.ClearThread) -> Verdict:
        """A little at a time: Slack lets an app delete so many posts a minute."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        if card.post is None:
            return Moot()
        left = await self._clearing.clear(card.channel, card.post)
        if left is None:
            return NotYet(timedelta(), "there is more to clear")
        return Sent(lambda desk: erasing.thread_cleared(desk, row.card, left))

    async def _transcript(self, row: out.PostTranscript, attempt: Attempt) -> Verdict:
        card, _ = await self._ask(reading.card_sheet, row.card)
        asked = moment_of(row.asked)
        return await self._under(
            card, lambda root: self._transcripts.share(row, Place(card.channel, asked, root), attempt)
        )

    async def _whisper(self, row: out.Whisper) -> Verdict:
        await self._posting.chat_postEphemeral(
            channel=row.channel, user=row.agent, thread_ts=row.thread, text=threads.whisper(row.sentence)
        )
        return Sent()

    async def _alert(self, row: out.AlertOperators | out.PostGaps, attempt: Attempt) -> Verdict:
        place = Place(row.channel, self._clock() - timedelta(days=1))
        post = threads.alert(row.sentence) if isinstance(row, out.AlertOperators) else escalations.gaps(row.gaps)
        return await self._posted(attempt, place, post)


def _is_aside(ticket: Ticket) -> bool:
    """Its card says which of its clocks run."""
    return ticket.promised and (ticket.status not in WITH_US or ticket.snoozed_until is not None)


def _worn(message: Message) -> str | None:
    usual = MARKS.get(message.state)
    return IN_DOUBT.get(message.state, usual) if message.doubts else usual


def _with_card(verdict: Verdict, card: Card, post: str) -> Verdict:
    """What was sent, and that the card is there."""
    if not isinstance(verdict, Sent) or card.post:
        return verdict

    def record(desk: Desk) -> None:
        deliveries.card_posted(desk, card.id, post)
        if verdict.record:
            verdict.record(desk)

    return replace(verdict, record=record)


def _with(kept: Kept, ts: str) -> Record:
    return lambda desk: kept(desk, ts)


async def _settled(react: Callable[..., Awaitable[object]], **at: str) -> None:
    """Somebody may have done it already, or the message is gone: either way there is nothing left to do."""
    try:
        await react(**at)
    except SlackApiError as error:
        if error_code(error) not in _NO_MATTER:
            raise
