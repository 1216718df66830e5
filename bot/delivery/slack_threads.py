"""What stands in a ticket's thread besides words: its history line by line, questions, files, and what came with it."""

from functools import partial

from bot.delivery.slack_albums import album
from bot.delivery.slack_cards import SlackCards
from bot.delivery.slack_files import SlackFiles
from bot.delivery.slack_posts import Place
from bot.delivery.slack_transcripts import SlackTranscripts
from bot.delivery.verdicts import Attempt, Moot, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.events import CUSTOMER, DESK
from bot.desk.files import carrying, enclosing
from bot.desk.moments import moment_of
from bot.desk.practice import Practice
from bot.desk.privacy import auditing
from bot.desk.tickets import deliveries, reading, relations
from bot.desk.tickets.tables import State
from bot.views.slack import history, merges, threads

Rows = (
    out.PostRecap
    | out.PostMerged
    | out.PostCopy
    | out.PostFile
    | out.PostEntry
    | out.PostHeld
    | out.PostFailed
    | out.PostTranscript
)


class SlackThreads:
    def __init__(
        self,
        ask: Ask,
        cards: SlackCards,
        practice: Practice,
        files: SlackFiles,
        transcripts: SlackTranscripts,
        workspace: str,
    ) -> None:
        self._ask = ask
        self._cards = cards
        self._practice = practice
        self._files = files
        self._transcripts = transcripts
        self._workspace = workspace

    async def sent(self, row: Rows, attempt: Attempt) -> Verdict:
        match row:
            case out.PostRecap():
                return await self._recap(row, attempt)
            case out.PostMerged():
                return await self._merged(row, attempt)
            case out.PostCopy():
                return await self._copy(row)
            case out.PostFile():
                return await self._file(row, attempt)
            case out.PostEntry():
                return await self._entry(row, attempt)
            case out.PostHeld() | out.PostFailed():
                return await self._question(row, attempt)
            case out.PostTranscript():
                return await self._transcript(row, attempt)

    async def _recap(self, row: out.PostRecap, attempt: Attempt) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        moved = await self._ask(reading.moved, sheet.ticket.id)
        said = await self._ask(reading.conversation, sheet.ticket.id)
        by = await self._by(moved.actor) if moved else "somebody"
        files = await self._ask(enclosing.of_ticket, sheet.ticket.id)
        post = threads.recap(sheet, said, by, moved.detail.get("summary", "") if moved else "", files)
        since, who = (moved.at, moved.actor) if moved else (sheet.ticket.opened_at, DESK)
        read = partial(auditing.shown, who=who, ticket=sheet.ticket.id, channel=card.channel, how="move")
        return await self._cards.below(card, attempt, since, post, lambda desk, *, post: read(desk))

    async def _by(self, actor: str) -> str:
        if actor == CUSTOMER:
            return "The customer"
        return self._practice.name if actor == DESK else await self._ask(reading.name, actor)

    async def _merged(self, row: out.PostMerged, attempt: Attempt) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        entry, _, by = await self._ask(reading.entry_sheet, row.entry)
        merged = await self._ask(reading.sheet, entry.detail["merged"])
        said = await self._ask(relations.said, row.messages)
        files = await self._ask(enclosing.of_ticket, sheet.ticket.id)
        post = merges.recap(sheet, merged, said, files, by if row.begins else "", self._workspace)
        read = partial(auditing.shown, who=entry.actor, ticket=merged.ticket.id, channel=card.channel, how="merge")
        return await self._cards.below(card, attempt, entry.at, post, lambda desk, *, post: read(desk))

    async def _copy(self, row: out.PostCopy) -> Verdict:
        card, sheet = await self._ask(reading.card_sheet, row.card)
        it = await self._ask(carrying.carried, row.copy_id)
        if it is None or it.copy.shared:
            return Moot()
        opened = sheet.ticket.opened_at
        return await self._cards.under(card, lambda root: self._files.carry(it, Place(card.channel, opened, root)))

    async def _file(self, row: out.PostFile, attempt: Attempt) -> Verdict:
        """With the rest of its album, as far as that has come."""
        card, _ = await self._ask(reading.card_sheet, row.card)
        found = await self._ask(enclosing.with_message, row.attachment)
        if found is None or found[0].shared or found[1].erased:
            return Moot()
        file, message = found
        along = await album(self._ask, row, message, attempt.behind)
        return await self._cards.under(
            card, lambda root: self._files.share(file, Place(card.channel, message.received_at, root), along)
        )

    async def _entry(self, row: out.PostEntry, attempt: Attempt) -> Verdict:
        card, _ = await self._ask(reading.card_sheet, row.card)
        entry, _, name = await self._ask(reading.entry_sheet, row.entry)
        return await self._cards.below(card, attempt, entry.at, history.line(entry, name, self._practice))

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
        return await self._cards.below(
            card, attempt, message.received_at, post, partial(deliveries.asked, message=row.message)
        )

    async def _transcript(self, row: out.PostTranscript, attempt: Attempt) -> Verdict:
        card, _ = await self._ask(reading.card_sheet, row.card)
        asked = moment_of(row.asked)
        return await self._cards.under(
            card, lambda root: self._transcripts.share(row, Place(card.channel, asked, root), attempt)
        )
