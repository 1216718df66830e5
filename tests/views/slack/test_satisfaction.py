"""What agents and supervisors read of satisfaction: never more than the numbers say."""

from datetime import date
from typing import Any

from bot.desk.measures.csat import Csat
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import Comment, Satisfaction
from bot.sandbox.slack.lint import lint_blocks
from bot.views import measures
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


def test_comments_are_never_markup_and_the_weekly_post_names_nobody() -> None:
    comment = Comment(1001, "<!channel> *no*\n" + "x" * 400, 1, "thumbs")
    text = satisfaction.weekly(shown(comments=(comment,), agents={ANN: MANY}, teams={"a": FEW, "b": BAD}), FEW)
    assert "> #1001 · 👎 · “&lt;!channel&gt; *no* xxx" in text
    assert "Ann" not in text
    assert "The seven days before: 100.0 % of 3 ratings. With fewer than 5 ratings that is no comparison." in text
    assert lint_blocks("message", satisfaction.as_blocks(text)) == []
    assert "“<!channel> *no* xxx" in said(shown(comments=(comment,)))


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
