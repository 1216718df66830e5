"""What supervisors and teams read of what is late: whatever is in it, Slack takes it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.alerting.standing import MOST_LISTED, Late, Shown, Standing
from bot.desk.alerting.tables import Board, BoardKind, Episode, Outage
from bot.desk.people.tables import Agent
from bot.desk.service_levels.policies import Target
from bot.desk.tickets.life import Status
from bot.views.slack import boards, reassigning
from tests.views.slack.test_cards import AGENTS, WORKSPACE, assert_sound, assert_sound_view
from tests.views.slack.tickets import BEN, LONG, NASTY, PRACTICE, START, sheet

Json = dict[str, Any]
FIRST, NEXT, SOLVED = Target
LATER = START + timedelta(hours=1)


def late(number: int = 1042, **ticket: Any) -> Late:
    return Late(sheet(id=number, status=Status.OPEN, **ticket), START)


def standing(count: int = 1, unowned: int = 1, target: Target = FIRST, **fields: Any) -> Standing:
    known: Json = {"id": 3, "team": "support", "target": target, "began_at": START, "missed_at": START, "misses": 5}
    listed = [late(1000 + n, owner=None if n < unowned else "UBEN") for n in range(min(count, MOST_LISTED))]
    since = START if count else None
    return Standing(Episode(**known | fields), count, unowned, 0, since, listed, NASTY, NASTY)


def shown(kind: BoardKind, *episodes: Standing) -> Shown:
    outage = Outage(id=1, since=START, until=LATER) if kind is BoardKind.OUTAGE else None
    return Shown(Board(id=4, kind=kind, channel="CBOSS", made_at=START), episodes, outage)


ACKNOWLEDGED: Json = {"acknowledged_by": "UBEN", "acknowledged_at": START}
HELPED: Json = {"helped_by": "UBEN", "helped_at": START}
OVER: Json = {"over_at": LATER}

CASES: list[tuple[BoardKind, Standing, str, list[str]]] = [
    (
        BoardKind.EPISODE,
        standing(),
        "🔴 *support*: 1 first answer is late, since ",
        ["Take", "Take the most overdue", "Reassign…", "Call for help", "Acknowledge"],
    ),
    (
        BoardKind.EPISODE,
        standing(27, 0, **HELPED),
        "27 first answers are late, the longest since ",
        ["Reassign…", "Acknowledge"],
    ),
    (BoardKind.EPISODE, standing(2, 0, NEXT, **ACKNOWLEDGED), "2 next answers are", ["Reassign…", "Call for help"]),
    (
        BoardKind.EPISODE,
        standing(0, 0, SOLVED),
        "🟡 *support*: none is late any more; 5 solutions were",
        ["Acknowledge"],
    ),
    (BoardKind.EPISODE, standing(0, 0, **ACKNOWLEDGED), "none is late any more; 5 first answers were", []),
    (BoardKind.EPISODE, standing(0, 0, misses=1, **OVER), "✅ *support*: over. 1 first answer was late, from ", []),
    (BoardKind.EPISODE, standing(0, 0, **OVER, **ACKNOWLEDGED), "saw to it", []),
    (BoardKind.TEAM, standing(2, 1), "1 first answer is late, and nobody has it", ["Take"]),
    (BoardKind.TEAM, standing(30, 30), "30 first answers are late, and nobody has them", ["Take"] * MOST_LISTED),
    (BoardKind.TEAM, standing(2, 0), "Somebody has each of them", []),
    (BoardKind.TEAM, standing(0, 0, **OVER), "over. 5 first answers were late", []),
    (BoardKind.HELP, standing(30, 3), "asks support for help: 30 first answers are late", []),
    (BoardKind.HELP, standing(3, 0), "Somebody has each of them: ask what you can do.", []),
    (BoardKind.DIGEST, standing(3), "6 posts have interrupted it", ["Show"]),
    (BoardKind.DIGEST, standing(3)._replace(shown=True), "6 posts have interrupted it", []),
    (BoardKind.OUTAGE, standing(3), "The desk did not run* from ", ["Show"]),
    (BoardKind.OUTAGE, standing(0, 0, **OVER), "The desk did not run* from ", []),
]


@pytest.mark.parametrize(("kind", "episode", "said", "buttons"), CASES)
def test_a_board_says_how_it_stands_and_offers_what_makes_sense(
    kind: BoardKind, episode: Standing, said: str, buttons: list[str]
) -> None:
    post = boards.board(shown(kind, episode), PRACTICE, WORKSPACE)
    assert_sound(post)
    assert said in post.text
    pressed = [
        part["text"]["text"]
        for block in post.blocks
        for part in [*block.get("elements", []), block.get("accessory", {})]
        if "action_id" in part
    ]
    assert pressed == buttons


def test_what_a_board_does_not_list_it_counts() -> None:
    post = boards.board(shown(BoardKind.EPISODE, standing(27)), PRACTICE, WORKSPACE)
    assert "… and 17 more" in str(post.blocks)


def test_a_digest_of_many_and_one_whose_episodes_went_on_are_sound() -> None:
    many = [standing(3, team=LONG[:60], id=number) for number in range(60)]
    for kind in (BoardKind.DIGEST, BoardKind.OUTAGE):
        assert_sound(boards.board(shown(kind, *many), PRACTICE, WORKSPACE))
        empty = boards.board(shown(kind), PRACTICE, WORKSPACE)
        assert_sound(empty)
        assert "Nothing else by now" in str(empty.blocks)


def test_a_ticket_says_who_has_it_and_since_when_and_leads_to_its_thread() -> None:
    urgent = late(subject=NASTY, priority="urgent", owner="UBEN")
    post = boards.board(shown(BoardKind.EPISODE, standing()._replace(listed=[urgent])), PRACTICE, WORKSPACE)
    row = post.blocks[1]["text"]["text"]
    assert row.startswith("🚨 <https://acme.slack.example/archives/CSUP/p1700000000000100|#1042> Eve &lt;!channel&gt;")
    assert "Ben &lt;b&gt; · due <!date^" in row


@pytest.mark.parametrize("agents", [[BEN], AGENTS, [Agent(id=f"U{n}", name=LONG, teams=["t"]) for n in range(250)]])
def test_the_form_offers_each_late_ticket_and_everybody(agents: list[Agent]) -> None:
    view = reassigning.reassign(3, [late(1001, subject=LONG), late(1002)], PRACTICE, agents)
    assert_sound_view(view)
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "1001"
