"""Whether an answer of the bot's helped: one vote each, changed by another press, and gone with its customer."""

from datetime import timedelta

import pytest

from bot.desk.outgoing import Notice, TellCustomer
from bot.desk.people.customers import customer
from bot.desk.privacy.erasing import erase_customer
from bot.desk.refusals import NoSuchChoice
from bot.desk.surveys import helpfulness
from bot.desk.surveys.helpfulness import HELP, Helpfulness
from bot.desk.surveys.tables import Vote
from bot.desk.tickets import discarding
from tests.desk.world import ADA, ANN, BO, FIRST, World

HOUR = timedelta(hours=1)


async def votes(desk: World) -> dict[str, Helpfulness]:
    return await desk.ask(helpfulness.of_answers, desk.now - HOUR, desk.now + HOUR)


async def test_each_has_one_vote_which_the_answer_shows_and_another_press_changes(desk: World) -> None:
    for person, helpful in ((ADA, True), (BO, False), (ADA, False), (ADA, False)):
        await desk.do(helpfulness.vote, person, HELP, 40, helpful=helpful)
    assert await votes(desk) == {HELP: Helpfulness(yes=0, votes=2)}
    told = [row for _, row in await desk.heard() if isinstance(row, TellCustomer) and row.chat == ADA.chat]
    assert [(row.notice, row.about, row.instead_of) for row in told] == [
        (Notice.HELP, about, 40) for about in ("yes", "no", "no")
    ]


async def test_an_answer_that_there_is_not_has_no_votes(desk: World) -> None:
    with pytest.raises(NoSuchChoice):
        await desk.do(helpfulness.vote, ADA, "article_7", 40, helpful=True)


async def test_somebody_who_is_blocked_has_none(desk: World) -> None:
    await desk.says("Buy my watches")
    await desk.do(discarding.block, FIRST, ANN)
    await desk.do(helpfulness.vote, ADA, HELP, 40, helpful=True)
    assert await desk.all(Vote) == []


async def test_whoever_is_forgotten_takes_their_vote_along(desk: World) -> None:
    await desk.do(helpfulness.vote, ADA, HELP, 40, helpful=True)
    await desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer"))
    assert await votes(desk) == {}
