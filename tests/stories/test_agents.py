"""What agents do in Slack, and what they see of it."""

import asyncio

import pytest

from bot.desk.practice import Relay
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.talk import claimed
from tests.stories.world import World, world

MARKS = {"hourglass_flowing_sand", "white_check_mark", "lock", "warning", "raising_hand", "no_entry_sign"}


def texts(person: Person) -> list[str]:
    return [seen.text for seen in person.chat]


def mark(post: Message) -> set[str]:
    return MARKS & set(post.reactions)


async def test_deleting_within_the_undo_window_stops_an_answer(world: World) -> None:
    card, ben, ada = await claimed(world), world.agent("Ben"), world.customer("Ada")
    slip = await ben.says("support", "What a stupid question", card.ts)
    await world.settles()
    await ben.deletes(slip)
    await world.settles()
    await world.passes()
    assert "What a stupid question" not in texts(ada)


async def test_editing_within_the_undo_window_changes_what_is_sent(world: World) -> None:
    card, ben, ada = await claimed(world), world.agent("Ben"), world.customer("Ada")
    post = await ben.says("support", "On Mnday", card.ts)
    await world.settles()
    await ben.edits(post, "On Monday")
    await world.settles()
    await world.passes()
    assert "On Monday" in texts(ada)
    assert "On Mnday" not in texts(ada)
    assert mark(post) == {"white_check_mark"}


async def test_what_stays_inside_stays_inside_and_says_so(world: World) -> None:
    card, ada = await claimed(world), world.customer("Ada")
    note = await world.agent("Ben").says("support", "// she is a VIP", card.ts)
    locked = await world.agent("Ben").says("support", ":lock: careful", card.ts)
    chloe = await world.agent("Chloe").says("support", "I know her", card.ts)
    await world.settles()
    await world.passes()
    assert [mark(post) for post in (note, locked, chloe)] == [{"lock"}] * 3
    assert not {"// she is a VIP", "I know her"} & set(texts(ada))
    assert len(texts(ada)) == 2


async def test_an_answer_to_an_unclaimed_ticket_stays_inside_and_its_author_is_told(world: World) -> None:
    await world.customer("Ada").says("Hello?")
    card, ben = await world.card(), world.agent("Ben")
    post = await ben.says("support", "Hello Ada", card.ts)
    await world.settles()
    assert mark(post) == {"lock"}
    assert "Nobody has #1001 yet" in ben.whispers[-1].words


async def test_an_answer_that_names_colleagues_is_held_until_its_author_decides(world: World) -> None:
    card, ben, ada = await claimed(world), world.agent("Ben"), world.customer("Ada")
    post = await ben.says("support", f"I ask <@{world.agent('Chloe').id}>", card.ts)
    await world.settles()
    await world.passes()
    assert mark(post) == {"raising_hand"}
    assert not [text for text in texts(ada) if "I ask" in text]
    await ben.clicks("Send as it reads")
    await world.settles()
    assert "I ask @Chloe" in texts(ada)
    assert "It goes to the customer" in world.thread(card)[-1]
    assert "Keep inside" not in world.thread(card)[-1]


async def test_a_second_press_on_a_settled_question_does_no_harm_and_says_so(world: World) -> None:
    card, ben, chloe = await claimed(world), world.agent("Ben"), world.agent("Chloe")
    await ben.says("support", f"I ask <@{chloe.id}>", card.ts)
    await world.settles()
    await asyncio.gather(ben.clicks("Keep inside"), chloe.clicks("Send as it reads"))
    await world.settles()
    await world.passes()
    told = [*ben.whispers, *chloe.whispers]
    assert len(told) == 1
    assert "settled already" in told[0].words


async def test_the_reply_form_shows_what_the_customer_will_read_before_it_leaves(world: World) -> None:
    await world.customer("Ada").says("Hello?")
    card, ben = await world.card(), world.agent("Ben")
    await ben.clicks("Reply", card)
    await ben.fills({"Message": "Hello *Ada*"})
    assert await ben.submits() is None
    await ben.sees_modal("This is what the customer will read")
    assert "Hello Ada" not in texts(world.customer("Ada"))
    assert await ben.submits() is None
    await world.settles()
    assert "<b>Ada</b>" in world.customer("Ada").chat[-1].html
    assert "Ben" in card.words
    assert "Hello Ada" in "\n".join(world.thread(card))
    reply = next(post for post in world.slack.thread(card.channel, card) if "Hello Ada" in post.words)
    assert mark(reply) == {"white_check_mark"}


async def test_two_who_claim_at_once_are_told_who_has_it(world: World) -> None:
    await world.customer("Ada").says("Hello?")
    card = await world.card()
    ben, chloe = world.agent("Ben"), world.agent("Chloe")
    await asyncio.gather(ben.clicks("Claim", card), chloe.clicks("Claim", card))
    await world.settles()
    winner, loser = (ben, chloe) if "Ben" in card.words else (chloe, ben)
    assert f"{winner.name} already has #1001" in loser.whispers[-1].words
    assert not winner.whispers


async def test_the_menu_does_what_it_offers(world: World) -> None:
    card, ben = await claimed(world), world.agent("Ben")

    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Priority")
    await ben.fills({"Priority": "🚨 Urgent"})
    assert await ben.submits() is None
    await world.settles()
    assert "Urgent" in card.words

    await ben.clicks("More…", card)
    await ben.clicks_in_modal("On hold")
    await ben.fills({"Reason": "the carrier"})
    assert await ben.submits() is None
    await world.settles()
    assert "On hold" in card.words
    assert "the carrier" in world.thread(card)[-1]

    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Add a note")
    await ben.fills({"Note": "She called"})
    assert await ben.submits() is None
    await world.settles()
    assert "She called" in world.thread(card)[-1]

    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Hand over")
    await ben.fills({"To": "Chloe", "Summary": "wants her parcel"})
    assert await ben.submits() is None
    await world.settles()
    assert "Chloe" in card.words
    assert "wants her parcel" in world.thread(card)[-1]


async def test_a_ticket_handed_to_a_team_takes_its_conversation_along(world: World) -> None:
    card, ben = await claimed(world), world.agent("Ben")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Hand over")
    await ben.fills({"To": "Billing", "Summary": "a refund"})
    assert await ben.submits() is None
    await world.settles()
    moved = await world.card(channel="billing")
    assert "a refund" in world.thread(moved)[0]
    assert "Where is my parcel?" in world.thread(moved)[0]
    assert "Moved to" in card.words
    late = await ben.says("support", "Wait", card.ts)
    await world.settles()
    assert mark(late) == {"lock"}
    await world.customer("Ada").says("Any news?")
    await world.settles()
    assert "Any news?" in world.thread(moved)[-1]


async def test_spam_and_blocking_can_be_undone(world: World) -> None:
    card, ben, ada = await claimed(world), world.agent("Ben"), world.customer("Ada")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Block customer")
    await world.settles()
    await ada.says("Let me in")
    await world.settles()
    assert "Let me in" not in "\n".join(world.thread(card))
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Unblock customer")
    await world.settles()
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Not spam")
    await world.settles()
    await ada.says("I am back")
    await world.settles()
    assert "I am back" in world.thread(card)[-1]


async def test_reactions_on_the_card_are_shortcuts_and_elsewhere_only_reactions(world: World) -> None:
    await world.customer("Ada").says("Hello?")
    card, ben = await world.card(), world.agent("Ben")
    words = await ben.sees("Hello?", thread=card)
    await ben.reacts(words, "white_check_mark")
    await world.settles()
    assert "New" in card.words
    await ben.reacts(card, "eyes")
    await world.settles()
    assert "Ben" in card.words
    await ben.reacts(card, "white_check_mark")
    await world.settles()
    assert "Solved" in card.words


async def test_the_desk_command_finds_tickets_and_explains_itself(world: World) -> None:
    card, ben = await claimed(world), world.agent("Ben")
    assert "Where is my parcel?" in str(await ben.command("/desk", "", "support"))
    assert "parcel" not in str(await ben.command("/desk", "queue", "support"))
    for wanted in ("parcel", "#1001", "Ada"):
        assert "#1001" in str(await ben.command("/desk", f"find {wanted}", "support"))
    assert "#1001" in str(await ben.command("/desk", "show 1001", "support"))
    assert "no ticket #999" in str(await ben.command("/desk", "show 999", "support"))
    assert "/desk queue" in str(await ben.command("/desk", "help", "support"))
    assert card.words


async def test_the_home_shows_what_is_mine_and_what_waits(world: World) -> None:
    ben = world.agent("Ben")
    await ben.opens_home()
    await ben.sees_home("Nothing is waiting for you")
    await world.customer("Ada").says("Where is my parcel?")
    await world.settles()
    await ben.opens_home()
    await ben.sees_home("Where is my parcel")
    await ben.clicks_in_home("Claim")
    await world.settles()
    assert ben.home
    assert "Your tickets (1)" in ben.home.words


async def test_guests_and_strangers_can_do_nothing(world: World) -> None:
    card, gus = await claimed(world), world.agent("Gus")
    before = card.words
    await gus.clicks("Resolve", card)
    await gus.clicks("More…", card)
    await gus.reacts(card, "white_check_mark")
    post = await gus.says("support", "Hello customer", card.ts)
    await world.settles()
    await world.passes()
    assert card.words == before
    assert gus.modal is None or "Only agents" in gus.modal.words
    told = [whisper.words for whisper in gus.whispers]
    assert any("Only agents" in words for words in told)
    assert any("What you write here stays inside" in words for words in told)
    assert "Hello customer" not in texts(world.customer("Ada"))
    assert mark(post) == set()
    assert "Only agents" in str(await gus.command("/desk", "", "support"))


async def test_a_button_on_an_old_card_says_why_and_draws_it_again(world: World) -> None:
    await world.customer("Ada").says("Hello?")
    card, ben, chloe = await world.card(), world.agent("Ben"), world.agent("Chloe")
    await world.settles()
    world.sandbox.faults.next("chat.update", "server_error", 1)
    await ben.clicks("Claim", card)
    await chloe.clicks("Claim", card)
    await world.settles()
    assert "Ben already has #1001" in chloe.whispers[-1].words
    assert "Ben" in card.words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("relay", "goes_out"), [(Relay.ANYONE, True), (Relay.EXPLICIT, False)])
async def test_a_team_may_let_anyone_answer_or_only_the_form(database_url: str, relay: Relay, goes_out: bool) -> None:
    teams = [team | {"relay": relay.value} for team in Sandbox().settings()["teams"]]
    async with world(database_url, teams=teams) as here:
        card = await claimed(here)
        await here.agent("Chloe").says("support", "Tomorrow", card.ts)
        await here.settles()
        await here.passes()
        assert ("Tomorrow" in texts(here.customer("Ada"))) == goes_out
        here.sound()


async def test_words_of_one_side_are_never_markup_on_the_other(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("<!channel> <@U0000000002> *bold* <http://evil.example|bank> & <b>x</b>")
    card = await world.card()
    await ben.clicks("Claim", card)
    await world.settles()
    assert "<!channel> <@U0000000002> *bold* <http://evil.example|bank> & <b>x</b>" in world.thread(card)[0]
    await ben.says("support", "<b>no</b> & <a href='x'>link</a>", card.ts)
    await world.passes()
    assert "<b>no</b> & <a href='x'>link</a>" in texts(ada)


async def test_a_card_shows_what_is_true_of_its_customer_now(world: World) -> None:
    card, ada = await claimed(world), world.customer("Ada")
    await ada.says("/language")
    await ada.presses("Polski", (await ada.sees("Which language")).id)
    await world.settles()
    assert "Polski" in card.words


async def test_a_long_first_message_can_be_read_on_the_card(world: World) -> None:
    await world.customer("Ada").says("My parcel went to the neighbours. " * 8)
    await world.settles()
    assert (await world.card()).words.count("went to the neighbours") > 5


async def test_an_answer_typed_before_we_know_the_card_ourselves_is_heard(world: World) -> None:
    world.sandbox.faults.next("chat.postMessage", "slow", seconds=0.4)
    await world.customer("Ada").says("Hello?")
    card, ben = await world.card(), world.agent("Ben")
    note = await ben.says("support", "// I know her", card.ts)
    await world.settles()
    assert mark(note) == {"lock"}
