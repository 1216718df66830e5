"""A channel that is gone for good, and the one that its team has instead."""

from dataclasses import replace

from sqlmodel import select

from bot.desk import outgoing as out
from bot.desk.tickets import discarding
from bot.desk.tickets.tables import Card
from bot.desk.troubles import episodes
from bot.desk.troubles.rehoming import rehome
from bot.desk.troubles.tables import Trouble, in_channel
from tests.desk.world import ANN, FIRST, PRACTICE, World

SHUT = in_channel("C-SUP")


async def gets_another_channel(desk: World) -> None:
    teams = tuple(replace(team, channel="C-NEW") if team.channel == "C-SUP" else team for team in PRACTICE.teams)
    await desk.works_as(teams=teams)


async def troubles(desk: World) -> list[str]:
    return await desk.ask(lambda session: list(session.exec(select(Trouble.place)).all()))


async def test_open_tickets_of_a_shut_channel_go_on_in_the_teams_new_one_behind_what_waits(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.says("It smokes")
    await desk.do(episodes.begins, SHUT, "channel_not_found")
    await gets_another_channel(desk)
    for _ in range(2):
        await desk.do(rehome)
    [card] = await desk.cards()
    assert (card.channel, card.post) == ("C-NEW", None)
    heard = await desk.heard()
    old = [row.kind for key, row in heard if key == "channel:C-SUP"]
    assert old == ["words", "card", "recap"]
    alerts = [row.sentence for _, row in heard if isinstance(row, out.AlertOperators)]
    assert ["1 open ticket goes on" in alert for alert in alerts] == [False, True]
    assert await troubles(desk) == []


async def test_a_shut_channel_that_the_team_still_has_is_left_for_when_it_opens(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(episodes.begins, SHUT, "is_archived")
    await desk.do(rehome)
    assert [card.channel for card in await desk.cards()] == ["C-SUP"]
    assert await troubles(desk) == [SHUT]


async def test_a_channel_that_is_not_shut_keeps_its_tickets(desk: World) -> None:
    await desk.claimed_ticket()
    await gets_another_channel(desk)
    await desk.do(rehome)
    assert [card.channel for card in await desk.cards()] == ["C-SUP"]


async def test_of_a_ticket_that_is_over_nothing_is_posted_until_it_has_something_to_say(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(discarding.mark_spam, FIRST, ANN)
    await desk.do(episodes.begins, SHUT, "channel_not_found")
    await desk.heard()
    await gets_another_channel(desk)
    await desk.do(rehome)
    assert await desk.kinds() == ["alert"]
    assert [card.channel for card in await desk.all(Card)] == ["C-NEW"]
