"""Files go along when their conversation comes to another thread."""

from bot.desk import outgoing as out
from bot.desk.files import carrying
from bot.desk.files.policy import File
from bot.desk.files.tables import FileCopy, Kind
from bot.desk.tickets import conversation, handling, wishes
from bot.desk.tickets.merging import merge
from bot.desk.words import Words
from tests.desk.world import ADA, ANN, FIRST, World


async def sends(desk: World, *names: str) -> None:
    for number, name in enumerate(names):
        file = File(Kind.DOCUMENT, f"F{name}", name, unique=f"u{name}{number}", size=10)
        letter = desk.letter("")
        await desk.do(
            conversation.wrote, ADA, conversation.Letter(letter.chat_message, Words(""), desk.now, None, (file,))
        )


async def copied(desk: World) -> list[tuple[str, str]]:
    """Where to, and what."""
    rows = [row for _, row in await desk.heard() if isinstance(row, out.PostCopy)]
    found = [(row.channel, await desk.ask(carrying.carried, row.copy_id)) for row in rows]
    return [(channel, one.file.name) for channel, one in found if one]


async def test_a_ticket_that_moves_takes_its_files_along_in_order(desk: World) -> None:
    await sends(desk, "a.pdf", "b.pdf", "virus.exe")
    await desk.heard()
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    assert await copied(desk) == [("C-BIL", "a.pdf"), ("C-BIL", "b.pdf")]


async def test_in_the_same_channel_they_are_there_already(desk: World) -> None:
    await sends(desk, "a.pdf")
    await desk.do(handling.hand_over, FIRST, ANN, "night")
    assert await copied(desk) == []


async def test_a_merge_takes_along_the_files_of_what_was_merged_and_no_others(desk: World) -> None:
    await sends(desk, "kept.pdf")
    await desk.do(wishes.asks_new, ADA)
    await sends(desk, "merged.pdf")
    await desk.do(merge, FIRST, ANN, FIRST + 1)
    assert await copied(desk) == [("C-SUP", "merged.pdf")]


async def test_of_very_many_files_the_newest_go_along(desk: World) -> None:
    await sends(desk, *(f"{number}.pdf" for number in range(25)))
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    assert [name for _, name in await copied(desk)] == [f"{number}.pdf" for number in range(5, 25)]


async def test_one_that_cannot_be_fetched_any_more_is_named_in_the_thread(desk: World) -> None:
    await sends(desk, "a.pdf")
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    await desk.heard()
    [copy] = await desk.all(FileCopy)
    await desk.do(carrying.not_carried, copy.id, "it is gone")
    assert (await desk.history())[-1] == "FileNotPassed"
    assert await desk.kinds() == ["entry"]
