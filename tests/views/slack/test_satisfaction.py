"""What agents and supervisors read of satisfaction: never more than the numbers say."""

from datetime import date
from typing import Any

import pytest

from bot.desk.followups.coverage import Coverage
from bot.desk.measures.aftercare import Aftercare
from bot.desk.measures.csat import Csat
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import Comment, Satisfaction
from bot.desk.recovery.rules import Saved
from bot.desk.relationship.figures import Recommended
from bot.desk.surveys.helpfulness import Helpfulness
from bot.desk.surveys.scores import Ease, Promotion
from bot.sandbox.slack.lint import lint_blocks
from bot.views import aftercare, measures
from bot.views.slack import satisfaction
from tests.desk.world import ANN, BEN, CAT, PRACTICE

WEEK = Period(date(2026, 3, 2), date(2026, 3, 8))
MANY, FEW, BAD = Csat((4, 0, 0, 0, 46), delivered=90, answered=50), Csat((0, 0, 0, 1, 2)), Csat((40, 0, 0, 0, 10))
NAMES = {ANN: "Ann <b>", BEN: "Ben", CAT: "Ben"}


def shown(**parts: Any) -> Satisfaction:
    return Satisfaction(WEEK, **{"overall": MANY} | parts)


def said(of: Satisfaction, person: str | None = None, today: date = date(2026, 3, 20)) -> str:
    blocks = satisfaction.answer(of, PRACTICE, NAMES, person, today).blocks
    assert lint_blocks("message", blocks) == []
    return "\n".join(text for block in blocks for text in _texts(block))


def _texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in _texts(value)]
    return [text for each in node for text in _texts(each)] if isinstance(node, list) else []


def test_agents_stand_from_a_to_z_and_are_compared_only_where_intervals_allow_it() -> None:
    text = said(shown(agents={BEN: BAD, CAT: FEW, ANN: MANY}))
    order = [
        "*Ann &lt;b&gt;*: 92.0 % of 50 (interval 81.2–96.8 %)",
        "*Ben*: 20.0 % of 50",
        f"*Ben ({CAT})*: 3 of 3 ratings",
    ]
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)
    assert f"Not comparable, with fewer than 5 ratings: Ben ({CAT})." in text
    assert "Hardly by chance, as the intervals do not meet: Ann &lt;b&gt; is rated higher than Ben." in text
    close = {"A": MANY, "B": Csat((8, 0, 0, 0, 42))}
    assert measures.comparison(close) == "The intervals meet, so what differs between these people may be chance."


def test_somebody_sees_no_one_elses_figures() -> None:
    text = said(shown(agents={BEN: BAD, ANN: MANY}), person=BEN)
    assert "Ann" not in text
    assert "*Yours*\n• *Ben*: 20.0 % of 50" in text
    assert "Supervisors see all when they ask." in text


def test_a_week_that_is_not_over_says_so() -> None:
    assert "2 Mar to 8 Mar 2026, so far" in said(shown(), today=date(2026, 3, 8))
    assert "so far" not in said(shown(), today=date(2026, 3, 9))


def test_each_list_says_what_it_is_of_and_has_an_end() -> None:
    teams = {f"team {number}": FEW for number in range(30)}
    text = said(shown(teams=teams, categories={"": FEW, "invoice": FEW}, bot=FEW))
    assert "and 10 more: `relaydesk csat` shows all" in text
    assert "*Invoice*: 3 of 3 ratings good" in text
    assert "*without a category*" in text
    assert "*What no person answered*: 3 of 3 ratings good" in text
    assert "*team 0*: 3 of 3 ratings good, mean 4.7, response –" in text


def test_comments_are_never_markup_and_the_weekly_post_has_none_and_names_nobody() -> None:
    comment = Comment(1001, "<!channel> *no*\n" + "x" * 400, 1, "thumbs")
    text = satisfaction.weekly(shown(comments=(comment,), agents={ANN: MANY}, teams={"a": FEW, "b": BAD}), FEW)
    assert "Ann" not in text
    assert "<!channel>" not in text
    assert "xxx" not in text
    assert "`/desk csat 2026-03-02 2026-03-08` shows it by category, with the latest comments" in text
    assert "The seven days before: 100.0 % of 3 ratings. With fewer than 5 ratings that is no comparison." in text
    assert lint_blocks("message", satisfaction.as_blocks(text)) == []
    assert "#1001 · 👎 · “<!channel> *no* xxx" in said(shown(comments=(comment,)))


BESIDE = Aftercare(
    recommended=Recommended(150, Promotion(-30.2, 15.3, 20, 30, 50)),
    ease=Ease(4.8, 0.6, 5),
    helpful={"help": Helpfulness(3, 4)},
    saved=Saved(6, 2, 1, 1),
    visits=Coverage(15, 2, 2, 1),
)
LINES = [
    "*Recommend us*: −30 ± 15.3, 100 answers: 20 promoters, 30 passives, 50 detractors; 150 had the question",
    "*Easy*: 60.0 % of 5 found it easy (interval 23.1–88.2 %), mean 4.8 of 7",
    "*/help was helpful*: 3 of 4 said yes",
    "*Saved customers*: 75.0 % of 8 were saved (interval 40.9–92.9 %); apart: 1 could not be reached, 1 needed no",
    "*Return visits*: 75.0 % on time, 85.0 % done, of 20: 15 on time, 2 late, 2 unreachable, 1 missed",
]
DEFINITIONS = (aftercare.NPS, aftercare.CES, aftercare.HELPFUL, aftercare.SAVED, aftercare.VISITS)


@pytest.mark.parametrize("overall", [MANY, Csat()], ids=["rated", "nobody rated"])
def test_what_else_was_asked_stands_with_its_definition_in_the_answer_and_in_the_weekly_post(overall: Csat) -> None:
    both = said(shown(overall=overall, beside=BESIDE)), satisfaction.weekly(shown(overall=overall, beside=BESIDE), FEW)
    for text in both:
        assert [each for each in (*LINES, *DEFINITIONS) if each not in text] == []
    assert lint_blocks("message", satisfaction.as_blocks(both[1])) == []


def test_where_nobody_was_asked_anything_else_nothing_is_said_of_it() -> None:
    both = said(shown()), satisfaction.weekly(shown(), FEW)
    assert not [each for text in both for each in DEFINITIONS if each in text]


FEW_OF_IT = [
    (Aftercare(recommended=Recommended(3, None)), "nobody has answered; 3 had the question"),
    (
        Aftercare(recommended=Recommended(0, Promotion(100, 0, 1, 0, 0))),
        "1 answer: 1 promoter, 0 passives, 0 detractors; 0 had the question",
    ),
    (
        Aftercare(recommended=Recommended(9, Promotion(100, 0, 5, 0, 0))),
        "+100, 5 answers: 5 promoters, 0 passives, 0 detractors; 9 had the question",
    ),
    (Aftercare(ease=Ease(3.0, 0.5, 2)), "1 of 2 found it easy, mean 3.0 of 7"),
    (
        Aftercare(saved=Saved(unreachable=1)),
        "nobody was spoken with; apart: 1 could not be reached, 0 needed no action",
    ),
]


@pytest.mark.parametrize(("beside", "line"), FEW_OF_IT)
def test_of_a_few_there_is_no_share_and_no_margin(beside: Aftercare, line: str) -> None:
    assert [figure.said for figure in aftercare.figures(beside)] == [line]


def test_a_change_is_called_one_only_where_the_intervals_do_not_meet() -> None:
    assert measures.change(MANY, BAD).endswith("The intervals do not meet: this is hardly chance.")
    assert measures.change(BAD, MANY).endswith("this is hardly chance.")
    assert measures.change(MANY, MANY).endswith("may be chance.")
    assert measures.change(MANY, Csat()) == ""


def test_a_terminal_takes_no_command_from_a_comment() -> None:
    assert measures.comment(Comment(1, "red\x1b[31m\x9b2J now", None, "1-5")) == "#1 · no rating · “red [31m 2J now”"


def test_a_period_is_said_with_its_years() -> None:
    assert measures.days(Period(date(2025, 12, 29), date(2026, 1, 4))) == "29 Dec 2025 to 4 Jan 2026"
    assert measures.days(Period(date(2026, 1, 4), date(2026, 1, 4))) == "4 Jan 2026"
