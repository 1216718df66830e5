"""What an escalation's posts say, and to whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.escalation.audiences import Passed, Place
from bot.desk.escalation.chains import Chain, Escalating, Step
from bot.desk.escalation.reading import Standing
from bot.desk.escalation.tables import Cause, End, Escalation, Stage, Telling
from bot.desk.events import CUSTOMER
from bot.desk.moments import milliseconds
from bot.desk.tickets.life import Status
from bot.views.slack import escalations, menu
from bot.views.slack.actions import Action
from tests.views.slack.test_cards import assert_sound
from tests.views.slack.tickets import LONG, NASTY, PRACTICE, START, sheet

Json = dict[str, Any]

WORKSPACE = "https://acme.slack.com/"
NAMES = {"UBEN": NASTY, "UANN": LONG[:60]}
LATE: Json = {"cause": Cause.LATE, "targets": ["first_response"], "due_ms": milliseconds(START), "by": "desk"}


def told(place: Place = Place.THREAD, *people: str, **fields: Any) -> Telling:
    known: Json = {"id": 1, "escalation_id": 4, "at": START, "tell": "owner", "leads": True, "reminds": False}
    return Telling(**(known | {"place": place, "people": list(people)} | fields))


def standing(telling: Telling, *others: Telling, **fields: Any) -> Standing:
    known: Json = {"id": 4, "ticket_id": 1042, "chain": {"name": NASTY}, "began_at": START, "stage": Stage.CLIMBING}
    return Standing(Escalation(**(known | LATE | fields)), telling, [*others, telling], sheet(owner="UBEN"), NAMES)


def buttons(given: Standing) -> list[str]:
    blocks = escalations.post(given, WORKSPACE).blocks
    return [each["text"]["text"] for part in blocks for each in part.get("elements", []) if "action_id" in each]


def words(given: Standing) -> str:
    """All that is read in the post."""
    return "\n".join(_texts(escalations.post(given, WORKSPACE).blocks))


def _texts(part: Any) -> Iterator[str]:
    for key, each in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "text" and isinstance(each, str):
            yield each
        elif isinstance(each, dict | list):
            yield from _texts(each)


SHOWN = [
    standing(told(place, "UBEN", "SNIGHT"), told(Place.NOWHERE, passed=why, missed="UBEN"), stage=stage, **fields)
    for place in (Place.THREAD, Place.TEAM, Place.SUPERVISORS)
    for why in Passed
    for stage in Stage
    for fields in (
        {"taken_by": "UBEN", "taken_at": START, "why": End.MET},
        {"cause": Cause.ASKED, "due_ms": None, "by": CUSTOMER},
    )
]


@pytest.mark.parametrize("given", SHOWN)
def test_every_post_of_an_escalation_is_one_that_slack_takes(given: Standing) -> None:
    assert_sound(escalations.post(given, WORKSPACE))


@pytest.mark.parametrize("end", End)
def test_what_is_over_says_why_and_offers_nothing(end: End) -> None:
    over = standing(told(Place.THREAD, "UBEN"), stage=Stage.OVER, why=end)
    assert "Over:" in words(over)
    assert buttons(over) == []


@pytest.mark.parametrize(
    ("telling", "stage", "offered"),
    [
        (told(), Stage.CLIMBING, ["Acknowledge"]),
        (told(Place.TEAM), Stage.CLIMBING, ["Acknowledge", "Open ticket"]),
        (told(Place.SUPERVISORS), Stage.ASKED, ["Acknowledge", "Open ticket"]),
        (told(Place.SUPERVISORS), Stage.TAKEN, ["Open ticket"]),
        (told(Place.SUPERVISORS, leads=False), Stage.CLIMBING, []),
        (told(tell="UBEN", reminds=True), Stage.ASKED, ["Still on it"]),
    ],
)
def test_a_post_offers_what_makes_sense_now(telling: Telling, stage: Stage, offered: list[str]) -> None:
    assert buttons(standing(telling, stage=stage)) == offered


def test_the_thread_mentions_whom_it_tells_and_why() -> None:
    said = words(standing(told(Place.THREAD, "UBEN", "SNIGHT")))
    assert "<@UBEN> <!subteam^SNIGHT>" in said
    assert "The first answer: due <!date^" in said


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("customer", "The customer asked for a person <!date^"),
        ("desk", "It was handed over for the third time <!date^"),
        ("UANN", "asked for somebody above <!date^"),
    ],
)
def test_why_somebody_above_is_wanted_is_said(by: str, why: str) -> None:
    asked = standing(told(Place.SUPERVISORS), cause=Cause.ASKED, targets=[], due_ms=None, by=by)
    assert why in words(asked)


def test_the_supervisors_read_who_was_told_and_who_was_passed_over_and_no_list_notifies_anybody() -> None:
    earlier = [
        told(Place.THREAD, "UANN"),
        told(Place.THREAD, tell="team"),
        told(Place.TEAM, passed=Passed.NOBODY),
        told(Place.TEAM, passed=Passed.ASKED, missed="UBEN"),
        told(Place.NOWHERE, tell="UGONE", passed=Passed.GONE, missed="UGONE"),
        told(Place.THREAD, "UANN", tell="UBEN", passed=Passed.AWAY, missed="UBEN"),
        told(Place.THREAD, "UANN", tell="UANN", reminds=True),
    ]
    said = words(standing(told(Place.SUPERVISORS), *earlier, taken_by="UANN"))
    for wanted in (
        f"{NAMES['UANN']} told.",
        "the team support told.",
        "the team support told. Nobody has it.",
        " has it.",
        "nobody told. UGONE is no agent of this desk, and has no deputy who is there.",
        "is away, so their deputy is told.",
        "was asked whether they are still on it",
        ": supervisors told.",
    ):
        assert wanted in said
    assert "<@" not in said


@pytest.mark.parametrize(("count", "last"), [(1, "to <!date^"), (100, "… and 80 more")])
def test_the_supervisors_read_when_nobody_is_on_duty(count: int, last: str) -> None:
    post = escalations.gaps([(each * 3_600_000, each * 3_600_000 + 1) for each in range(count)])
    assert_sound(post)
    assert last in post.blocks[0]["text"]["text"].splitlines()[-1]


def test_escalate_is_in_the_menu_where_somebody_would_hear_of_it() -> None:
    chain = Chain("late", (Step("team"),))
    heard = replace(PRACTICE, chains=(chain,), escalating=Escalating(asked="late"))
    offered = [Action.ESCALATE in menu.offered(sheet(), practice, ()) for practice in (PRACTICE, heard)]
    assert offered == [False, True]
    assert Action.ESCALATE not in menu.offered(sheet(status=Status.SOLVED), heard, ())


def test_a_long_escalation_still_fits() -> None:
    many = [told(Place.THREAD, "UBEN", at=START + timedelta(hours=hour)) for hour in range(100)]
    assert_sound(escalations.post(standing(told(Place.SUPERVISORS), *many), WORKSPACE))
