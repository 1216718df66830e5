"""What buttons carry, and what comes back that no button of ours ever carried."""

import pytest

from bot.desk.practice import Category, Practice, Team
from bot.views.telegram.buttons import Press, Pressed, category_of, code, data, read

LARGEST = 999_999_999


@pytest.mark.parametrize("verb", list(Pressed))
def test_what_a_button_carries_is_short_and_comes_back_as_it_was(verb: Pressed) -> None:
    press = Press(verb, LARGEST, code("payments"))
    assert len(data(press).encode()) <= 64
    assert read(data(press)) == press
    assert read(data(Press(verb))) == Press(verb)


FORGED = """
add add: add:x add:-1 add:1: add:1:ą add:01 hack:1 add:9999999999 ADD:1 add:1:x:y add:١ close:1;DROP /start ::
"""


@pytest.mark.parametrize("forged", ["", "add:1\n", "add:1:a b", "x" * 64, *FORGED.split()])
def test_forged_data_is_none_of_ours(forged: str) -> None:
    assert read(forged) is None


def test_a_category_is_found_by_its_code_while_it_exists() -> None:
    label = {"en": "Payments"}
    practice = Practice("Acme", (Team("Support", "C1"),), (Category("płatności i faktury", label, "Support"),))
    assert category_of(practice, code("płatności i faktury")) == "płatności i faktury"
    assert category_of(practice, code("gone")) is None
