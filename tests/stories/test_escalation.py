"""A promise that is missed: who hears of it, in which order, and what ends it."""

from datetime import timedelta
from typing import Any

from tests.stories.world import world

CHAINS: dict[str, Any] = {
    "policies": [{"name": "Everybody", "first_response": "PT1H", "chain": "late"}],
    "chains": [
        {
            "name": "late",
            "steps": [
                {"tell": "owner"},
                {"tell": "team", "after": "PT10M"},
                {"tell": "supervisors", "after": "PT20M"},
            ],
        }
    ],
    "escalation": {"asked": "late"},
}
MINUTE = timedelta(minutes=1)


async def test_a_missed_promise_climbs_until_a_supervisor_is_on_it_and_an_answer_ends_it(database_url: str) -> None:
    async with world(database_url, **CHAINS) as here:
        ada, ben, sam = here.customer("Ada"), here.agent("Ben"), here.agent("Sam")
        await ada.says("Where is my parcel?")
        card = await here.card()
        await here.passes(60 * MINUTE)
        await sam.sees("Nobody has it. Who is on it?", "support")
        await here.passes(10 * MINUTE)
        asked = await ben.sees("<!subteam^", thread=card)
        await here.passes(20 * MINUTE)
        post = await sam.sees("supervisors told", "supervisors")
        assert "Where is my parcel?" in post.words
        await sam.clicks("Acknowledge", post)
        await here.settles()
        assert all("Sam is on it" in each.words for each in (post, asked))
        assert f"<@{sam.id}> is on it" in card.words
        await ben.clicks("Claim", card)
        await ben.says("support", "It is on its way", card.ts)
        await here.passes()
        assert all("Over: it was answered" in each.words for each in (post, asked))
        assert "Escalated" not in card.words
        here.sound()


async def test_an_agent_escalates_from_the_menu_and_the_owner_is_told_at_once(database_url: str) -> None:
    async with world(database_url, **CHAINS) as here:
        ben, chloe = here.agent("Ben"), here.agent("Chloe")
        await here.customer("Ada").says("It broke for the third time")
        card = await here.card()
        await ben.clicks("Claim", card)
        await here.settles()
        await chloe.clicks("More…", card)
        await chloe.clicks_in_modal("Escalate")
        await here.passes(timedelta(seconds=1))
        assert any("Chloe escalated it" in line for line in here.thread(card))
        assert any(f"<@{ben.id}>" in line and "Who is on it?" in line for line in here.thread(card))
        await chloe.clicks("More…", card)
        await chloe.clicks_in_modal("Escalate")
        await chloe.sees_modal("is escalated already")
        here.sound()
