"""That somebody comes back to a customer who was let down, and when."""

from zoneinfo import ZoneInfo

from bot.desk.moments import moment_of
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.catalogue import texts
from bot.views.telegram.expectations import times
from bot.views.telegram.screens import Screen, filled, titled


def call_back(ticket: Ticket, at_ms: str, timezone: str, language: str) -> Screen:
    """`at_ms` since 1970; told as it is in the time zone of the desk, as all times are."""
    at = moment_of(int(at_ms)).astimezone(ZoneInfo(timezone))
    said = texts(language).gettext(
        "We are sorry that {ticket} did not go as it should. One of us will come back to you on {date} at {time}."
    )
    return Screen(filled(said, ticket=titled(ticket), **times(at, language)))
