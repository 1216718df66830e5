"""Reactions, the command, the Home, and shortcuts from a message's menu."""

from bot.desk.people.customers import Person
from bot.desk.tickets.life import Status
from tests.handlers.slack.bench import FIRST, Bench

BO = Person(chat=8, name="Bo", username=None, language="tr")


async def test_eyes_claim_and_a_check_mark_resolves(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    card = await bench.card()
    await bench.ben.reacts(card, "eyes")
    await bench.settled()
    assert (await bench.ticket()).owner == bench.ben.id
    await bench.ben.reacts(card, "white_check_mark")
    await bench.settled()
    assert (await bench.ticket()).status is Status.SOLVED


async def test_other_reactions_and_those_on_other_messages_mean_nothing(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    card = await bench.card()
    await bench.ben.reacts(card, "tada")
    await bench.ben.reacts(bench.slack.thread(bench.support, card)[0], "eyes")
    await bench.settled()
    assert (await bench.ticket()).owner is None


async def test_a_guests_reaction_is_refused_in_words(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.gus.reacts(await bench.card(), "eyes")
    await bench.settled()
    assert [said.startswith("Only agents") for said in bench.whispers(bench.gus)] == [True]
    assert (await bench.ticket()).owner is None


ASKED = {
    "": "Nothing is waiting for you",
    "my": "Nothing is waiting for you",
    "queue": f"#{FIRST} · The lamp is broken",
    "find lamp": f"#{FIRST} · The lamp is broken",
    "find @ada": f"#{FIRST} · The lamp is broken",
    f"find #{FIRST}": f"#{FIRST} · The lamp is broken",
    "find toaster": "Nothing found",
    "find": "Say what to look for",
    "find ²": "Nothing found",
    f"find #{'9' * 25}": "Nothing found",
    f"show {FIRST}": "🆕 New",
    f"show #{FIRST}": "🆕 New",
    f"{FIRST}": "🆕 New",
    f"#{FIRST}": "🆕 New",
    "show 77": "There is no ticket #77.",
    f"show {'9' * 12}": f"There is no ticket #{'9' * 12}.",
    f"{'9' * 25}": f"There is no ticket #{'9' * 25}.",
    "show ²": "Say which one",
    "show me": "Say which one",
    "help": "What you can do",
    "csat": "Nobody was asked how it went in that time, and nobody answered. This desk asks nobody",
    "csat last week nowhere": "“nowhere” is no team of this desk",
    "CSAT 2026-03-08 2026-03-02": "2026-03-08 is after 2026-03-02.",
    "whatever": "“whatever” is not something this command knows.",
    "<!channel> now": "“<!channel>” is not something this command knows.",
}


async def test_the_command_answers_only_who_asked(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    for asked, answer in ASKED.items():
        await bench.ben.command("/desk", asked, bench.support)
        assert answer in bench.whispers(bench.ben)[-1]
    assert len(bench.whispers(bench.ben)) == len(ASKED)
    assert bench.whispers(bench.cat) == []


async def test_the_command_is_for_agents_only(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.gus.command("/desk", f"show {FIRST}", bench.support)
    [said] = bench.whispers(bench.gus)
    assert said.startswith("Only agents of this desk")


async def test_what_the_command_shows_can_be_claimed_there(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.ben.command("/desk", "queue", bench.support)
    await bench.ben.clicks("Claim", bench.ben.whispers[0])
    await bench.ben.sees_modal("It is yours now.")
    await bench.settled()
    assert (await bench.ticket()).owner == bench.ben.id


async def test_a_refusal_reaches_who_pressed_in_an_answer_where_the_bot_is_not(bench: Bench) -> None:
    """Only the command's answer stands there: nothing can be posted to that channel."""
    await bench.says("The lamp is broken")
    elsewhere = bench.slack.channel("random", bot=False)
    await bench.ben.command("/desk", "queue", elsewhere)
    await bench.cat.clicks("Claim", await bench.card())
    await bench.ben.clicks("Claim", bench.ben.whispers[0])
    await bench.ben.sees_modal(f"Cat already has #{FIRST}")
    await bench.settled()
    assert not bench.slack.called("chat.postEphemeral")


async def test_the_home_shows_what_is_mine_and_what_nobody_has(bench: Bench) -> None:
    await bench.claimed()
    await bench.says("No heating", person=BO)
    await bench.ben.opens_home()
    await bench.settled()
    home = await bench.ben.sees_home("Your tickets (1)")
    assert home.words.index(f"#{FIRST}") < home.words.index("The queue") < home.words.index(f"#{FIRST + 1}")
    await bench.ben.clicks_in_home("Claim", near="No heating")
    await bench.settled()
    await bench.ben.sees_home("Your tickets (2)")
    await bench.ben.sees_home("Nobody is waiting to be taken")


async def test_a_home_that_is_out_of_date_says_so_in_a_window(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.ben.opens_home()
    await bench.settled()
    await bench.cat.clicks("Claim")
    await bench.ben.clicks_in_home("Claim")
    await bench.ben.sees_modal(f"Cat already has #{FIRST}")


async def test_an_empty_home_says_what_to_do_and_a_strangers_says_why(bench: Bench) -> None:
    await bench.ben.opens_home()
    await bench.dan.opens_home()
    await bench.settled()
    await bench.ben.sees_home("Nothing is waiting for you")
    await bench.dan.sees_home("Ask the person who runs the desk")


async def test_a_shortcut_opens_the_form_for_the_ticket_of_the_thread(bench: Bench) -> None:
    card = await bench.claimed()
    below = bench.slack.thread(bench.support, card)[0]
    await bench.ben.shortcut("reply_to_customer", below)
    await bench.ben.sees_modal(f"Reply to #{FIRST}")
    await bench.ben.shortcut("internal_note", card)
    await bench.ben.sees_modal(f"Note on #{FIRST}")


async def test_a_shortcut_elsewhere_or_by_a_guest_says_why_not(bench: Bench) -> None:
    card = await bench.claimed()
    elsewhere = await bench.ben.says(bench.support, "Lunch?")
    await bench.ben.shortcut("internal_note", elsewhere)
    await bench.ben.sees_modal("That message belongs to no ticket")
    await bench.gus.shortcut("internal_note", card)
    await bench.gus.sees_modal("Only agents of this desk")


async def test_a_change_of_a_user_group_has_the_roster_read_again(bench: Bench) -> None:
    bench.slack.user_group("billers", [bench.cat])
    await bench.settled()
    assert bench.roster_reads == 1
