"""Customers who leave and come back."""

from bot.desk.people.tables import Customer
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import NOON, TelegramDesk


async def test_who_blocks_the_bot_cannot_be_reached_until_they_let_it_in_again(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("hello")
    await ada.blocks()
    await desk.settled()
    assert [known.unreachable_since for known in await desk.rows(Customer)] == [NOON]
    await ada.unblocks()
    await desk.settled()
    assert [known.unreachable_since for known in await desk.rows(Customer)] == [None]
    assert await desk.told() == ["opened"]
