"""What goes to Slack, through the real courier, to a Slack that breaks on demand."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery import slack_posts
from bot.delivery.roster import read_roster
from bot.delivery.slack_marks import MARKS
from bot.delivery.slack_posts import EVENT_TYPE
from bot.delivery.verdicts import Attempt, GiveUp, Held, Moot, NotYet, Sent
from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.people.roster import Member
from bot.desk.tickets import deliveries
from bot.desk.tickets.tables import Card, State
from bot.desk.words import Span, Style
from bot.engine import dead_letters
from bot.engine.database import Database
from bot.sandbox.slack.finding import NoSuchButton
from bot.sandbox.slack.workspace import Message as Post
from tests.databases import Fresh
from tests.handlers.slack.bench import FIRST, Bench

ONCE = Attempt("1:1", 1)


@pytest.fixture
def database_url(fresh_sqlite: Fresh) -> str:
    """On one kind: what is tried here is between us and Slack. The handlers' stories use the sender on both."""
    return fresh_sqlite()


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Bench(database) as bench:
        yield bench


def cards_of(bench: Bench) -> list[Post]:
    return [post for post in bench.support.messages.values() if not post.in_thread]


async def test_a_ticket_is_one_card_with_the_customers_words_below_it(bench: Bench) -> None:
    await bench.says("The lamp <!here> is broken", Span(Style.BOLD, 4, 8))
    [card] = cards_of(bench)
    assert f"#{FIRST} · The lamp <!here> is broken" in card.words
    [words] = bench.slack.thread(bench.support, card)
    assert words.words == "Ada *Lovelace* <!channel>\nThe lamp <!here> is broken"
    assert words.metadata is not None
    assert words.metadata["event_type"] == EVENT_TYPE
    assert list(words.metadata["event_payload"]) == ["row"]
    assert (await bench.messages())[0].post == words.ts
    bench.blameless()


@pytest.mark.parametrize("kind", ["drop_after", "server_error", "drop_before"])
@pytest.mark.parametrize("times", [1, 3])
async def test_whatever_becomes_of_the_answers_everything_is_posted_once(bench: Bench, kind: str, times: int) -> None:
    bench.faults.next("chat.postMessage", kind, times)  # type: ignore[arg-type]
    await bench.says("The lamp is broken")
    bench.faults.next("chat.postMessage", kind, times)  # type: ignore[arg-type]
    await bench.says("It smokes")
    [card] = cards_of(bench)
    assert [post.words.splitlines()[-1] for post in bench.slack.thread(bench.support, card)] == [
        "The lamp is broken",
        "It smokes",
    ]
    bench.blameless()


async def test_a_post_is_found_again_behind_hundreds_of_others(bench: Bench) -> None:
    await bench.claimed()
    card = await bench.card()
    for number in range(230):
        await bench.cat.says(bench.billing, f"Chat {number}")
    bench.faults.next("chat.postMessage", "drop_after")
    bench.faults.next("conversations.replies", "rate_limited")
    await bench.says("It smokes")
    assert [words for words in bench.in_thread(card) if "It smokes" in words] == [
        "Ada *Lovelace* <!channel>\nIt smokes"
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_post_is_found_again_however_many_pages_are_before_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_posts, "PAGE", 1)
    card = await bench.claimed()
    for number in range(25):
        await bench.dan.says(card.channel, f"Chat {number}", card)
    bench.faults.next("chat.postMessage", "drop_after")
    await bench.says("It smokes")
    assert len([words for words in bench.in_thread(card) if "It smokes" in words]) == 1


async def test_a_limit_holds_the_channel_back_and_loses_nothing(bench: Bench) -> None:
    bench.faults.next("chat.postMessage", "rate_limited", 2, retry_after=3)
    await bench.says("The lamp is broken")
    [card] = cards_of(bench)
    assert len(bench.in_thread(card)) == 1


async def test_what_belongs_below_a_card_finds_the_one_that_nobody_remembers(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    [card] = cards_of(bench)
    await bench.door.do(_unpost)
    assert isinstance(await bench.sender(out.DrawCard(card=1), ONCE), NotYet)
    row = out.PostWords(channel=bench.support.id, card=1, message=1, text="Hello")
    assert isinstance(await bench.sender(row, ONCE), Sent)
    assert cards_of(bench) == [card]
    assert len(bench.in_thread(card)) == 2


def _unpost(desk: Desk) -> None:
    desk.session.get_one(Card, 1).post = None


async def test_a_card_that_is_gone_is_given_up_and_a_closed_channel_is_not(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    card = await bench.card()
    await bench.ben.archives(bench.support)
    row = out.PostWords(channel=bench.support.id, card=1, message=1, text="Hello")
    assert await bench.sender(row, ONCE) == Held(f"slack:{bench.support.id}", "is_archived")
    assert await bench.sender(out.DrawCard(card=1), ONCE) == Held(f"slack:{bench.support.id}", "is_archived")
    bench.support.archived = False
    del bench.support.messages[card.ts]
    assert isinstance(await bench.sender(out.DrawCard(card=1), ONCE), GiveUp)


async def test_a_message_wears_the_state_it_has_and_no_other(bench: Bench) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    message = (await bench.messages())[-1]
    worn = [bench.marks(post)]
    for state in (State.HELD, State.FAILED, State.DELIVERED):
        await bench.door.do(_becomes, message.id, state)
        assert isinstance(await bench.sender(out.Mark(ticket=FIRST, message=message.id), ONCE), Sent)
        await bench.door.do(deliveries.marked, message.id, MARKS[state])
        worn.append(bench.marks(post))
    assert worn == [{MARKS[state]} for state in (State.WAITING, State.HELD, State.FAILED, State.DELIVERED)]
    bench.blameless()


def _becomes(desk: Desk, message: int, state: State) -> None:
    desk.message(message).state = state


async def test_a_mark_that_is_there_already_or_whose_message_is_gone_is_no_trouble(bench: Bench) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    message = (await bench.messages())[-1]
    row = out.Mark(ticket=FIRST, message=message.id)
    await bench.door.do(deliveries.marked, message.id, None)
    assert isinstance(await bench.sender(row, ONCE), Sent)
    await bench.door.do(_becomes, message.id, State.DELIVERED)
    await bench.ben.deletes(post)
    assert isinstance(await bench.sender(row, ONCE), Sent)


async def test_a_question_that_was_settled_meanwhile_is_not_asked(bench: Bench) -> None:
    await bench.claimed()
    posted = len(bench.slack.called("chat.postMessage"))
    asked = out.PostHeld(channel=bench.support.id, card=1, message=1, mentions=["@Cat"])
    failed = out.PostFailed(channel=bench.support.id, card=1, message=1, why="blocked")
    assert [await bench.sender(row, ONCE) for row in (asked, failed)] == [Moot(), Moot()]
    assert len(bench.slack.called("chat.postMessage")) == posted


@pytest.mark.parametrize(
    ("pressed", "left", "settled", "worn"),
    [
        ("Send again", State.QUEUED, "It goes to the customer", "hourglass_flowing_sand"),
        ("It arrived", State.DELIVERED, "The customer has it", "white_check_mark"),
    ],
)
async def test_an_answer_in_doubt_is_asked_about_and_either_answer_settles_it(
    bench: Bench, pressed: str, left: State, settled: str, worn: str
) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    await bench.passes(seconds=6)
    message = (await bench.messages())[-1]
    await bench.door.do(deliveries.failed, message.id, "the connection broke.", doubts=1)
    await bench.settled()
    assert any("may have this message, or not: the connection broke" in words for words in bench.in_thread(card))
    assert bench.marks(post) == {"question"}
    await bench.ben.clicks(pressed)
    await bench.settled()
    assert (await bench.messages())[-1].state is left
    assert any(settled in words for words in bench.in_thread(card))
    assert bench.marks(post) == {worn}
    bench.blameless()


async def test_an_answer_that_may_be_there_twice_says_so_under_it(bench: Bench) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    await bench.passes(seconds=6)
    message = (await bench.messages())[-1]
    await bench.door.do(deliveries.delivered, message.id, 70, 70, doubts=1)
    await bench.settled()
    assert bench.marks(post) == {"repeat"}
    assert any("may have reached the customer twice" in words for words in bench.in_thread(card))
    bench.blameless()


async def test_a_question_about_an_answer_that_is_deleted_loses_its_buttons(bench: Bench) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    await bench.passes(seconds=6)
    await bench.door.do(deliveries.failed, (await bench.messages())[-1].id, "the connection broke.", doubts=1)
    await bench.settled()
    await bench.ben.deletes(post)
    await bench.settled()
    assert any("not sent again, but the customer may have it" in words for words in bench.in_thread(card))
    with pytest.raises(NoSuchButton):
        await bench.ben.clicks("Send again")


async def test_an_answer_that_failed_says_why_and_can_be_tried_again(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    await bench.passes(seconds=6)
    message = (await bench.messages())[-1]
    await bench.door.do(deliveries.failed, message.id, "The customer has blocked the bot.")
    await bench.settled()
    assert any("did not get this message: The customer has blocked" in words for words in bench.in_thread(card))
    await bench.ben.clicks("Try again")
    await bench.settled()
    assert (await bench.messages())[-1].state is State.QUEUED


async def cut_off(bench: Bench, doubts: int) -> tuple[Post, Post]:
    """The card, and an answer in its thread of which two parts of three arrived."""
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "word " * 1800, card)
    await bench.settled()
    await bench.passes(seconds=6)
    message = (await bench.messages())[-1].id
    await bench.door.do(deliveries.begun, message, [70, 71])
    await bench.door.do(deliveries.failed, message, "She blocked the bot.", doubts=doubts)
    await bench.settled()
    return card, post


@pytest.mark.parametrize(
    ("doubts", "says", "button"),
    [
        (0, "got only the first 2 of 3 parts of this message: She blocked the bot.", "Send the rest"),
        (2, "has the first 2 of 3 parts of this message, and may have the next, or not: She", "Send again"),
    ],
)
async def test_of_an_answer_that_was_cut_off_the_thread_says_how_much_arrived(
    bench: Bench, doubts: int, says: str, button: str
) -> None:
    card, _ = await cut_off(bench, doubts)
    assert any(says in words for words in bench.in_thread(card))
    await bench.ben.clicks(button)
    await bench.settled()
    assert (await bench.messages())[-1].state is State.QUEUED


@pytest.mark.parametrize("doubts", [0, 2])
async def test_an_answer_that_was_cut_off_and_deleted_says_what_the_customer_has(bench: Bench, doubts: int) -> None:
    card, post = await cut_off(bench, doubts)
    await bench.ben.deletes(post)
    await bench.settled()
    left = "it was not sent again, but the customer may have it" if doubts else "the rest of it was not sent"
    assert any(f"It was deleted, so {left}." in words for words in bench.in_thread(card))


async def test_an_alert_reaches_the_operators_once_although_the_answer_was_lost(bench: Bench) -> None:
    bench.faults.next("chat.postMessage", "drop_after")
    row = out.AlertOperators(channel=bench.ops.id, sentence="Look at `relaydesk parked list` <!channel>")
    await bench.sender(row, ONCE)
    await bench.sender(row, Attempt("1:1", 2))
    [alert] = bench.ops.messages.values()
    assert alert.text == "🛠️ Look at `relaydesk parked list` &lt;!channel&gt;"


async def test_a_whisper_to_somebody_who_left_is_given_up(bench: Bench) -> None:
    await bench.cat.leaves(bench.support)
    row = out.Whisper(agent=bench.cat.id, channel=bench.support.id, sentence="No.")
    assert isinstance(await bench.sender(row, ONCE), GiveUp)


async def test_nothing_is_left_over(bench: Bench) -> None:
    await bench.claimed()
    assert await bench.database.read(dead_letters.dead_letters, 10) == []


async def test_the_roster_is_the_configured_full_members_of_the_home_workspace(bench: Bench) -> None:
    found = await read_roster(bench.calm, bench.practice(), bench.slack.team_id)
    assert found == [
        Member(bench.ben.id, "Ben", ("support", "billing"), "Europe/London"),
        Member(bench.cat.id, "Cat", ("billing",), "Europe/London"),
    ]


async def test_whoever_was_deactivated_or_never_was_is_not_on_the_roster(bench: Bench) -> None:
    bench.ben.user.deactivated = True
    bench.slack.workspace.groups.clear()
    assert await read_roster(bench.calm, bench.practice(), bench.slack.team_id) == []
