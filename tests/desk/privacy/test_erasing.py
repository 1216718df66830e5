"""To be forgotten: nothing that was said, and nobody who said it, is left anywhere; what happened still counts."""

import json
from dataclasses import replace

import pytest

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.files.policy import File
from bot.desk.files.tables import Kind
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Customer
from bot.desk.privacy import holds, requests
from bot.desk.privacy.leftovers import forget_chat
from bot.desk.refusals import ForgetTooLate, HeldByLaw, NoSuchCustomer, Refusal
from bot.desk.tickets import (
    conversation,
    deliveries,
    discarding,
    finding,
    handling,
    replies,
    rewriting,
    threads,
    topics,
    wishes,
)
from bot.desk.tickets.citing import Cited
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry, Message, State, Topic
from bot.desk.words import Words
from bot.door import Arrival
from bot.engine import dead_letters, lanes
from tests.desk.privacy.stored import everything
from tests.desk.world import ADA, ANN, BO, FIRST, World

SECRETS = ("Ada", "ada", "lamp", "socket", "wobbly", "garlic", "bulb.pdf", "tg-file", "depot", "Zoe")
PDF = File(Kind.DOCUMENT, "tg-file", "bulb.pdf", unique="tg-file-unique")


def now(desk: World) -> str:
    return str(milliseconds(desk.now) // 1000)


async def forget(desk: World, asked_at: str = "") -> None:
    await desk.do(requests.forget, ADA, asked_at or now(desk), instead_of=50)


async def a_long_story(desk: World) -> None:
    """Two tickets of Ada's with everything that can be said: one closed and one open, and what is on its way."""
    await desk.sent_reply()
    cited = Cited("at the depot", "Zoe", "Zoe")
    letter = replace(desk.letter("The lamp is wobly"), files=(PDF,), cited=cited)
    await desk.do(conversation.wrote, ADA, letter)
    await desk.do(rewriting.rewrote, ADA, replace(letter, words=Words("The lamp is wobbly")))
    await desk.do(replies.note, FIRST, ANN, Words("smells of garlic"))
    await desk.do(handling.put_on_hold, FIRST, ANN, "asks for garlic")
    await desk.do(handling.solve, FIRST, ANN)
    await desk.do(wishes.started, ADA, "lamp-campaign")
    await desk.do(wishes.asks_new, ADA, desk.letter("Another lamp"))
    await desk.do(handling.claim, FIRST + 1, ANN)
    await desk.do(replies.reply, FIRST + 1, ANN, Words("Which socket?"))


async def test_nothing_of_it_is_left_anywhere(desk: World) -> None:
    await a_long_story(desk)
    await forget(desk)
    kept = await everything(desk)
    assert [secret for secret in SECRETS if secret in kept] == []


async def test_its_topic_is_forgotten_too(desk: World) -> None:
    await a_long_story(desk)
    await desk.do(topics.opened, FIRST, 700, topics.Title("The lamp", live=True))
    await forget(desk)
    assert (await desk.all(Topic), (await desk.ticket()).topic_id) == ([], None)


async def test_the_tickets_stay_as_shells_that_count(desk: World) -> None:
    await a_long_story(desk)
    await forget(desk)
    first, second = await desk.ticket(FIRST), await desk.ticket(FIRST + 1)
    for ticket in (first, second):
        assert (ticket.status, ticket.subject, ticket.erased_at) == (Status.CLOSED, "", desk.now)
        assert ticket.waiting_since is None
    assert (first.team, first.owner, first.first_reply_at, first.spam) == ("support", ANN, None, False)
    assert [message.text for message in await desk.all(Message)] == [""] * 6
    assert {message.state for message in await desk.all(Message)} == {State.RECEIVED, State.INTERNAL, State.STOPPED}
    history = await desk.history()
    assert history[:3] == ["TicketOpened", "CustomerWrote", "TicketClaimed"]
    assert history[-1] == "TicketErased"
    [held] = [entry.detail for entry in await desk.all(Entry) if entry.what == "StatusChanged"]
    assert held == {"before": "open", "after": "on_hold", "until_ms": None}


async def test_the_customer_hears_it_in_the_place_of_the_question_and_the_owner_of_what_was_open(desk: World) -> None:
    await a_long_story(desk)
    await desk.heard()
    await forget(desk)
    rows = await desk.heard()
    [farewell] = [row for key, row in rows if key == "chat:7"]
    assert farewell == out.TellCustomer(chat=7, customer=1, notice=Notice.FORGOTTEN, instead_of=50)
    [whisper] = [row for _, row in rows if isinstance(row, out.Whisper)]
    assert (whisper.agent, whisper.sentence[:40]) == (ANN, f"The customer of #{FIRST + 1} asked to be forgot")
    assert {row.card for _, row in rows if isinstance(row, out.ClearThread)} == {1, 2}
    assert {row.card for _, row in rows if isinstance(row, out.DrawCard)} == {1, 2}


async def test_whoever_writes_again_is_somebody_new(desk: World) -> None:
    await a_long_story(desk)
    await forget(desk)
    await desk.says("Hello")
    gone, new = await desk.all(Customer)
    assert (gone.chat, gone.name, gone.username, gone.erased_at) == (-gone.id, "", None, desk.now)
    assert (new.chat, new.name, new.source) == (7, "Ada", None)
    assert (await desk.ticket(FIRST + 2)).customer_id == new.id


async def test_another_customers_words_stay(desk: World) -> None:
    await desk.says("A chair", BO)
    await a_story_of(desk, FIRST + 1)
    await forget(desk)
    assert (await desk.message(1)).text == "A chair"
    assert (await desk.ticket(FIRST)).erased_at is None
    assert "A chair" in [row.text for _, row in await desk.heard() if isinstance(row, out.PostWords)]


async def a_story_of(desk: World, ticket: int) -> None:
    await desk.says("The lamp is broken")
    await desk.do(handling.claim, ticket, ANN)


async def test_pressed_twice_it_is_done_once_and_makes_nobody_new(desk: World) -> None:
    await desk.says("The lamp is broken")
    await forget(desk)
    await desk.heard()
    await forget(desk)
    assert await desk.heard() == []
    assert len(await desk.all(Customer)) == 1


@pytest.mark.parametrize("asked_at", ["0", "", "soon", "99999999999"])
async def test_a_button_that_is_old_or_forged_erases_nothing(desk: World, asked_at: str) -> None:
    await desk.says("The lamp is broken")
    with pytest.raises(ForgetTooLate):
        await forget(desk, asked_at or "x")
    assert (await desk.message(1)).text == "The lamp is broken"


async def test_the_button_works_for_a_quarter_of_an_hour(desk: World) -> None:
    await desk.do(requests.asks_to_be_forgotten, ADA)
    [row] = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert (row.notice, row.about) == (Notice.FORGET_ASKED, now(desk))
    desk.passes(minutes=15, seconds=1)
    with pytest.raises(ForgetTooLate):
        await forget(desk, row.about)
    desk.passes(seconds=-1)
    await forget(desk, row.about)
    assert (await desk.all(Customer))[0].erased_at == desk.now


async def test_what_is_on_legal_hold_is_not_erased(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(holds.place, FIRST, ANN, "A court asks")
    for ask in (desk.do(requests.asks_to_be_forgotten, ADA), forget(desk)):
        with pytest.raises(HeldByLaw):
            await ask
    assert (await desk.message(1)).text == "The lamp is broken"
    await desk.do(holds.lift, FIRST, ANN)
    await forget(desk)
    assert (await desk.message(1)).text == ""


async def test_somebody_blocked_stays_blocked_and_nameless(desk: World) -> None:
    await desk.says("Buy lamps")
    await desk.do(discarding.block, FIRST, ANN)
    await forget(desk)
    await desk.says("Buy more lamps")
    [shell] = await desk.all(Customer)
    assert (shell.chat, shell.name, shell.username, shell.dropped) == (7, "", None, 1)
    assert shell.blocked_at
    assert "lamps" not in await everything(desk)


async def test_messages_that_wait_for_their_ticket_are_gone_too(desk: World) -> None:
    await desk.two_tickets()
    await desk.do(conversation.wrote, ADA, replace(desk.letter("It is wobbly"), files=(PDF,)))
    await forget(desk)
    assert len(await desk.all(Message)) == 2
    desk.passes(hours=1)
    await desk.fires()
    assert len(await desk.all(Message)) == 2


async def test_an_answer_that_could_still_be_taken_back_never_leaves(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.types(ANN, "Try the other socket")
    await forget(desk)
    await desk.heard()
    desk.passes(seconds=5)
    await desk.fires()
    assert await desk.heard() == []


async def test_what_is_reported_of_it_afterwards_brings_nothing_back(desk: World) -> None:
    message = await desk.sent_reply()
    said = desk.typed(ANN, "Try the other socket, Ada")
    await forget(desk)
    await desk.heard()
    await desk.do(deliveries.failed, message.id, "Ada blocked the bot")
    await desk.do(threads.edited, replace(said, post=message.post or ""))
    await desk.do(threads.deleted, "C-SUP", message.post or "")
    kept = await desk.message(message.id)
    assert (kept.text, kept.why, kept.state) == ("", None, State.STOPPED)
    assert await desk.heard() == []
    await desk.do(deliveries.shown, [message.id], "C-SUP", "p99")
    assert "clear" in await desk.kinds()


async def test_what_was_given_up_and_what_was_parked_goes_too(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(replies.reply, FIRST, ANN, Words("Which socket?"))
    claim = await desk.door.database.do(lanes.claim, out.Bucket.CHAT.value, 1, 1000, desk.door.machine())
    [head] = claim.heads
    await desk.door.database.do(
        dead_letters.bury, claim.token, head.lane_id, head.seq, "Ada is gone", desk.door.machine()
    )

    def nobody(_desk: Desk, _reference: str) -> None: ...

    for event, chat in (("1", 7), ("2", 77)):
        update = {"message": {"chat": {"id": chat}, "text": f"garlic {chat}"}}
        await desk.door.set_aside(Arrival("telegram", event, json.dumps(update)), "ValueError", nobody)
    await forget(desk)
    kept = await everything(desk)
    assert [secret for secret in ("Ada", "socket", "garlic 7'", 'garlic 7"') if secret in kept] == []
    assert "garlic 77" in kept


async def test_after_the_farewell_the_chat_itself_is_forgotten(desk: World) -> None:
    await desk.says("The lamp is broken")
    await forget(desk)
    assert "chat:7" in await everything(desk)
    await desk.heard()
    await desk.do(forget_chat, 7)
    assert "chat:7" not in await everything(desk)


async def test_an_operator_can_do_it_for_somebody_who_wrote_a_letter(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(requests.forget_for_operator, 1, "operator")
    assert (await desk.told())[-1] is Notice.FORGOTTEN
    for nobody in (1, 404):
        with pytest.raises(NoSuchCustomer):
            await desk.do(requests.forget_for_operator, nobody, "operator")


async def test_an_erased_ticket_can_be_found_by_its_number_and_not_be_held_or_answered(desk: World) -> None:
    await desk.says("The lamp is broken")
    await forget(desk)
    assert [sheet.ticket.id for sheet in await desk.ask(finding.find, f"#{FIRST}", 9)] == [FIRST]
    assert await desk.ask(finding.find, "lamp", 9) == []
    with pytest.raises(Refusal):
        await desk.do(holds.place, FIRST, ANN, "Too late")
    with pytest.raises(Refusal):
        await desk.do(replies.reply, FIRST, ANN, Words("Hello?"))


async def test_a_copy_of_all_data_is_sent_once_in_ten_minutes(desk: World) -> None:
    await desk.do(requests.asks_for_data, ADA)
    assert [row for _, row in await desk.heard()] == [out.SendData(chat=7, customer=1, asked=milliseconds(desk.now))]
    desk.passes(minutes=9)
    with pytest.raises(Refusal, match="a few minutes ago"):
        await desk.do(requests.asks_for_data, ADA)
    desk.passes(minutes=1)
    await desk.do(requests.asks_for_data, ADA)
