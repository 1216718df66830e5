"""What only an operator can put right: told of once when it begins, and once when it is over."""

import pytest

from bot.desk import alerts
from bot.desk import outgoing as out
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import SLACK, TELEGRAM, UNAUTHORIZED, in_channel
from tests.desk.world import World

SUPPORT = in_channel("C-SUP")


async def told(desk: World) -> list[str]:
    return [row.sentence for _, row in await desk.heard() if isinstance(row, out.AlertOperators)]


async def test_however_many_rows_meet_it_the_operators_are_told_once_and_once_when_it_is_over(desk: World) -> None:
    assert await desk.do(episodes.begins, SUPPORT, "is_archived")
    desk.passes(hours=2)
    assert not await desk.do(episodes.begins, SUPPORT, "is_archived")
    assert await told(desk) == [alerts.trouble(SUPPORT, "is_archived")]
    for _ in range(2):
        await desk.do(episodes.over, [SLACK, SUPPORT])
    [over] = await told(desk)
    since = "It was shut (is_archived) since 2026-03-02 09:00 UTC"
    assert over == f"Posts arrive in <#C-SUP> again. {since}; what waited goes out now."
    assert await desk.do(episodes.begins, SUPPORT, "not_in_channel")
    assert await told(desk) == [alerts.trouble(SUPPORT, "not_in_channel")]


@pytest.mark.parametrize("place", [SLACK, in_channel("C-OPS")])
async def test_where_an_alert_cannot_arrive_it_is_told_of_when_it_is_over(desk: World, place: str) -> None:
    assert await desk.do(episodes.begins, place, "token_revoked")
    assert await told(desk) == []
    assert await desk.ask(episodes.lasting) == [alerts.trouble(place, "token_revoked")]
    await desk.do(episodes.over, [place])
    assert len(await told(desk)) == 1
    assert await desk.ask(episodes.lasting) == []


async def test_what_lasts_is_said_in_sentences_and_a_whole_platform_by_its_name(desk: World) -> None:
    for place, code in ((TELEGRAM, UNAUTHORIZED), (SUPPORT, "not_in_channel")):
        await desk.do(episodes.begins, place, code)
        desk.passes(minutes=1)
    telegram, channel = await desk.ask(episodes.lasting)
    assert (telegram, channel) == (alerts.trouble(TELEGRAM, UNAUTHORIZED), alerts.trouble(SUPPORT, "not_in_channel"))
    assert await desk.ask(episodes.platforms) == {TELEGRAM}


@pytest.mark.parametrize(
    ("place", "code", "cure"),
    [
        (TELEGRAM, UNAUTHORIZED, "Take the token from @BotFather"),
        (SLACK, "token_revoked", "install the app anew"),
        (SLACK, "invalid_auth", "install the app anew"),
        (SLACK, "account_inactive", "install it again"),
        (SLACK, "missing_scope", "relaydesk manifest"),
        (SUPPORT, "is_archived", "Unarchive it"),
        (SUPPORT, "not_in_channel", "Bring it back with `/invite`"),
        (SUPPORT, "channel_not_found", "Bring the app back with `/invite`, or give its team another"),
        (SUPPORT, "restricted_action", "Let the app post"),
        (SUPPORT, "something_new", "open it again"),
    ],
)
def test_every_trouble_has_its_cure_and_says_what_becomes_of_what_waits(place: str, code: str, cure: str) -> None:
    sentence = alerts.trouble(place, code)
    assert cure in sentence
    assert "nothing is given up" in sentence
