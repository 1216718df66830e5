"""What settings are made of: a section, the kinds of values that several sections have, and reading what is written."""

import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, StringConstraints

from bot.desk.people.languages import LANGUAGES

Written = dict[str, Any]
"""What stands in the file and the environment, before it is checked."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=35)]

A_NAME = "a name of 1 to 35 characters"

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]

AN_ADDRESS = "an address that starts with https:// (or http://)"


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _timezone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, OSError, ValueError) as error:
        raise ValueError from error


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError
    return text


Language = Annotated[str, AfterValidator(_language)]
Timezone = Annotated[str, AfterValidator(_timezone)]


def secret(pattern: str) -> AfterValidator:
    def shaped(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError
        return secret

    return AfterValidator(shaped)


def number(value: object) -> object:
    """`true` is no number, although Python takes it for one."""
    if isinstance(value, bool):
        raise ValueError
    return value


def table(written: Written, section: str) -> Written:
    """What is written there, if it is a table; an empty one else: what else it may be is said where it is checked."""
    found = written.get(section)
    return found if isinstance(found, dict) else {}


def tables(written: Written, section: str) -> list[Written]:
    found = written.get(section)
    return [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []
