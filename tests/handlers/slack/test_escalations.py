"""What is pressed on the posts of an escalation."""

from dataclasses import replace
from datetime import timedelta

from bot.desk.escalation.chains import Chain, Escalating, Step
from bot.desk.people.customers import Person
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets import handling, wishes
from bot.sandbox.slack.workspace import Message
from tests.handlers.slack.bench import ADA, FIRST, Bench


async def told(bench: Bench) -> Message:
    """Ada asks for a person, and Ben, who has her ticket, is told at once; gives that post."""
    chain = Chain("late", (Step("owner"), Step("team", timedelta(minutes=10))))
    bench.door.practice = replace(bench.practice(), chains=(chain,), escalating=Escalating(asked="late"))
    card = await bench.claimed()
    await bench.door.do(wishes.asks_for_person, ADA, FIRST)
    await bench.passes(seconds=1)
    await bench.settled()
    [post] = [post for post in bench.slack.thread(bench.support, card) if "asked for a person" in post.words]
    return post


async def test_whoever_acknowledges_is_named_everywhere_and_a_second_is_told_who_was_first(bench: Bench) -> None:
    post = await told(bench)
    pressed = dict(post.body)
    assert f"<@{bench.ben.id}>" in post.words
    await bench.ben.clicks("Acknowledge", post)
    await bench.settled()
    assert "Ben is on it" in post.words
    assert f"Escalated: <@{bench.ben.id}> is on it" in (await bench.card()).words
    post.body = pressed
    await bench.ben.clicks("Acknowledge", post)
    await bench.cat.clicks("Acknowledge", post)
    await bench.settled()
    assert bench.whispers(bench.ben) == []
    assert bench.whispers(bench.cat) == [f"Ben was first, and is on #{FIRST}."]


async def test_case_74_an_old_button_and_a_strangers_press_change_nothing_and_say_why(bench: Bench) -> None:
    post = await told(bench)
    await bench.dan.clicks("Acknowledge", post)
    await bench.settled()
    assert bench.whispers(bench.dan)[0].startswith("Only agents of this desk can do that.")
    pressed = dict(post.body)
    await bench.door.do(handling.solve, FIRST, bench.ben.id)
    await bench.settled()
    assert "Over: the ticket is solved or closed" in post.words
    post.body = pressed
    await bench.ben.clicks("Acknowledge", post)
    await bench.settled()
    assert bench.whispers(bench.ben) == [f"That escalation of #{FIRST} is over, so nobody has to be on it any more."]


def offered(post: Message) -> list[str]:
    return [
        each["text"]["text"]
        for block in post.body["blocks"]
        for each in [*block.get("elements", []), block.get("accessory") or {}]
        if each.get("type") == "button"
    ]


def for_all(post: Message) -> str:
    """How many that is depends on how many were posted by themselves before."""
    return next(label for label in offered(post) if label.startswith("Acknowledge all"))


async def test_many_at_once_share_a_post_where_one_or_all_are_acknowledged(bench: Bench) -> None:
    promised = Policy("all", ALWAYS, first_response=timedelta(hours=1), chain="late")
    chain = Chain("late", (Step("supervisors"),))
    bench.door.practice = replace(bench.practice(), policies=(promised,), chains=(chain,), supervisors=bench.ops.id)
    for chat in range(50, 58):
        await bench.says("Where is it?", person=Person(chat=chat, name="Eve", language="en"))
    await bench.passes(hours=1)
    [post] = [each for each in bench.ops.messages.values() if "are escalated" in each.words]
    at_once = for_all(post)
    pressed = dict(post.body)
    await bench.ben.clicks("Acknowledge", post)
    await bench.settled()
    assert post.words.count("Ben is on it") == 1
    await bench.cat.clicks(for_all(post), post)
    await bench.settled()
    assert "Cat is on it" in post.words
    assert not [label for label in offered(post) if label.startswith("Acknowledge")]
    post.body = pressed
    await bench.cat.clicks(at_once, post)
    await bench.dan.clicks(at_once, post)
    await bench.ben.clicks(at_once, post)
    await bench.settled()
    assert bench.whispers(bench.cat) == bench.whispers(bench.ben) == []
    assert bench.whispers(bench.dan)[0].startswith("Only agents of this desk can do that.")
    bench.blameless()
