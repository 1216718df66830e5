"""A customer who says nothing, and one who is asked whether all is well still."""

from datetime import timedelta

from tests.stories.world import world

DAY = timedelta(days=1)
SILENCE = {"remind_after": "PT24H", "solve_after": "PT48H"}


async def test_who_says_nothing_is_reminded_then_the_ticket_is_solved_and_one_press_brings_it_back(
    database_url: str,
) -> None:
    async with world(database_url, silence=SILENCE) as here:
        ada, ben = here.customer("Ada"), here.agent("Ben")
        await ada.says("The printer is broken")
        card = await here.card("· The printer is broken")
        await ben.clicks("Claim", card)
        await ben.says("support", "Which one?", card.ts)
        await here.passes()

        await here.passes(DAY)
        await ada.sees("If we hear nothing, we close it.")
        await ben.sees("The customer is reminded that we wait for their answer", thread=card)
        await here.passes(2 * DAY)
        await ada.sees("We had no answer from you, so we closed")
        await ben.sees("Solved, as the customer did not answer", thread=card)

        await ada.presses("I still need help")
        await here.settles()
        await ben.sees("The customer reopened it", thread=card)
        assert "Ben" in card.words
        assert "Open" in card.words
        await here.passes(7 * DAY)
        assert len([seen for seen in ada.chat if "If we hear nothing" in seen.text]) == 1
        here.sound()


async def test_after_three_days_she_is_asked_once_nudged_once_and_what_she_says_is_in_the_thread(
    database_url: str,
) -> None:
    async with world(database_url, follow_ups=[{"name": "all", "after_days": 3}]) as here:
        ada, ben = here.customer("Ada"), here.agent("Ben")
        await ada.says("The printer is broken")
        card = await here.card("· The printer is broken")
        await ben.clicks("Claim", card)
        await ben.clicks("Resolve", card)
        await here.settles()
        await ben.sees("planned a follow-up", thread=card)

        await here.passes(3 * DAY)
        asked = await ada.sees("Is it still fixed?")
        await here.passes(2 * DAY)
        await ada.sees("May we ask once more")
        await ada.presses("Yes, it is fixed", asked.id)
        await here.settles()
        await ben.sees("The customer says that it is still fixed", thread=card)
        await ada.presses("No, it is not")
        await here.settles()
        await ben.sees("The customer reopened it", thread=card)
        await here.passes(7 * DAY)
        assert len([line for line in here.thread(card) if line.startswith("🗓️ The customer is asked")]) == 2
        here.sound()
