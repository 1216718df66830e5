"""Names as they can stand beside anybody's words. People choose their own, and some choose one that deceives."""

import unicodedata

from bot.desk.words import straight

LONGEST = 130
"""Characters: Telegram's two names have 64 each."""

NOBODY = "?"

_JOINERS = "\u200c\u200d"
"""Unseen, and part of Persian names and of emoji."""
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_BLANK = (*_UNSEEN, "Zs")


def shown(name: str) -> str:
    """On one line, without signs that nobody sees or that turn the line around; never blank."""
    seen = "".join(sign for sign in " ".join(straight(name).split()) if sign in _JOINERS or not _is(sign, _UNSEEN))
    return NOBODY if all(_is(sign, _BLANK) for sign in seen) else seen[:LONGEST]


def apart(name: str) -> str:
    """Beside other words: one that is written from the right is kept from moving them."""
    return f"\u2068{name}\u2069" if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in name) else name


def _is(sign: str, kinds: tuple[str, ...]) -> bool:
    return unicodedata.category(sign) in kinds
