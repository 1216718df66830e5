"""What they say: a score that can be changed until it is over, and why, which its team reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.events import NpsExplained
from bot.desk.measures.scope import Scope
from bot.desk.outgoing import DrawNps, Notice, PostWords, TellCustomer
from bot.desk.people.customers import customer
from bot.desk.privacy.erasing import erase_customer
from bot.desk.refusals import NoSuchChoice, NotYours, SurveyOver
from bot.desk.relationship import answering, reading
from bot.desk.relationship.figures import Recommended, recommended
from bot.desk.surveys.rules import Scale, Surveying
from bot.desk.surveys.scores import Promotion
from bot.desk.surveys.tables import Passed, Survey
from bot.desk.tickets import discarding
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry, Message
from tests.desk.relationship.world import DAY, asked, last, practice, served
from tests.desk.world import ADA, ANN, BO, FIRST, World


async def rates(desk: World, score: int) -> None:
    await desk.do(answering.rate, ADA, (await last(desk)).id, score, 700)


async def test_a_score_is_drawn_in_its_place_and_can_be_changed_until_it_is_over(desk: World) -> None:
    await asked(desk)
    await rates(desk, 0)
    await rates(desk, 10)
    assert [type(row) for _, row in await desk.heard()] == [DrawNps, DrawNps]
    await rates(desk, 10)
    assert await desk.heard() == []
    nps = await last(desk)
    assert (nps.score, nps.answered_at) == (10, desk.now)
    desk.now += 14 * DAY
    with pytest.raises(SurveyOver):
        await rates(desk, 1)
    await desk.fires()
    assert [row.kind for _, row in await desk.heard()] == ["draw_nps"]
    with pytest.raises(SurveyOver):
        await rates(desk, 1)
    assert (await last(desk)).score == 10


async def test_what_was_never_offered_cannot_be_chosen_nor_anything_for_somebody_else(desk: World) -> None:
    nps = await asked(desk)
    for question, score in ((nps.id, 11), (nps.id, -1), (99, 5)):
        with pytest.raises(NoSuchChoice):
            await desk.do(answering.rate, ADA, question, score, 700)
    with pytest.raises(NotYours):
        await desk.do(answering.rate, BO, nps.id, 5, 700)


async def test_of_somebody_who_is_blocked_nothing_is_counted(desk: World) -> None:
    await asked(desk)
    await desk.do(discarding.block, FIRST, ANN)
    await rates(desk, 1)
    assert (await last(desk)).score is None


async def test_a_reply_is_told_in_the_thread_of_their_last_ticket_and_opens_nothing(desk: World) -> None:
    await asked(desk)
    await rates(desk, 3)
    await desk.heard()
    await desk.says("You are slow, my card is 4111 1111 1111 1111", reply_to=700)
    rows = [row for _, row in await desk.heard()]
    [words] = [row for row in rows if isinstance(row, PostWords)]
    assert words.text.startswith("You are slow")
    assert "4111 1111" not in words.text
    assert [row.notice for row in rows if isinstance(row, TellCustomer)] == [Notice.NPS_COMMENT_TAKEN, Notice.HIDDEN]
    line = (await desk.all(Entry))[-1]
    assert (line.ticket_id, line.what, line.detail) == (
        FIRST,
        NpsExplained.__name__,
        {"nps": (await last(desk)).id, "score": 3},
    )
    assert (await desk.ticket()).status is Status.CLOSED
    assert (await last(desk)).comment_id == (await desk.all(Message))[-1].id


async def test_whatever_else_they_write_is_a_new_question(desk: World) -> None:
    await asked(desk)
    await desk.says("Where is my invoice?")
    assert (await desk.ticket(FIRST + 1)).status is Status.NEW
    assert (await last(desk)).comment_id is None


async def test_so_is_a_reply_when_it_is_over(desk: World) -> None:
    await asked(desk)
    desk.now += 14 * DAY
    await desk.says("Where is my invoice?", reply_to=700)
    assert (await desk.ticket(FIRST + 1)).status is Status.NEW


async def test_whoever_is_forgotten_leaves_a_number_and_no_words(desk: World) -> None:
    await asked(desk)
    await rates(desk, 9)
    await desk.says("Ann is great", reply_to=700)
    await desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer"))
    nps = await last(desk)
    assert (nps.score, nps.numbers, nps.comment_id) == (9, [], None)
    desk.now += 14 * DAY
    await desk.fires()
    assert (await last(desk)).over_at == desk.now


async def test_the_scores_of_some_time_are_counted_by_team_and_kept_with_what_is_theirs(desk: World) -> None:
    nps = await asked(desk)
    await rates(desk, 9)
    hour = timedelta(hours=1)
    there = (desk.now - hour, desk.now + hour)
    assert await desk.ask(recommended, *there) == Recommended(1, Promotion(100, 0, 1, 0, 0))
    assert await desk.ask(recommended, *there, Scope(frozenset({"billing"}))) == Recommended(0, None)
    assert await desk.ask(recommended, desk.now + hour, desk.now + 2 * hour) == Recommended(0, None)
    assert [each.id for each in await desk.ask(reading.of_customer, nps.customer_id)] == [nps.id]


async def test_whoever_was_asked_this_is_not_asked_about_a_ticket_for_a_while(desk: World) -> None:
    await asked(desk)
    surveys = Surveying(scale=Scale.FIVE)
    desk.door.practice = replace(practice(), surveys=surveys)
    await served(desk)
    desk.passes(hours=1)
    await desk.fires()
    [survey] = await desk.all(Survey)
    assert survey.passed == Passed.ASKED_LATELY
