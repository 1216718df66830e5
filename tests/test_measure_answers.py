"""What an operator is answered beside the ratings: lines below the table, and JSON that is not rounded."""

import json

from bot import measure_answers
from bot.measure_answers import Answer
from bot.views import aftercare
from tests.desk.world import PRACTICE
from tests.views.slack.test_satisfaction import BESIDE, DEFINITIONS, shown


def test_below_the_table_stands_what_else_was_asked_and_what_each_number_means() -> None:
    below = list(measure_answers.below(Answer(shown(beside=BESIDE), {}, PRACTICE)))
    assert "Easy: 60.0 % of 5 found it easy (interval 23.1–88.2 %), mean 4.8 of 7" in below
    assert below[-1] == " ".join(DEFINITIONS)


def test_json_has_each_of_them_with_its_definition() -> None:
    told = json.loads(json.dumps(measure_answers.as_json(Answer(shown(beside=BESIDE), {}, PRACTICE))))
    nps, ces, helpful = told["nps"], told["ces"], told["helpful"]
    assert (nps["score"], nps["margin"], nps["answers"], nps["asked"]) == (-30.2, 15.3, 100, 150)
    assert (nps["promoters"], nps["passives"], nps["detractors"], nps["definition"]) == (20, 30, 50, aftercare.NPS)
    assert (ces["mean"], ces["easy"], ces["answers"], ces["definition"]) == (4.8, 0.6, 5, aftercare.CES)
    assert [round(edge, 3) for edge in ces["interval"]] == [0.231, 0.882]
    assert (helpful["answers"]["help"]["yes"], helpful["definition"]) == (3, aftercare.HELPFUL)
    saved, visits = told["saved_customers"], told["return_visits"]
    assert (saved["rate"], saved["saved"], saved["unreachable"], saved["definition"]) == (0.75, 6, 1, aftercare.SAVED)
    assert (visits["due"], visits["share_on_time"], visits["share_done"]) == (20, 0.75, 0.85)
    assert (visits["missed"], visits["definition"]) == (1, aftercare.VISITS)


def test_json_has_null_where_nobody_was_asked() -> None:
    told = measure_answers.as_json(Answer(shown(), {}, PRACTICE))
    assert {told[name] for name in ("nps", "ces", "helpful", "saved_customers", "return_visits")} == {None}
