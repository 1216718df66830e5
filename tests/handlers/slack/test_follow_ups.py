"""Return visits that agents plan, move and cancel in Slack."""

from datetime import timedelta

from bot.desk.followups.tables import FollowUp
from tests.handlers.slack.bench import START, Bench

LATER = int((START + timedelta(days=2)).timestamp())


async def plans(bench: Bench, **fields: object) -> dict[str, str] | None:
    """Ben opens the form from the card's menu and submits it; the errors under its fields."""
    await bench.ben.clicks("More…", await bench.card())
    await bench.ben.clicks_in_modal("Follow up")
    await bench.ben.fills(fields)
    errors = await bench.ben.submits()
    await bench.settled()
    return errors


async def test_an_agent_plans_one_with_a_note_and_the_thread_says_so(bench: Bench) -> None:
    card = await bench.claimed()
    assert await plans(bench, When=LATER, Note="a new *bulb*") is None
    [planned] = await bench.all(FollowUp)
    assert (planned.agent, planned.note) == (bench.ben.id, "a new *bulb*")
    assert any("Ben planned a follow-up" in words for words in bench.in_thread(card))
    await bench.ben.clicks("More…", card)
    assert "Follow-up planned for" in (await bench.ben.sees_modal("Follow-up planned for")).words


async def test_a_day_that_is_over_is_refused_in_the_form(bench: Bench) -> None:
    await bench.claimed()
    assert "That time is over" in str(await plans(bench, When=int(START.timestamp())))
    assert await bench.all(FollowUp) == []


async def test_the_menu_cancels_it_and_an_old_menu_says_that_there_is_none(bench: Bench) -> None:
    card = await bench.claimed()
    await plans(bench, When=LATER)
    await bench.ben.clicks("More…", card)
    await bench.cat.clicks("More…", card)
    await bench.ben.clicks_in_modal("Cancel follow-up")
    await bench.settled()
    assert any("Ben cancelled the follow-up" in words for words in bench.in_thread(card))
    await bench.cat.clicks_in_modal("Cancel follow-up")
    await bench.cat.sees_modal("No follow-up of #")
    assert [each.outcome for each in await bench.all(FollowUp)] == ["cancelled"]
