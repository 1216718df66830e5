from datetime import timedelta

from bot.desk.tickets import discarding, handling
from bot.desk.tickets.tables import Entry
from bot.door import Arrival, arriving
from tests.desk.world import ANN, BEN, FIRST, START, World


async def test_a_line_says_who_did_what_when_they_did_it_and_when_we_knew(desk: World) -> None:
    await desk.says("The lamp is broken")
    pressed = desk.passes(minutes=1)
    desk.passes(seconds=20)
    with arriving(Arrival("slack", "e1", "{}", acted_at=pressed)):
        await desk.do(handling.claim, FIRST, ANN)
    opened, _, claimed = await desk.all(Entry)
    assert (opened.actor, opened.at, opened.source_at) == ("customer", START, START)
    assert (claimed.actor, claimed.what, claimed.detail) == (ANN, "TicketClaimed", {})
    assert (claimed.source_at, claimed.at) == (START + timedelta(minutes=1), START + timedelta(minutes=1, seconds=20))


async def test_lines_are_added_and_never_changed(desk: World) -> None:
    await desk.says("The lamp is broken")
    seen: list[Entry] = []
    for verb, agent in [
        (handling.claim, ANN),
        (handling.set_pending, ANN),
        (handling.release, BEN),
        (handling.solve, BEN),
        (handling.reopen, ANN),
        (discarding.mark_spam, BEN),
        (discarding.not_spam, ANN),
        (discarding.block, ANN),
        (discarding.unblock, BEN),
    ]:
        desk.passes(minutes=1)
        await desk.do(verb, FIRST, agent)
        now = await desk.all(Entry)
        assert now[: len(seen)] == seen
        assert len(now) > len(seen)
        assert {entry.actor for entry in now[len(seen) :]} <= {agent, "customer"}
        seen = now
