"""How an answer sets out: after the undo window, on somebody's word, again; or it stays inside after all."""

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import MessageMarked, ReplyHeld, ReplyReleased
from bot.desk.people.tables import Customer
from bot.desk.refusals import CustomerIsBlocked, NoLongerAsked, NothingToRetry, Refusal
from bot.desk.tickets.tables import Message, State, Ticket


def set_out(desk: Desk, ticket: Ticket, message: Message, mentions: tuple[str, ...] = ()) -> None:
    """On its way to the customer: held while it names somebody inside, else stoppable for the undo window.

    That counts from when we heard of it: after an outage, what was typed, edited and deleted comes all at once.
    """
    if mentions:
        message.state = State.HELD
        desk.session.flush()
        desk.happened(ReplyHeld(message=message.id, mentions=mentions))
        return
    if not desk.practice.undo:
        set_off(desk, message)
        return
    message.state = State.WAITING
    message.send_at = desk.moment + desk.practice.undo
    desk.session.flush()
    desk.happened(MessageMarked(message=message.id))


def set_off(desk: Desk, message: Message) -> None:
    """On its way. What was held or had failed wears a mark that says so; the others' still hold, or come at the end."""
    asked_about = message.state in (State.HELD, State.FAILED)
    message.state, message.send_at, message.why = State.QUEUED, None, None
    desk.session.flush()
    desk.happened(ReplyReleased(message=message.id))
    if asked_about:
        desk.happened(MessageMarked(message=message.id))


def release(desk: Desk, message: int) -> None:
    """Its undo window is over: it leaves, behind all that was typed before it."""
    said = desk.message(message)
    if said.state is not State.WAITING:
        return
    before = _typed_before(desk, said)
    last = max((each.send_at for each in before if each.send_at), default=desk.moment)
    last = min(last, desk.moment + desk.practice.undo)  # the clock may have been set back since
    if last > desk.moment:
        said.send_at = last
        return
    for each in [*before, said]:
        _let_go(desk, each)


def _typed_before(desk: Desk, said: Message) -> list[Message]:
    return [each for each in still_waiting(desk, said.ticket_id) if each.source_at < said.source_at]


def still_waiting(desk: Desk, ticket: int | None) -> list[Message]:
    """As typed. Locked: where another replica is releasing it just now, we look again when that is done."""
    waiting = select(Message).where(Message.ticket_id == ticket, Message.state == State.WAITING)
    return list(desk.session.exec(waiting.order_by(col(Message.source_at)).with_for_update(key_share=True)).all())


def _let_go(desk: Desk, message: Message) -> None:
    """To somebody who was blocked meanwhile, nothing goes out."""
    if desk.session.get_one(Customer, message.customer_id).blocked_at:
        stay_inside(desk, message)
    else:
        set_off(desk, message)


def stay_inside(desk: Desk, message: Message) -> None:
    message.state, message.send_at = State.INTERNAL, None
    desk.happened(MessageMarked(message=message.id))


def refuse_if_blocked(desk: Desk, customer_id: int) -> None:
    customer = desk.session.get_one(Customer, customer_id)
    if customer.blocked_at:
        raise CustomerIsBlocked(name=customer.name)


def send_held(desk: Desk, message: int, agent: str) -> None:
    """It may go out as it reads, names and all."""
    _send(desk, message, agent, State.HELD, NoLongerAsked())


def keep_inside(desk: Desk, message: int, agent: str) -> None:
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not State.HELD:
        raise NoLongerAsked()
    stay_inside(desk, said)


def retry(desk: Desk, message: int, agent: str) -> None:
    """Send again what could not be delivered."""
    _send(desk, message, agent, State.FAILED, NothingToRetry())


def _send(desk: Desk, message: int, agent: str, still: State, otherwise: Refusal) -> None:
    """On an agent's word, as long as it stands where it stood when they were asked."""
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not still:
        raise otherwise
    refuse_if_blocked(desk, said.customer_id)
    set_off(desk, said)
