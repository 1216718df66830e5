"""Every case that service levels must get right has a test with its number in the name."""

import re
from pathlib import Path

CASES = range(1, 78)
"""Arithmetic of calendars 1-21, pauses 22-29, first answers 30-34, next answers 35-42, solving and reopening 43-49,
changed policies 50-56, alerts and escalations 57-70, what the chat tools do 71-77."""
_NAMED = re.compile(r"def test_case((?:_\d+|_and)+)_|\"case (\d+): ")


def test_every_case_has_a_test_with_its_number() -> None:
    """In the name of a function (`test_case_49_and_56_...`) or of a row of a table (`case 7: ...`)."""
    files = Path(__file__).parent.rglob("test_*.py")
    named = [number for file in files for found in _NAMED.findall(file.read_text()) for number in found]
    assert {int(number) for each in named for number in re.findall(r"\d+", each)} == set(CASES)
