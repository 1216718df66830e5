"""A desk that asks whether customers would recommend it, and customers who may be asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.outgoing import AskNps
from bot.desk.people.customers import Person
from bot.desk.practice import Practice
from bot.desk.relationship import asking, choosing
from bot.desk.relationship.rules import Relationship
from bot.desk.relationship.tables import Nps
from bot.desk.tickets import deliveries, handling, threads
from bot.desk.tickets.tables import Author, Card, Message, Ticket
from tests.desk.world import ADA, ANN, PRACTICE, World

DAY = timedelta(days=1)
TURN = datetime(2026, 3, 16, 10, tzinfo=UTC)
"""When those are chosen of whom something was solved on the day on which these stories begin."""


def practice(**changes: Any) -> Practice:
    asked = Relationship(most_a_day=20, known_for=timedelta(), solved_tickets=1)
    return replace(PRACTICE, nps=replace(asked, **changes))


async def served(desk: World, person: Person = ADA) -> int:
    """A person answered them, and solved it; gives the ticket's number."""
    await desk.says("The lamp is dark", person)
    ticket = (await desk.all(Ticket))[-1]
    card = next(each for each in await desk.all(Card) if each.ticket_id == ticket.id)
    post = f"card-{card.id}"
    await desk.do(deliveries.card_posted, card.id, post)
    await desk.do(handling.claim, ticket.id, ANN)
    said = desk.typed(ANN, "Try the other socket")
    await desk.do(threads.typed, replace(said, thread=post))
    desk.passes(seconds=5)
    await desk.fires()
    answer = (await answers(desk))[-1]
    await desk.do(deliveries.delivered, answer, 900 + answer, 900 + answer)
    await desk.do(handling.solve, ticket.id, ANN)
    await desk.heard()
    return ticket.id


async def answers(desk: World) -> list[int]:
    return [each.id for each in await desk.all(Message) if each.author is Author.AGENT]


async def turn(desk: World, moment: datetime = TURN) -> list[AskNps]:
    """The day's turn has come: who is asked."""
    desk.now = moment - timedelta(seconds=1)
    await desk.do(choosing.begins)
    desk.now = moment
    await desk.fires()
    return [row for _, row in await desk.heard() if isinstance(row, AskNps)]


async def asked(desk: World) -> Nps:
    """The question is with Ada, as the message 700 of her chat."""
    await served(desk)
    [row] = await turn(desk)
    await desk.do(asking.delivered, row.nps, 700)
    return await last(desk)


async def last(desk: World) -> Nps:
    return (await desk.all(Nps))[-1]
