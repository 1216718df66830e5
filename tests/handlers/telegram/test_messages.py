"""What customers write, and everything else they send, reaches a ticket."""

import pytest

from bot.desk.files.tables import Attachment
from bot.desk.outgoing import PostWords
from bot.desk.people.tables import Customer
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, Ticket
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import NOON, TelegramDesk

POLL = {"total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular"} | {
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


async def texts(desk: TelegramDesk) -> list[str]:
    return [message.text for message in await desk.rows(Message)]


async def test_a_first_message_opens_a_ticket_and_is_acknowledged(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("My invoice is wrong 👋 look", entities=[{"type": "bold", "offset": 22, "length": 4}])
    await desk.settled()
    (ticket,) = await desk.rows(Ticket)
    (message,) = await desk.rows(Message)
    (customer,) = await desk.rows(Customer)
    assert (ticket.status, ticket.subject) == (Status.NEW, "My invoice is wrong 👋 look")
    assert (customer.name, customer.username, customer.language) == ("Ada", "ada_l", "en")
    assert message.spans == [["bold", 21, 25, ""]]
    assert (message.source_at, message.chat_first) == (NOON, 1)
    assert await desk.told() == ["opened"]
    assert [row.text for row in await desk.outgoing() if isinstance(row, PostWords)] == [message.text]


async def test_a_message_in_between_is_acknowledged_only_once(desk: TelegramDesk, ada: Person) -> None:
    for words in ("one", "two", "three"):
        await ada.says(words)
    await desk.settled()
    assert len(await desk.rows(Ticket)) == 1
    assert await texts(desk) == ["one", "two", "three"]
    assert await desk.told() == ["opened"]


async def test_a_reply_goes_to_the_ticket_of_what_it_answers(desk: TelegramDesk, ada: Person) -> None:
    first = await ada.says("about the invoice")
    await ada.says("/new about the parcel")
    await ada.says("more on the invoice", reply_to=first["message_id"])
    await desk.settled()
    invoice, parcel = await desk.rows(Ticket)
    assert parcel.subject == "about the parcel"
    assert [message.ticket_id for message in await desk.rows(Message)] == [invoice.id, parcel.id, invoice.id]


async def test_a_file_comes_with_its_caption_as_its_words(desk: TelegramDesk, ada: Person) -> None:
    await ada.sends_photo(caption="see <here>")
    await ada.sends_document("invoice.pdf", mime="application/pdf")
    await desk.settled()
    assert await texts(desk) == ["see <here>", ""]
    assert [(one.kind, one.name, one.mime) for one in await desk.rows(Attachment)] == [
        ("photo", "photo.jpg", "image/jpeg"),
        ("document", "invoice.pdf", "application/pdf"),
    ]
    assert await desk.told() == ["opened"]


async def test_of_a_photo_the_largest_size_is_taken(desk: TelegramDesk, ada: Person) -> None:
    sizes = [
        {"file_id": name, "file_unique_id": name, "width": width, "height": width}
        for name, width in (("small", 90), ("large", 1280), ("middle", 320))
    ]
    desk.server.inject({"message": raw_message(ada, photo=sizes)})
    await desk.settled()
    assert [one.telegram_file for one in await desk.rows(Attachment)] == ["large"]


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "video_note", "animation", "sticker"])
async def test_every_kind_of_file_is_taken(desk: TelegramDesk, ada: Person, kind: str) -> None:
    await ada.sends(kind)
    await desk.settled()
    (one,) = await desk.rows(Attachment)
    assert (one.kind, one.refused) == (kind, None)
    assert await texts(desk) == [""]
    assert await desk.told() == ["opened"]


async def test_a_contact_and_a_place_say_all_there_is_and_the_rest_what_it_can(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("hello")
    await desk.settled()
    place = {"latitude": 52.25, "longitude": 21.0}
    picture = {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1}
    options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Yes", "No")]
    sent: list[dict[str, object]] = [
        {"location": place},
        {"venue": {"location": place, "title": "Shop", "address": "1 Main St"}, "location": place},
        {"contact": {"first_name": "Bob", "phone_number": "+48 123"}},
        {"sticker": picture | {"is_animated": True, "is_video": False, "emoji": "👍"}},
        {"poll": {"id": "p", "question": "Blue?", "options": options} | POLL},
        {"of_next_year": {}},
    ]
    for content in sent:
        desk.server.inject({"message": raw_message(ada, **content)})
    await desk.settled()
    where = "location 52.25, 21.0: https://www.openstreetmap.org/?mlat=52.25&mlon=21.0"
    assert (await texts(desk))[1:] == [
        f"[{where}]",
        f"[Shop, 1 Main St; {where}]",
        "[contact Bob, +48 123]",
        "[sticker 👍]",
        "[poll: Blue? (Yes / No)]",
        "[a message that cannot be shown here]",
    ]
    assert await desk.told() == ["opened", "cannot_show"]


def raw_message(ada: Person, **content: object) -> dict[str, object]:
    user = {"id": ada.id, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    chat = {"id": ada.id, "type": "private", "first_name": "Ada"}
    return {"message_id": 900, "date": int(NOON.timestamp()), "chat": chat, "from": user} | content


async def test_changed_words_take_the_place_of_the_old_ones(desk: TelegramDesk, ada: Person) -> None:
    first = await ada.says("my nmae is Ada")
    await ada.says("/new something else")
    await ada.edits(first["message_id"], "my name is Ada")
    await desk.settled()
    messages = await desk.rows(Message)
    assert [(message.text, message.former) for message in messages] == [
        ("my name is Ada", "my nmae is Ada"),
        ("something else", None),
    ]


async def test_an_edit_that_changes_nothing_is_not_passed_on(desk: TelegramDesk, ada: Person) -> None:
    first = await ada.says("the same")
    await ada.edits(first["message_id"], "the same")
    await desk.settled()
    assert [message.former for message in await desk.rows(Message)] == [None]


@pytest.mark.parametrize(
    ("after", "said", "former"),
    [
        ("/new my parcel is lost", "my parcel is lost", None),
        ("/new my parcel is here", "my parcel is here", "my parcel is lost"),
        ("my parcel is here", "my parcel is here", "my parcel is lost"),
    ],
)
async def test_an_edit_of_what_followed_new_is_read_as_that_was(
    desk: TelegramDesk, ada: Person, after: str, said: str, former: str | None
) -> None:
    first = await ada.says("/new my parcel is lost")
    await ada.edits(first["message_id"], after)
    await desk.settled()
    assert [(message.text, message.former) for message in await desk.rows(Message)] == [(said, former)]


async def test_a_position_shared_live_is_passed_on_once(desk: TelegramDesk, ada: Person) -> None:
    place = {"latitude": 52.25, "longitude": 21.0, "live_period": 900}
    desk.server.inject({"message": raw_message(ada, location=place)})
    desk.server.inject({"edited_message": raw_message(ada, location=place | {"latitude": 53.0})})
    await desk.settled()
    assert await texts(desk) == ["[location 52.25, 21.0: https://www.openstreetmap.org/?mlat=52.25&mlon=21.0]"]


async def test_an_unknown_command_is_a_message_like_any_other(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("/etc/hosts is gone")
    await desk.settled()
    assert await texts(desk) == ["/etc/hosts is gone"]


async def test_groups_and_service_messages_are_passed_over(desk: TelegramDesk, ada: Person) -> None:
    group = {"id": -100, "type": "group", "title": "Group"}
    for text in ("hello", "/start", "/status"):
        commands = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text[0] == "/" else []
        desk.server.inject({"message": raw_message(ada, text=text, chat=group, entities=commands)})
    desk.server.inject({"message": raw_message(ada, pinned_message=raw_message(ada, text="pinned"))})
    await desk.settled()
    assert await desk.rows(Customer) == []
    assert await desk.parked() == []


async def test_telegram_was_asked_for_nothing_invalid(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("hello")
    await desk.settled()
    assert desk.server.refused == []
