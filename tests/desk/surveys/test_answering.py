"""Rating, changing it, commenting; and what is no comment."""

import pytest

from bot.desk.events import SurveyAnswered
from bot.desk.outgoing import DrawSurvey, Notice, PostEntry, PostWords, TellCustomer
from bot.desk.people.customers import customer
from bot.desk.privacy.erasing import erase_customer
from bot.desk.refusals import NoSuchChoice, NotYours, Refusal, SurveyOver
from bot.desk.surveys import answering, reading
from bot.desk.tickets import discarding, handling, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry, Message
from tests.desk.surveys.world import DAY, HOUR, asked, last, rates
from tests.desk.world import ADA, ANN, BO, FIRST, World


async def test_a_rating_is_told_in_the_thread_and_shown_in_its_place(desk: World) -> None:
    await asked(desk)
    await rates(desk, 2)
    survey = await last(desk)
    assert (survey.score, survey.answered_at) == (2, desk.now)
    rows = [row for _, row in await desk.heard()]
    assert [row.kind for row in rows if isinstance(row, PostEntry | DrawSurvey)] == ["entry", "draw_survey"]
    line = (await desk.all(Entry))[-1]
    assert (line.what, line.detail) == (
        SurveyAnswered.__name__,
        {"survey": survey.id, "score": 2, "scale": "1-5", "former": None, "agent": ANN, "shared": False},
    )
    assert (await desk.ticket()).status is Status.SOLVED


async def test_it_can_be_changed_until_it_expires_and_the_same_again_is_nothing(desk: World) -> None:
    await asked(desk)
    for score in (2, 2, 5):
        await rates(desk, score)
    told = [entry.detail for entry in await desk.all(Entry) if entry.what == SurveyAnswered.__name__]
    assert [(each["score"], each["former"]) for each in told] == [(2, None), (5, 2)]
    desk.now += 7 * DAY
    with pytest.raises(SurveyOver):
        await rates(desk, 1)
    await desk.fires()
    with pytest.raises(SurveyOver):
        await rates(desk, 1)
    assert (await last(desk)).score == 5


FORGED: list[tuple[int, int, type[Refusal]]] = [(1, 0, NoSuchChoice), (1, 6, NoSuchChoice), (99, 3, NoSuchChoice)]


@pytest.mark.parametrize(("survey", "score", "no"), FORGED)
async def test_what_was_never_offered_cannot_be_chosen(desk: World, survey: int, score: int, no: type[Refusal]) -> None:
    await asked(desk)
    with pytest.raises(no):
        await desk.do(answering.rate, ADA, survey, score, 500)


async def test_nobody_rates_for_somebody_else(desk: World) -> None:
    survey = await asked(desk)
    with pytest.raises(NotYours):
        await desk.do(answering.rate, BO, survey.id, 5, 500)


async def test_a_reply_to_the_question_is_a_comment_that_reopens_nothing(desk: World) -> None:
    await asked(desk)
    await desk.says("Took very long, my card is 4111 1111 1111 1111", reply_to=500)
    rows = [row for _, row in await desk.heard()]
    assert (await desk.ticket()).status is Status.SOLVED
    [words] = [row for row in rows if isinstance(row, PostWords)]
    assert words.text.startswith("Took very long")
    assert "4111 1111" not in words.text
    told = [row.notice for row in rows if isinstance(row, TellCustomer)]
    assert told == [Notice.COMMENT_TAKEN, Notice.HIDDEN]
    survey = await last(desk)
    said = await desk.ask(reading.said, survey.id)
    assert said.comment == words.text


async def test_anything_else_is_a_message_like_any_other(desk: World) -> None:
    await asked(desk)
    await rates(desk, 2)
    await desk.says("It is dark again")
    assert (await desk.ticket()).status is Status.OPEN
    assert (await last(desk)).comment_id is None


async def test_so_is_a_reply_when_the_question_is_over(desk: World) -> None:
    await asked(desk)
    desk.now += 7 * DAY
    await desk.says("It is dark again", reply_to=500)
    assert (await last(desk)).comment_id is None
    assert len([message for message in await desk.all(Message) if message.text == "It is dark again"]) == 1


async def test_what_somebody_writes_who_has_a_new_question_is_no_comment(desk: World) -> None:
    await asked(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?", reply_to=500)
    assert (await last(desk)).comment_id is None


async def test_nor_is_a_new_question_that_replies_to_it(desk: World) -> None:
    await asked(desk)
    await desk.do(wishes.asks_new, ADA, desk.letter("Where is my invoice?", reply_to=500))
    assert (await desk.ticket(FIRST + 1)).status is Status.NEW


async def test_of_somebody_who_is_blocked_nothing_is_counted(desk: World) -> None:
    await asked(desk)
    await desk.do(discarding.block, FIRST, ANN)
    await rates(desk, 1)
    assert (await last(desk)).score is None


async def test_after_a_reopening_the_rating_of_the_solve_still_counts(desk: World) -> None:
    await asked(desk)
    await desk.do(handling.reopen, FIRST, ANN)
    await rates(desk, 1)
    assert (await last(desk)).score == 1


async def test_whoever_is_forgotten_leaves_a_number_and_no_words(desk: World) -> None:
    survey = await asked(desk)
    await rates(desk, 5)
    await desk.says("Thanks to Ann", reply_to=500)
    await desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer"))
    kept = await last(desk)
    assert (kept.score, kept.comment_id, kept.numbers) == (5, None, [])
    assert (await desk.ask(reading.said, survey.id)).comment == ""


async def test_a_question_that_was_asked_is_among_what_is_kept_of_a_customer(desk: World) -> None:
    survey = await asked(desk)
    found = await desk.ask(reading.of_customer, survey.customer_id)
    assert [each.id for each in found] == [survey.id]
    assert survey.asked_at == desk.now
    assert survey.solved_at == desk.now - HOUR
