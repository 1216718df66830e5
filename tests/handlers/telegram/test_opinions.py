"""What customers think of us: asked, pressed, drawn in its place; and sends that nobody needs."""

from datetime import timedelta
from typing import Any

from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk.followups import answers
from bot.desk.outgoing import AskNps, DrawNps
from bot.desk.people import customers
from bot.desk.people.customers import Person as Known
from bot.desk.people.tables import Customer
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey, Vote
from bot.desk.tickets.tables import Ticket
from bot.sandbox.telegram.people import Person
from tests.handlers.telegram.test_surveys import drawn, sends, solved
from tests.telegram_desk import NOON, TelegramDesk

DAY = timedelta(days=1)


async def wanted(desk: TelegramDesk, ada: Person) -> AskNps:
    """Ada is to be asked whether she would recommend us."""
    await ada.says("The lamp is dark")
    await desk.settled()
    await desk.delivers()
    [ticket] = await desk.rows(Ticket)
    at: dict[str, Any] = {"ask_at": NOON, "asked_at": NOON, "expires_at": NOON + 14 * DAY}
    nps = Nps(customer_id=ticket.customer_id, ticket_id=ticket.id, **at)
    await desk.door.do(lambda on: on.keep(nps))
    return AskNps(chat=ada.id, customer=ticket.customer_id, nps=(await desk.rows(Nps))[-1].id)


async def sent(desk: TelegramDesk, row: AskNps | DrawNps, doubts: int = 0) -> Verdict:
    verdict = await desk.sender(row, Attempt("nps", 1, doubts=doubts))
    if isinstance(verdict, Sent | Moot) and verdict.record:
        await desk.door.do(verdict.record)
    return verdict


async def test_a_number_is_shown_in_the_place_of_the_question(desk: TelegramDesk, ada: Person) -> None:
    await sent(desk, await wanted(desk, ada))
    question = ada.chat[-1]
    assert "How likely are you to recommend Acme" in question.text
    await ada.presses("10", question.id)
    await desk.settled()
    for row in await desk.outgoing():
        if isinstance(row, DrawNps):
            assert await sent(desk, row) == Sent()
    assert (ada.chat[-1].id, "Your choice: 10" in ada.chat[-1].text) == (question.id, True)
    [nps] = await desk.rows(Nps)
    assert (nps.score, nps.numbers, nps.delivered_at) == (10, [question.id], NOON)


async def test_a_number_that_comes_too_late_is_told_why(desk: TelegramDesk, ada: Person) -> None:
    await sent(desk, await wanted(desk, ada))
    await desk.door.do(lambda on: setattr(on.session.get_one(Nps, 1), "expires_at", NOON))
    await ada.presses("0")
    await desk.settled()
    await desk.delivers()
    assert "That question is closed" in ada.chat[-1].text
    assert (await desk.rows(Nps))[-1].score is None


async def test_it_is_sent_once_and_not_to_who_has_asked_for_quiet(desk: TelegramDesk, ada: Person) -> None:
    row = await wanted(desk, ada)
    before = len(ada.chat)
    assert await sent(desk, row, doubts=1) == Moot()
    await desk.door.do(answers.wants_quiet, Known(ada.id, "Ada"))
    assert await sent(desk, row) == Moot()
    await desk.door.do(lambda on: setattr(customers.customer(on, Known(ada.id, "Ada")), "quiet_since", None))
    assert isinstance(await sent(desk, row), Sent)
    assert await sent(desk, row) == Moot()
    assert len(ada.chat) == before + 1


async def test_who_blocked_the_bot_is_away_and_nobody_is_alerted(desk: TelegramDesk, ada: Person) -> None:
    row = await wanted(desk, ada)
    await ada.blocks()
    assert isinstance(await sent(desk, row), Moot)
    [known] = await desk.rows(Customer)
    assert known.unreachable_since == NOON


async def test_how_easy_it_was_is_asked_in_the_same_message_once_they_have_rated(
    desk: TelegramDesk, ada: Person
) -> None:
    row = await solved(desk, ada)
    await desk.door.do(lambda on: setattr(on.session.get_one(Survey, row.survey), "asks_effort", True))
    await sends(desk, row)
    question = ada.chat[-1]
    assert "It was easy" not in question.text
    await ada.presses("🙂 4")
    await desk.settled()
    await drawn(desk)
    assert "It was easy to get my problem solved" in ada.chat[-1].text
    await ada.presses("6", question.id)
    await desk.settled()
    await drawn(desk)
    assert ada.chat[-1].id == question.id
    [survey] = await desk.rows(Survey)
    assert (survey.score, survey.effort) == (4, 6)


async def test_help_asks_whether_it_helped_and_says_what_to_do_if_not(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("/help")
    await desk.settled()
    await desk.delivers()
    answer = ada.chat[-1]
    assert "Was this helpful?" in answer.text
    for label, told in (("👎 No", "just write: one of us answers"), ("👍 Yes", "Thank you for telling us!")):
        await ada.presses(label, answer.id)
        await desk.settled()
        await desk.delivers()
        assert (ada.chat[-1].id, told in ada.chat[-1].text) == (answer.id, True)
    [vote] = await desk.rows(Vote)
    assert (vote.answer, vote.helpful) == ("help", True)
