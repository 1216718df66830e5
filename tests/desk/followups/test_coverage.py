"""Return-visit coverage, by the worked value of its definition."""

from bot.desk.followups.coverage import Visits, coverage
from bot.desk.followups.tables import Outcome


def visit(outcome: Outcome | None, *, asked: bool = True, late: bool = False) -> Visits:
    return Visits(outcome, asked, late)


def test_15_on_time_2_late_2_unreachable_and_1_missed_are_75_percent_on_time_and_85_done() -> None:
    on_time = [visit(each) for each in (Outcome.CONFIRMED, Outcome.REOPENED, Outcome.NO_ANSWER, None, None) * 3]
    late = [visit(Outcome.CONFIRMED, late=True)._replace(many=2)]
    rest = [visit(Outcome.UNREACHABLE, asked=False)] * 2 + [visit(Outcome.MISSED, asked=False)]
    figures = coverage([*on_time, *late, *rest])
    assert (figures.due, figures.on_time, figures.late, figures.unreachable, figures.missed) == (20, 15, 2, 2, 1)
    assert (figures.share_on_time, figures.share_done) == (0.75, 0.85)


def test_what_was_cancelled_or_is_yet_to_be_made_does_not_count() -> None:
    assert coverage([visit(Outcome.CANCELLED, asked=False), visit(None, asked=False)]).due == 0
    assert coverage([visit(Outcome.CANCELLED)]).on_time == 1


def test_of_nothing_there_is_no_share() -> None:
    assert (coverage([]).share_on_time, coverage([]).share_done) == (None, None)
