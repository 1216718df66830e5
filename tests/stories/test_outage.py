"""Slack fails for a while: nothing is lost, and a card that was given up comes back with the next words."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.desk.outgoing import Bucket
from bot.door import machine_now
from bot.engine import dead_letters, lanes
from tests.stories.talk import claimed
from tests.stories.test_calamities import comes_true
from tests.stories.world import World


def give_up(connection: Connection) -> int:
    """The post that waits for its next attempt, as if it had waited for too long."""
    failed = "WHERE lease IS NULL AND strikes > 0 AND key LIKE 'channel:%'"
    if not connection.execute(text(f"UPDATE engine_lane SET ready_at = 0 {failed}")).rowcount:
        return 0
    claim = lanes.claim(connection, Bucket.POST, 9, 60_000, machine_now())
    for head in claim.heads:
        dead_letters.bury(connection, claim.token, head.lane_id, head.seq, "an outage", machine_now())
    return len(claim.heads)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_card_that_was_given_up_comes_with_the_next_words(world: World) -> None:
    ada, faults = world.customer("Ada"), world.sandbox.faults
    faults.always("chat.postMessage", "server_error", status=503)
    await ada.says("Is anybody there?")
    await ada.sees("#1001")
    await comes_true(lambda: world.product.door.database.do(give_up))  # that an attempt has failed is told nobody
    assert faults.done
    faults.clear()
    await world.settles()
    card = await world.card()
    assert [words.splitlines()[-1] for words in world.thread(card)] == ["Is anybody there?"]
    assert len(await world.product.door.database.read(dead_letters.dead_letters, 9)) == 1


async def test_an_answer_from_the_form_is_marked_however_late_it_is_shown(world: World) -> None:
    card, ben = await claimed(world), world.agent("Ben")
    world.sandbox.faults.next("chat.postMessage", "rate_limited", retry_after=1)
    await ben.clicks("Reply", card)
    await ben.fills({"Message": "On Monday"})
    assert await ben.submits() is None
    assert await ben.submits() is None
    await world.sandbox.clock.forward(timedelta(hours=1))
    await world.settles()
    reply = next(post for post in world.slack.thread(card.channel, card) if "On Monday" in post.words)
    assert "white_check_mark" in reply.reactions
