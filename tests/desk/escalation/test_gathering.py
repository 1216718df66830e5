"""Many escalations that are told of in one channel at once are one post; on both databases."""

from datetime import timedelta
from functools import partial

import pytest

from bot.desk import outgoing as out
from bot.desk.alerting.spending import spent
from bot.desk.escalation import all_at_once, climbing, reading
from bot.desk.escalation.chains import Chain, Step
from bot.desk.escalation.reading import Gathered
from bot.desk.escalation.tables import Escalation, Stage, Telling
from bot.desk.people.customers import Person
from bot.desk.refusals import NobodyNeeded, NotAnAgent
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets import handling
from bot.desk.tickets.tables import Ticket
from bot.engine.database import Database
from tests.desk.world import ANN, BEN, CAT, START, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
POLICY = Policy("all", ALWAYS, first_response=HOUR, chain="late")


@pytest.fixture
async def desk(database: Database) -> World:
    """Whose supervisors hear of each first answer that is late, and once more ten minutes later."""
    world = await World(database).opens()
    await works(world, Step("supervisors"), Step("supervisors", 10 * MINUTE))
    return world


async def works(desk: World, *steps: Step, **changes: object) -> None:
    chain = Chain("late", steps)
    await desk.works_as(policies=(POLICY,), chains=(chain,), supervisors="C-SHIFT", **changes)


async def write(desk: World, count: int, first: int = 100) -> None:
    for chat in range(first, first + count):
        await desk.says(f"Question of {chat}", Person(chat=chat, name=f"Customer {chat}", language="en"))


async def posts(desk: World) -> list[int]:
    """The tellings that have a post of their own, which is made as the courier would."""
    rows = [row.telling for _, row in await desk.heard() if isinstance(row, out.PostTelling)]
    made = [told for told in await desk.all(Telling) if told.id in rows and told.gathered in (None, told.id)]
    for told in made:
        await desk.do(climbing.posted, told.id, told.channel or "", f"post-{told.id}", 0)
    return [told.id for told in made]


async def late(desk: World, count: int) -> list[int]:
    """So many first answers become late at once; gives the posts that this makes."""
    await write(desk, count)
    await desk.heard()
    desk.passes(hours=1)
    await desk.fires()
    return await posts(desk)


async def shown(desk: World) -> Gathered:
    """The post that tells of many."""
    [group] = [told.id for told in await desk.all(Telling) if told.leads and told.gathered == told.id]
    found = await desk.ask(reading.told, group)
    assert isinstance(found, Gathered)
    return found


@pytest.mark.parametrize(("count", "made"), [(1, 1), (3, 3), (4, 1)])
async def test_a_few_at_once_have_a_post_each_and_more_have_one(desk: World, count: int, made: int) -> None:
    assert len(await late(desk, count)) == made
    assert len(await desk.all(Telling)) == count


async def test_the_one_post_names_some_and_counts_all(desk: World) -> None:
    await late(desk, 12)
    found = await shown(desk)
    assert (found.total, found.unanswered, found.over, len(found.listed)) == (12, 12, 0, 10)


async def test_what_was_posted_already_keeps_its_post_and_the_rest_is_one_for_a_while(desk: World) -> None:
    made = []
    for chat, seconds in ((100, 0), (200, 30), (300, 40), (400, 95)):
        desk.now = START + timedelta(seconds=seconds)
        await write(desk, 3, chat)
    await desk.heard()
    for seconds in (0, 30, 40, 95):
        desk.now = START + HOUR + timedelta(seconds=seconds)
        await desk.fires()
        made.append(len(await posts(desk)))
    assert made == [3, 1, 0, 1]  # the last three come too late for an edit, which notifies nobody


async def test_a_post_that_is_made_while_another_takes_its_telling_in_stays_its_own(desk: World) -> None:
    await write(desk, 4)
    desk.passes(hours=1)
    await desk.fires()
    assert (await shown(desk)).total == 4
    await desk.do(climbing.posted, 1, "C-SHIFT", "post-1", 0)
    assert (await shown(desk)).total == 3
    assert isinstance(await desk.ask(reading.told, 1), reading.Standing)


async def test_each_is_acknowledged_by_itself_and_the_post_says_so(desk: World) -> None:
    await late(desk, 5)
    await desk.do(climbing.acknowledge, 1, BEN)
    found = await shown(desk)
    assert [(of.id, of.taken_by) for _, of in found.listed] == [(2, None), (3, None), (4, None), (5, None), (1, BEN)]
    assert [row.telling for _, row in await desk.heard() if isinstance(row, out.DrawTelling)] == [found.telling.id]


async def test_all_are_acknowledged_at_once_but_those_that_somebody_has(desk: World) -> None:
    [post] = await late(desk, 12)
    await desk.do(climbing.acknowledge, 1, BEN)
    await desk.heard()
    for _ in range(2):
        await desk.do(all_at_once.acknowledge_all, post, ANN)
    drawn = [row.telling for _, row in await desk.heard() if isinstance(row, out.DrawTelling)]
    assert drawn == [post]
    assert [each.taken_by for each in await desk.all(Escalation)] == [BEN] + [ANN] * 11
    assert (await shown(desk)).unanswered == 0
    with pytest.raises(NobodyNeeded):
        await desk.do(all_at_once.acknowledge_all, post, CAT)
    with pytest.raises(NotAnAgent):
        await desk.do(all_at_once.acknowledge_all, post, "U-EVE")


async def test_sixty_at_once_are_one_post_and_are_acknowledged_some_at_a_time(desk: World) -> None:
    [post] = await late(desk, 60)
    await desk.do(all_at_once.acknowledge_all, post, ANN)
    assert ((await shown(desk)).unanswered, (await shown(desk)).telling.all_by) == (60 - all_at_once.AT_ONCE, ANN)
    with pytest.raises(NobodyNeeded):
        await desk.do(all_at_once.acknowledge_all, post, BEN)
    await desk.fires()
    assert ((await shown(desk)).unanswered, (await shown(desk)).telling.all_by) == (0, None)


async def test_what_is_over_leaves_the_list_and_is_counted(desk: World) -> None:
    [post] = await late(desk, 4)
    for ticket in await desk.all(Ticket):
        await desk.do(handling.solve, ticket.id, ANN)
    found = await shown(desk)
    assert (found.over, found.unanswered, found.listed) == (4, 0, [])
    with pytest.raises(NobodyNeeded):
        await desk.do(all_at_once.acknowledge_all, post, ANN)


async def test_many_that_are_told_again_are_one_line_below_their_post(desk: World) -> None:
    await late(desk, 5)
    desk.passes(minutes=10)
    await desk.fires()
    again = [told for told in await desk.all(Telling) if not told.leads]
    assert len(again) == 5
    assert len(await posts(desk)) == 1
    assert (await desk.ask(reading.standing, again[0].id)).root == f"post-{(await shown(desk)).telling.id}"


async def test_a_team_has_one_post_of_its_own_and_threads_keep_theirs(desk: World) -> None:
    await works(desk, Step("owner"), Step("team"))
    made = await late(desk, 5)
    places = [told.place for told in await desk.all(Telling) if told.id in made]
    assert sorted(places) == ["team", *["thread"] * 5]


async def test_where_somebody_is_on_each_but_one_whom_they_ask_that_one_can_be_taken_by_all(desk: World) -> None:
    [post] = await late(desk, 4)
    await desk.do(all_at_once.acknowledge_all, post, ANN)
    desk.passes(hours=1)
    await desk.fires()
    assert {each.stage for each in await desk.all(Escalation)} == {Stage.ASKED}
    await desk.do(all_at_once.acknowledge_all, post, BEN)
    assert {(each.stage, each.taken_by) for each in await desk.all(Escalation)} == {(Stage.TAKEN, BEN)}


async def test_a_post_of_many_is_one_interruption_of_the_shift(desk: World) -> None:
    """Nor is what it is told again below its post."""
    so_far = partial(spent, channel="C-SHIFT", since=START)
    await late(desk, 5)
    assert await desk.do(so_far) == 1
    desk.passes(minutes=10)
    await desk.fires()
    assert await desk.do(so_far) == 2  # the board of what is late has come meanwhile


async def interrupted(desk: World) -> None:
    """A shift bears two posts: one tells of what is escalated, and one will be the board of what is late."""
    await works(desk, Step("supervisors"), interruptions=2)
    assert len(await late(desk, 1)) == 1
    desk.passes(minutes=2)


async def becomes_late(desk: World, chat: int, priority: str = "normal", hours: int = 1) -> list[int]:
    await write(desk, 1, chat)
    ticket = (await desk.all(Ticket))[-1].id
    await desk.do(handling.set_priority, ticket, ANN, priority)
    desk.passes(hours=hours)
    await desk.fires()
    return await posts(desk)


async def test_beyond_the_budget_what_is_escalated_is_added_to_a_digest(desk: World) -> None:
    await interrupted(desk)
    assert len(await becomes_late(desk, 200)) == 1
    for chat in (300, 400):
        assert await becomes_late(desk, chat) == []
    found = await shown(desk)
    assert (found.telling.quiet, found.total, found.unanswered) == (True, 3, 3)


async def test_what_is_urgent_has_a_post_of_its_own_all_the_same(desk: World) -> None:
    await interrupted(desk)
    await becomes_late(desk, 200)
    assert len(await becomes_late(desk, 300, "urgent")) == 1
    assert (await shown(desk)).total == 1


async def test_another_shift_is_interrupted_anew_and_then_has_a_digest_of_its_own(desk: World) -> None:
    await interrupted(desk)
    await becomes_late(desk, 200)
    await becomes_late(desk, 300, hours=24)
    for chat in (400, 500, 600):
        await becomes_late(desk, chat)
    assert [told.gathered for told in await desk.all(Telling)] == [None, 2, None, None, 5, 5]
