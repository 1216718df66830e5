"""More: a menu of what can be done now, and forms for what needs an answer."""

import pytest
from structlog.testing import capture_logs

from bot.desk.people.roster import Member, roster_is
from bot.desk.tickets import wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Author, Priority, State
from tests.handlers.slack.bench import ADA, FIRST, Bench


async def opens_menu(bench: Bench) -> None:
    await bench.ben.clicks("More…", await bench.card())
    await bench.ben.sees_modal(f"Ticket #{FIRST}")


async def test_steps_without_a_question_are_done_at_once_and_the_menu_says_so(bench: Bench) -> None:
    await bench.claimed()
    for label, status in (("Pending", Status.PENDING), ("Resume", Status.OPEN), ("Spam", Status.CLOSED)):
        await opens_menu(bench)
        await bench.ben.clicks_in_modal(label)
        await bench.ben.sees_modal("It is")
        await bench.settled()
        assert (await bench.ticket()).status is status


async def test_release_puts_it_back_in_the_queue(bench: Bench) -> None:
    await bench.claimed()
    await opens_menu(bench)
    await bench.ben.clicks_in_modal("Release")
    await bench.settled()
    assert (await bench.ticket()).owner is None
    assert "📤 Ben put it back in the queue" in bench.in_thread(await bench.card())


async def test_a_blocked_customer_can_be_unblocked_and_the_ticket_is_no_longer_spam(bench: Bench) -> None:
    await bench.claimed()
    for label in ("Block customer", "Unblock customer", "Not spam"):
        await opens_menu(bench)
        await bench.ben.clicks_in_modal(label)
        await bench.settled()
    assert (await bench.ticket()).status is Status.OPEN
    told = bench.in_thread(await bench.card())
    assert "🚫 Closed, because the customer was blocked" in told
    assert "👌 Ben unblocked the customer" in told


async def test_an_answer_to_one_message_shows_what_it_answers_in_the_thread(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.says("And the socket?")
    lamp, socket = bench.slack.thread(bench.support, card)[0], bench.slack.thread(bench.support, card)[-1]
    for post, answered in ((lamp, "The lamp is broken"), (socket, "And the socket?")):
        await bench.ben.shortcut("reply_to_customer", post)
        assert f"“{answered}”" in (await bench.ben.sees_modal("In answer to")).words
        await bench.ben.fills({"Message": "Change it"})
        await bench.ben.submits()
        await bench.ben.sees_modal("This is what the customer will read")
        await bench.ben.submits()
        await bench.settled()
        assert bench.in_thread(card)[-1].startswith(f"↩️ In answer to “{answered}”")


async def test_another_message_or_none_can_be_chosen_in_the_form(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.says("And the socket?")
    for chosen, answered in (("“The lamp is broken”", 1), ("No message in particular", None)):
        await bench.ben.shortcut("reply_to_customer", bench.slack.thread(bench.support, card)[-1])
        await bench.ben.fills({"Message": "Change it", "In answer to": chosen})
        await bench.ben.submits()
        await bench.ben.submits()
        await bench.settled()
        assert (await bench.messages())[-1].replies_to == answered


async def test_a_reply_is_looked_at_first_and_sent_as_it_was_shown(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.ben.clicks("Reply")
    await bench.ben.fills({"Message": "Ask *Cat* and @Cat"})
    assert await bench.ben.submits() is None
    modal = await bench.ben.sees_modal("This is what the customer will read")
    assert "The customer will read these names: @Cat" in modal.words
    await bench.ben.submits()
    await bench.settled()
    assert bench.ben.modal is None
    said = (await bench.messages())[-1]
    assert (said.text, said.state, said.author) == ("Ask Cat and @Cat", State.QUEUED, Author.AGENT)
    assert (await bench.ticket()).owner == bench.ben.id
    assert any(words.startswith("Ben → Ada") for words in bench.in_thread(await bench.card()))


async def test_a_reply_that_was_changed_after_the_preview_is_looked_at_again(bench: Bench) -> None:
    await bench.claimed()
    await bench.ben.clicks("Reply")
    await bench.ben.fills({"Message": "Hello"})
    await bench.ben.submits()
    await bench.ben.fills({"Message": "Hello Ada"})
    await bench.ben.submits()
    await bench.ben.sees_modal("It was changed, so look at it once more")
    assert len(await bench.messages()) == 1
    await bench.ben.submits()
    await bench.settled()
    assert (await bench.messages())[-1].text == "Hello Ada"


async def test_what_the_desk_refuses_stands_in_the_form_which_can_be_submitted_again(bench: Bench) -> None:
    await bench.claimed()
    await bench.cat.clicks("Reply")
    await bench.cat.fills({"Message": "I know it"})
    await bench.cat.submits()
    refused = {"Message": f"Ben already has #{FIRST}. Ask them to hand it over, or leave a note in the thread."}
    assert await bench.cat.submits() == refused
    await opens_menu(bench)
    await bench.ben.clicks_in_modal("Release")
    assert await bench.cat.submits() is None
    await bench.settled()
    assert (await bench.messages())[-1].text == "I know it"


async def test_a_note_is_read_by_colleagues_only(bench: Bench) -> None:
    await bench.claimed()
    await opens_menu(bench)
    await bench.ben.clicks_in_modal("Add a note")
    await bench.ben.fills({"Note": "Call the shop"})
    await bench.ben.submits()
    await bench.settled()
    assert (await bench.messages())[-1].state is State.INTERNAL
    assert "🔒 Note by Ben\nCall the shop" in "\n".join(bench.in_thread(await bench.card()))


@pytest.mark.parametrize(
    ("button", "field", "option", "line"),
    [
        ("Category", "Category", "Invoice", "🏷️ Ben set the category to Invoice"),
        ("Priority", "Priority", "🚨 Urgent", "🚨 Urgent priority, set by Ben"),
        ("On hold", "Reason", "the shop", "🧊 Ben put it on hold: the shop"),
    ],
)
async def test_a_form_sets_one_thing(bench: Bench, button: str, field: str, option: str, line: str) -> None:
    await bench.claimed()
    await opens_menu(bench)
    await bench.ben.clicks_in_modal(button)
    await bench.ben.fills({field: option})
    assert await bench.ben.submits() is None
    await bench.settled()
    assert line in bench.in_thread(await bench.card())


async def test_hand_over_to_a_person_tells_them_how_things_stand(bench: Bench) -> None:
    await bench.claimed()
    await opens_menu(bench)
    await bench.ben.clicks_in_modal("Hand over")
    await bench.ben.fills({"To": "Cat", "Summary": "wants a refund"})
    await bench.ben.submits()
    await bench.settled()
    assert (await bench.ticket()).owner == bench.cat.id
    assert f"🤝 Ben handed it to <@{bench.cat.id}>: wants a refund" in bench.in_thread(await bench.card())


async def test_hand_over_to_a_team_moves_the_card_and_brings_the_conversation(bench: Bench) -> None:
    old = await bench.claimed()
    await opens_menu(bench)
    await bench.ben.clicks_in_modal("Hand over")
    await bench.ben.fills({"To": "billing", "Summary": "wants a refund"})
    await bench.ben.submits()
    await bench.settled()
    ticket, card = await bench.ticket(), await bench.card()
    assert (ticket.team, ticket.owner, card.channel) == ("billing", None, bench.billing)
    assert f"Moved to <#{bench.billing.id}>" in old.words
    assert "Claim" not in old.words
    [recap] = bench.in_thread(card)
    assert "Ben moved it here: wants a refund" in recap
    assert "The lamp is broken" in recap


async def test_the_team_a_customer_chose_reads_that_they_did(bench: Bench) -> None:
    await bench.says("The bill is wrong")
    await bench.door.do(wishes.chooses_category, ADA, FIRST, "invoice")
    await bench.settled()
    assert bench.in_thread(await bench.card())[0].startswith("➡️ The customer moved it here.")


async def test_handing_over_to_somebody_who_has_left_is_refused_in_the_form(bench: Bench) -> None:
    await bench.claimed()
    await opens_menu(bench)
    await bench.ben.clicks_in_modal("Hand over")
    await bench.ben.fills({"To": "Cat", "Summary": " "})
    assert await bench.ben.submits() == {"Summary": "Say in a line how things stand, for whoever goes on with it."}
    await bench.ben.fills({"To": "Cat", "Summary": "wants a refund"})
    await bench.door.do(roster_is, [Member(bench.ben.id, "Ben", ("support",))])
    assert await bench.ben.submits() == {"To": "Cat is not an agent or a team of this desk."}
    assert (await bench.ticket()).owner == bench.ben.id


async def test_a_form_that_opens_too_late_asks_to_press_again(bench: Bench) -> None:
    await bench.claimed()
    bench.slack.triggers.lifetime = 0.0
    await bench.ben.clicks("Reply")
    await bench.settled()
    assert bench.whispers(bench.ben) == ["Slack did not open the form in time. Please press the button again."]
    assert await bench.parked() == []


async def test_a_form_that_slack_would_not_open_is_a_fault_that_operators_hear_of(bench: Bench) -> None:
    await bench.claimed()
    bench.faults.next("views.open", "server_error")
    with capture_logs():
        await bench.ben.clicks("Reply")
        await bench.settled()
    [parked] = await bench.parked()
    assert "internal_error" in parked.error
    assert parked.reference in bench.whispers(bench.ben)[0]


async def test_what_came_of_a_press_is_not_undone_where_it_cannot_be_shown(bench: Bench) -> None:
    await bench.claimed()
    await opens_menu(bench)
    bench.faults.next("views.update", "server_error")
    await bench.ben.clicks_in_modal("Pending")
    await bench.settled()
    assert (await bench.ticket()).status is Status.PENDING
    assert await bench.parked() == []


async def test_priority_can_be_set_on_any_ticket_whoever_has_it(bench: Bench) -> None:
    await bench.claimed()
    await bench.cat.clicks("More…", await bench.card())
    await bench.cat.clicks_in_modal("Priority")
    await bench.cat.fills({"Priority": "🔽 Low"})
    await bench.cat.submits()
    assert (await bench.ticket()).priority is Priority.LOW
