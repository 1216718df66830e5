"""What follows from any verb, whichever it was and whatever came before it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select
from sqlmodel import Session
from sqlmodel import select as select_of

from bot.desk import outgoing as out
from bot.desk.closing import close
from bot.desk.deadlines import Timed, deadlines
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.people.customers import Person
from bot.desk.people.roster import roster_is
from bot.desk.people.tables import Customer
from bot.desk.refusals import Refusal
from bot.desk.saving import Saving
from bot.desk.tickets import (
    conversation,
    deliveries,
    discarding,
    handling,
    linking,
    merging,
    placing,
    replies,
    sending,
    threads,
    unmerging,
    wishes,
)
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.tables import Card, Message, Ticket
from bot.desk.words import Words
from bot.engine.tables import lane, parcel, timer
from tests.databases import Fresh
from tests.desk.world import ADA, ANN, BEN, BO, FIRST, PRACTICE, ROSTER, START, World, ensure_buckets

Act = Callable[[Desk, int, str], None]
Step = tuple[str, int, str, timedelta]


def person(number: int) -> Person:
    return (ADA, BO)[number % 2]


def says(desk: Desk, number: int, text: str) -> None:
    words = Words(text)
    conversation.wrote(desk, person(number), conversation.Letter(number, words, desk.moment))


def types(desk: Desk, number: int, agent: str, text: str, mentions: tuple[str, ...] = ()) -> None:
    card = desk.session.get(Card, number + 1)
    if card:
        card.post = f"card-{card.id}"
        desk.session.flush()
        post = f"{desk.moment.isoformat()} {text}"
        said = threads.Typed(card.channel, card.post, post, agent, Words(text), desk.moment, mentions)
        threads.typed(desk, said)


def last(desk: Desk) -> Message:
    """The newest of what agents said."""
    theirs = select_of(Message).where(Message.agent != None)  # noqa: E711
    found = desk.session.exec(theirs.order_by(Message.id.desc())).first()  # type: ignore[attr-defined]
    if found is None:
        raise Refusal
    return found


def asking_is_over(desk: Desk, customer: int) -> None:
    if desk.session.get(Customer, customer):
        placing.place_unasked(desk, customer)


ACTS: dict[str, Act] = {
    "writes": lambda desk, number, _: says(desk, number, "Hello"),
    "thanks": lambda desk, number, _: says(desk, number, "Thanks!"),
    "new question": lambda desk, number, _: wishes.asks_new(desk, person(number)),
    "says which": lambda desk, number, _: placing.place_unplaced(desk, person(number), FIRST + number),
    "says a new one": lambda desk, number, _: placing.place_unplaced(desk, person(number), None),
    "category": lambda desk, number, _: wishes.chooses_category(desk, person(number), FIRST + number, "invoice"),
    "closes": lambda desk, number, _: wishes.closes(desk, person(number), FIRST + number),
    "claim": lambda desk, number, agent: handling.claim(desk, FIRST + number, agent),
    "release": lambda desk, number, agent: handling.release(desk, FIRST + number, agent),
    "to billing": lambda desk, number, agent: handling.hand_over(desk, FIRST + number, agent, "billing"),
    "to night": lambda desk, number, agent: handling.hand_over(desk, FIRST + number, agent, "night"),
    "merge": lambda desk, number, agent: merging.merge(desk, FIRST + number, agent, FIRST + (number + 1) % 3),
    "merge across": lambda desk, number, agent: merging.merge(desk, FIRST + number, agent, FIRST + (number + 2) % 3),
    "unmerge": lambda desk, number, agent: unmerging.unmerge(desk, FIRST + number, agent),
    "duplicate": lambda desk, number, agent: linking.close_as_duplicate(
        desk, FIRST + number, agent, FIRST + (number + 1) % 3
    ),
    "unlink": lambda desk, number, agent: linking.unlink(desk, FIRST + number, agent, FIRST + (number + 1) % 3),
    "pending": lambda desk, number, agent: handling.set_pending(desk, FIRST + number, agent),
    "solve": lambda desk, number, agent: handling.solve(desk, FIRST + number, agent),
    "reopen": lambda desk, number, agent: handling.reopen(desk, FIRST + number, agent),
    "spam": lambda desk, number, agent: discarding.mark_spam(desk, FIRST + number, agent),
    "not spam": lambda desk, number, agent: discarding.not_spam(desk, FIRST + number, agent),
    "block": lambda desk, number, agent: discarding.block(desk, FIRST + number, agent),
    "unblock": lambda desk, number, agent: discarding.unblock(desk, FIRST + number, agent),
    "types": lambda desk, number, agent: types(desk, number, agent, "Try this"),
    "types a name": lambda desk, number, agent: types(desk, number, agent, "Ask @Ben", ("Ben",)),
    "form": lambda desk, number, agent: replies.reply(desk, FIRST + number, agent, Words("Try this")),
    "deletes": lambda desk, *_: threads.deleted(desk, last(desk).channel or "", last(desk).post or ""),
    "send held": lambda desk, _, agent: sending.send_held(desk, last(desk).id, agent),
    "keep inside": lambda desk, _, agent: sending.keep_inside(desk, last(desk).id, agent),
    "retry": lambda desk, _, agent: sending.retry(desk, last(desk).id, agent),
    "delivered": lambda desk, *_: deliveries.delivered(desk, last(desk).id, 900, 900),
    "failed": lambda desk, *_: deliveries.failed(desk, last(desk).id, "Gone"),
    "undo is over": lambda desk, *_: sending.release(desk, last(desk).id),
    "a week is over": lambda desk, number, _: handling.expire(desk, FIRST + number),
    "asking is over": lambda desk, number, _: asking_is_over(desk, number + 1),
}
PAUSES = [timedelta(0), timedelta(seconds=5), timedelta(minutes=15), timedelta(days=7)]
STEPS = st.lists(
    st.tuples(st.sampled_from(list(ACTS)), st.integers(0, 2), st.sampled_from([ANN, BEN]), st.sampled_from(PAUSES)),
    min_size=1,
    max_size=25,
)


@pytest.fixture(scope="module")
def connection(fresh_sqlite: Fresh) -> Iterator[Connection]:
    engine = create_engine(fresh_sqlite())
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def opened(connection: Connection, moment: datetime) -> Iterator[Desk]:
    """A desk in a savepoint, closed at the end; what it refuses leaves nothing behind."""
    with (
        connection.begin_nested(),
        Saving(connection, join_transaction_mode="rollback_only", autoflush=False) as session,
    ):
        desk = Desk(session, moment, PRACTICE)
        yield desk
        close(desk, connection, milliseconds(moment))


def armed(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(timer.c.owner, timer.c.key, timer.c.due_at))
    return {f"{owner} {key}": due_at for owner, key, due_at in rows}


def wanted(connection: Connection) -> dict[str, int]:
    with Session(connection, join_transaction_mode="rollback_only") as session:
        things: list[Timed] = []
        for kind in (Ticket, Message, Customer):
            things += session.exec(select_of(kind)).all()  # type: ignore[arg-type]
        return {
            f"{type(thing).__name__.lower()}:{thing.id} {key}": milliseconds(at)
            for thing in things
            for key, at in deadlines(thing, PRACTICE).items()
        }


def posts(connection: Connection) -> Iterator[list[out.Outgoing]]:
    """What waits for each channel, in order."""
    waiting = select(lane.c.key, parcel.c.payload).join(parcel, parcel.c.lane_id == lane.c.id)
    rows = connection.execute(waiting.order_by(lane.c.key, parcel.c.seq)).all()
    for key in {key for key, _ in rows if key.startswith("channel:")}:
        yield [out.read(payload) for each, payload in rows if each == key]


def sound(ticket: Ticket) -> bool:
    """What must be true of a ticket at every moment."""
    over = ticket.status not in LIVE
    return (
        (ticket.solved_at is not None or ticket.status is not Status.SOLVED)
        and (ticket.closed_at is not None) == (ticket.status is Status.CLOSED)
        and not (over and ticket.waiting_since)
        and (ticket.merged_into is None or ticket.status is Status.CLOSED)
        and (ticket.merged_into is None) == (ticket.merged_at is None)
        and ticket.links >= 0
        and not (ticket.spam and ticket.status is not Status.CLOSED)
        and not (ticket.status is Status.NEW and ticket.owner)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("writes", 0, ANN, PAUSES[0]), ("category", 0, ANN, PAUSES[0])])
def test_whatever_people_do_the_books_agree(
    connection: Connection, steps: list[tuple[str, int, str, timedelta]]
) -> None:
    connection.exec_driver_sql("BEGIN")
    ensure_buckets(connection)
    moment = START
    with opened(connection, moment) as desk:
        roster_is(desk, ROSTER)
    for name, number, agent, pause in steps:
        moment += pause
        with suppress(Refusal), opened(connection, moment) as desk:
            ACTS[name](desk, number, agent)
        assert armed(connection) == wanted(connection), f"timers after {name}"
    for lined_up in posts(connection):
        assert cards_come_first(lined_up)
    with Session(connection, join_transaction_mode="rollback_only") as session:
        assert [ticket for ticket in session.exec(select_of(Ticket)).all() if not sound(ticket)] == []
    connection.rollback()


def cards_come_first(lined_up: list[out.Outgoing]) -> bool:
    """Nothing is posted to a thread before the card that starts it: it would wait there for ever, before the card."""
    started: set[int] = set()
    for row in lined_up:
        if isinstance(row, out.PostCard):
            started.add(row.card)
        elif getattr(row, "card", None) not in {None, *started}:
            return False
    return True


async def test_many_changes_make_one_drawing_and_every_word_is_sent(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    await desk.do(handling.claim, FIRST, ANN)
    for priority in ("high", "low", "urgent"):
        await desk.do(handling.set_priority, FIRST, ANN, priority)
    for text in ("One", "Two"):
        await desk.says(text)
    kinds = await desk.kinds()
    assert [kinds.count(kind) for kind in ("draw", "home", "entry", "words")] == [1, 1, 4, 2]


async def test_what_changes_nothing_on_the_card_draws_nothing(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.claim, FIRST, ANN)
    await desk.do(replies.note, FIRST, ANN, Words("Hm"))
    assert await desk.kinds() == ["words"]


async def test_who_loses_and_who_gets_a_ticket_both_see_it_at_home(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.hand_over, FIRST, ANN, BEN)
    assert [key for key, _ in await desk.heard() if key.startswith("home:")] == [f"home:{ANN}", f"home:{BEN}"]


async def test_a_refusal_leaves_nothing_behind(desk: World) -> None:
    await desk.says("The lamp is broken")
    history, _ = await desk.history(), await desk.heard()

    def half(verb: Desk) -> None:
        handling.claim(verb, FIRST, ANN)
        handling.solve(verb, FIRST, ANN)
        handling.claim(verb, FIRST, BEN)

    with pytest.raises(Refusal):
        await desk.do(half)
    assert (await desk.ticket()).owner is None
    assert (await desk.history(), await desk.heard(), await desk.timers()) == (history, [], {})
