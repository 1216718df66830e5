"""The catalogues: nothing missing, nothing unused, nothing unsure, and every placeholder where it belongs."""

from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from bot.desk.people.languages import LANGUAGES
from bot.views.telegram.catalogue import LOCALES, catalogue, texts
from bot.views.telegram.refusing import FOR_CUSTOMERS

VIEWS = LOCALES.parent / "views" / "telegram"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2)}

Id = str | tuple[str, ...]


def written() -> set[Id]:
    """Every text that the views and the refusals can show."""
    found: set[Id] = {refusal.__doc__ or "" for refusal in FOR_CUSTOMERS.values()}
    for module in VIEWS.glob("*.py"):
        with module.open("rb") as source:
            found |= {message for _, message, _, _ in extract("python", source, KEYWORDS)}
    return found


def read(language: str) -> Catalog:
    with catalogue(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> list[Message]:
    return [message for message in read(language) if message.id]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def id_of(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert {path.name for path in LOCALES.iterdir() if path.is_dir()} == set(LANGUAGES)


def test_the_texts_are_found_where_they_are_written() -> None:
    assert "New question" in written()
    assert ("You have {count} open ticket.", "You have {count} open tickets.") in written()
    assert "There is no ticket #{ticket}." in written()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    known: set[Id] = {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(language)
    }
    assert written() - known == set(), "missing"
    assert known - written() == set(), "unused"
    assert list(read(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_empty_or_fuzzy(language: str) -> None:
    unsure = [message.id for message in messages(language) if message.fuzzy or not all(forms(message))]
    assert unsure == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language: str) -> None:
    for message in messages(language):
        wanted = placeholders(message.id if isinstance(message.id, str) else message.id[0])
        assert all(placeholders(form) == wanted for form in forms(message)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_form_for_every_kind_of_number(language: str) -> None:
    kinds = get_plural(language)
    assert (read(language).num_plurals, read(language).plural_expr) == tuple(kinds)
    counted = [message for message in messages(language) if message.pluralizable]
    assert counted
    assert {len(forms(message)) for message in counted} == {kinds.num_plurals}


def test_english_says_what_is_written() -> None:
    for message in messages("en"):
        assert forms(message) == ((message.id,) if isinstance(message.id, str) else tuple(message.id))


def test_a_language_we_no_longer_speak_reads_english() -> None:
    assert texts("xx").gettext("New question") == "New question"
