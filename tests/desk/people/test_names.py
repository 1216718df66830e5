"""Names that people choose so as to deceive, and names that only look like it."""

import pytest

from bot.desk.people.names import LONGEST, apart, shown


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada\n\tLovelace ", "Ada Lovelace"),
        ("Ada\u202egpj.exe", "Adagpj.exe"),
        ("\u2067Ada\u2069", "Ada"),
        ("B\u200be\u00adn\u2060", "Ben"),
        ("Ben\x07", "Ben"),
        ("\u200b\u200d\u3000", "?"),
        ("", "?"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("José", "José"),
        ("n" * 1000, "n" * LONGEST),
    ],
)
def test_a_name_is_one_line_of_signs_that_can_be_seen(given: str, read: str) -> None:
    assert shown(given) == read
    assert shown(read) == read


@pytest.mark.parametrize(("name", "beside"), [("Ada", "Ada"), ("שרה", "\u2068שרה\u2069"), ("علی", "\u2068علی\u2069")])
def test_a_name_that_is_written_from_the_right_moves_nothing_beside_it(name: str, beside: str) -> None:
    assert apart(name) == beside
