from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.tickets.life import Status
from bot.desk.tickets.placement import AskWhich, Hint, Join, Open, Placement, Reopen, Thank, place
from bot.desk.tickets.tables import Ticket
from tests.desk.world import START

WEEK = timedelta(days=7)


def ticket(number: int, status: Status = Status.OPEN, ago: timedelta = timedelta(hours=1)) -> Ticket:
    """A ticket; `ago` is when it was over, if it is."""
    over = START - ago if status in (Status.SOLVED, Status.CLOSED) else None
    return Ticket(
        id=number,
        customer_id=1,
        team="support",
        subject="",
        status=status,
        opened_at=START - timedelta(days=90),
        customer_wrote_at=START - timedelta(days=90),
        solved_at=over,
        closed_at=over if status is Status.CLOSED else None,
    )


ONE = ticket(1)
TWO = ticket(2, Status.PENDING)
SOLVED = ticket(3, Status.SOLVED)
WEEK_OLD = ticket(4, Status.SOLVED, WEEK)
OLDER = ticket(5, Status.SOLVED, WEEK + timedelta(seconds=1))
CLOSED = ticket(6, Status.CLOSED, timedelta(days=30))

RULES: list[tuple[str, Sequence[Ticket], dict[str, Any], Placement]] = [
    ("a first message opens", [], {}, Open()),
    ("a pressed New question opens", [ONE], {"wants_new": True}, Open()),
    ("a pressed New question opens beside a solved one", [SOLVED], {"wants_new": True}, Open()),
    ("a pressed New question opens even with thanks in it", [SOLVED], {"wants_new": True, "thanks": True}, Open()),
    ("a reply joins", [ONE, TWO], {"replied": 2}, Join(TWO)),
    ("a reply is stronger than the active one", [ONE, TWO], {"replied": 2, "active": 1}, Join(TWO)),
    ("a reply is stronger than New question", [ONE], {"replied": 1, "wants_new": True}, Join(ONE)),
    ("a reply reopens", [ONE, SOLVED], {"replied": 3}, Reopen(SOLVED)),
    ("a reply to one that is over for long follows up", [ONE, CLOSED], {"replied": 6}, Open(CLOSED)),
    ("a reply with thanks changes nothing", [ONE, CLOSED], {"replied": 6, "thanks": True}, Thank(CLOSED)),
    ("a reply to somebody else's is as if it were none", [ONE], {"replied": 99}, Join(ONE)),
    ("a topic's message joins its ticket", [ONE, TWO], {"topic": 2}, Join(TWO)),
    ("a topic is stronger than all else", [ONE, TWO], {"topic": 2, "replied": 1, "active": 1}, Join(TWO)),
    ("a topic is stronger than New question", [ONE], {"topic": 1, "wants_new": True}, Join(ONE)),
    ("a topic reopens", [ONE, SOLVED], {"topic": 3}, Reopen(SOLVED)),
    ("a topic of one that is over for long follows up", [ONE, CLOSED], {"topic": 6}, Open(CLOSED)),
    ("thanks in a topic change nothing", [ONE, SOLVED], {"topic": 3, "thanks": True}, Thank(SOLVED)),
    ("a topic of spam is as if it were none", [ONE], {"topic": 99}, Join(ONE)),
    ("the only live one is joined", [CLOSED, ONE, SOLVED], {}, Join(ONE)),
    ("the only live one is joined with thanks too", [SOLVED, ONE], {"thanks": True}, Join(ONE)),
    ("the only live one is joined whatever was active", [ONE, SOLVED], {"active": 3}, Join(ONE)),
    ("the active one is joined", [ONE, TWO], {"active": 2}, Join(TWO)),
    ("without an active one they are asked", [ONE, TWO, SOLVED], {}, AskWhich()),
    ("an active one that is over says nothing", [ONE, TWO, SOLVED], {"active": 3}, AskWhich()),
    ("a solved one is reopened", [SOLVED], {}, Reopen(SOLVED)),
    ("the last solved one is reopened", [SOLVED, WEEK_OLD], {}, Reopen(SOLVED)),
    ("exactly after a week it is still reopened", [WEEK_OLD], {}, Reopen(WEEK_OLD)),
    ("later it is followed up", [OLDER], {}, Open(OLDER)),
    ("a closed one is followed up", [CLOSED], {}, Open(CLOSED)),
    ("thanks reopen nothing", [SOLVED], {"thanks": True}, Thank(SOLVED)),
    ("thanks follow up nothing", [CLOSED], {"thanks": True}, Thank(CLOSED)),
]


@pytest.mark.parametrize(("tickets", "hint", "wanted"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_a_message_goes_where_it_belongs(tickets: Sequence[Ticket], hint: dict[str, Any], wanted: Placement) -> None:
    assert place(tickets, Hint(**hint), START, WEEK) == wanted


@pytest.mark.parametrize("status", [Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD])
def test_every_live_state_is_joined(status: Status) -> None:
    live = ticket(1, status)
    assert place([live], Hint(), START, WEEK) == Join(live)
