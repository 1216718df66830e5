from __future__ import annotations

from sqlalchemy import Connection

from bot.engine import dead_letters, lanes
from bot.engine.buckets import ensure_bucket
from bot.engine.dead_letters import DeadLetter
from bot.engine.lanes import Lane
from tests.engine.transaction import NOW, transaction

BEN = Lane("chat:2", "bot", gap_ms=10)


def bury_one(connection: Connection, now: int) -> int:
    mine = lanes.claim(connection, "bot", 1, 1000, now)
    letter = dead_letters.bury(connection, mine.token, mine.heads[0].lane_id, mine.heads[0].seq, "blocked", now)
    assert letter is not None
    return letter


def heads(connection: Connection, now: int) -> list[tuple[str, int]]:
    return [(head.payload, head.strikes) for head in lanes.claim(connection, "bot", 9, 1000, now).heads]


@transaction
def test_a_buried_parcel_lets_the_next_one_go(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "one"), (BEN, "two")], NOW)
    letter = bury_one(connection, NOW)
    expected = DeadLetter(letter, BEN.key, 1, "one", "blocked", NOW)
    assert dead_letters.dead_letters(connection, 10) == [expected]
    assert dead_letters.dead_letter(connection, letter) == expected
    assert lanes.waiting(connection, NOW).dead == 1
    assert heads(connection, NOW + 10) == [("two", 1)]


@transaction
def test_whoever_lost_the_lease_buries_nothing(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, BEN, "one", NOW)
    late = lanes.claim(connection, "bot", 1, 1000, NOW)
    assert heads(connection, NOW + 1000) == [("one", 2)]
    lane_id = late.heads[0].lane_id
    assert dead_letters.bury(connection, late.token, lane_id, 1, "blocked", NOW + 1000) is None
    assert dead_letters.dead_letters(connection, 10) == []


@transaction
def test_a_revived_parcel_goes_to_the_tail_once(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "one"), (BEN, "two")], NOW)
    letter = bury_one(connection, NOW)
    assert dead_letters.revive(connection, letter, NOW + 1)
    assert not dead_letters.revive(connection, letter, NOW + 1)
    mine = lanes.claim(connection, "bot", 9, 1000, NOW + 10)
    assert [head.payload for head in mine.heads] == ["two"]
    assert lanes.complete(connection, mine.token, mine.heads[0].lane_id, 2, NOW + 11)
    assert heads(connection, NOW + 21) == [("one", 1)]


@transaction
def test_a_parcel_revived_into_an_empty_lane_wakes_it_and_keeps_the_pace(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, BEN, "one", NOW)
    letter = bury_one(connection, NOW)
    assert dead_letters.revive(connection, letter, NOW + 1)
    assert heads(connection, NOW + 9) == []
    assert heads(connection, NOW + 10) == [("one", 1)]


@transaction
def test_a_dropped_letter_is_gone(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, BEN, "one", NOW)
    letter = bury_one(connection, NOW)
    assert dead_letters.drop_dead(connection, letter)
    assert not dead_letters.drop_dead(connection, letter)
    assert dead_letters.dead_letter(connection, letter) is None


@transaction
def test_the_number_of_a_dropped_letter_is_never_given_to_another(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, "one"), (BEN, "two")], NOW)
    first = bury_one(connection, NOW)
    dead_letters.drop_dead(connection, first)
    assert bury_one(connection, NOW + 10) > first


@transaction
def test_the_newest_letters_are_listed_first(connection: Connection) -> None:
    ensure_bucket(connection, "bot", 0, 1)
    lanes.push_many(connection, [(BEN, word) for word in ("one", "two", "three")], NOW)
    for later in range(3):
        bury_one(connection, NOW + 10 * later)
    assert [letter.payload for letter in dead_letters.dead_letters(connection, 2)] == ["three", "two"]
