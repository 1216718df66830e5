"""Who must hear of what: one event, and the rows that go out because of it. Nothing else writes to the lanes."""

from collections.abc import Iterator
from typing import assert_never

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcing import aftercare, colleagues, customers, promises, tickets, words
from bot.desk.desk import Desk


def announce(desk: Desk, event: e.Event, entry: int | None) -> Iterator[out.Outgoing]:
    """The rows for one event, in the order they are to leave. `entry` is the id of its line of history."""
    if isinstance(event, e.TicketEvent):
        return tickets.announce(desk, event, entry)
    if isinstance(event, e.WordsEvent):
        return words.announce(desk, event, entry)
    if isinstance(event, e.CustomerEvent):
        return customers.announce(desk, event, entry)
    if isinstance(event, e.PromiseEvent):
        return promises.announce(desk, event, entry)
    if isinstance(event, e.AftercareEvent):
        return aftercare.announce(desk, event, entry)
    if isinstance(event, e.ColleagueEvent):
        return colleagues.announce(desk, event)
    assert_never(event)
