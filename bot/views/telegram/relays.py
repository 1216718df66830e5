"""An agent's words, as their customer reads them."""

from bot.desk.tickets.tables import Ticket
from bot.desk.words import Span, Style, Words
from bot.views.telegram.screens import Screen, title
from bot.views.telegram.words import markup, parts


def relayed(words: Words, ticket: Ticket, *, alone: bool) -> list[Screen]:
    """In as many messages as it takes; headed by the ticket unless it is the only one open."""
    whole = words.trimmed() if alone else _headed(words.trimmed(), title(ticket))
    return [Screen(markup(part)) for part in parts(whole)]


def _headed(words: Words, head: str) -> Words:
    lead = f"{head}\n\n"
    moved = (span._replace(start=span.start + len(lead), end=span.end + len(lead)) for span in words.spans)
    return Words(lead + words.text, (Span(Style.BOLD, 0, len(head)), *moved))
