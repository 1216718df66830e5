"""One message as it is to look: HTML and buttons. And which buttons there are."""

from collections.abc import Sequence
from gettext import NullTranslations
from typing import NamedTuple

from bot.desk.practice import Practice
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.buttons import Press, Pressed, code, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.words import bold, escape

Button = tuple[str, str]
"""A label and what it carries."""

OFFERED_MOST = 10
"""Tickets offered as buttons at once: the newest."""
LABEL_MOST = 40


class Screen(NamedTuple):
    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def filled(template: str, **fields: str) -> str:
    """A translated text as HTML; the fields are HTML already."""
    return escape(template).format(**fields)


def paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def titled(ticket: Ticket) -> str:
    return bold(title(ticket))


def title(ticket: Ticket) -> str:
    return named(ticket.id, ticket.subject)


def named(ticket: int, subject: str) -> str:
    return f"#{ticket} · {subject}"


def newest(live: Sequence[Sheet]) -> Sequence[Sheet]:
    return live[-OFFERED_MOST:]


def new_question(said: NullTranslations) -> tuple[Button, ...]:
    _ = said.gettext
    return ((_("New question"), data(Press(Pressed.NEW))),)


def choices(live: Sequence[Sheet], verb: Pressed) -> tuple[tuple[Button, ...], ...]:
    """A button for each ticket, with its number and the first of its words."""
    return tuple(((shortened(title(sheet.ticket)), data(Press(verb, sheet.ticket.id))),) for sheet in newest(live))


def shortened(label: str) -> str:
    return label if len(label) <= LABEL_MOST else label[: LABEL_MOST - 1].rstrip() + "…"


def about_what(ticket: Ticket, practice: Practice, language: str) -> Screen:
    """The question which category it is, where there are any and nobody has said so yet; else an empty screen."""
    if ticket.category or ticket.status not in LIVE or not practice.categories:
        return Screen("")
    asked = texts(language).gettext("What is it about? A tap helps us find the right person.")
    return Screen(filled(asked), _categories(ticket.id, practice, language))


def _categories(ticket: int, practice: Practice, language: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        ((practice.label(category.name, language), data(Press(Pressed.CATEGORY, ticket, code(category.name)))),)
        for category in practice.categories
    )
