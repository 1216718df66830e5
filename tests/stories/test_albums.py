"""What a customer sends together is together in the thread, each file once, whatever happens on the way."""

import asyncio

import pytest

from bot.sandbox.slack.workspace import Message
from tests.stories.world import World


async def sends_album(here: World, *pictures: bytes) -> Message:
    """All of it has come before its first file is carried: the post above it is slow. Gives the ticket's card."""
    come = asyncio.Event()
    here.sandbox.faults.next("chat.postMessage", "slow", until=come)
    for number, picture in enumerate(pictures):
        await here.customer("Ada").sends_photo(picture, "All sides" if number == 0 else "", album="a")
    await here.telegram.quiet(30)
    come.set()
    await here.settles()
    return await here.card()


def posts(here: World, card: Message) -> list[list[bytes]]:
    """The files of each post in the thread that has any."""
    files = here.slack.workspace.files
    with_files = [post.body["files"] for post in here.slack.thread(card.channel, card) if post.body.get("files")]
    return [[files[body["id"]].content for body in bodies] for bodies in with_files]


async def test_an_album_is_one_question_one_lead_and_one_post_with_its_files(world: World) -> None:
    card = await sends_album(world, b"1", b"2", b"3", b"4")
    assert posts(world, card) == [[b"1", b"2", b"3", b"4"]]
    assert len(world.thread(card)) == 2
    assert world.thread(card)[0].startswith("Ada\nAll sides")
    assert len([seen for seen in world.customer("Ada").chat if seen.sender == "bot"]) == 1


@pytest.mark.parametrize("fault", ["drop_after", "server_error", "drop_before", "rate_limited"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_album_whose_post_was_cut_short_is_there_once_and_together(world: World, fault: str) -> None:
    world.sandbox.faults.next("files.completeUploadExternal", fault)  # type: ignore[arg-type]
    card = await sends_album(world, b"1", b"2", b"3")
    assert posts(world, card) == [[b"1", b"2", b"3"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_that_cannot_be_fetched_is_named_and_the_others_stay_together(world: World) -> None:
    card = await sends_album(world, b"1", b"", b"3")
    assert posts(world, card) == [[b"1", b"3"]]
    assert "it is empty" in world.thread(card)[-1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_that_slack_refuses_takes_no_other_with_it(world: World) -> None:
    """Somebody deletes it, while the one after it is still being uploaded."""
    faults, deleted = world.sandbox.faults, asyncio.Event()
    faults.next("files.getUploadURLExternal", "slow", times=2, seconds=0)
    faults.next("files.getUploadURLExternal", "slow", until=deleted)
    sending = asyncio.create_task(sends_album(world, b"1", b"2", b"3"))
    await world.slack.changes.until(lambda: len(world.slack.workspace.files) == 3)
    del world.slack.workspace.files[list(world.slack.workspace.files)[1]]
    deleted.set()
    card = await sending
    assert posts(world, card) == [[b"1"], [b"2", b"3"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_picture_that_comes_late_is_below_the_others(world: World) -> None:
    card = await sends_album(world, b"1", b"2")
    await world.customer("Ada").sends_photo(b"3", album="a")
    await world.settles()
    assert posts(world, card) == [[b"1", b"2"], [b"3"]]
    assert len(world.thread(card)) == 3
