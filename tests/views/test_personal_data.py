"""The file with all that is kept about a customer."""

import json
from typing import Any

from bot.desk.people.tables import Customer
from bot.desk.privacy.reading import Said
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey, Vote
from bot.views.files import personal_data
from tests.desk.world import PRACTICE, START
from tests.views.slack.tickets import message


def test_what_they_answered_and_passed_on_is_in_it() -> None:
    cited = message("Hi", quoted="the bulb", forwarded_from="Bob")
    entry = json.loads(personal_data.said(Said(cited, "", ()), PRACTICE, first=True))
    assert (entry["in_answer_to"], entry["forwarded_from"]) == ("the bulb", "Bob")


def test_what_they_rated_is_in_it() -> None:
    known = Customer(id=1, chat=7, name="Ada", language="en", since=START)
    asked: dict[str, Any] = {"ticket_id": 1042, "customer_id": 1, "scale": "1-5", "solved_at": START, "ask_at": START}
    surveys = [Survey(**asked, asked_at=START, answered_at=START, score=2, effort=6)]
    chosen = [Nps(customer_id=1, ticket_id=1042, ask_at=START, asked_at=START, answered_at=START, score=9)]
    votes = [Vote(customer_id=1, answer="help", helpful=False, at=START)]
    unasked = personal_data.Unasked(surveys=surveys, recommendations=chosen, votes=votes)
    file = json.loads(personal_data.head(known, [], PRACTICE, START, unasked) + personal_data.foot())
    at = "2026-03-02T09:00:00+00:00"
    told = {"ticket": 1042, "asked_at": at, "rated_at": at, "rating_from_1_to_5": 2, "ease_from_1_to_7": 6}
    assert file["ratings"] == [told]
    assert file["recommendations"] == [{"asked_at": at, "answered_at": at, "likely_from_0_to_10": 9}]
    assert file["helpful"] == [{"answer": "help", "helpful": False, "at": at}]
