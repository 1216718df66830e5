"""What is pressed on cards and under questions in threads."""

import asyncio

from bot.desk.tickets import absence, deliveries
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import State
from tests.handlers.slack.bench import ADA, FIRST, Bench


async def test_claim_gives_the_ticket_to_whoever_pressed_it(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.ben.clicks("Claim")
    await bench.settled()
    assert (await bench.ticket()).owner == bench.ben.id
    card = await bench.card()
    assert "Ben" in card.words
    assert any("Ben took it" in words for words in bench.in_thread(card))


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await asyncio.gather(bench.ben.clicks("Claim"), bench.cat.clicks("Claim"))
    await bench.settled()
    owner = (await bench.ticket()).owner
    winner, other = (bench.ben, bench.cat) if owner == bench.ben.id else (bench.cat, bench.ben)
    assert any(f"{winner.name} already has #{FIRST}" in said for said in bench.whispers(other))
    assert bench.whispers(winner) == []


async def test_a_button_on_an_old_card_tells_why_not_and_the_card_is_drawn_again(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    drawn = len(bench.slack.called("chat.update"))
    card = await bench.card()
    claimed = dict(card.body)
    await bench.ben.clicks("Claim", card)
    await bench.settled()
    card.body = claimed
    await bench.cat.clicks("Claim", card)
    await bench.settled()
    assert any("Ben already has" in said for said in bench.whispers(bench.cat))
    assert len(bench.slack.called("chat.update")) == drawn + 2
    assert "Claim" not in card.words


async def test_a_guest_a_stranger_and_a_colleague_who_is_no_agent_are_refused(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    for visitor in (bench.gus, bench.sam, bench.dan):
        await visitor.clicks("Claim")
        await visitor.clicks("Reply")
        await visitor.clicks("More…")
        await bench.settled()
        assert [said.startswith("Only agents of this desk") for said in bench.whispers(visitor)] == [True] * 3
        assert visitor.modal is None
    assert (await bench.ticket()).owner is None


async def test_resolve_tells_the_customer_and_reopen_takes_it_back(bench: Bench) -> None:
    await bench.claimed()
    await bench.ben.clicks("Resolve")
    await bench.settled()
    assert (await bench.ticket()).status is Status.SOLVED
    await bench.ben.clicks("Reopen")
    await bench.settled()
    assert (await bench.ticket()).status is Status.OPEN
    told = bench.in_thread(await bench.card())
    assert "✅ Ben solved it" in told
    assert "🔁 Ben reopened it" in told


async def test_an_answer_with_a_colleagues_name_is_held_until_somebody_says_how(bench: Bench) -> None:
    card = await bench.claimed()
    for choice, state in (("Send as it reads", State.QUEUED), ("Keep inside", State.INTERNAL)):
        await bench.ben.says(bench.support, "Ask @Cat about it", card)
        await bench.settled()
        assert any("the customer would read @Cat" in words for words in bench.in_thread(card))
        await bench.ben.clicks(choice)
        await bench.settled()
        assert (await bench.messages())[-1].state is state


async def test_a_question_that_is_settled_already_says_so(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.ben.says(bench.support, "Ask @here about it", card)
    await bench.settled()
    await bench.ben.clicks("Keep inside")
    await bench.ben.clicks("Send as it reads")
    await bench.settled()
    assert bench.whispers(bench.ben) == ["That question has been settled already."]
    assert (await bench.messages())[-1].state is State.INTERNAL


async def test_what_was_kept_for_a_customer_is_sent_once_and_the_question_says_by_whom(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.ben.says(bench.support, "Try the other socket", card)
    await bench.settled()
    await bench.passes(seconds=6)
    message = (await bench.messages())[-1]
    await bench.door.do(absence.blocked_us, ADA)
    await bench.door.do(deliveries.failed, message.id, "She blocked the bot.", unreached=True)
    await bench.door.do(absence.came_back, ADA)
    await bench.settled()
    [question] = [post for post in bench.slack.thread(bench.support, card) if "could not be sent" in post.words]
    assert "1 answer" in question.words
    asked = dict(question.body)
    await bench.ben.clicks("Send now", question)
    await bench.settled()
    assert (await bench.messages())[-1].state is State.QUEUED
    assert "Ben had 1 answer sent" in question.words
    question.body = asked
    await bench.cat.clicks("Leave unsent", question)
    await bench.settled()
    assert bench.whispers(bench.cat) == ["That question has been settled already."]
    assert (await bench.messages())[-1].state is State.QUEUED
    bench.blameless()
