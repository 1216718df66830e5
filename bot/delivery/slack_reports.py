"""What supervisors are told once a week: drawn from what is there when it is sent, with a chart."""

from datetime import date
from typing import IO

import structlog

from bot.delivery.drawing import CannotDraw, satisfaction_chart
from bot.delivery.slack_papers import Paper, SlackPapers
from bot.delivery.slack_posts import Place, SlackPosts
from bot.delivery.verdicts import Attempt, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.measures import satisfaction as measured
from bot.desk.practice import Practice
from bot.views.slack import satisfaction
from bot.views.slack.words import Post

log = structlog.get_logger()

WEEKS = 12
"""In the chart: a quarter of a year."""


class SlackReports:
    def __init__(self, posts: SlackPosts, papers: SlackPapers, ask: Ask, practice: Practice) -> None:
        self._posts = posts
        self._papers = papers
        self._ask = ask
        self._practice = practice

    async def satisfaction(self, row: out.PostSatisfaction, attempt: Attempt) -> Verdict:
        """Words alone where there is nothing to draw, or nothing to draw it with."""
        zone = self._practice.timezone
        weeks = await self._ask(measured.week_by_week, date.fromisoformat(row.last), WEEKS, zone)
        this, before = weeks[-1][0], weeks[-2][1]
        words = satisfaction.weekly(await self._ask(measured.satisfaction, this, zone), before)
        place = Place(row.channel, this.span(zone).end)
        if not any(csat.n for _, csat in weeks):
            return await self._words(words, place, attempt)

        async def write(into: IO[bytes]) -> None:
            into.write(await satisfaction_chart(weeks))

        name, alt = f"satisfaction-{row.last}.png", satisfaction.chart_in_words(weeks)
        try:
            return await self._papers.share(Paper(name, write, words, alt), place, attempt)
        except CannotDraw as why:
            log.warning("a chart could not be drawn, so its numbers go without", why=str(why))
            return await self._words(words, place, attempt)

    async def _words(self, words: str, place: Place, attempt: Attempt) -> Verdict:
        return await self._posts.say(attempt, place, Post(words, satisfaction.as_blocks(words)))
