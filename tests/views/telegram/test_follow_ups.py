"""What customers read who did not ask: what comes of it if they say nothing, and what each button carries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.followups.rules import Steps
from bot.desk.practice import Practice
from bot.views.telegram import follow_ups
from bot.views.telegram.buttons import Press, Pressed, read
from tests.views.telegram.test_notices import PRACTICE, ticket

HOUR = timedelta(hours=1)
CLOSES = "If we hear nothing, we close it."


def reminding(steps: Steps) -> Practice:
    return replace(PRACTICE, teams=(replace(PRACTICE.teams[0], silence=steps),))


@pytest.mark.parametrize(
    ("steps", "again", "closes"),
    [
        (Steps(HOUR, HOUR, HOUR), False, False),
        (Steps(HOUR, HOUR, HOUR), True, True),
        (Steps(HOUR, None, HOUR), False, True),
        (Steps(HOUR, HOUR), True, False),
        (Steps(HOUR), False, False),
    ],
)
def test_only_the_last_reminder_says_that_it_is_closed_and_only_if_it_is(
    steps: Steps, again: bool, closes: bool
) -> None:
    screen = follow_ups.reminded(ticket(), reminding(steps), "en", again=again)
    assert (CLOSES in screen.html) is closes
    assert read(screen.buttons[0][0][1]) == Press(Pressed.CLOSE, 1042)


def test_each_button_carries_what_it_answers() -> None:
    asked = [read(row[0][1]) for row in follow_ups.still_fixed(ticket(), "12", "en", again=False).buttons]
    assert asked == [Press(Pressed.FIXED, 12), Press(Pressed.BROKEN, 12), Press(Pressed.QUIET)]
    assert [read(row[0][1]) for row in follow_ups.no_answer(ticket(), "en").buttons] == [Press(Pressed.BACK, 1042)]
