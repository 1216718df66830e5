"""Files, both ways: streamed across, and named where they stay behind."""

import json

import pytest

from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.talk import claimed
from tests.stories.world import World

# Bytes between the platforms; what the desk keeps of them is on both kinds in the stories of topics and of albums.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def shared(here: World, card: Message) -> list[tuple[str, bytes]]:
    """The files in the card's thread that the desk put there, oldest first."""
    bodies = [
        body
        for post in here.slack.thread(card.channel, card)
        if post.body.get("user") == here.slack.bot_user_id
        for body in post.body.get("files", [])
    ]
    return [(body["name"], here.slack.workspace.files[body["id"]].content) for body in bodies]


def received(person: Person) -> list[tuple[str | None, str]]:
    """The files and captions that the bot sent."""
    return [(seen.file, seen.text) for seen in person.chat if seen.sender == "bot" and seen.file]


async def test_what_a_customer_sends_stands_in_the_thread_under_its_words(world: World) -> None:
    ada = world.customer("Ada")
    await ada.sends_photo(b"\xff\xd8 jpeg", "The <box> is *broken*")
    await ada.sends_document("invoice.pdf", b"%PDF" * 50_000, mime="application/pdf")
    await world.settles()
    card = await world.card()
    thread = world.thread(card)
    assert thread[0].startswith("Ada\nThe <box> is *broken*")
    assert "invoice.pdf (196 KB)" in thread[2]
    assert shared(world, card) == [("photo.jpg", b"\xff\xd8 jpeg"), ("invoice.pdf", b"%PDF" * 50_000)]
    assert [seen.text for seen in ada.chat if "We have your question" in seen.text] != []
    assert len([seen for seen in ada.chat if seen.sender == "bot"]) == 1


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "video_note", "animation", "sticker"])
async def test_every_kind_of_file_is_passed_on(world: World, kind: str) -> None:
    await world.customer("Ada").sends(kind, b"bytes of it")
    await world.settles()
    card = await world.card()
    assert [content for _, content in shared(world, card)] == [b"bytes of it"]
    assert "#1001" in card.words


async def test_places_and_contacts_are_words_with_a_map(world: World) -> None:
    ada = world.customer("Ada")
    await ada.sends_location(52.25, 21.0)
    await ada.sends_contact("Bob", "+48 123")
    await world.settles()
    thread = "\n".join(world.thread(await world.card()))
    assert "https://www.openstreetmap.org/?mlat=52.25&mlon=21.0" in thread
    assert "contact Bob, +48 123" in thread


async def test_an_album_follows_its_first_picture_when_several_tickets_are_open(world: World) -> None:
    ada = world.customer("Ada")
    first = await ada.says("The printer is broken")
    await world.settles()
    await ada.says("/new And my invoice is wrong")
    await ada.sends_photo(b"one", reply_to=first["message_id"], album="a")
    await ada.says("Number 17", reply_to=(await ada.sees("#1002")).id)
    await ada.sends_photo(b"two", album="a")
    await world.settles()
    assert [content for _, content in shared(world, await world.card("#1001"))] == [b"one", b"two"]
    assert shared(world, await world.card("#1002")) == []


async def test_a_file_that_is_too_large_is_named_to_both_sides(world: World) -> None:
    ada = world.customer("Ada")
    await ada.sends_document("film.mp4", b"x", "Look at this", size=34 << 20)
    await world.settles()
    card = await world.card()
    assert "film.mp4 (34 MB) was not passed on: Telegram lets us fetch 20 MB at most" in world.thread(card)[0]
    assert "Look at this" in world.thread(card)[0]
    assert shared(world, card) == []
    assert "film.mp4: it is too large, we can take 20 MB at most" in ada.chat[-1].text
    assert world.telegram.called("getFile") == []


async def test_a_dangerous_file_is_named_and_not_passed_on_in_either_direction(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    await ada.sends_document("Invoice.pdf.EXE", b"MZ")
    await world.settles()
    assert "Invoice.pdf.EXE (2 B) was not passed on" in world.thread(card)[-1]
    assert "Invoice.pdf.EXE: we do not take files of this kind" in ada.chat[-1].text
    await ben.shares("support", "fix.bat", b"@echo", "Run this", card.ts)
    await world.settles()
    await world.passes()
    assert "fix.bat was not passed on" in ben.whispers[-1].words
    assert shared(world, card) == []
    assert received(ada) == []
    assert "Run this" in [seen.text for seen in ada.chat]


async def test_a_customer_is_told_in_their_own_language(world: World) -> None:
    zofia = world.customer("Zofia")
    await zofia.sends_document("film.mp4", size=21 << 20)
    await world.settles()
    assert "Nie udało się przekazać pliku film.mp4" in zofia.chat[-1].text


async def test_an_agents_files_reach_the_customer_after_the_undo_window(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    post = await ben.shares_all("support", {"label.pdf": b"%PDF", "box.png": b"png"}, "Print *this*", card.ts)
    await world.settles()
    assert "hourglass_flowing_sand" in post.reactions
    assert received(ada) == []
    await world.passes()
    assert received(ada) == [("label.pdf", "Print this"), ("photo", "")]
    assert "<b>this</b>" in next(seen.html for seen in ada.chat if seen.file == "label.pdf")
    assert list(post.reactions) == ["white_check_mark"]
    assert "Pending" in card.words


async def test_a_reply_to_an_agents_file_goes_to_its_ticket(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    await ben.shares_all("support", {"a.pdf": b"a", "b.pdf": b"b"}, "", card.ts)
    await world.settles()
    await world.passes()
    files = [seen for seen in ada.chat if seen.file]
    await ada.says("/new Something else")
    await ada.says("The second page is missing", reply_to=files[-1].id)
    await world.settles()
    assert "The second page is missing" in world.thread(card)[-1]
    assert "In answer to “📎 a.pdf 📎 b.pdf”" in world.thread(card)[-1]


async def test_words_too_long_for_a_caption_go_first(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    long = "word " * 300
    await ben.shares("support", "label.pdf", b"%PDF", long, card.ts)
    await world.settles()
    await world.passes()
    assert [(seen.file, seen.text) for seen in ada.chat[-2:]] == [(None, long.strip()), ("label.pdf", "")]


@pytest.mark.parametrize(
    ("name", "seen"),
    [("note.ogg", "voice"), ("song.mp3", "song.mp3"), ("film.mp4", "film.mp4"), ("page.html", "page.html")],
)
async def test_each_kind_is_sent_as_a_phone_shows_it(world: World, name: str, seen: str) -> None:
    card, ada = await claimed(world), world.customer("Ada")
    await world.agent("Ben").shares("support", name, b"bytes", "", card.ts)
    await world.settles()
    await world.passes()
    assert received(ada) == [(seen, "")]


async def test_a_file_too_large_for_telegram_is_told_to_the_agent_and_the_words_go(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    post = await ben.shares("support", "backup.tar", b"x", "Here it is", card.ts, size=73 << 20)
    await world.settles()
    await world.passes()
    assert "backup.tar (73 MB) was not passed on: Telegram takes at most 50 MB" in ben.whispers[-1].words
    assert "Here it is" in [seen.text for seen in ada.chat]
    assert list(post.reactions) == ["white_check_mark"]
    alone = await ben.shares("support", "backup.tar", b"x", "", card.ts, size=73 << 20)
    await world.settles()
    await world.passes()
    assert list(alone.reactions) == ["lock"]
    assert received(ada) == []


async def test_files_of_others_and_in_notes_stay_inside(world: World) -> None:
    card, ada = await claimed(world), world.customer("Ada")
    chloe = await world.agent("Chloe").shares("support", "secret.pdf", b"s", "", card.ts)
    note = await world.agent("Ben").shares("support", "risk.pdf", b"s", "// careful", card.ts)
    await world.settles()
    await world.passes()
    assert [list(post.reactions) for post in (chloe, note)] == [["lock"], ["lock"]]
    assert received(ada) == []


async def test_deleting_a_file_within_the_undo_window_stops_it(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    post = await ben.shares("support", "wrong.pdf", b"s", "", card.ts)
    await world.settles()
    await ben.deletes(post)
    await world.settles()
    await world.passes()
    assert received(ada) == []


@pytest.mark.parametrize("method", ["files.completeUploadExternal", "files.getUploadURLExternal"])
@pytest.mark.parametrize("fault", ["drop_after", "server_error", "drop_before", "rate_limited"])
async def test_an_upload_that_was_cut_short_is_not_there_twice(world: World, method: str, fault: str) -> None:
    card = await claimed(world)
    world.sandbox.faults.next(method, fault)  # type: ignore[arg-type]
    await world.customer("Ada").sends_document("invoice.pdf", b"%PDF")
    await world.settles()
    assert shared(world, card) == [("invoice.pdf", b"%PDF")]


async def test_a_file_that_slack_no_longer_gives_fails_in_words_and_can_be_retried(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    post = await ben.shares("support", "label.pdf", b"%PDF", "Print this", card.ts)
    await world.settles()
    (body,) = post.body["files"]
    file = world.slack.workspace.files.pop(body["id"])
    await world.passes()
    assert "warning" in post.reactions
    assert "no longer in Slack" in world.thread(card)[-1]
    world.slack.workspace.files[body["id"]] = file
    await ben.clicks("Try again")
    await world.settles()
    assert received(ada) == [("label.pdf", "Print this")]
    assert list(post.reactions) == ["white_check_mark"]


async def test_a_file_that_says_only_later_what_it_is_is_judged_then(world: World) -> None:
    """In a channel shared with another workspace, Slack tells no more than the file's id at first."""
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    for name in ("label.pdf", "fix.bat"):
        post = await ben.shares("support", name, b"content", "", card.ts)
        (known,) = post.body["files"]
        told = {"type": "message", "subtype": "file_share", "user": ben.id, "channel": card.channel.id}
        known = {"id": known["id"], "file_access": "check_file_info"}
        await ben.deletes(post)
        ts = f"{post.ts[:-1]}9"
        world.slack.inject(told | {"ts": ts, "event_ts": ts, "thread_ts": card.ts, "text": "", "files": [known]})
        await world.settles()
        await world.passes()
    assert received(ada) == [("label.pdf", "")]
    assert "fix.bat was not passed on" in world.thread(card)[-1]


async def test_a_photo_that_telegram_refuses_goes_as_a_document(world: World) -> None:
    card, ada = await claimed(world), world.customer("Ada")
    await world.agent("Ben").shares("support", "scan.png", b"x" * ((10 << 20) + 1), "", card.ts)
    await world.settles()
    await world.passes()
    assert received(ada) == [("scan.png", "")]


async def test_a_ticket_that_moves_names_the_files_it_had(world: World) -> None:
    card, ben = await claimed(world), world.agent("Ben")
    await world.customer("Ada").sends_document("invoice.pdf", b"%PDF")
    await world.settles()
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Hand over")
    await ben.fills({"To": "Billing", "Summary": "a refund"})
    assert await ben.submits() is None
    await world.settles()
    assert "📎 invoice.pdf" in world.thread(await world.card(channel="billing"))[0]


async def test_no_token_goes_where_a_file_is_kept_elsewhere(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    post = await ben.shares("support", "plan.doc", b"x", "See", card.ts)
    (body,) = post.body["files"]
    body["url_private"] = body["url_private_download"] = "http://files.example/plan.doc"
    await world.settles()
    await world.passes()
    assert "warning" in post.reactions
    assert "kept outside Slack" in world.thread(card)[-1]
    assert received(ada) == []
    assert "xoxb" not in json.dumps(world.slack.snapshot())
