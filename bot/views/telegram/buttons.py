"""What a button carries: `verb:number[:argument]`, short and plain, because anybody can send any of it back."""

import re
from enum import StrEnum
from hashlib import blake2s
from typing import NamedTuple

from bot.desk.practice import Practice


class Pressed(StrEnum):
    NEW = "new"
    ADD = "add"
    CLOSE = "close"
    PERSON = "person"
    PLACE = "place"
    CATEGORY = "category"
    LANGUAGE = "language"
    FORGET = "forget"
    KEEP = "keep"
    BACK = "back"
    FIXED = "fixed"
    BROKEN = "broken"
    QUIET = "quiet"
    UNQUIET = "unquiet"
    RATE = "rate"
    EFFORT = "effort"
    NPS = "nps"
    HELPFUL = "helpful"


class Press(NamedTuple):
    """`ticket` is 0 where no ticket is meant; of what answers a follow-up or rates something, it is the number of the
    follow-up or the survey; of what says whether an answer was helpful, 1 or 0."""

    verb: Pressed
    ticket: int = 0
    argument: str = ""


_DATA = re.compile(r"([a-z]{1,16}):(0|[1-9][0-9]{0,8})(?::([A-Za-z0-9_]{1,16}))?", re.ASCII)


def data(press: Press) -> str:
    """At most 43 bytes; Telegram takes 64."""
    return ":".join([press.verb, str(press.ticket), *([press.argument] if press.argument else [])])


def read(carried: str) -> Press | None:
    """None for what is none of ours."""
    found = _DATA.fullmatch(carried)
    if found is None or found[1] not in list(Pressed):
        return None
    return Press(Pressed(found[1]), int(found[2]), found[3] or "")


def code(category: str) -> str:
    """A category's name as a button can carry it; it stays the same when others come and go."""
    return blake2s(category.encode(), digest_size=5).hexdigest()


def category_of(practice: Practice, carried: str) -> str | None:
    return next((category.name for category in practice.categories if code(category.name) == carried), None)
