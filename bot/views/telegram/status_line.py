"""The line that says how one ticket stands: the acknowledgement as soon as there is more to say than that."""

from bot.desk.practice import Practice
from bot.desk.service_levels.expectations import Expectation
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.reading import Sheet
from bot.views.telegram.catalogue import texts
from bot.views.telegram.expectations import expected
from bot.views.telegram.screens import Screen, about_what, filled, lines, paragraphs, titled
from bot.views.telegram.status import aside, stage
from bot.views.telegram.words import bold, escape


def status_line(sheet: Sheet, expectation: Expectation | None, practice: Practice) -> Screen:
    """Its first words are the ticket's: Telegram shows them above the chat.

    What it is about stays said, for the line stands where the customer was thanked for choosing it.
    """
    ticket, language = sheet.ticket, sheet.customer.language
    said = texts(language)
    if ticket.merged_into:
        together = said.gettext("From now on we look at {merged} and {ticket} together, under the number {ticket}.")
        return Screen(filled(together, merged=_numbered(ticket.id), ticket=_numbered(ticket.merged_into)))
    if ticket.status not in LIVE:
        return Screen(filled(said.gettext("{ticket} is closed."), ticket=titled(ticket)))
    asked = about_what(ticket, practice, language)
    put_aside = aside(ticket, expectation, language, practice.zone_of(language))
    about = escape(practice.label(ticket.category, language))
    stands = lines(titled(ticket), about, stage(sheet, said), put_aside, expected(expectation, language))
    return Screen(paragraphs(stands, asked.html), asked.buttons)


def ended(ticket: int, language: str) -> Screen:
    """The same of one of which only the number is left."""
    return Screen(filled(texts(language).gettext("{ticket} is closed."), ticket=_numbered(ticket)))


def _numbered(ticket: int) -> str:
    return bold(f"#{ticket}")
