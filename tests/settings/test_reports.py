"""Reports as operators write them: what they become, and what is refused in words."""

from datetime import time

import pytest

from bot.config import checked, load
from bot.desk.measures.periods import Weekly
from tests.test_config import EXAMPLE, SECRETS, complaints, written


@pytest.mark.parametrize(
    ("said", "weekly"),
    [
        ({}, Weekly(0, time(9))),
        ({"satisfaction": "Fri 16:00"}, Weekly(4, time(16))),
        ({"satisfaction": "sun 00:30"}, Weekly(6, time(0, 30))),
        ({"satisfaction": "off"}, None),
    ],
)
def test_supervisors_are_told_when_the_setting_says(said: dict[str, str], weekly: Weekly | None) -> None:
    assert checked(written(reports=said)).practice().weekly == weekly


@pytest.mark.parametrize(
    "said", ["Monday", "Mon", "Mon 9:00", "Mon 25:00", "Mon 0900", "09:00", "Mo 09:00", "", "Mon 09:00Z", 9]
)
def test_any_other_time_is_refused_with_one_that_is_none(said: object) -> None:
    [told] = complaints(reports={"satisfaction": said})
    assert told.startswith('reports.satisfaction: expected a day and a time such as "Mon 09:00", or "off"')


def test_the_example_says_what_holds_anyway() -> None:
    assert load(EXAMPLE, SECRETS).practice().weekly == Weekly()
