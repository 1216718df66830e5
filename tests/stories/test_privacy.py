"""Private things stay private: hidden on their way in, shown to whose they are, erased when asked for."""

import json
import re
from datetime import timedelta
from typing import Any

from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.world import World

CARD = "4242 4242 4242 4242"
HIDDEN = "•••• •••• •••• 4242"


def texts(person: Person) -> list[str]:
    return [seen.text for seen in person.chat]


async def talked(here: World) -> Message:
    """Ada asked something and sent a file, Ben answered and left a note."""
    ada, ben = here.customer("Ada"), here.agent("Ben")
    await ada.says("Where is my parcel?")
    card = await here.card()
    await ben.clicks("Claim", card)
    await ada.sends_document("receipt.pdf", b"%PDF", "here is the receipt")
    await here.settles()
    await ben.says("support", "On <Monday> & no later", card.ts)
    await ben.says("support", "// she was rude", card.ts)
    await here.settles()
    await here.passes()
    return card


def shared_by_us(here: World, card: Message) -> list[dict[str, Any]]:
    """The files that the desk has put into a thread."""
    posts = here.slack.thread(card.channel, card)
    return [
        file
        for post in posts
        if post.body["user"] == here.slack.workspace.bot.id
        for file in post.body.get("files", [])
    ]


async def test_a_card_number_reaches_nobody_and_the_customer_is_told(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says(f"Charge *{CARD}*, please")
    await world.settles()
    [post] = world.thread(await world.card())
    assert post == f"Ada\nCharge *{HIDDEN}*, please"
    assert "Your own message still shows it" in (await ada.sees("we hid a card number")).text
    everything = json.dumps(
        [message.body for message in world.slack.workspace.channels[post_channel(world)].messages.values()]
    )
    assert "4242 4242" not in everything.replace("•••• 4242", "")


def post_channel(here: World) -> str:
    channel = here.slack.workspace.channel_named("support")
    assert channel
    return channel.id


async def test_a_customer_gets_a_file_with_all_that_is_kept_about_them(world: World) -> None:
    await talked(world)
    ada = world.customer("Ada")
    await ada.says("/privacy")
    assert "/mydata" in (await ada.sees("Your privacy at")).text
    await ada.says("/mydata")
    await world.settles()
    sent = await ada.sees("This is everything that we keep about you.")
    assert sent.file == "my-data.json"
    data = json.loads(ada.content(sent))
    assert (data["you"]["name"], [ticket["number"] for ticket in data["tickets"]]) == ("Ada", [1001])
    said = [(each["by"], each["text"], each.get("files")) for each in data["messages"] if each["by"] != data["desk"]]
    assert said == [
        ("you", "Where is my parcel?", None),
        ("you", "here is the receipt", [{"name": "receipt.pdf", "bytes": 4}]),
        ("Ben", "On <Monday> & no later", None),
    ]
    await ada.says("/mydata")
    assert await ada.sees("a few minutes ago")


async def test_a_customer_who_asks_for_it_is_forgotten_on_both_sides(world: World) -> None:
    card = await talked(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("/forget")
    asked = await ada.sees("Shall we erase your name")
    await ada.presses("Erase everything", asked.id)
    await world.settles()
    assert "Everything is erased" in next(seen.text for seen in ada.chat if seen.id == asked.id)
    assert "asked to be forgotten" in ben.whispers[-1].words
    typed, note, last = world.thread(card)
    assert (typed, note) == ("On <Monday> & no later", "// she was rude")
    assert "cannot delete 2 messages that were typed here by people" in last
    assert shared_by_us(world, card) == []
    assert "#1001 · erased" in card.words
    assert "Ada" not in card.words
    assert "parcel" not in card.words
    await ada.says("Hello again")
    await world.settles()
    assert "Hello again" in (await world.card("#1002")).words


async def test_an_old_button_erases_nothing_and_says_so(world: World) -> None:
    await world.customer("Ada").says("Where is my parcel?")
    ada = world.customer("Ada")
    await ada.says("/forget")
    asked = await ada.sees("Shall we erase your name")
    await world.passes(timedelta(minutes=16))
    await ada.presses("Erase everything", asked.id)
    assert await ada.sees("That button is too old, and nothing was erased.")
    await ada.says("/forget")
    again = await ada.sees("Shall we erase your name", after=asked.id)
    await ada.presses("Keep everything", again.id)
    assert await ada.sees("Nothing was erased.", after=again.id - 1)
    await world.settles()
    assert world.thread(await world.card()) == ["Ada\nWhere is my parcel?"]


async def test_what_is_on_hold_is_kept_and_its_card_says_so(world: World) -> None:
    card = await talked(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Legal hold")
    await ben.fills({"Reason": "A court asks"})
    assert await ben.submits() is None
    await world.settles()
    assert "Legal hold: nothing of it is erased" in card.words
    assert "Ben put it on legal hold: A court asks" in world.thread(card)[-1]
    await ada.says("/forget")
    assert await ada.sees("We may not erase this yet")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Lift legal hold")
    await world.settles()
    assert "Legal hold" not in card.words


async def test_a_transcript_is_in_the_thread_in_one_press(world: World) -> None:
    card = await talked(world)
    ben = world.agent("Ben")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Transcript")
    await world.settles()
    *_, page = shared_by_us(world, card)
    assert re.fullmatch(r"ticket-1001-20260302-\d{6}\.html", page["name"])
    html = world.slack.workspace.files[page["id"]].content.decode()
    assert "Where is my parcel?" in html
    assert "On &lt;Monday&gt; &amp; no later" in html
    assert "receipt.pdf (4 B)" in html
    assert "rude" not in html
    await ben.shortcut("ticket_transcript", card)
    await world.settles()
    *_, page = shared_by_us(world, card)
    html = world.slack.workspace.files[page["id"]].content.decode()
    assert "🔒 Note by Ben" in html
    assert "she was rude" in html
