from __future__ import annotations

from sqlalchemy import Connection

from bot.engine import lanes
from bot.engine.backlog import Backlog, backlogs
from bot.engine.buckets import ensure_bucket
from bot.engine.lanes import Lane
from tests.engine.transaction import NOW, transaction


@transaction
def test_what_waits_is_counted_by_bucket_with_the_age_of_the_oldest(connection: Connection) -> None:
    for bucket in ("bot", "slack", "idle"):
        ensure_bucket(connection, bucket, 0, 1)
    lanes.push_many(connection, [(Lane("chat:1", "bot"), "a"), (Lane("chat:1", "bot"), "b")], NOW)
    lanes.push(connection, Lane("chat:2", "bot"), "c", NOW + 5)
    lanes.push(connection, Lane("channel:1", "slack"), "d", NOW + 7)
    found = sorted(backlogs(connection, NOW + 10), key=lambda one: one.bucket)
    assert found == [Backlog("bot", 2, 3, 10), Backlog("slack", 1, 1, 3)]


@transaction
def test_what_is_being_sent_still_waits_and_what_was_sent_does_not(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(Lane("chat:1", "bot"), "a"), (Lane("chat:1", "bot"), "b")], NOW)
    [head] = (mine := lanes.claim(connection, "bot", 1, 1000, NOW)).heads
    assert backlogs(connection, NOW) == [Backlog("bot", 1, 2, 0)]
    lanes.complete(connection, mine.token, head.lane_id, head.seq, NOW)
    assert backlogs(connection, NOW + 1) == [Backlog("bot", 1, 1, 1)]
