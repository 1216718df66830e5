"""What nobody takes, and what somebody takes and forgets."""

from datetime import timedelta

from bot.sandbox.slack.workspace import Message
from tests.stories.world import world

AFTER, WITHIN, DAY = timedelta(minutes=6), timedelta(minutes=31), timedelta(days=1)
TEAMS = {"unclaimed_after": "PT5M", "claim_within": "PT30M"}


def mentions(post: Message) -> str:
    return str(post.body["blocks"])


async def test_a_ticket_nobody_takes_is_called_out_and_one_that_is_forgotten_goes_back(database_url: str) -> None:
    async with world(database_url, teams=TEAMS) as here:
        ada, ben, chloe = here.customer("Ada"), here.agent("Ben"), here.agent("Chloe")
        await ada.says("Where is my parcel?")
        card = await here.card()
        await here.settles()
        before = len(ada.chat)

        await here.passes(AFTER)
        called = await ben.sees("1 ticket in Support that nobody has taken", "support")
        await ben.clicks("Claim", called)
        await here.settles()
        assert "Nobody waits in Support" in called.words

        await here.passes(WITHIN)
        asked = await ben.sees("are you still on it", thread=card)
        assert f"<@{ben.id}>" in mentions(asked)
        await here.passes(WITHIN)
        assert "went back to the queue" in asked.words
        again = await chloe.sees("1 ticket in Support that nobody has taken", "support")
        await chloe.clicks("Claim", again)
        await here.settles()
        assert "Nobody waits in Support" in again.words

        await chloe.clicks("More…", card)
        await chloe.clicks_in_modal("On hold")
        until = int((here.sandbox.clock.now() + DAY).timestamp())
        await chloe.fills({"Reason": "the courier", "Until": until})
        await chloe.submits()
        await here.settles()
        assert "On hold until" in card.words
        await here.passes(DAY)
        back = await chloe.sees("it was on hold until now, and is open again: the courier", thread=card)
        assert f"<@{chloe.id}>" in mentions(back)
        assert len(ada.chat) == before
        here.sound()
