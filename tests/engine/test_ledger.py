from __future__ import annotations

from sqlalchemy import Connection

from bot.engine import ledger
from tests.engine.transaction import NOW, transaction


@transaction
def test_a_delivery_is_taken_once(connection: Connection) -> None:
    assert ledger.once(connection, "telegram", "17", NOW)
    assert not ledger.once(connection, "telegram", "17", NOW + 1)


@transaction
def test_the_same_number_from_another_source_is_another_delivery(connection: Connection) -> None:
    assert ledger.once(connection, "telegram", "17", NOW)
    assert ledger.once(connection, "slack", "17", NOW)


@transaction
def test_forgetting_takes_the_oldest_and_no_more_than_asked(connection: Connection) -> None:
    for age in range(5):
        ledger.once(connection, "telegram", str(age), NOW - age)
    assert ledger.forget(connection, before=NOW, limit=3) == 3
    assert ledger.once(connection, "telegram", "4", NOW)
    assert not ledger.once(connection, "telegram", "1", NOW)
    assert not ledger.once(connection, "telegram", "0", NOW)


@transaction
def test_what_is_parked_can_be_counted(connection: Connection) -> None:
    assert ledger.parked_count(connection) == 0
    for event in ("1", "2", "2"):
        ledger.park(connection, "slack", event, "{}", "KeyError", NOW)
    assert ledger.parked_count(connection) == 2


@transaction
def test_there_may_be_nothing_to_forget(connection: Connection) -> None:
    assert ledger.forget(connection, before=NOW, limit=3) == 0


@transaction
def test_a_parked_delivery_keeps_what_is_needed_to_replay_it(connection: Connection) -> None:
    said = ledger.park(connection, "slack", "Ev1", '{"a": 1}', "KeyError: 'user'", NOW)
    parked = ledger.parked_one(connection, said)
    assert parked == ledger.Parked(said, "slack", "Ev1", '{"a": 1}', "KeyError: 'user'", 1, NOW, NOW)
    assert ledger.parked(connection) == [parked]


@transaction
def test_parking_the_same_delivery_again_keeps_its_reference_and_the_newest_error(connection: Connection) -> None:
    first = ledger.park(connection, "slack", "Ev1", "old", "KeyError", NOW)
    assert ledger.park(connection, "slack", "Ev1", "new", "TypeError", NOW + 5) == first
    assert ledger.parked(connection) == [ledger.Parked(first, "slack", "Ev1", "new", "TypeError", 2, NOW, NOW + 5)]


@transaction
def test_a_parked_delivery_is_taken_out_by_one_person_only(connection: Connection) -> None:
    said = ledger.park(connection, "slack", "Ev1", "payload", "KeyError", NOW)
    taken = ledger.unpark(connection, said)
    assert taken is not None
    assert taken.payload == "payload"
    assert ledger.unpark(connection, said) is None
    assert ledger.parked_one(connection, said) is None


@transaction
def test_a_reference_may_be_given_as_people_write_it(connection: Connection) -> None:
    said = ledger.park(connection, "slack", "Ev1", "payload", "KeyError", NOW)
    assert len(said) == 8
    assert set(said) <= set(ledger.LETTERS)
    assert ledger.parked_one(connection, f" {said.lower().replace('0', 'o').replace('1', 'l')} ") is not None


@transaction
def test_what_is_parked_is_listed_oldest_first(connection: Connection) -> None:
    for age in (1, 3, 2):
        ledger.park(connection, "slack", str(age), "", "", NOW - age)
    assert [parked.event for parked in ledger.parked(connection)] == ["3", "2", "1"]
