"""What the post says that tells of many escalations."""

from typing import Any

import pytest

from bot.desk.escalation.audiences import Place
from bot.desk.escalation.reading import Gathered
from bot.desk.escalation.tables import Cause, Escalation, Stage, Telling
from bot.desk.events import CUSTOMER
from bot.desk.moments import milliseconds
from bot.views.slack import gatherings
from tests.views.slack.test_cards import assert_sound
from tests.views.slack.tickets import NASTY, START, sheet

Json = dict[str, Any]

WORKSPACE = "https://acme.slack.com/"


def gathered(total: int, unanswered: int, over: int = 0, **fields: Any) -> Gathered:
    told = Telling(id=3, escalation_id=1, at=START, tell="supervisors", place=Place.SUPERVISORS, **fields)
    stages = [Stage.CLIMBING] * unanswered + [Stage.TAKEN] * (total - unanswered - over)
    return Gathered(told, total, unanswered, over, list(map(listed, range(1, 11), stages)), {"UBEN": NASTY})


def listed(number: int, stage: Stage) -> Any:
    why: Json = {"cause": Cause.LATE, "targets": ["first_response"], "due_ms": milliseconds(START), "by": "desk"}
    asked: Json = {"cause": Cause.ASKED, "by": CUSTOMER}
    known: Json = {"id": number, "ticket_id": 1042, "chain": {}, "began_at": START, "stage": stage, "taken_by": "UBEN"}
    return sheet(), Escalation(**known, **(why if number % 2 else asked))


def words(given: Gathered) -> str:
    post = gatherings.post(given, WORKSPACE)
    assert_sound(post)
    return str(post.blocks)


@pytest.mark.parametrize(
    ("given", "wanted", "missing"),
    [
        (gathered(500, 500), ["500 tickets are escalated", "Nobody is on 500.", "and 490 more", "all 500"], " over"),
        (gathered(8, 5, 1), ["Nobody is on 5, somebody is on 2, 1 over.", "is on it", "all 5"], " more"),
        (gathered(4, 1), ["Nobody is on 1, somebody is on 3.", "Acknowledge the last one"], "Acknowledge all"),
        (gathered(4, 0), ["Somebody is on 4."], "Acknowledge"),
        (gathered(4, 0, 4), ["Over: what was escalated", "4 tickets."], "Acknowledge"),
        (gathered(2, 1, quiet=True), ["Digest of this shift", "2 tickets are escalated", "is urgent"], "told <!date"),
        (gathered(1, 1), ["1 ticket is escalated"], "tickets"),
        (gathered(500, 475, 0, all_by="UBEN"), ["acknowledges all of these, one after another"], "Acknowledge all"),
    ],
)
def test_it_says_how_many_nobody_is_on_and_offers_what_makes_sense(
    given: Gathered, wanted: list[str], missing: str
) -> None:
    said = words(given)
    assert [each for each in wanted if each not in said] == []
    assert missing not in said
