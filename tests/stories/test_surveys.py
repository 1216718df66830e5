"""How it went: asked after the solution, answered, changed, commented on, over; and why it came up at all."""

from datetime import timedelta

from bot.sandbox.slack.workspace import Message
from tests.stories.world import World, world

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SURVEYS = {"scale": "1-5"}
CAUSES = [{"name": "defect", "label": "Something was broken"}, {"name": "wish", "label": "A wish"}]
REQUIRED = {"cause_required": True}
NO_CHARTS = {"satisfaction": "off"}
"""To draw one for each Monday that passes takes longer than all the rest."""


async def answered(here: World) -> Message:
    """Ada has Ben's answer; gives the card."""
    await here.customer("Ada").says("The lamp is dark")
    card = await here.card("· The lamp is dark")
    ben = here.agent("Ben")
    await ben.clicks("Claim", card)
    await here.settles()
    await ben.says("support", "Try the other socket", card.ts)
    await here.passes()
    return card


async def test_a_solution_is_rated_changed_and_commented_on_until_it_is_over(database_url: str) -> None:
    async with world(database_url, reports=NO_CHARTS, surveys=SURVEYS, causes=CAUSES, teams=REQUIRED) as here:
        ada, ben = here.customer("Ada"), here.agent("Ben")
        card = await answered(here)
        await ben.clicks("Resolve", card)
        await ben.sees_modal("Why did it come up? One press resolves it.")
        await ben.clicks_in_modal("Something was broken")
        await here.settles()
        assert "Something was broken" in card.words
        assert "4 of 5: satisfaction" in card.words
        await ada.says("/status")
        await ada.sees("Stage 4 of 5: how did we do?")

        await here.passes(HOUR)
        question = await ada.sees("How did we do with #")
        await ada.presses("🙁 2")
        await here.settles()
        assert (await ada.sees("Your choice: 🙁 2")).id == question.id
        assert "🔻 2 of 5" in card.words
        told = await ben.sees("the customer rated how it went", thread=card)
        assert f"<@{ben.id}>" in str(told.body["blocks"])
        await ada.presses("😀 5")
        await here.settles()
        assert "⭐ 5 of 5" in card.words
        assert "5 of 5: improvement" in card.words

        await ada.says("Ben found it at once", reply_to=question.id)
        await here.settles()
        await ada.sees("the team reads your comment")
        await ben.sees("Ben found it at once", thread=card)
        assert "✅ Solved" in card.words
        assert "💬 “Ben found it at once”" in card.words

        asked = len(ada.chat)
        await here.passes(2 * DAY)
        assert len(ada.chat) == asked
        await here.passes(5 * DAY)
        assert "This question is closed" in next(seen.text for seen in ada.chat if seen.id == question.id)
        here.sound()


async def test_who_comes_back_is_not_asked_and_who_says_nothing_is_reminded_once(database_url: str) -> None:
    async with world(database_url, reports=NO_CHARTS, surveys=SURVEYS | {"scale": "thumbs"}) as here:
        ada, ben = here.customer("Ada"), here.agent("Ben")
        card = await answered(here)
        await ben.clicks("Resolve", card)
        await here.settles()
        await ada.says("It is dark again")
        await here.settles()
        await here.passes(HOUR)
        assert not [seen for seen in ada.chat if "How did we do" in seen.text]

        await ben.clicks("Resolve", card)
        await here.settles()
        await here.passes(HOUR)
        question = await ada.sees("How did we do with #")
        await here.passes(2 * DAY)
        reminder = await ada.sees("You have not told us yet", after=question.id)
        await ada.presses("👎", question.id)
        await here.settles()
        assert all("Your choice: 👎" in seen.text for seen in ada.chat if seen.id in (question.id, reminder.id))
        assert "👎" in card.words
        await here.passes(5 * DAY)
        assert not [seen for seen in ada.chat if seen.id in (question.id, reminder.id) and seen.buttons]
        here.sound()


async def test_who_was_served_is_asked_days_later_whether_they_would_recommend_us(database_url: str) -> None:
    asking = {"most_a_day": 5, "known_for": "P0D", "solved_tickets": 1}
    async with world(database_url, reports=NO_CHARTS, nps=asking, contact={"quiet": "off"}) as here:
        ada, ben = here.customer("Ada"), here.agent("Ben")
        card = await answered(here)
        await ben.clicks("Resolve", card)
        await here.settles()
        await here.passes(14 * DAY)
        question = await ada.sees("How likely are you to recommend")
        await ada.presses("3", question.id)
        await here.settles()
        assert (await ada.sees("What should we do better?")).id == question.id
        await ada.says("You took two weeks", reply_to=question.id)
        await here.settles()
        await ada.sees("the team reads your comment")
        await ben.sees("You took two weeks", thread=card)
        await ben.sees("3 of 10, a detractor", thread=card)
        await here.passes(14 * DAY)
        assert "This question is closed" in next(seen.text for seen in ada.chat if seen.id == question.id)
        here.sound()
