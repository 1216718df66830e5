"""What supervisors press on a board, in a real Slack app; and that the board stays true."""

from dataclasses import replace
from datetime import timedelta

from bot.desk.alerting.tables import Board, BoardKind
from bot.desk.people.customers import Person
from bot.desk.practice import Practice
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.sandbox.slack.workspace import Message as Post
from tests.handlers.slack.bench import FIRST, Bench

BO = Person(chat=8, name="Bo", language="tr")
PROMISED = (Policy("all", ALWAYS, first_response=timedelta(hours=1)),)


async def supervised(bench: Bench) -> None:
    """From now on answers are promised, and what is late is told in #ops."""
    changed: Practice = replace(bench.door.practice, policies=PROMISED, supervisors=bench.ops.id)
    bench.door.practice = changed


async def two_are_late(bench: Bench) -> Post:
    """Gives the supervisors' board; the first ticket is Ben's."""
    await supervised(bench)
    await bench.claimed()
    await bench.says("And mine", person=BO)
    await goes_by(bench, hours=1)
    return await board(bench, BoardKind.EPISODE)


async def goes_by(bench: Bench, **span: float) -> None:
    await bench.passes(**span)
    await bench.passes(seconds=3)


async def board(bench: Bench, kind: BoardKind) -> Post:
    [found] = [board for board in await bench.all(Board) if board.kind is kind]
    return bench.slack.workspace.channels[found.channel].messages[found.post or ""]


async def test_a_supervisor_takes_reassigns_calls_for_help_and_acknowledges(bench: Bench) -> None:
    post = await two_are_late(bench)
    assert "2 first answers are late, the longest since" in post.words
    assert "Bo" not in post.words  # names of customers are for the thread
    await bench.cat.clicks("Take the most overdue", post)
    await bench.settled()
    assert (await bench.ticket(FIRST + 1)).owner == bench.cat.id
    assert "Cat · due" in post.words
    await bench.cat.clicks("Reassign…", post)
    await bench.cat.fills({"Ticket": f"#{FIRST + 1} · And mine", "To": "Ben"})
    await bench.cat.submits()
    await bench.settled()
    assert (await bench.ticket(FIRST + 1)).owner == bench.ben.id
    for _ in range(2):
        stale = dict(post.body)
        await bench.cat.clicks("Call for help", post)
        await bench.settled()
        assert "Cat called for help" in post.words
        post.body = stale
    helped = [said.words for said in bench.support.messages.values() if "asks support for help" in said.words]
    assert len(helped) == 1
    assert bench.whispers(bench.cat) == ["Cat has called for help already."]
    await bench.cat.clicks("Acknowledge", post)
    await bench.settled()
    assert "Cat sees to it" in post.words
    bench.blameless()


async def test_case_74_a_visitor_is_told_and_a_button_of_an_episode_that_is_over_says_so(bench: Bench) -> None:
    post = await two_are_late(bench)
    for label in ("Acknowledge", "Reassign…"):
        await bench.dan.clicks(label, post)
        await bench.settled()
    assert [said.startswith("Only agents of this desk") for said in bench.whispers(bench.dan)] == [True, True]
    stale = dict(post.body)
    for number in (FIRST, FIRST + 1):
        await bench.ben.clicks("Resolve", await bench.card(number))
    await goes_by(bench, minutes=31)
    assert "over. 2 first answers were late" in post.words
    post.body = stale
    await bench.cat.clicks("Acknowledge", post)
    await bench.cat.clicks("Reassign…", post)
    await bench.settled()
    assert [said.partition(",")[0] for said in bench.whispers(bench.cat)] == [
        "That is over: nothing of it was late any more",
        "None of them is late at the moment",
    ]
    assert "over. 2 first answers were late" in post.words
    bench.blameless()


async def test_case_75_many_changes_of_a_board_are_few_edits(bench: Bench) -> None:
    await supervised(bench)
    for chat in range(20, 35):
        await bench.says("Help", person=Person(chat=chat, name="Many", language="en"))
    await goes_by(bench, hours=1)
    about = await board(bench, BoardKind.EPISODE)
    assert "15 first answers are late" in about.words
    assert list(bench.ops.messages.values()) == [about]
    edits = [call for call in bench.slack.called("chat.update") if call.arguments["ts"] == about.ts]
    assert len(edits) <= 2


async def test_case_59_and_71_a_board_that_fails_is_tried_again_and_one_that_was_deleted_harms_nothing(
    bench: Bench,
) -> None:
    await supervised(bench)
    await bench.claimed()
    await bench.passes(hours=1)
    bench.faults.next("chat.postMessage", "server_error")
    await bench.passes(seconds=3)
    [post] = bench.ops.messages.values()
    bench.faults.next("chat.update", "rate_limited")
    await bench.ben.clicks("Acknowledge", post)
    await bench.settled()
    assert "Ben sees to it" in post.words
    del bench.ops.messages[post.ts]
    await bench.ben.clicks("Resolve", await bench.card())
    await bench.settled()
