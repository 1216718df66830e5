from __future__ import annotations

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from bot.engine import lanes
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database
from bot.engine.lanes import Claim, Lane
from bot.engine.tables import lane
from tests.engine.transaction import NOW, transaction

ADA = Lane("chat:1", "bot", gap_ms=1000)
BEN = Lane("chat:2", "bot")
LEASE = 30_000


def claim(connection: Connection, now: int = NOW) -> Claim:
    return lanes.claim(connection, "bot", 10, LEASE, now)


def taken(claim: Claim) -> list[tuple[str, str]]:
    return sorted((head.key, head.payload) for head in claim.heads)


def send_all(connection: Connection, now: int) -> list[str]:
    """Claim, and complete each at once; what was sent."""
    mine = claim(connection, now)
    assert all(lanes.complete(connection, mine.token, head.lane_id, head.seq, now) for head in mine.heads)
    return [head.payload for head in mine.heads]


@transaction
def test_a_lane_keeps_its_order_and_gives_one_at_a_time(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    for word in ("one", "two", "three"):
        lanes.push(connection, BEN, word, NOW)
    assert [send_all(connection, NOW + later) for later in range(4)] == [["one"], ["two"], ["three"], []]


@transaction
def test_whatever_is_pushed_comes_out_as_it_went_in(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    words = ["", "1", "null", '"it\'s" {not} [json]', '{"nul": "\\u0000"}', "a\nb\tc\\d\x01", "Łódź 🪔 \u2028"]
    wanted = sorted((f"chat: {word}", word) for word in words)
    lanes.push_many(connection, [(Lane(key, "bot"), word) for key, word in wanted], NOW)
    assert taken(claim(connection)) == wanted


@transaction
def test_a_claimed_lane_waits_while_the_others_go_on(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, ADA, "to Ada", NOW)
    assert taken(claim(connection)) == [("chat:1", "to Ada")]
    lanes.push_many(connection, [(ADA, "to Ada again"), (BEN, "to Ben")], NOW)
    assert taken(claim(connection)) == [("chat:2", "to Ben")]


@transaction
def test_behind_what_is_being_sent_there_is_nothing_to_claim(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    assert lanes.push(connection, ADA, "first", NOW)
    mine = claim(connection)
    assert not lanes.push(connection, ADA, "second", NOW)
    assert lanes.push_many(connection, [(ADA, "third"), (BEN, "to Ben")], NOW)
    assert lanes.complete(connection, mine.token, mine.heads[0].lane_id, 1, NOW)
    assert lanes.push(connection, ADA, "fourth", NOW)


@transaction
def test_many_pushed_at_once_keep_their_order_in_each_lane(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, BEN, "b0", NOW)
    lanes.push_many(connection, [(BEN, "b1"), (ADA, "a1"), (BEN, "b2"), (ADA, "a2")], NOW)
    lanes.push_many(connection, [], NOW)
    sent = [sorted(send_all(connection, NOW + 1000 * later)) for later in range(4)]
    assert sent == [["a1", "b0"], ["a2", "b1"], ["b2"], []]


@transaction
def test_the_gap_is_kept_even_over_an_empty_lane(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, ADA, "one", NOW)
    assert send_all(connection, NOW) == ["one"]
    lanes.push(connection, ADA, "two", NOW + 10)
    assert send_all(connection, NOW + 999) == []
    assert send_all(connection, NOW + 1000) == ["two"]


@transaction
def test_the_longest_ready_lanes_go_first(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    for age in (1, 3, 2):
        lanes.push(connection, Lane(f"chat:{age}", "bot"), "", NOW - age)
    assert [head.key for head in lanes.claim(connection, "bot", 1, LEASE, NOW).heads] == ["chat:3"]
    assert [head.key for head in lanes.claim(connection, "bot", 1, LEASE, NOW).heads] == ["chat:2"]


@transaction
def test_a_lane_draws_from_its_own_bucket(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    ensure_bucket(connection, "workspace", 0, 1)
    lanes.push(connection, ADA, "to Ada", NOW)
    assert lanes.claim(connection, "workspace", 10, LEASE, NOW) == lanes.NOTHING


@transaction
def test_a_lane_follows_the_newest_configuration(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    ensure_bucket(connection, "workspace", 0, 1)
    lanes.push(connection, ADA, "one", NOW)
    lanes.push(connection, Lane(ADA.key, "workspace", gap_ms=5), "two", NOW)
    assert claim(connection) == lanes.NOTHING
    assert taken(lanes.claim(connection, "workspace", 10, LEASE, NOW)) == [("chat:1", "one")]


async def test_a_push_to_a_bucket_nobody_made_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.do(lanes.push, ADA, "one", NOW)


@transaction
def test_a_lease_can_be_renewed_until_another_has_the_lane(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, ADA, "a large file", NOW)
    mine = lanes.claim(connection, "bot", 1, LEASE, NOW)
    lane_id = mine.heads[0].lane_id
    assert lanes.renew(connection, mine.token, lane_id, NOW + 2 * LEASE)
    assert lanes.claim(connection, "bot", 1, LEASE, NOW + LEASE) == lanes.NOTHING
    assert taken(lanes.claim(connection, "bot", 1, LEASE, NOW + 2 * LEASE)) == [("chat:1", "a large file")]
    assert not lanes.renew(connection, mine.token, lane_id, NOW + 3 * LEASE)


@transaction
def test_what_waits_behind_a_head_can_go_with_it_and_the_rest_keeps_its_order(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, str(number)) for number in range(1, 8)], NOW)
    mine = claim(connection)
    [head] = mine.heads
    assert [(each.seq, each.payload) for each in lanes.behind(connection, head.lane_id, head.seq, 3)] == [
        (2, "2"),
        (3, "3"),
        (4, "4"),
    ]
    assert lanes.complete(connection, mine.token, head.lane_id, head.seq, NOW, [2, 3, 5, 7])
    assert [send_all(connection, NOW) for _ in range(3)] == [["4"], ["6"], []]
    assert lanes.waiting(connection, NOW).count == 0
    lanes.push(connection, BEN, "8", NOW)
    assert send_all(connection, NOW) == ["8"]


@transaction
def test_who_lost_the_lease_takes_nothing_from_behind_the_head(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "1"), (BEN, "2")], NOW)
    late = claim(connection)
    mine = claim(connection, NOW + LEASE)
    lane_id = mine.heads[0].lane_id
    assert not lanes.complete(connection, late.token, lane_id, 1, NOW + LEASE, [2])
    assert lanes.complete(connection, mine.token, lane_id, 1, NOW + LEASE)
    assert send_all(connection, NOW + LEASE) == ["2"]


@transaction
def test_many_changes_before_the_sending_make_one_update(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    assert [lanes.nudge(connection, BEN, "draw", NOW) for _ in range(3)] == [True, False, False]
    assert send_all(connection, NOW) == ["draw"]
    assert send_all(connection, NOW) == []


@transaction
def test_many_changes_of_many_places_make_one_update_of_each(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    assert lanes.nudge(connection, ADA, "waits", NOW)
    assert lanes.nudge_many(connection, [(BEN, "first"), (ADA, "again"), (BEN, "second")], NOW)
    assert not lanes.nudge_many(connection, [(ADA, "again"), (BEN, "third")], NOW)
    assert not lanes.nudge_many(connection, [], NOW)
    assert sorted(send_all(connection, NOW)) == ["first", "waits"]


@transaction
def test_changes_during_the_sending_make_one_update_more(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.nudge(connection, BEN, "first", NOW)
    mine = claim(connection)
    assert [lanes.nudge(connection, BEN, "second", NOW) for _ in range(3)] == [True, False, False]
    assert lanes.complete(connection, mine.token, mine.heads[0].lane_id, 1, NOW)
    assert send_all(connection, NOW) == ["second"]


@transaction
def test_an_update_that_will_be_tried_again_carries_later_changes_too(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.nudge(connection, BEN, "draw", NOW)
    mine = claim(connection)
    assert lanes.retry(connection, mine.token, mine.heads[0].lane_id, NOW + 500)
    assert not lanes.nudge(connection, BEN, "draw", NOW)


@transaction
def test_a_lease_that_ran_out_is_taken_over_and_the_late_one_changes_nothing(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "one"), (BEN, "two")], NOW)
    late = claim(connection)
    assert claim(connection, NOW + LEASE - 1) == lanes.NOTHING
    mine = claim(connection, NOW + LEASE)
    assert [(head.payload, head.strikes) for head in mine.heads] == [("one", 2)]
    lane_id = late.heads[0].lane_id
    assert not lanes.complete(connection, late.token, lane_id, 1, NOW + LEASE)
    assert not lanes.retry(connection, late.token, lane_id, NOW)
    assert not lanes.defer(connection, late.token, lane_id, NOW)
    lanes.release(connection, late.token, [lane_id], NOW)
    assert claim(connection, NOW + LEASE) == lanes.NOTHING
    assert lanes.complete(connection, mine.token, lane_id, 1, NOW + LEASE)
    assert not lanes.complete(connection, mine.token, lane_id, 1, NOW + LEASE)
    assert send_all(connection, NOW + LEASE) == ["two"]


@transaction
def test_a_retry_waits_and_counts_and_a_success_starts_afresh(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "one"), (BEN, "two")], NOW)
    mine = claim(connection)
    assert lanes.retry(connection, mine.token, mine.heads[0].lane_id, NOW + 700)
    assert claim(connection, NOW + 699) == lanes.NOTHING
    again = claim(connection, NOW + 700)
    assert [(head.payload, head.strikes) for head in again.heads] == [("one", 2)]
    assert lanes.complete(connection, again.token, again.heads[0].lane_id, 1, NOW + 700)
    assert [head.strikes for head in claim(connection, NOW + 700).heads] == [1]


@transaction
def test_being_told_to_wait_is_kept_and_is_no_strike(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, BEN, "one", NOW)
    mine = claim(connection)
    assert lanes.defer(connection, mine.token, mine.heads[0].lane_id, NOW + 60_000)
    lanes.push(connection, BEN, "two", NOW + 1)
    assert claim(connection, NOW + 59_999) == lanes.NOTHING
    assert [head.strikes for head in claim(connection, NOW + 60_000).heads] == [1]


@transaction
def test_an_older_version_that_counts_no_doubts_leaves_none_to_the_next(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "one"), (BEN, "two")], NOW)
    claim(connection)
    older = update(lane).values(head=lane.c.head + 1, lease=None, strikes=0, ready_at=NOW)
    connection.execute(older)
    assert [(head.payload, head.doubts) for head in claim(connection).heads] == [("two", 0)]
    assert [head.doubts for head in claim(connection, NOW + LEASE).heads] == [1]


@transaction
def test_a_clean_stop_gives_back_without_a_strike(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(ADA, "a"), (BEN, "b"), (Lane("chat:3", "bot"), "c")], NOW)
    mine = claim(connection)
    lanes.release(connection, mine.token, (head.lane_id for head in mine.heads), NOW + 1)
    lanes.release(connection, mine.token, [], NOW + 1)
    assert sorted((head.payload, head.strikes) for head in claim(connection, NOW + 1).heads) == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
    ]


@transaction
def test_the_only_process_frees_what_the_killed_one_held_at_start(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(ADA, "a"), (BEN, "b")], NOW)
    claim(connection)
    assert lanes.release_all(connection, NOW + 1) == 2
    assert [(head.payload, head.strikes) for head in claim(connection, NOW + 1).heads] == [("b", 2)]
    assert [head.payload for head in claim(connection, NOW + 1001).heads] == ["a"]


@transaction
def test_health_sees_how_much_waits_and_since_when(connection: Connection) -> None:
    assert lanes.waiting(connection, NOW) == lanes.Waiting(0, 0, 0)
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(ADA, "1"), (ADA, "2"), (BEN, "3")], NOW)
    assert lanes.waiting(connection, NOW + 250) == lanes.Waiting(3, 250, 0)
    claim(connection, NOW + 250)
    assert lanes.waiting(connection, NOW + 300) == lanes.Waiting(3, 0, 0)
