"""The way out to Slack: each row is drawn from things as they are now, sent, and recorded."""

from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.roster import Ours
from bot.delivery.slack_boards import SlackBoards
from bot.delivery.slack_cards import SlackCards
from bot.delivery.slack_claims import SlackClaims
from bot.delivery.slack_clearing import SlackClearing
from bot.delivery.slack_escalations import SlackEscalations
from bot.delivery.slack_files import SlackFiles
from bot.delivery.slack_marks import SlackMarks
from bot.delivery.slack_offers import SlackOffers
from bot.delivery.slack_papers import SlackPapers
from bot.delivery.slack_posts import Place, SlackPosts
from bot.delivery.slack_recoveries import SlackRecoveries
from bot.delivery.slack_reports import SlackReports
from bot.delivery.slack_threads import SlackThreads
from bot.delivery.slack_transcripts import SlackTranscripts
from bot.delivery.slack_verdicts import FAULTS, Call, verdict
from bot.delivery.slack_words import SlackWords
from bot.delivery.verdicts import Attempt, GiveUp, Moot, NotYet, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.privacy import erasing
from bot.desk.refusals import NotAnAgent
from bot.desk.tickets import reading
from bot.door import Door
from bot.views.slack import escalations, home, threads


class SlackSender:
    """`posting` repeats nothing by itself; `calm` may. Of `ours`, the workspace's address is for links to cards."""

    def __init__(
        self,
        posting: AsyncWebClient,
        calm: AsyncWebClient,
        door: Door,
        files: SlackFiles,
        papers: SlackPapers,
        ours: Ours,
    ) -> None:
        glance, ask, practice = door.glance, door.ask, door.practice
        self._posts = SlackPosts(posting, calm)
        self._cards = SlackCards(glance, self._posts, practice, ours.url)
        self._marks = SlackMarks(glance, self._posts, calm)
        transcripts = SlackTranscripts(papers, ask, practice)
        self._threads = SlackThreads(glance, self._cards, practice, files, transcripts, ours.url)
        self._words = SlackWords(glance, self._posts, self._cards.under)
        self._offers = SlackOffers(glance, self._posts, self._cards.under)
        self._escalations = SlackEscalations(glance, self._posts, self._cards.under, ours.url)
        self._boards = SlackBoards(ask, self._posts, practice, ours.url)
        self._claims = SlackClaims(ask, self._posts, self._cards.under, practice, door.clock, ours.url)
        self._recoveries = SlackRecoveries(ask, self._posts, practice, ours.url)
        self._posting = posting
        self._calm = calm
        self._ask = ask
        self._practice = practice
        self._clock = door.clock
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
                return await self._cards.post(row, attempt)
            case out.DrawCard():
                return await self._cards.draw(row)
            case out.Mark():
                return await self._marks.mark(row)
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
            case out.PostWords():
                return await self._words.post(row, attempt)
            case out.RedrawWords() | out.DrawWords():
                return await self._words.redraw(row, attempt)
            case out.PostRecap() | out.PostMerged() | out.PostCopy() | out.PostFile() | out.PostTranscript():
                return await self._threads.sent(row, attempt)
            case out.PostEntry() | out.PostHeld() | out.PostFailed():
                return await self._threads.sent(row, attempt)
            case _:
                return GiveUp(f"Slack does not carry {row.kind}")

    async def _home(self, row: out.DrawHome) -> Verdict:
        try:
            agent = await self._ask(reading.agent, row.agent)
        except NotAnAgent:
            await self._calm.views_publish(user_id=row.agent, view=home.closed_home())
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

    async def _whisper(self, row: out.Whisper) -> Verdict:
        await self._posting.chat_postEphemeral(
            channel=row.channel, user=row.agent, thread_ts=row.thread, text=threads.whisper(row.sentence)
        )
        return Sent()

    async def _alert(self, row: out.AlertOperators | out.PostGaps, attempt: Attempt) -> Verdict:
        place = Place(row.channel, self._clock() - timedelta(days=1))
        post = threads.alert(row.sentence) if isinstance(row, out.AlertOperators) else escalations.gaps(row.gaps)
        return await self._posts.say(attempt, place, post)
