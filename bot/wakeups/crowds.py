"""Deadlines that come in crowds: fired in one transaction, which does what one for each would have done."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from bot.desk.desk import Desk
from bot.desk.escalation import climbing
from bot.desk.moments import milliseconds
from bot.desk.service_levels import promises
from bot.desk.tickets import holding
from bot.door import Door
from bot.engine import timers
from bot.signals import Fired, now, since

Timer = timers.Timer
Crowd = Sequence[Timer]

HOLDS: dict[str, Callable[[Desk, Collection[int]], set[int]]] = {
    "promise.warn": promises.hold_free,
    "promise.judge": promises.hold_free,
    "escalation.act": climbing.hold_free,
    "ticket.call_out": holding.hold_free,
    "ticket.remind": holding.hold_free,
    "ticket.return": holding.hold_free,
    "ticket.expire": holding.hold_free,
}
"""How what comes in crowds is held: without waiting for anybody. Gives what nobody else holds, and reads at once what
doing it one after another would read each time."""


def grouped(due: Iterable[Timer]) -> list[Crowd]:
    """What is done together, or alone, in the order in which the first of it fell due."""
    groups: dict[str | int, list[Timer]] = {}
    for timer in due:
        groups.setdefault(timer.kind if timer.kind in HOLDS else timer.id, []).append(timer)
    return list(groups.values())


async def fire(door: Door, act: Callable[[Desk, int], None], crowd: Crowd) -> int:
    """Gives how many were done: not those that others hold, or fire. Raises what one of them raises; then none is."""
    began, at = now(), milliseconds(door.clock())
    done = await door.do(partial(_fire, act=act), crowd)
    lasted = since(began)
    for timer in done:
        door.noticed(Fired(timer.kind, "done", late(timer, at), lasted, cause(timer)))
    return len(done)


def _fire(desk: Desk, crowd: Crowd, act: Callable[[Desk, int], None]) -> list[Timer]:
    """What they are about is held first, as by whoever rewrites timers; and nobody here waits for anybody."""
    free = HOLDS[crowd[0].kind](desk, {int(timer.payload) for timer in crowd})
    wanted = [timer.id for timer in crowd if int(timer.payload) in free]
    ours = timers.take(desk.session.connection(), wanted, milliseconds(desk.moment))
    done = [timer for timer in crowd if timer.id in ours]
    desk.fired |= {(timer.owner, timer.key) for timer in done}
    for timer in done:
        desk.cause = cause(timer)
        act(desk, int(timer.payload))
    return done


def late(timer: Timer, at: int) -> float:
    """Seconds by which it was due before that moment, which is in ms."""
    return (at - timer.due_at) / 1000


def cause(timer: Timer) -> str:
    """What the log shows beside everything that leaves because of it."""
    return f"{timer.kind}/{timer.payload}@{timer.due_at}"
