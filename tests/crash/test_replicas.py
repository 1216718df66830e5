"""Two desks on one PostgreSQL: they share the work, and either can go."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from bot.delivery.courier import LEASE_MS
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.workspace import Message
from tests.crash.desks import Nursery
from tests.crash.plan import plan
from tests.crash.run import talking
from tests.crash.town import TROUBLE, calls, settings, town
from tests.databases import Fresh
from tests.stories.proof import said_by


@pytest.fixture
def database_url(fresh_postgresql: Fresh) -> Iterator[str]:
    with fresh_postgresql.lent() as url:
        yield url


async def both(sandbox: Sandbox, desks: Nursery, database_url: str, lease_ms: int = LEASE_MS) -> None:
    """Two desks at work, each with its two connections to Slack."""
    for _ in range(2):
        await desks.begins(settings(sandbox, database_url), lease_ms)
    await sandbox.slack.connected(4)


async def test_two_share_the_work_and_do_nothing_twice(desks: Nursery, database_url: str) -> None:
    async with town(1, TROUBLE, ("duplicate", "reorder")) as sandbox:
        await both(sandbox, desks, database_url)
        async with talking(sandbox, database_url, plan(1, kills=0, customers=6).talks) as people:
            came_of_it = await people.outcome()
        assert came_of_it.sound, came_of_it.faults
        assert came_of_it.repeated == 0
        assert len({number for number, _ in sandbox.slack.sockets.given}) == 4
        assert sandbox.telegram.declined == []  # two polls at once would be


@pytest.mark.parametrize("killed", [0, 1])
async def test_one_carries_on_alone_when_the_other_is_killed(desks: Nursery, database_url: str, killed: int) -> None:
    async with town(seed=2) as sandbox:
        await both(sandbox, desks, database_url, lease_ms=4_000)
        async with talking(sandbox, database_url, plan(2, kills=0, customers=4).talks) as people:
            await calls(sandbox, 25)
            await desks.desks[killed].ends(signal.SIGKILL)
            came_of_it = await people.outcome(kills=1, cut_short=4)
        assert came_of_it.sound, came_of_it.faults


async def test_when_the_one_that_polls_is_killed_another_polls_once_its_lease_is_over(
    desks: Nursery, database_url: str
) -> None:
    async with town() as sandbox, talking(sandbox, database_url, ()) as nobody:
        await both(sandbox, desks, database_url, lease_ms=6_000)
        ada, ben = sandbox.customer("Ada"), sandbox.slack.member("Ben")
        await ada.says("Is anybody there?")
        await ben.sees("Is anybody there?", timeout=30)
        await nobody.over()  # it holds no lane's lease, only the duty's
        await desks.desks[0].ends(signal.SIGKILL)
        await ada.says("And now?")
        await ben.sees("And now?", timeout=60)  # to the millisecond, on a clock that is given: test_duties
        assert (await nobody.outcome()).sound
        assert sandbox.telegram.declined == []


async def test_when_the_one_that_polls_is_stopped_another_polls_at_its_next_look(
    desks: Nursery, database_url: str
) -> None:
    async with town() as sandbox, talking(sandbox, database_url, ()) as nobody:
        await both(sandbox, desks, database_url, lease_ms=15_000)  # it looks every 5 s
        await desks.desks[0].ends(signal.SIGTERM)
        ada, ben = sandbox.customer("Ada"), sandbox.slack.member("Ben")
        await ada.says("Is anybody there?")
        await ben.sees("Is anybody there?", timeout=14)
        assert (await nobody.outcome()).sound


async def claims_at_once(pair: list[Member], card: Message) -> Member:
    """Who has it then; the other was told so."""
    before = {agent.id: len(agent.whispers) for agent in pair}
    await asyncio.gather(*(agent.clicks("Claim", card) for agent in pair))
    [winner] = await pair[0].workspace.changes.until(lambda: [one for one in pair if one.name in card.words] or None)
    [loser] = [agent for agent in pair if agent is not winner]
    await loser.sees(f"{winner.name} already has", card.channel)
    assert len(winner.whispers) == before[winner.id]
    return winner


async def test_of_two_who_claim_through_different_desks_one_has_it(desks: Nursery, database_url: str) -> None:
    async with town() as sandbox, talking(sandbox, database_url, ()) as nobody:
        await both(sandbox, desks, database_url)
        pair = [sandbox.slack.member(name) for name in ("Ben", "Chloe")]
        for customer in sandbox.telegram.people:
            await customer.says(f"It is {customer.name}")
            first = await pair[0].sees(f"It is {customer.name}", timeout=30)
            await claims_at_once(pair, first.channel.messages[first.root])
        assert (await nobody.outcome()).sound


async def test_four_first_messages_at_once_make_one_ticket(desks: Nursery, database_url: str) -> None:
    async with town() as sandbox, talking(sandbox, database_url, ()) as nobody:
        await both(sandbox, desks, database_url)
        ada = sandbox.customer("Ada")
        said = [f"part {number}" for number in range(4)]
        await asyncio.gather(*(ada.says(text) for text in said))
        last = await sandbox.slack.member("Ben").sees(said[-1], timeout=30)
        assert (await nobody.outcome()).sound
        channel = last.channel
        assert len([post for post in channel.messages.values() if not post.in_thread]) == 1
        assert said_by("Ada", channel.replies(last.root)) == said
