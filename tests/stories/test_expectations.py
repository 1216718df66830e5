"""What a customer may expect is told at once, stays true above their chat, and an agent can ask why it is due then."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.clock import Clock
from tests.stories.world import world

FRIDAY_NIGHT = datetime(2026, 3, 6, 20, tzinfo=UTC)
OFFICE = {"name": "office", "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
POLICY = {"name": "Everybody", "calendar": "office", "first_response": "PT1H"}


async def test_what_is_pinned_stays_true_from_a_closed_weekend_to_the_solution(database_url: str) -> None:
    async with world(database_url, Clock(FRIDAY_NIGHT), calendars=[OFFICE], policies=[POLICY]) as here:
        ada, ben = here.customer("Ada"), here.agent("Ben")
        await ada.says("The printer is broken")
        line = await ada.sees("We are closed now and open again on Monday at 09:00. We answer by 10:00 then.")
        await here.settles()
        assert ada.pinned == [line.id]

        def reads() -> str:
            return next(seen.text for seen in ada.chat if seen.id == line.id)

        card = await here.card("· The printer is broken")
        await here.passes(timedelta(days=1))
        assert "open again on Monday at 09:00" in reads()
        await here.passes(timedelta(hours=4))  # it is Sunday
        assert "open again tomorrow at 09:00" in reads()
        await here.passes(timedelta(hours=33))
        assert "We answer by 10:00 today." in reads()

        await ben.clicks("Claim", card)
        await here.settles()
        assert "Ben is looking into it\nWe answer by 10:00 today." in reads()
        await ben.clicks("More…", card)
        await ben.sees_modal("Why due then?")
        await ben.clicks_in_modal("Why due then?")
        why = await ben.sees_modal("Began")
        assert "Fri 6 Mar 2026 20:00 with the first message: “The printer is broken”" in why.words
        assert "Mon 9 Mar: 09:00–10:00 (1 h)" in why.words

        await here.passes(timedelta(hours=1))
        assert "This takes longer than it should." in reads()
        await ben.says("support", "Turn it off and on again", card.ts)
        await here.passes()
        assert "We have answered and wait for you · Ben" in reads()
        await ben.clicks("Resolve", card)
        await here.settles()
        assert reads().endswith("is closed.")
        assert ada.pinned == []
        assert len(here.telegram.called("pinChatMessage")) == 1
        here.sound()
