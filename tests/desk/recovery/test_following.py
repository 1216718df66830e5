"""What makes a task, what joins it, and what ends it without anybody's doing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.desk import outgoing as out
from bot.desk.followups import answers
from bot.desk.followups.rules import Rule, Steps
from bot.desk.followups.tables import FollowUp
from bot.desk.people.customers import customer
from bot.desk.privacy.erasing import erase_customer
from bot.desk.recovery import reading, tasks
from bot.desk.recovery.rules import Channel, Outcome, Recovering
from bot.desk.recovery.tables import Recovery
from bot.desk.service_levels.calendars import Calendar, Window
from bot.desk.surveys import answering
from bot.desk.tickets import discarding, handling, merging, unmerging, wishes
from bot.desk.tickets.tables import Entry
from tests.desk.recovery.world import BOSS, DAY, HOUR, let_down, not_solved, practice, rows, takes, task
from tests.desk.surveys.world import asked, rates
from tests.desk.world import ADA, ANN, BEN, FIRST, World

OFFICE = Calendar("office", "UTC", ((Window(9 * 3600, 17 * 3600),),) * 5 + ((), ()))


@pytest.mark.parametrize("score", [1, 2])
async def test_a_low_rating_is_one_task_with_a_card_and_a_line(desk: World, score: int) -> None:
    made = await let_down(desk, score)
    assert (made.ticket_id, made.score, made.handlers, made.team) == (FIRST, score, [ANN], "support")
    assert made.due_at == desk.now + 8 * HOUR
    sent = await rows(desk, out.PostRecovery)
    assert sent == [out.PostRecovery(channel="C-SUP", ticket=FIRST, recovery=made.id, cause=sent[0].cause)]
    assert (await desk.history())[-2:] == ["SurveyAnswered", "RecoveryOpened"]


@pytest.mark.parametrize("score", [3, 5])
async def test_anything_better_is_none(desk: World, score: int) -> None:
    await asked(desk)
    await rates(desk, score)
    assert await desk.all(Recovery) == []


async def test_it_is_due_in_the_working_time_of_the_team(desk: World) -> None:
    desk.door.practice = practice()
    teams = tuple(replace(team, calendar=OFFICE) for team in desk.door.practice.teams)
    desk.door.practice = replace(desk.door.practice, teams=teams)
    made = await let_down(desk)  # on Monday, a little after ten
    assert made.due_at == datetime(2026, 3, 3, 10, tzinfo=UTC) + (made.made_at - datetime(2026, 3, 2, 10, tzinfo=UTC))


PLACES = [(Channel.TEAM, "C-SUP"), (Channel.SUPERVISORS, BOSS)]


@pytest.mark.parametrize(("channel", "where"), PLACES)
async def test_it_is_posted_where_the_settings_say(desk: World, channel: Channel, where: str) -> None:
    desk.door.practice = practice(Recovering(channel, 4 * HOUR))
    made = await let_down(desk)
    assert (made.channel, made.due_at) == (where, desk.now + 4 * HOUR)


async def test_switched_off_there_is_none(desk: World) -> None:
    desk.door.practice = practice(Recovering())
    await asked(desk)
    await rates(desk, 1)
    assert await desk.all(Recovery) == []


async def test_who_says_that_it_is_not_solved_has_one_too(desk: World) -> None:
    made = await not_solved(desk)
    assert (made.denied_at, made.score, made.handlers) == (desk.now, None, [ANN])


async def test_so_has_who_says_it_in_words_when_asked(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(days=3)
    await desk.fires()
    await desk.says("It is dark again")
    assert (await task(desk)).denied_at == desk.now


async def test_who_only_writes_again_after_the_solution_has_none(desk: World) -> None:
    await desk.solved_ticket()
    await desk.says("It is dark again")
    assert await desk.all(Recovery) == []


async def test_nor_has_whose_words_open_another_ticket_as_that_one_is_over_for_good(desk: World) -> None:
    desk.door.practice = practice(follow_ups=(Rule("late", 30 * DAY),))
    await desk.solved_ticket()
    desk.passes(days=30)
    await desk.fires()
    await desk.says("Do you have blue ones too?")
    assert (await desk.ticket(FIRST + 1)).follows == FIRST
    desk.passes(days=4)
    await desk.fires()
    assert ([each.outcome for each in await desk.all(FollowUp)], await desk.all(Recovery)) == (["reopened"], [])


async def test_nor_has_who_said_nothing_and_needs_help_still(desk: World) -> None:
    teams = tuple(replace(team, silence=Steps(solve_after=DAY)) for team in practice().teams)
    desk.door.practice = practice(teams=teams)
    await desk.claimed_ticket()
    await desk.do(handling.set_pending, FIRST, ANN)
    desk.passes(days=1)
    await desk.fires()
    await desk.do(answers.brings_back, ADA, FIRST)
    assert (await desk.history())[-1] == "TicketReopened"
    assert await desk.all(Recovery) == []


async def test_a_second_reason_joins_the_one_task(desk: World) -> None:
    made = await let_down(desk)
    await denied(desk, FIRST)
    [joined] = await desk.all(Recovery)
    assert (joined.id, joined.score, joined.denied_at, joined.handlers) == (made.id, 2, desk.now, [ANN])
    assert "RecoveryJoined" in await desk.history()


async def test_a_rating_joins_what_was_not_solved(desk: World) -> None:
    await asked(desk)
    desk.now += 3 * 24 * HOUR
    await desk.fires()
    await desk.says("It is dark again")
    first = await task(desk)
    await rates(desk, 1)
    [joined] = await desk.all(Recovery)
    assert (joined.id, joined.score, joined.denied_at) == (first.id, 1, first.denied_at)
    assert (await desk.history())[-1] == "RecoveryJoined"


async def test_a_rating_that_goes_up_before_anybody_took_it_closes_it_with_a_line(desk: World) -> None:
    await let_down(desk)
    await rates(desk, 5)
    closed = await task(desk)
    assert (closed.outcome, closed.ended_at, closed.ended_by) == (Outcome.WITHDRAWN, desk.now, None)
    assert (await desk.history())[-1] == "RecoveryEnded"
    await rates(desk, 1)
    assert [each.outcome for each in await desk.all(Recovery)] == [Outcome.WITHDRAWN, None]


async def test_after_somebody_took_it_it_is_only_noted(desk: World) -> None:
    await let_down(desk)
    await takes(desk, BEN)
    await desk.heard()
    await rates(desk, 5)
    noted = await task(desk)
    assert (noted.outcome, noted.score) == (None, 2)
    assert await rows(desk, out.DrawRecovery)
    shown = await desk.ask(reading.task, noted.id)
    assert shown.said
    assert shown.said.survey.score == 5


async def test_a_comment_is_drawn_on_its_card(desk: World) -> None:
    made = await let_down(desk)
    await desk.heard()
    await desk.says("Nobody listened", reply_to=500)
    assert await rows(desk, out.DrawRecovery)
    shown = await desk.ask(reading.task, made.id)
    assert shown.said
    assert shown.said.comment == "Nobody listened"


async def test_a_rating_that_was_seen_to_makes_no_second_task_when_it_changes(desk: World) -> None:
    made = await let_down(desk)
    await takes(desk, BEN)
    await desk.do(tasks.finish, made.id, BEN, Outcome.SAVED, "Sent a new lamp")
    await rates(desk, 1)
    assert len(await desk.all(Recovery)) == 1


Act = Callable[[World], Awaitable[object]]
ENDS: dict[str, Act] = {
    "spam": lambda desk: desk.do(discarding.mark_spam, FIRST, ANN),
    "forgotten": lambda desk: desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer")),
}


@pytest.mark.parametrize("act", ENDS.values(), ids=ENDS)
async def test_what_is_spam_or_forgotten_needs_nobody_any_more(desk: World, act: Act) -> None:
    made = await let_down(desk)
    await takes(desk, BEN)
    await desk.do(tasks.call_back, made.id, BEN, desk.now + HOUR, "Her number is 555")
    await desk.heard()
    await act(desk)
    ended = await task(desk)
    assert ended.outcome == Outcome.WITHDRAWN
    assert await rows(desk, out.DrawRecovery)
    assert [owner for owner in await desk.timers() if owner.startswith("recovery:")] == []


async def test_what_was_spam_already_is_drawn_without_words_when_they_are_forgotten(desk: World) -> None:
    await let_down(desk)
    await ENDS["spam"](desk)
    await desk.heard()
    await ENDS["forgotten"](desk)
    assert await rows(desk, out.DrawRecovery)


async def test_nothing_that_was_written_about_somebody_who_is_forgotten_stays(desk: World) -> None:
    made = await let_down(desk)
    await takes(desk, BEN)
    await desk.do(tasks.call_back, made.id, BEN, desk.now + HOUR, "Her number is 555")
    await desk.do(tasks.finish, made.id, BEN, Outcome.SAVED, "Her number is 555")
    await desk.heard()
    await ENDS["forgotten"](desk)
    ended = await task(desk)
    assert (ended.note, ended.call_note, ended.outcome) == ("", "", Outcome.SAVED)
    assert "555" not in str([entry.detail for entry in await desk.all(Entry)])
    assert await rows(desk, out.DrawRecovery)


async def denied(desk: World, ticket: int) -> None:
    """Asked three days later, Ada says that it is not fixed."""
    desk.passes(days=3)
    await desk.fires()
    [visit] = [each for each in await desk.all(FollowUp) if each.ticket_id == ticket]
    await desk.do(answers.denies, ADA, visit.id)


async def second_ticket(desk: World) -> int:
    """Ada's second ticket, which Ann solved."""
    await desk.do(wishes.asks_new, ADA)
    await desk.says("Another lamp")
    await desk.do(handling.solve, FIRST + 1, ANN)
    return FIRST + 1


async def test_it_follows_a_merge_and_its_undoing(desk: World) -> None:
    await desk.says("A lamp")
    second = await second_ticket(desk)
    await denied(desk, second)
    made = await task(desk)
    await desk.do(merging.merge, FIRST, ANN, second)
    assert (await desk.ask(reading.task, made.id)).sheet.ticket.id == FIRST
    await takes(desk, BEN)
    assert "RecoveryTaken" in await desk.history(FIRST)
    await desk.do(unmerging.unmerge, second, ANN)
    assert (await desk.ask(reading.task, made.id)).sheet.ticket.id == second


async def test_where_both_had_one_the_kept_tickets_goes_on_with_what_both_knew(desk: World) -> None:
    survey = await asked(desk)
    second = await second_ticket(desk)
    await denied(desk, second)
    await takes(desk, BEN)
    await desk.do(answering.rate, ADA, survey.id, 1, 500)
    await desk.do(merging.merge, FIRST, ANN, second)
    of_second, of_first = await desk.all(Recovery)
    assert (of_second.outcome, of_first.outcome) == (Outcome.WITHDRAWN, None)
    assert (of_first.owner, of_first.score, of_first.denied_at) == (BEN, 1, of_second.denied_at)
