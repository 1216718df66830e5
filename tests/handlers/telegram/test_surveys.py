"""The question how it went: sent, pressed, pressed when it is over; and sends that nobody needs."""

from datetime import timedelta

from bot.delivery.verdicts import Attempt, Moot, Sent, Verdict
from bot.desk.outgoing import AskSurvey, DrawSurvey
from bot.desk.people.tables import Customer
from bot.desk.surveys.tables import Survey
from bot.desk.tickets import handling
from bot.desk.tickets.tables import Ticket
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import BEN, NOON, TelegramDesk


async def solved(desk: TelegramDesk, ada: Person) -> AskSurvey:
    """Ada is to be asked about what Ben solved."""
    await ada.says("The lamp is dark")
    await desk.settled()
    (ticket,) = await desk.rows(Ticket)
    await desk.door.do(handling.solve, ticket.id, BEN)
    await desk.delivers()
    survey = Survey(
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        scale="1-5",
        solved_at=NOON,
        ask_at=NOON,
        asked_at=NOON,
        expires_at=NOON + timedelta(days=7),
        agent=BEN,
    )
    await desk.door.do(lambda on: on.keep(survey))
    return AskSurvey(chat=ada.id, customer=ticket.customer_id, ticket=ticket.id, survey=(await last(desk)).id)


async def last(desk: TelegramDesk) -> Survey:
    return (await desk.rows(Survey))[-1]


async def sends(desk: TelegramDesk, row: AskSurvey | DrawSurvey, doubts: int = 0) -> Verdict:
    verdict = await desk.sender(row, Attempt("survey", 1, doubts=doubts))
    if isinstance(verdict, Sent | Moot) and verdict.record:
        await desk.door.do(verdict.record)
    return verdict


async def drawn(desk: TelegramDesk) -> list[Verdict]:
    return [await sends(desk, row) for row in await desk.outgoing() if isinstance(row, DrawSurvey)]


async def test_a_press_is_shown_in_the_place_of_the_question(desk: TelegramDesk, ada: Person) -> None:
    await sends(desk, await solved(desk, ada))
    question = ada.chat[-1]
    await ada.presses("🙁 2")
    await desk.settled()
    assert await drawn(desk) == [Sent()]
    assert (ada.chat[-1].id, "Your choice: 🙁 2" in ada.chat[-1].text) == (question.id, True)
    survey = await last(desk)
    assert (survey.score, survey.numbers, survey.delivered_at) == (2, [question.id], NOON)


async def test_a_press_that_is_too_late_is_told_why(desk: TelegramDesk, ada: Person) -> None:
    await sends(desk, await solved(desk, ada))
    await desk.door.do(lambda on: setattr(on.session.get_one(Survey, 1), "expires_at", NOON))
    await ada.presses("😀 5")
    await desk.settled()
    await desk.delivers()
    assert "That question is closed" in ada.chat[-1].text
    assert (await last(desk)).score is None


async def test_in_doubt_whether_it_arrived_it_is_not_sent_again(desk: TelegramDesk, ada: Person) -> None:
    row = await solved(desk, ada)
    before = len(ada.chat)
    assert await sends(desk, row, doubts=1) == Moot()
    assert len(ada.chat) == before


async def test_who_came_back_while_it_waited_to_be_sent_is_not_asked(desk: TelegramDesk, ada: Person) -> None:
    row = await solved(desk, ada)
    await desk.door.do(handling.reopen, row.ticket, BEN)
    assert await sends(desk, row) == Moot()


async def test_who_blocked_the_bot_is_away_and_nobody_is_alerted(desk: TelegramDesk, ada: Person) -> None:
    row = await solved(desk, ada)
    await ada.blocks()
    assert isinstance(await sends(desk, row), Moot)
    (known,) = await desk.rows(Customer)
    assert known.unreachable_since == NOON
