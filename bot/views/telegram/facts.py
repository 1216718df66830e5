"""What a notice to a customer is drawn from."""

from collections.abc import Mapping, Sequence
from gettext import GNUTranslations
from types import MappingProxyType
from typing import NamedTuple

from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.service_levels.expectations import Expectation
from bot.desk.surveys.reading import Over
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.catalogue import texts
from bot.views.telegram.expectations import expected
from bot.views.telegram.screens import titled
from bot.views.telegram.words import bold


class Facts(NamedTuple):
    """What a notice is drawn from, as it is when it is sent: `live` are the customer's open tickets, oldest first.

    `over` are those that were solved lately, newest first.
    """

    customer: Customer
    practice: Practice
    ticket: Ticket | None = None
    live: Sequence[Sheet] = ()
    about: str = ""
    expectations: Mapping[int, Expectation] = MappingProxyType({})
    over: Sequence[Over] = ()

    @property
    def language(self) -> str:
        return self.customer.language

    @property
    def texts(self) -> GNUTranslations:
        return texts(self.customer.language)

    @property
    def number(self) -> str:
        return bold(f"#{self.ticket.id}") if self.ticket else ""

    @property
    def expected(self) -> str:
        """When they may expect an answer, as far as that is known."""
        return expected(self.expectation, self.language)

    @property
    def expectation(self) -> Expectation | None:
        return self.expectations.get(self.ticket.id) if self.ticket else None

    @property
    def titled(self) -> str:
        return titled(self.ticket) if self.ticket else ""
