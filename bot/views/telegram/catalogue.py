"""The texts in each language, read from the catalogues and compiled in memory: there is no build step."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.desk.people.languages import LANGUAGES

LOCALES = Path(__file__).parents[2] / "locales"


def catalogue(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "relaydesk.po"


@cache
def texts(language: str) -> GNUTranslations:
    """The texts of one of our languages; English for one that we no longer speak."""
    with catalogue(language if language in LANGUAGES else "en").open("rb") as file:
        read = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)
