"""A ticket's transcript as a file in its thread, once for each time that it was asked for."""

from functools import partial
from typing import IO

from bot.delivery.papers import transcript
from bot.delivery.slack_papers import Paper, SlackPapers
from bot.delivery.slack_posts import Place
from bot.delivery.verdicts import Attempt, Verdict
from bot.desk.desk import Ask
from bot.desk.moments import moment_of
from bot.desk.outgoing import PostTranscript
from bot.desk.practice import Practice
from bot.views.files.transcript import name


class SlackTranscripts:
    def __init__(self, papers: SlackPapers, ask: Ask, practice: Practice) -> None:
        self._papers = papers
        self._ask = ask
        self._practice = practice

    async def share(self, row: PostTranscript, place: Place, attempt: Attempt) -> Verdict:
        """The file's name says when it was asked for."""
        called = name(row.ticket, f"{moment_of(row.asked):%Y%m%d-%H%M%S}", notes=row.notes)
        return await self._papers.share(Paper(called, partial(self._write, row)), place, attempt)

    async def _write(self, row: PostTranscript, into: IO[bytes]) -> None:
        await transcript(self._ask, row.ticket, self._practice, into, notes=row.notes)
