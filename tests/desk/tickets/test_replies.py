"""Who may speak to the customer from where."""

import itertools
from dataclasses import replace

import pytest

from bot.desk import outgoing as out
from bot.desk.practice import Relay, Team
from bot.desk.refusals import (
    CannotNow,
    CustomerIsBlocked,
    NotAnAgent,
    NothingWritten,
    NotTheirMessage,
    OnlyInside,
    TakenByAnother,
)
from bot.desk.tickets import deliveries, discarding, handling, replies, threads
from bot.desk.tickets.changes import NOTE_MARKS
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Author, Message, State
from bot.desk.words import Words
from tests.desk.world import ANN, BEN, BO, CAT, FIRST, START, World


async def relays(desk: World, relay: Relay) -> None:
    await desk.works_as(teams=(Team("support", "C-SUP", relay=relay), Team("billing", "C-BIL", relay=relay)))


def outcome(message: Message, whispers: list[str]) -> str:
    return message.state + (" and told why" if whispers else "")


# By relay and who has the ticket (Ann, nobody): what becomes of Ann's, and of Ben's, plain words.
RELAYED = [
    (Relay.ASSIGNEE, ANN, "waiting", "internal"),
    (Relay.ASSIGNEE, None, "internal and told why", "internal and told why"),
    (Relay.ANYONE, ANN, "waiting", "waiting"),
    (Relay.ANYONE, None, "waiting", "waiting"),
    (Relay.EXPLICIT, ANN, "internal", "internal"),
    (Relay.EXPLICIT, None, "internal", "internal"),
]


@pytest.mark.parametrize(("relay", "owner", "from_ann", "from_ben"), RELAYED)
async def test_plain_words_go_out_as_the_team_relays_and_a_note_mark_keeps_them_inside(
    desk: World, relay: Relay, owner: str | None, from_ann: str, from_ben: str
) -> None:
    await relays(desk, relay)
    await desk.claimed_ticket()
    if owner is None:
        await desk.do(handling.release, FIRST, ANN)
    await desk.heard()
    for agent, wanted in ((ANN, from_ann), (BEN, from_ben)):
        assert outcome(await desk.types(agent, "Try this"), await desk.whispers()) == wanted
    for agent, mark in itertools.product((ANN, BEN), NOTE_MARKS):
        assert outcome(await desk.types(agent, f" {mark} try this"), await desk.whispers()) == "internal"


async def test_a_message_waits_in_its_own_words_and_wears_its_state(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "  Try the other socket")
    assert (message.author, message.agent, message.state) == (Author.AGENT, ANN, State.WAITING)
    assert (message.text, message.ticket_id, message.customer_id) == ("  Try the other socket", FIRST, 1)
    assert await desk.heard() == [(f"marks:{FIRST}", out.Mark(ticket=FIRST, message=message.id))]


async def test_a_post_seen_twice_is_one_message(desk: World) -> None:
    await desk.claimed_ticket()
    said = desk.typed(ANN, "Try the other socket")
    for _ in range(2):
        await desk.do(threads.typed, said)
    assert len(await desk.all(Message)) == 2
    assert await desk.kinds() == ["mark"]


async def test_posts_that_are_not_about_a_ticket_are_left_alone(desk: World) -> None:
    await desk.claimed_ticket()
    for said in (
        replace(desk.typed(ANN, "Lunch?"), thread="another"),
        replace(desk.typed("U-GUEST", "Lunch?"), channel="C-OTHER"),
        desk.typed(ANN, "   "),
    ):
        await desk.do(threads.typed, said)
    assert len(await desk.all(Message)) == 1
    with pytest.raises(OnlyInside):
        await desk.do(threads.typed, desk.typed("U-GUEST", "Hello, I am a guest"))


async def test_in_the_thread_of_a_card_that_the_ticket_left_everything_stays_inside(desk: World) -> None:
    await relays(desk, Relay.ANYONE)
    await desk.claimed_ticket()
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    await desk.heard()
    message = await desk.types(ANN, "Try the other socket")
    assert message.state is State.INTERNAL
    assert await desk.whispers() == ["#1001 has moved to billing, so this stayed inside. Answer in its thread there."]


async def test_to_a_closed_ticket_or_a_blocked_customer_nothing_goes_out(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(discarding.mark_spam, FIRST, ANN)
    assert (await desk.types(ANN, "Hello?")).state is State.INTERNAL
    assert await desk.whispers() == [
        "#1001 is spam, so this stayed inside. To answer, press Not spam in its More menu first."
    ]
    with pytest.raises(CannotNow, match="closed"):
        await desk.do(replies.reply, FIRST, ANN, Words("Hello?"))
    await desk.do(discarding.not_spam, FIRST, ANN)
    await desk.do(discarding.block, FIRST, ANN)
    await desk.do(discarding.not_spam, FIRST, ANN)
    assert (await desk.types(ANN, "Hello?")).state is State.INTERNAL
    with pytest.raises(CustomerIsBlocked, match="Ada is blocked"):
        await desk.do(replies.reply, FIRST, ANN, Words("Hello?"))


async def test_a_solved_ticket_can_still_be_answered_and_stays_solved(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.solve, FIRST, ANN)
    message = await desk.types(ANN, "One more thing")
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 5, 5)
    assert (await desk.ticket()).status is Status.SOLVED


async def test_a_reply_from_the_form_leaves_at_once_and_stands_in_the_thread(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    await desk.do(replies.reply, FIRST, ANN, Words(" Try the other socket\n"))
    message = await desk.message(2)
    assert (message.state, message.text, message.source_at) == (State.QUEUED, "Try the other socket", START)
    assert ((await desk.ticket()).owner, (await desk.ticket()).status) == (ANN, Status.OPEN)
    heard = await desk.heard()
    assert [row.kind for key, row in heard if key == "channel:C-SUP"] == ["entry", "words"]
    assert ("chat:7", out.RelayToCustomer(chat=7, message=2, ticket=FIRST, text="Try the other socket")) in heard


async def test_an_answer_is_to_a_message_of_the_same_customers_or_to_none(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.says("A stranger's", person=BO)
    await desk.do(replies.note, FIRST, ANN, Words("Ours"))
    for not_theirs in (2, 3, 99):
        with pytest.raises(NotTheirMessage):
            await desk.do(replies.reply, FIRST, ANN, Words("Hello"), not_theirs)
    await desk.do(replies.reply, FIRST, ANN, Words("Hello"), 1)
    assert (await desk.all(Message))[-1].replies_to == 1


async def test_the_form_refuses_an_empty_reply_and_who_may_not_speak(desk: World) -> None:
    await desk.claimed_ticket()
    with pytest.raises(NothingWritten):
        await desk.do(replies.reply, FIRST, ANN, Words(" \n"))
    with pytest.raises(TakenByAnother, match="Ann already has"):
        await desk.do(replies.reply, FIRST, BEN, Words("Hello"))
    with pytest.raises(NotAnAgent):
        await desk.do(replies.reply, FIRST, "U-GUEST", Words("Hello"))
    await relays(desk, Relay.ANYONE)
    await desk.do(replies.reply, FIRST, CAT, Words("Hello"))
    assert (await desk.ticket()).owner == ANN


async def test_a_note_from_the_form_stays_inside(desk: World) -> None:
    await desk.claimed_ticket()
    with pytest.raises(NothingWritten):
        await desk.do(replies.note, FIRST, BEN, Words(" "))
    await desk.do(replies.note, FIRST, BEN, Words("She called twice"))
    assert (await desk.message(2)).state is State.INTERNAL
    assert await desk.kinds() == ["words"]


async def test_without_an_undo_window_words_leave_at_once(desk: World) -> None:
    await desk.works_as(undo=START - START)
    await desk.claimed_ticket()
    assert (await desk.types(ANN, "Try the other socket")).state is State.QUEUED
    assert await desk.kinds() == ["relay"], "it is marked when it is there"


async def test_two_answers_leave_in_the_order_they_were_typed(desk: World) -> None:
    await desk.claimed_ticket()
    for text in ("First", "Second", "Third"):
        await desk.types(ANN, text)
        desk.passes(seconds=1)
    desk.passes(seconds=10)
    assert await desk.fires() == 3
    assert [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)] == [
        "First",
        "Second",
        "Third",
    ]


async def test_a_team_that_the_configuration_no_longer_has_counts_as_the_first_one(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.works_as(teams=(Team("helpline", "C-SUP", relay=Relay.ANYONE),))
    assert (await desk.types(BEN, "Try this")).state is State.WAITING
