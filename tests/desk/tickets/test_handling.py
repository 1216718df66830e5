import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.outgoing import Notice
from bot.desk.people.roster import Member, roster_is
from bot.desk.refusals import CannotNow, NobodyThere, NoSuchChoice, NoSuchTicket, NotAnAgent, TakenByAnother
from bot.desk.tickets import discarding, handling, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry, Priority
from bot.engine.database import open_database
from tests.desk.world import ADA, ANN, BEN, BO, CAT, FIRST, START, World

Act = Callable[[Desk, int, str], None]
ACTS: dict[str, Act] = {
    "claim": handling.claim,
    "release": handling.release,
    "hand over": lambda desk, ticket, agent: handling.hand_over(desk, ticket, agent, BEN),
    "pending": handling.set_pending,
    "hold": handling.put_on_hold,
    "resume": handling.resume,
    "solve": handling.solve,
    "reopen": handling.reopen,
    "spam": discarding.mark_spam,
    "not spam": discarding.not_spam,
    "block": discarding.block,
    "unblock": discarding.unblock,
    "category": lambda desk, ticket, agent: handling.set_category(desk, ticket, agent, "fault"),
    "priority": lambda desk, ticket, agent: handling.set_priority(desk, ticket, agent, "high"),
}


async def test_a_claim_gives_the_ticket_to_the_agent_and_twice_is_once(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    for _ in range(2):
        await desk.do(handling.claim, FIRST, ANN)
    ticket = await desk.ticket()
    assert (ticket.owner, ticket.status) == (ANN, Status.OPEN)
    assert (await desk.history())[2:] == ["TicketClaimed"]
    assert await desk.heard() == [
        ("card:1", out.DrawCard(card=1)),
        ("channel:C-SUP", out.PostEntry(channel="C-SUP", card=1, entry=3)),
        (f"home:{ANN}", out.DrawHome(agent=ANN)),
    ]


async def test_of_two_agents_who_claim_at_once_one_wins_and_the_other_is_told_who(
    desk: World, database_url: str
) -> None:
    rival = World(second := await open_database(database_url))
    for i in range(5):
        ticket = FIRST + i
        await desk.do(wishes.asks_new, ADA)
        await desk.says(f"Question {i}")
        claims = (desk.do(handling.claim, ticket, ANN), rival.do(handling.claim, ticket, BEN))
        lost = [result for result in await asyncio.gather(*claims, return_exceptions=True) if result is not None]
        owner = (await desk.ticket(ticket)).owner
        assert [type(one) for one in lost] == [TakenByAnother]
        assert str(lost[0]).startswith({ANN: "Ann", BEN: "Ben"}[str(owner)] + f" already has #{ticket}")
        assert (await desk.history(ticket))[2:] == ["TicketClaimed"]
    await second.close()


async def test_only_agents_may_act(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(roster_is, [Member(ANN, "Ann", ("support",))])
    before, _ = await desk.ticket(), await desk.heard()
    for act, stranger in itertools.product(ACTS.values(), ("U-STRANGER", BEN)):
        with pytest.raises(NotAnAgent):
            await desk.do(act, FIRST, stranger)
    for act in ACTS.values():
        with pytest.raises(NoSuchTicket, match="#77"):
            await desk.do(act, 77, ANN)
    assert await desk.ticket() == before
    assert await desk.heard() == []


async def test_a_solved_ticket_cannot_be_claimed_and_says_what_to_do(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(wishes.closes, ADA)
    with pytest.raises(CannotNow, match="Reopen it first"):
        await desk.do(handling.claim, FIRST, BEN)
    await desk.do(handling.reopen, FIRST, BEN)
    await desk.do(handling.claim, FIRST, BEN)
    assert (await desk.ticket()).owner == BEN


async def test_a_released_ticket_is_for_whoever_claims_it_next(desk: World) -> None:
    await desk.claimed_ticket()
    for _ in range(2):
        await desk.do(handling.release, FIRST, BEN)
    assert ((await desk.ticket()).owner, (await desk.ticket()).status) == (None, Status.OPEN)
    assert (await desk.history())[3:] == ["TicketReleased"]
    await desk.do(handling.claim, FIRST, BEN)


async def test_a_ticket_is_handed_over_to_a_colleague(desk: World) -> None:
    await desk.says("The lamp is broken")
    for _ in range(2):
        await desk.do(handling.hand_over, FIRST, ANN, BEN, "He knows lamps")
    ticket = await desk.ticket()
    assert (ticket.owner, ticket.status) == (BEN, Status.OPEN)
    [entry] = (await desk.all(Entry))[2:]
    assert (entry.what, entry.actor, entry.detail) == (
        "TicketHandedOver",
        ANN,
        {"to": BEN, "summary": "He knows lamps"},
    )
    homes = [row.agent for _, row in await desk.heard() if isinstance(row, out.DrawHome)]
    assert homes == [BEN]
    await desk.do(handling.hand_over, FIRST, BEN, ANN)
    assert [row.agent for _, row in await desk.heard() if isinstance(row, out.DrawHome)] == [ANN, BEN]


async def test_a_ticket_is_handed_over_to_a_team_with_a_card_there(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.hand_over, FIRST, ANN, "billing", "It is about money")
    ticket = await desk.ticket()
    assert (ticket.team, ticket.owner, ticket.card_id, ticket.status) == ("billing", None, 2, Status.OPEN)
    [entry] = (await desk.all(Entry))[3:]
    assert (entry.what, entry.detail["summary"], entry.detail["old_card"]) == ("TicketMoved", "It is about money", 1)
    kinds = [(key, row.kind) for key, row in await desk.heard()]
    assert [kind for key, kind in kinds if key == "channel:C-BIL"][:2] == ["card", "recap"]
    assert ("card:1", "draw") in kinds


@pytest.mark.parametrize("team", ["support", "night"])
async def test_handed_over_to_a_team_in_the_same_channel_it_keeps_its_card_and_says_so(desk: World, team: str) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.hand_over, FIRST, ANN, team, "I am off")
    ticket = await desk.ticket()
    assert (ticket.team, ticket.owner, ticket.card_id) == (team, None, 1)
    [entry] = (await desk.all(Entry))[3:]
    assert (entry.actor, entry.detail["summary"]) == (ANN, "I am off")
    assert [row.kind for key, row in await desk.heard() if key == "channel:C-SUP"] == ["entry"]


async def test_there_must_be_somebody_to_hand_over_to_and_something_to_do(desk: World) -> None:
    await desk.claimed_ticket()
    with pytest.raises(NobodyThere, match="U-NOBODY is not an agent"):
        await desk.do(handling.hand_over, FIRST, ANN, "U-NOBODY")
    await desk.do(roster_is, [Member(ANN, "Ann", ("support",))])
    with pytest.raises(NobodyThere, match="Ben is not an agent"):
        await desk.do(handling.hand_over, FIRST, ANN, BEN)
    await desk.do(handling.solve, FIRST, ANN)
    with pytest.raises(CannotNow):
        await desk.do(handling.hand_over, FIRST, ANN, "billing")


async def test_a_ticket_waits_for_the_customer_or_a_third_party_and_goes_on(desk: World) -> None:
    await desk.claimed_ticket()
    seen = []
    for act in ("pending", "pending", "hold", "resume", "resume"):
        await desk.do(ACTS[act], FIRST, ANN)
        seen.append((await desk.ticket()).status)
    assert seen == [Status.PENDING, Status.PENDING, Status.ON_HOLD, Status.OPEN, Status.OPEN]
    changes = [(entry.detail["before"], entry.detail["after"]) for entry in (await desk.all(Entry))[3:]]
    assert changes == [("open", "pending"), ("pending", "on_hold"), ("on_hold", "open")]


async def test_solving_tells_the_customer_once_and_takes_what_nobody_had(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    for _ in range(2):
        await desk.do(handling.solve, FIRST, ANN)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.owner, ticket.solved_at, ticket.waiting_since) == (Status.SOLVED, ANN, START, None)
    assert await desk.told() == [Notice.SOLVED]
    assert await desk.timers() == {f"ticket:{FIRST} expire": 1772442000000 + 7 * 24 * 3600_000}


async def test_an_owner_whose_ticket_somebody_else_solves_is_told_in_its_thread(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.solve, FIRST, BEN)
    whispers = [row for _, row in await desk.heard() if isinstance(row, out.Whisper)]
    assert [(row.agent, row.channel, row.thread, row.sentence) for row in whispers] == [
        (ANN, "C-SUP", "card-1", f"Ben solved #{FIRST}, which was yours.")
    ]
    await desk.do(handling.reopen, FIRST, ANN)
    await desk.do(handling.solve, FIRST, ANN)
    assert await desk.whispers() == []


async def test_after_a_week_a_solved_ticket_is_closed_for_good(desk: World) -> None:
    await desk.solved_ticket()
    desk.passes(days=7)
    assert await desk.fires() == 1
    ticket = await desk.ticket()
    assert (ticket.status, ticket.closed_at) == (Status.CLOSED, desk.now)
    assert await desk.timers() == {}
    with pytest.raises(CannotNow, match="a new message opens a follow-up"):
        await desk.do(handling.reopen, FIRST, ANN)


async def test_a_reopened_ticket_is_not_closed_by_the_old_deadline(desk: World) -> None:
    await desk.solved_ticket()
    desk.passes(days=6)
    for _ in range(2):
        await desk.do(handling.reopen, FIRST, BEN)
    assert (await desk.history())[3:] == ["TicketReopened"]
    await desk.do(handling.solve, FIRST, BEN)
    desk.passes(days=1)
    assert await desk.fires() == 0
    assert (await desk.ticket()).solved_at == START + timedelta(days=6)


async def test_spam_is_closed_without_a_word_to_the_customer_and_can_be_set_right(desk: World) -> None:
    await desk.claimed_ticket()
    for _ in range(2):
        await desk.do(discarding.mark_spam, FIRST, ANN)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.spam, ticket.closed_at) == (Status.CLOSED, True, START)
    assert (await desk.history())[3:] == ["TicketDiscarded"]
    assert await desk.told() == []
    for _ in range(2):
        await desk.do(discarding.not_spam, FIRST, BEN)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.spam, ticket.closed_at, ticket.owner) == (Status.OPEN, False, None, ANN)
    assert (await desk.history())[4:] == ["TicketReopened"]
    await desk.says("I am a real person")
    assert (await desk.ticket()).waiting_since == START


async def test_a_blocked_customers_open_tickets_close_and_the_solved_ones_stay(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.do(handling.solve, first, ANN)
    await desk.says("Hello", person=BO)
    await desk.heard()
    for _ in range(2):
        await desk.do(discarding.block, second, BEN)
    assert [(await desk.ticket(each)).status for each in (first, second, FIRST + 2)] == [
        Status.SOLVED,
        Status.CLOSED,
        Status.NEW,
    ]
    assert (await desk.history(second))[2:] == ["CustomerBlocked", "TicketDiscarded"]
    assert await desk.told() == []
    for _ in range(2):
        await desk.do(discarding.unblock, second, BEN)
    assert (await desk.history(second))[4:] == ["CustomerUnblocked"]
    await desk.says("Sorry")
    assert (await desk.ticket(first)).status is Status.OPEN


async def test_the_category_and_the_priority_are_set_once_and_only_to_what_there_is(desk: World) -> None:
    await desk.claimed_ticket()
    for _ in range(2):
        await desk.do(handling.set_category, FIRST, CAT, "invoice")
        await desk.do(handling.set_priority, FIRST, CAT, "urgent")
    ticket = await desk.ticket()
    assert (ticket.category, ticket.priority, ticket.team) == ("invoice", Priority.URGENT, "support")
    assert (await desk.history())[3:] == ["CategorySet", "PrioritySet"]
    with pytest.raises(NoSuchChoice):
        await desk.do(handling.set_category, FIRST, CAT, "gone")
    with pytest.raises(NoSuchChoice):
        await desk.do(handling.set_priority, FIRST, CAT, "whatever")
