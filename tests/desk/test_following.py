"""What follows from how a ticket stands is worked out where that has changed, and comes to the same as always."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, inspect, select
from sqlmodel import Session, col

from bot.desk.closing import close
from bot.desk.desk import Desk
from bot.desk.followups.rules import Steps
from bot.desk.followups.tables import Silence
from bot.desk.moments import milliseconds
from bot.desk.people import customers
from bot.desk.people.roster import roster_is
from bot.desk.refusals import Refusal
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy, When
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets import deliveries, handling
from bot.desk.tickets.tables import Ticket
from tests.desk import test_closing
from tests.desk.test_closing import ACTS, last
from tests.desk.world import ADA, ANN, FIRST, PRACTICE, ROSTER, START, ensure_buckets

connection = test_closing.connection

HOUR = timedelta(hours=1)


def policy(name: str, hours: int, **when: str) -> Policy:
    wanted = When(**{kind: frozenset({value}) for kind, value in when.items()})
    spans = (hours * HOUR, 2 * hours * HOUR, 8 * hours * HOUR)
    return Policy(name, ALWAYS, *spans, when=wanted)


PROMISING = replace(
    PRACTICE,
    tiers=("VIP",),
    teams=tuple(replace(team, silence=Steps(HOUR, 2 * HOUR, 3 * HOUR)) for team in PRACTICE.teams[:2]),
    policies=(
        policy("VIPs", 1, tier="VIP"),
        policy("In Turkish", 2, language="tr"),
        policy("Invoices", 3, category="invoice"),
        policy("Urgent", 4, priority="urgent"),
        policy("All of support", 5, team="support"),
    ),
)
AS_USUAL = (
    "writes",
    "thanks",
    "category",
    "claim",
    "release",
    "to billing",
    "merge",
    "unmerge",
    "pending",
    "solve",
    "reopen",
    "spam",
    "not spam",
    "block",
    "unblock",
)
DOES: dict[str, test_closing.Act] = {name: ACTS[name] for name in AS_USUAL} | {
    "a VIP": lambda desk, number, agent: handling.set_tier(desk, FIRST + number, agent, "VIP"),
    "no VIP": lambda desk, number, agent: handling.set_tier(desk, FIRST + number, agent, ""),
    "speaks Turkish": lambda desk, *_: customers.choose_language(desk, ADA, "tr"),
    "urgent": lambda desk, number, agent: handling.set_priority(desk, FIRST + number, agent, "urgent"),
    "answered": lambda desk, number, agent: answered(desk, number, agent),
}
TWO_TICKETS = [("writes", 0), ("new question", 0), ("writes", 0)]


def answered(desk: Desk, number: int, agent: str) -> None:
    ACTS["form"](desk, number, agent)
    desk.session.flush()
    deliveries.delivered(desk, last(desk).id, 900, 900)


def works(connection: Connection, moment: datetime, act: Any) -> None:
    with (
        connection.begin_nested(),
        Session(connection, join_transaction_mode="rollback_only", autoflush=False) as session,
    ):
        desk = Desk(session, moment, PROMISING)
        act(desk)
        close(desk, connection, milliseconds(moment))


def look_at_all(desk: Desk) -> None:
    """As if nobody knew how any of them stood."""
    for ticket in desk.session.connection().execute(select(col(Ticket.id))).scalars().all():
        desk.ticket(ticket)
        desk.counted[ticket] = desk.counted[ticket]._replace(promised_under=None)


def followed(connection: Connection) -> list[Sequence[Any]]:
    """All that is promised, told on cards, and asked of who says nothing."""
    return [connection.execute(rows.order_by("id")).all() for rows in _ROWS]


_CARDS = select(*(inspect(Ticket).local_table.c[name] for name in ("id", "due", "due_at", "late", "promised_under")))
_ROWS = [_CARDS, *(select(inspect(kind).local_table) for kind in (Promise, Silence))]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(DOES)), st.integers(0, 1)), max_size=15))
def test_whatever_people_do_to_work_it_out_for_all_anew_changes_nothing(
    connection: Connection, steps: list[tuple[str, int]]
) -> None:
    connection.exec_driver_sql("BEGIN")
    ensure_buckets(connection)
    works(connection, START, lambda desk: roster_is(desk, ROSTER))
    moment = START
    for name, number in [*TWO_TICKETS, *steps]:
        moment += HOUR / 4
        with suppress(Refusal):
            works(connection, moment, lambda desk, does=(ACTS | DOES)[name], of=number: does(desk, of, ANN))
        before = followed(connection)
        works(connection, moment, look_at_all)
        assert followed(connection) == before, name
    connection.rollback()
