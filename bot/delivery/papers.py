"""Files that we write ourselves, a page of the database at a time: a transcript, and a customer's own data."""

from datetime import datetime
from typing import IO

from bot.desk.desk import Ask
from bot.desk.followups import contacting, visits
from bot.desk.practice import Practice
from bot.desk.privacy import reading as kept
from bot.desk.recovery import reading as recovery
from bot.desk.relationship import reading as relationship
from bot.desk.surveys import helpfulness
from bot.desk.surveys.reading import of_customer
from bot.desk.tickets import reading
from bot.views.files import personal_data as data
from bot.views.files import transcript as page


async def transcript(ask: Ask, ticket: int, practice: Practice, into: IO[bytes], *, notes: bool) -> None:
    """Raises `NoSuchTicket`."""
    sheet = await ask(reading.sheet, ticket)
    into.write(page.head(sheet, practice, notes=notes).encode())
    last, count = 0, 0
    while some := await ask(kept.of_ticket, ticket, last, notes=notes):
        for one in some:
            into.write(page.said(one, sheet, practice).encode())
        last, count = some[-1].message.id, count + len(some)
    into.write(page.foot(count).encode())


async def personal_data(ask: Ask, customer: int, practice: Practice, made_at: datetime, into: IO[bytes]) -> None:
    known = await ask(reading.customer, customer)
    tickets = await ask(kept.tickets_of, customer)
    unasked = data.Unasked(
        await ask(contacting.moments, customer),
        await ask(visits.of_customer, customer),
        await ask(of_customer, customer),
        await ask(recovery.of_customer, customer),
        await ask(relationship.of_customer, customer),
        await ask(helpfulness.of_customer, customer),
    )
    into.write(data.head(known, tickets, practice, made_at, unasked).encode())
    last = 0
    while some := await ask(kept.of_customer, customer, last):
        for one in some:
            into.write(data.said(one, practice, first=not last).encode())
            last = one.message.id
    into.write(data.foot().encode())
