"""A customer who was let down: rated, seen to by somebody else, called back, and saved."""

from datetime import timedelta

from tests.stories.test_surveys import CAUSES, HOUR, SURVEYS, answered
from tests.stories.world import world


async def test_an_unhappy_customer_is_seen_to_by_somebody_else_and_saved(database_url: str) -> None:
    async with world(database_url, surveys=SURVEYS, causes=CAUSES) as here:
        ada, ben, chloe, sam = here.customer("Ada"), here.agent("Ben"), here.agent("Chloe"), here.agent("Sam")
        ticket = await answered(here)
        await ben.clicks("Resolve", ticket)
        await ben.clicks_in_modal("Resolve without a cause")
        await here.settles()
        await here.passes(HOUR)
        question = await ada.sees("How did we do with #")
        await ada.presses("😠 1")
        await here.settles()
        await ada.says("Nobody listened", reply_to=question.id)
        await here.settles()

        task = await chloe.sees("was let down", "support")
        assert "Nobody listened" in task.words
        await ben.clicks("Take", task)
        await ben.sees("somebody else is to see to its customer")
        await chloe.clicks("Take", task)
        await here.settles()
        await chloe.clicks("Call back", task)
        at = here.sandbox.clock.now() + 2 * HOUR
        told = "Tell the customer that we come back to them"
        await chloe.fills({"When": int(at.timestamp()), "Note": "After her lunch", "Customer": [told]})
        await chloe.submits()
        await here.settles()
        await ada.sees("One of us will come back to you on")

        await here.passes(HOUR)
        digest = await sam.sees("1 low rating since the last digest", "supervisors")
        assert "Chloe sees to it" in digest.words
        await here.passes(HOUR)
        await chloe.sees("it is time to call the customer of", thread=task)
        await chloe.clicks("Done", task)
        await chloe.fills({"Outcome": "💚 Saved: the customer is content now", "What happened": "She has a new lamp"})
        await chloe.fills({"Why did it come up?": "Something was broken"})
        await chloe.submits()
        await here.settles()
        assert "💚 Saved" in task.words
        assert "Something was broken" in ticket.words
        assert any("says Chloe: She has a new lamp" in line for line in here.thread(ticket))

        await here.passes(timedelta(days=2))
        assert len([post for post in here.thread(task) if post.startswith("📞")]) == 1
        here.sound()
