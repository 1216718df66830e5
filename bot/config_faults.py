"""What is wrong with a configuration, in lines that begin with the key's path. Pure; knows no setting by name.

A secret's value is never quoted, nor is that of a key nobody knows: it may be a secret under a misspelt name.
"""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

LONGEST_QUOTE = 60  # characters

SECRETS = re.compile(r"\d{3,}:[\w-]{8,}|xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^\s/@]+(?=@)")
"""Tokens, and names with passwords in addresses, as libraries write them into their errors."""


def faults(settings: type[BaseModel], error: ValidationError) -> Iterator[str]:
    """A line for each thing the model refused."""
    for detail in error.errors(include_url=False, include_context=False):
        if not (detail["type"] == "too_short" and detail["input"]):  # pydantic counts only the items it accepted
            yield _fault(settings, detail)


def path(*parts: str | int) -> str:
    """`teams[1].channel`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")


def quoted(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "..."


def without_secrets(text: str) -> str:
    return SECRETS.sub("(secret)", text)


def section_of(field: FieldInfo) -> type[BaseModel] | None:
    """The model of the table, or of each of the tables, that the field holds."""
    candidates = (field.annotation, *get_args(field.annotation))
    return next((each for each in candidates if isinstance(each, type) and issubclass(each, BaseModel)), None)


def is_secret(field: FieldInfo) -> bool:
    return "SecretStr" in repr(field.annotation)


def _fault(settings: type[BaseModel], detail: ErrorDetails) -> str:
    place = tuple(part for part in detail["loc"] if part != "[key]")  # pydantic's own mark on a mapping's key
    section, field = _at(settings, place)
    if field is None:
        return f"{path(*place)}: unknown key; {_known(section, str(place[-1]))}"
    if detail["type"] == "missing":
        return f"{path(*place)}: missing, expected {field.description}{_variable(place, field)}"
    return f"{path(*place)}: expected {field.description or 'a table'}, got {_shown(field, detail['input'])}"


def _at(settings: type[BaseModel], place: tuple[str | int, ...]) -> tuple[type[BaseModel], FieldInfo | None]:
    """The setting at a place and the section it is in. None where there is no such setting."""
    section, field = settings, None
    for part in place:
        if isinstance(part, int):
            continue
        field = section.model_fields.get(part)
        inner = section_of(field) if field else None
        if inner is None:
            break
        section = inner
    return section, field


def _known(section: type[BaseModel], key: str) -> str:
    near = get_close_matches(key, section.model_fields, n=1)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(section.model_fields)}"


def _variable(place: tuple[str | int, ...], field: FieldInfo) -> str:
    """How to give a secret, since it does not belong in the file."""
    name = "__".join(str(part) for part in place).upper()
    return f" (set RELAYDESK_{name})" if is_secret(field) else ""


def _shown(field: FieldInfo, value: Any) -> str:
    if is_secret(field) or isinstance(value, SecretStr):
        return "something else (a secret is not shown)"
    if isinstance(value, Mapping):
        return "a table"
    if section_of(field) and isinstance(value, str):
        return "text"
    return quoted(value)
