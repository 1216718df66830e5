"""The numbers people say for tickets: `1042` or `#1042`."""

import re

from bot.desk.refusals import NoSuchTicket

LARGEST = 2**31 - 1
"""What the column of either database holds."""

_NUMBER = re.compile(r"#?([0-9]{1,30})", re.ASCII)


def spoken(said: str) -> int | None:
    """The number, if that is all that was said; it may be one that no ticket can have."""
    found = _NUMBER.fullmatch(said)
    return int(found[1]) if found else None


def number_of_ticket(said: str) -> int | None:
    """The same. Raises `NoSuchTicket` for one that no ticket can have."""
    number = spoken(said)
    if number is not None and not 0 < number <= LARGEST:
        raise NoSuchTicket(ticket=number)
    return number
