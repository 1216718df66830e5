"""Two desks on one PostgreSQL: they share the work, and either can go."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.delivery.courier import LEASE_MS
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.workspace import Message
from tests.databases import Fresh
from tests.stories.crash import (
    Nursery,
    all_complete,
    all_sent,
    calls,
    conversations,
    nursery,
    settings,
    sound,
    town,
)
from tests.stories.proof import said_by


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("desks") / "log") as there:
        yield there


@pytest.fixture
async def desks(opened: Nursery) -> AsyncIterator[Nursery]:
    yield opened
    await opened.ends()


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
    async with town(seed=1, mishaps=40) as sandbox:
        await both(sandbox, desks, database_url)
        talks = conversations(sandbox, customers=6, asked=5, answered=4)
        await asyncio.gather(*(talk.goes_on(number) for number, talk in enumerate(talks)))
        await all_complete(talks)
        await all_sent(database_url)
        sound(sandbox, talks, kills=0)
        assert len({number for number, _ in sandbox.slack.sockets.given}) == 4
        assert sandbox.telegram.declined == []  # two polls at once would be


@pytest.mark.parametrize("killed", [0, 1])
async def test_one_carries_on_alone_when_the_other_is_killed(desks: Nursery, database_url: str, killed: int) -> None:
    async with town(seed=2) as sandbox:
        await both(sandbox, desks, database_url, lease_ms=4_000)
        talks = conversations(sandbox, customers=4, asked=4, answered=3)
        talking = asyncio.gather(*(talk.goes_on(number) for number, talk in enumerate(talks)))
        await calls(sandbox, 25)
        await desks.desks[killed].ends(signal.SIGKILL)
        await talking
        await all_complete(talks)
        await all_sent(database_url)
        sound(sandbox, talks, kills=1)


async def test_when_the_one_that_polls_is_killed_another_polls_within_the_lease(
    desks: Nursery, database_url: str
) -> None:
    lease_ms = 6_000
    async with town() as sandbox:
        await both(sandbox, desks, database_url, lease_ms)
        ada, ben = sandbox.customer("Ada"), sandbox.slack.member("Ben")
        await ada.says("Is anybody there?")
        await ben.sees("Is anybody there?", timeout=30)
        await all_sent(database_url)  # it holds no lane's lease, only the duty's
        await desks.desks[0].ends(signal.SIGKILL)
        await ada.says("And now?")
        await ben.sees("And now?", timeout=lease_ms / 1000)
        await all_sent(database_url)
        assert sandbox.telegram.declined == []


async def test_when_the_one_that_polls_is_stopped_another_polls_at_its_next_look(
    desks: Nursery, database_url: str
) -> None:
    async with town() as sandbox:
        await both(sandbox, desks, database_url, lease_ms=6_000)
        await desks.desks[0].ends(signal.SIGTERM)
        ada, ben = sandbox.customer("Ada"), sandbox.slack.member("Ben")
        await ada.says("Is anybody there?")
        await ben.sees("Is anybody there?", timeout=6)
        await all_sent(database_url)


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
    async with town() as sandbox:
        await both(sandbox, desks, database_url)
        pair = [sandbox.slack.member(name) for name in ("Ben", "Chloe")]
        for customer in sandbox.telegram.people:
            await customer.says(f"It is {customer.name}")
            first = await pair[0].sees(f"It is {customer.name}", timeout=30)
            await claims_at_once(pair, first.channel.messages[first.root])
        await all_sent(database_url)


async def test_four_first_messages_at_once_make_one_ticket(desks: Nursery, database_url: str) -> None:
    async with town() as sandbox:
        await both(sandbox, desks, database_url)
        ada = sandbox.customer("Ada")
        said = [f"part {number}" for number in range(4)]
        await asyncio.gather(*(ada.says(text) for text in said))
        last = await sandbox.slack.member("Ben").sees(said[-1], timeout=30)
        await all_sent(database_url)
        channel = last.channel
        assert len([post for post in channel.messages.values() if not post.in_thread]) == 1
        assert said_by("Ada", channel.replies(last.root)) == said
