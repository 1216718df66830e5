"""How satisfied customers were: asked for in chat and by an operator, and told to the supervisors once a week."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.slack.workspace import Message
from tests.stories.test_operator import relaydesk, written_to
from tests.stories.world import MONDAY, World, world

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOLDEN = ("--from", "2026-03-02", "--to", "2026-03-08")


async def rated(here: World) -> Message:
    """Ada has an answer of Ben's and gave it a 2, with a comment; gives the card."""
    ada, ben = here.customer("Ada"), here.agent("Ben")
    await ada.says("The lamp is dark")
    card = await here.card("· The lamp is dark")
    await ben.clicks("Claim", card)
    await here.settles()
    await ben.says("support", "Try the other socket", card.ts)
    await here.passes()
    await ben.clicks("Resolve", card)
    await here.settles()
    await here.passes(HOUR)
    question = await ada.sees("How did we do with #")
    await ada.presses("🙁 2")
    await here.settles()
    await ada.says("Too <slow> & *dark*", reply_to=question.id)
    await here.settles()
    return card


async def test_a_rating_is_in_every_answer_and_once_in_the_weekly_post(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with world(database_url, surveys={"scale": "1-5"}) as here:
        ben, card = here.agent("Ben"), await rated(here)
        await ben.command("/desk", "csat this week", "support")
        answer = ben.whispers[-1].words
        assert "0.0 % of 1 rating was good" in answer
        assert "0 of 1 rating good, mean 2.0, response 1 of 1 (100.0 %)" in answer
        assert "Not comparable, with fewer than 5 ratings: Ben." in answer
        assert f"{card.words.partition(' ')[0]} · 🔻 2 of 5 · “Too <slow> & *dark*”" in answer
        assert "Score: ratings of 4 and 5 among all" in answer
        assert "You see your own teams" in answer
        sam = here.agent("Sam")
        await sam.command("/desk", "csat this week", "support")
        assert "Ben" not in sam.whispers[-1].words
        await sam.command("/desk", "csat this week", "supervisors")
        assert "*Ben*: 0 of 1 rating good" in sam.whispers[-1].words

        await here.passes(MONDAY + 7 * DAY - here.sandbox.clock.now())
        posts = here.slack.channel("supervisors").messages.values()
        [post] = [each for each in posts if each.body.get("files")]
        assert "*How satisfied customers were: 2 Mar to 8 Mar 2026*" in post.body["text"]
        assert "1 comment." in post.body["text"]
        assert not [words for words in ("Ben", "dark") if words in post.body["text"]]
        [chart] = post.body["files"]
        assert chart["name"] == "satisfaction-2026-03-08.png"
        assert "2 Mar to 8 Mar 2026: 0 of 1 (0.0–79.3 %, fewer than 5 ratings), 1 of 1 answered" in chart["alt_txt"]
        assert here.slack.workspace.files[chart["id"]].content.startswith(b"\x89PNG")
        here.sound()

        config = written_to(tmp_path / "config.toml", here.sandbox.settings() | {"database": {"url": database_url}})
        capsys.readouterr()
        assert await relaydesk(config, "csat", *GOLDEN, "--agent", "ben", "--format", "json") == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["overall"]["score"], told["overall"]["answered"], told["overall"]["comments"]) == (0.0, 1, 1)
        assert told["agents"][ben.id]["name"] == "Ben"
        assert await relaydesk(config, "csat", *GOLDEN) == 0
        table = capsys.readouterr().out
        assert "How satisfied customers were: 2 Mar to 8 Mar 2026 (UTC)" in table
        assert "Not comparable, with fewer than 5 ratings: Ben." in table
        assert "Score: ratings of 4 and 5 among all" in table
