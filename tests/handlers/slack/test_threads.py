"""What is typed in a ticket's thread: to the customer, or inside; changed or stopped before it leaves."""

from bot.desk.tickets.tables import Author, State
from bot.desk.words import Span, Style
from tests.handlers.slack.bench import Bench


async def test_the_owners_words_reach_the_customer_after_the_undo_window(bench: Bench) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try *the other* socket :wave:", card)
    await bench.settled()
    said = (await bench.messages())[-1]
    assert (said.state, said.text) == (State.WAITING, "Try the other socket 👋")
    assert said.words.spans == (Span(Style.BOLD, 4, 13),)
    assert bench.marks(post) == {"hourglass_flowing_sand"}
    await bench.passes(seconds=6)
    assert (await bench.messages())[-1].state is State.QUEUED


async def test_somebody_elses_words_and_notes_stay_inside_and_wear_a_lock(bench: Bench) -> None:
    card = await bench.claimed()
    posts = [
        await bench.cat.says(bench.support, "Is that the old model?", card),
        await bench.ben.says(bench.support, "// call the shop", card),
    ]
    await bench.settled()
    assert [message.state for message in (await bench.messages())[1:]] == [State.INTERNAL, State.INTERNAL]
    assert [bench.marks(post) for post in posts] == [{"lock"}, {"lock"}]


async def test_an_edit_in_time_changes_what_is_sent_and_a_deletion_stops_it(bench: Bench) -> None:
    card = await bench.claimed()
    edited = await bench.ben.says(bench.support, "Try the other soket", card)
    deleted = await bench.ben.says(bench.support, "Never mind", card)
    await bench.ben.edits(edited, "Try the other socket")
    await bench.ben.deletes(deleted)
    await bench.settled()
    texts = [(message.text, message.state) for message in (await bench.messages())[1:]]
    assert texts == [("Try the other socket", State.WAITING), ("Never mind", State.STOPPED)]


async def test_an_edit_after_that_is_for_the_customers_copy(bench: Bench) -> None:
    card = await bench.claimed()
    post = await bench.ben.says(bench.support, "Try the other soket", card)
    await bench.settled()
    await bench.passes(seconds=6)
    await bench.ben.edits(post, "Try the other socket")
    await bench.settled()
    assert [message.text for message in await bench.messages()][1:] == ["Try the other socket"]
    assert bench.whispers(bench.ben) == []
    await bench.ben.edits(post, "// not for her")
    await bench.settled()
    assert [said.startswith("The customer has that message already") for said in bench.whispers(bench.ben)] == [True]


async def test_a_file_is_part_of_what_is_said(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.ben.shares(bench.support, "plan.png", b"png", "", card)
    await bench.settled()
    (message,) = (await bench.messages())[1:]
    assert (message.text, message.files, message.state) == ("", 1, State.WAITING)
    await bench.ben.shares(bench.support, "plan.png", b"png", "// look", card)
    await bench.settled()
    assert (await bench.messages())[-1].state is State.INTERNAL


async def test_what_is_written_beside_tickets_is_nobodys_business(bench: Bench) -> None:
    await bench.claimed()
    root = await bench.ben.says(bench.support, "Lunch?")
    await bench.cat.says(bench.support, "Yes!", root)
    await bench.ben.edits(root, "Lunch at one?")
    await bench.ben.deletes(root)
    await bench.settled()
    assert [message.author for message in await bench.messages()] == [Author.CUSTOMER]
    assert bench.whispers(bench.cat) == []


async def test_who_is_no_agent_and_writes_in_a_tickets_thread_is_told_that_it_stays_inside(bench: Bench) -> None:
    card = await bench.claimed()
    for visitor in (bench.gus, bench.sam, bench.dan):
        await visitor.says(bench.support, "Hello from outside", card)
        await bench.settled()
        assert [said.startswith("What you write here stays inside") for said in bench.whispers(visitor)] == [True]
    assert len(await bench.messages()) == 1


async def test_our_own_posts_and_their_changes_are_ignored(bench: Bench) -> None:
    await bench.claimed()
    await bench.settled()
    assert [message.author for message in await bench.messages()] == [Author.CUSTOMER]
    assert await bench.parked() == []
