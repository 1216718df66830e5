"""The line that says how a ticket stands, against a local Telegram: edited in its place, pinned, and let go."""

from dataclasses import replace

import pytest

from bot.delivery.telegram_lines import TelegramLines
from bot.delivery.verdicts import Again, Attempt, Moot, NotYet, Sent, Verdict
from bot.desk.outgoing import DrawStatusLine, EndStatusLine, Notice, Outgoing, TellCustomer
from bot.desk.people import customers
from bot.desk.people.customers import Person as Known
from bot.desk.privacy import requests
from bot.desk.tickets import discarding, handling, merging, reading, wishes
from bot.desk.tickets.tables import Ticket
from bot.sandbox.faults import Faults, Kind
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.phones import Seen
from tests.telegram_desk import BEN, NOON, PRACTICE, TelegramDesk

# What is tried here is between us and Telegram; what the desk keeps of it is tried on both kinds in its own room.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ACKNOWLEDGED = "We have your question. Its number is #{number}.\n\nOne of us will answer right here. "


async def sends(desk: TelegramDesk, row: Outgoing) -> Verdict:
    """As the courier would: what came of it is recorded."""
    came_of_it = await desk.sender(row, Attempt(row.model_dump_json(), 1))
    if isinstance(came_of_it, Sent | Moot) and came_of_it.record:
        await desk.door.do(came_of_it.record)
    return came_of_it


async def asks(desk: TelegramDesk, ada: Person, text: str = "My invoice is wrong") -> Ticket:
    """A ticket of its own that was acknowledged, and whose line is pinned."""
    ticket = await desk.opened(ada, text)
    told = TellCustomer(chat=ada.id, customer=ticket.customer_id, notice=Notice.OPENED, ticket=ticket.id)
    await sends(desk, told)
    await draws(desk, ticket)
    return ticket


async def draws(desk: TelegramDesk, ticket: Ticket) -> Verdict:
    return await sends(desk, DrawStatusLine(ticket=ticket.id))


def line(ada: Person) -> Seen:
    """The last thing that we said."""
    return [seen for seen in ada.chat if seen.sender == "bot"][-1]


async def test_the_acknowledgement_is_the_line_and_is_pinned_without_a_word_more(
    desk: TelegramDesk, ada: Person
) -> None:
    ticket = await asks(desk, ada)
    assert line(ada).text.startswith(ACKNOWLEDGED.format(number=ticket.id))
    assert ada.pinned == [line(ada).id]
    [pin] = desk.server.called("pinChatMessage")
    assert str(pin.params["disable_notification"]).lower() == "true"
    assert len(desk.server.called("sendMessage")) == 1
    assert desk.server.called("editMessageText") == []


async def test_it_says_in_its_place_how_the_ticket_stands(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await desk.door.do(handling.claim, ticket.id, BEN)
    assert isinstance(await draws(desk, ticket), Sent)
    assert line(ada).text.startswith(f"#{ticket.id} · My invoice is wrong\nBen is looking into it")
    assert line(ada).labels() == ["Payments"], "they can still say what it is about"
    await desk.door.do(handling.set_pending, ticket.id, BEN)
    await draws(desk, ticket)
    assert "We have answered and wait for you · Ben" in line(ada).text
    assert ada.pinned == [line(ada).id]


async def test_nothing_is_sent_where_nothing_that_can_be_seen_changed(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await desk.door.do(handling.set_priority, ticket.id, BEN, "urgent")
    before = len(desk.server.calls)
    assert isinstance(await draws(desk, ticket), Moot)
    assert len(desk.server.calls) == before


async def test_it_is_let_go_when_the_ticket_is_over_and_taken_up_again_with_it(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await desk.door.do(handling.solve, ticket.id, BEN)
    await draws(desk, ticket)
    assert (line(ada).text, line(ada).labels()) == (f"#{ticket.id} · My invoice is wrong is closed.", [])
    assert ada.pinned == []
    await desk.door.do(handling.reopen, ticket.id, BEN)
    await draws(desk, ticket)
    assert ada.pinned == [line(ada).id]
    assert desk.server.refused == []


async def test_each_open_ticket_has_its_own(desk: TelegramDesk, ada: Person) -> None:
    one, other = await asks(desk, ada), await asks(desk, ada, "My parcel")
    assert len(ada.pinned) == 2
    await desk.door.do(handling.solve, other.id, BEN)
    await draws(desk, other)
    assert len(ada.pinned) == 1
    await desk.door.do(handling.claim, one.id, BEN)
    await draws(desk, one)
    first, second = (seen.text for seen in ada.chat if seen.sender == "bot")
    assert ("looking into it" in first, "is closed" in second) == (True, True)


async def test_in_a_topic_it_stands_in_the_topic(desk: TelegramDesk, ada: Person) -> None:
    desk.server.threaded(on=True)
    await desk.topics.look()
    await asks(desk, ada)
    assert line(ada).thread == ada.topic("invoice")
    assert ada.pinned == [line(ada).id]


async def test_one_that_was_merged_says_where_it_goes_on(desk: TelegramDesk, ada: Person) -> None:
    one, other = await asks(desk, ada), await asks(desk, ada, "And once more")
    await desk.door.do(merging.merge, other.id, BEN, one.id)
    await draws(desk, other)
    assert line(ada).text.endswith(f"under the number #{one.id}.")
    assert len(ada.pinned) == 1


@pytest.mark.parametrize("unwanted", [discarding.mark_spam, discarding.block])
async def test_who_is_not_told_of_it_finds_it_unpinned_and_unchanged(
    desk: TelegramDesk, ada: Person, unwanted: object
) -> None:
    ticket = await asks(desk, ada)
    before = line(ada).text
    await desk.door.do(unwanted, ticket.id, BEN)  # type: ignore[arg-type]
    await draws(desk, ticket)
    assert (line(ada).text, ada.pinned) == (before, [])
    await desk.door.do(discarding.unblock, ticket.id, BEN)
    await desk.door.do(discarding.not_spam, ticket.id, BEN)
    await draws(desk, ticket)
    assert (len(ada.pinned), desk.server.refused) == (1, [])


async def test_what_they_chose_it_is_about_stands_in_it_and_is_not_said_twice(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    who = Known(ada.id, ada.name, None, "en")
    await desk.door.do(wishes.chooses_category, who, ticket.id, "payments", line(ada).id)
    row = [row for row in await desk.outgoing() if isinstance(row, TellCustomer)][-1]
    await sends(desk, row)
    assert line(ada).text.startswith(f"Thank you. #{ticket.id} is about: Payments")
    assert isinstance(await draws(desk, ticket), Moot)


async def test_it_speaks_the_language_that_they_choose(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await desk.door.do(customers.choose_language, Known(ada.id, ada.name, None, "en"), "pl")
    await draws(desk, ticket)
    assert "Czeka" in line(ada).text or "zgłosz" in line(ada).text.casefold()


async def test_one_that_the_customer_deleted_is_missed_by_nobody(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await desk.application.bot.delete_message(ada.id, line(ada).id)  # for the bot it is the same
    await desk.door.do(handling.claim, ticket.id, BEN)
    assert isinstance(await draws(desk, ticket), Moot)
    assert (await desk.rows(Ticket))[-1].line_id is None
    before = len(desk.server.calls)
    await desk.door.do(handling.solve, ticket.id, BEN)
    assert isinstance(await draws(desk, ticket), Moot)
    assert len(desk.server.calls) == before


async def test_one_that_the_customer_unpinned_stays_so_and_is_kept_true(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await ada.unpins(line(ada).id)
    await desk.door.do(handling.claim, ticket.id, BEN)
    await draws(desk, ticket)
    assert ada.pinned == []
    assert "Ben is looking into it" in line(ada).text
    await desk.door.do(handling.solve, ticket.id, BEN)
    assert isinstance(await draws(desk, ticket), Sent)
    assert "is closed" in line(ada).text
    assert isinstance(await draws(desk, ticket), Moot)


@pytest.mark.parametrize("method", ["editMessageText", "unpinChatMessage"])
@pytest.mark.parametrize(("fault", "said"), [("rate_limited", NotYet), ("server_error", Again), ("drop_after", Again)])
async def test_what_passes_is_tried_again_and_once_is_enough(
    desk: TelegramDesk, ada: Person, faults: Faults, method: str, fault: Kind, said: type[Verdict]
) -> None:
    ticket = await asks(desk, ada)
    await desk.door.do(handling.solve, ticket.id, BEN)
    faults.next(method, fault)
    assert isinstance(await draws(desk, ticket), said)
    assert isinstance(await draws(desk, ticket), Sent)
    assert ("is closed" in line(ada).text, ada.pinned) == (True, [])
    assert isinstance(await draws(desk, ticket), Moot)


async def test_an_erased_ticket_is_only_a_number_in_their_chat(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    asked_at = str(int(NOON.timestamp()))
    await desk.door.do(requests.forget, Known(ada.id, ada.name, None, "en"), asked_at, 1)
    row = next(row for row in await desk.outgoing() if isinstance(row, EndStatusLine))
    assert isinstance(await sends(desk, row), Sent)
    assert (line(ada).text, ada.pinned) == (f"#{ticket.id} is closed.", [])
    assert isinstance(await draws(desk, ticket), Moot)


async def test_an_operator_who_wants_none_gets_no_new_ones(desk: TelegramDesk, ada: Person) -> None:
    practice = replace(PRACTICE, status_line=False)
    lines = TelegramLines(desk.application.bot, desk.door.ask, practice, desk.server.clock.now)
    ticket = await asks(desk, ada)
    sheet = await desk.door.ask(reading.sheet, ticket.id)
    assert lines.told(Notice.OPENED, sheet, None, 5) is None
    await desk.door.do(handling.claim, ticket.id, BEN)
    assert isinstance(await lines.draw(DrawStatusLine(ticket=ticket.id)), Sent)
    assert "looking into it" in line(ada).text, "one that is there stays true"
