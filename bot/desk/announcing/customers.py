"""What customers are told, and who must hear of what they do."""

from collections.abc import Iterator
from typing import assert_never

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcing.threads import line
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.people.tables import Customer


def announce(desk: Desk, event: e.CustomerEvent, entry: int | None) -> Iterator[out.Outgoing]:
    match event:
        case e.CustomerTold():
            yield _tell(desk, event)
        case e.CustomerForgotten():
            yield out.TellCustomer(
                chat=event.chat, customer=event.customer, notice=out.Notice.FORGOTTEN, instead_of=event.instead_of
            )
        case e.DataAskedFor():
            chat = desk.session.get_one(Customer, event.customer).chat
            yield out.SendData(chat=chat, customer=event.customer, asked=milliseconds(desk.moment))
        case e.TopicStale():
            yield out.DrawTopic(ticket=event.ticket)
        case e.StatusLineStale():
            yield out.DrawStatusLine(ticket=event.ticket)
        case e.StatusLineGivenUp():
            where = {"chat": event.chat, "customer": event.customer}
            yield out.EndStatusLine(**where, ticket=event.ticket, number=event.number)
        case e.InThread():
            yield from line(desk, event, entry)
        case _:
            assert_never(event)


def _tell(desk: Desk, event: e.CustomerTold) -> out.Outgoing:
    customer = desk.session.get_one(Customer, event.customer)
    return out.TellCustomer(
        chat=customer.chat,
        customer=event.customer,
        notice=event.notice,
        ticket=event.ticket,
        about=event.about,
        instead_of=event.instead_of,
        topic=None if event.ticket else customer.topic,
    )
