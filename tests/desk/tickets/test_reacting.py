"""A sign that a customer puts on an answer is shown, and moves no clock."""

import pytest

from bot.desk import outgoing as out
from bot.desk.tickets import deliveries, discarding
from bot.desk.tickets.reacting import reacted
from bot.desk.tickets.tables import Entry
from tests.desk.world import ADA, ANN, BO, FIRST, World


async def answered(desk: World) -> None:
    """Ada has Ann's answer as message 500."""
    message = await desk.sent_reply()
    await desk.do(deliveries.delivered, message.id, 500, 500)
    await desk.heard()


async def test_it_is_a_line_in_the_thread_and_moves_no_clock(desk: World) -> None:
    await answered(desk)
    before = await desk.ticket()
    await desk.do(reacted, ADA, 500, "👍")
    assert await desk.ticket() == before
    [(_, row)] = await desk.heard()
    assert isinstance(row, out.PostEntry)
    entry = (await desk.all(Entry))[-1]
    assert (entry.what, entry.detail["quoted"], entry.detail["reaction"]) == (
        "CustomerReacted",
        "Try the other socket",
        "👍",
    )


async def test_the_same_twice_is_once_and_taking_it_back_is_said(desk: World) -> None:
    await answered(desk)
    for sign in ("👍", "👍", None, None, "👎"):
        await desk.do(reacted, ADA, 500, sign)
    reactions = [entry.detail["reaction"] for entry in await desk.all(Entry) if entry.what == "CustomerReacted"]
    assert reactions == ["👍", None, "👎"]


@pytest.mark.parametrize("chat_message", [1, 999])
async def test_on_their_own_message_or_an_unknown_one_it_is_nothing(desk: World, chat_message: int) -> None:
    await answered(desk)
    await desk.do(reacted, ADA, chat_message, "👍")
    assert await desk.heard() == []


async def test_on_what_the_desk_itself_told_them_it_is_shown_too(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(deliveries.told, 1, FIRST, "We have your question", 700, 700)
    await desk.heard()
    await desk.do(reacted, ADA, 700, "❤")
    assert await desk.kinds() == ["entry"]


async def test_of_somebody_else_or_somebody_blocked_it_is_nothing(desk: World) -> None:
    await answered(desk)
    await desk.do(reacted, BO, 500, "👍")
    await desk.do(discarding.block, FIRST, ANN)
    await desk.heard()
    await desk.do(reacted, ADA, 500, "👍")
    assert await desk.heard() == []
