"""The file with all that is kept about a customer."""

import json
from typing import Any

from bot.desk.people.tables import Customer
from bot.desk.surveys.tables import Survey
from bot.views.files import personal_data
from tests.desk.world import PRACTICE, START


def test_what_they_rated_is_in_it() -> None:
    known = Customer(id=1, chat=7, name="Ada", language="en", since=START)
    asked: dict[str, Any] = {"ticket_id": 1042, "customer_id": 1, "scale": "1-5", "solved_at": START, "ask_at": START}
    surveys = [Survey(**asked, asked_at=START, answered_at=START, score=2)]
    file = json.loads(
        personal_data.head(known, [], PRACTICE, START, personal_data.Unasked(surveys=surveys)) + personal_data.foot()
    )
    at = "2026-03-02T09:00:00+00:00"
    assert file["ratings"] == [{"ticket": 1042, "asked_at": at, "rated_at": at, "rating_from_1_to_5": 2}]
