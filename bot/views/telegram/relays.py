"""An agent's words, as their customer reads them."""

from bot.desk.words import Span, Style, Words
from bot.views.telegram.screens import Screen
from bot.views.telegram.words import MOST, markup, parts

LONGEST_TITLE = 120
"""Characters of what names the ticket above the words."""
LONGEST = MOST - 2 * LONGEST_TITLE - 2
"""Units of words in a message: they are cut in the same places whether or not they are headed, so that what was begun
under other circumstances can be gone on with."""


def relayed(words: Words, title: str, *, alone: bool) -> list[Screen]:
    """In as many messages as it takes; headed by the ticket's title unless it is the only one open."""
    first, *rest = parts(words, LONGEST) or [Words("")]
    begins = first if alone else _headed(first, Words(title).first(LONGEST_TITLE)).trimmed()
    return [Screen(markup(part)) for part in (begins, *rest) if part.text]


def pieces(words: Words) -> int:
    """How many messages they take."""
    return len(parts(words, LONGEST))


def _headed(words: Words, head: str) -> Words:
    lead = f"{head}\n\n"
    moved = (span._replace(start=span.start + len(lead), end=span.end + len(lead)) for span in words.spans)
    return Words(lead + words.text, (Span(Style.BOLD, 0, len(head)), *moved))
