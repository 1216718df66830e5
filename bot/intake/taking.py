"""Taking what came in: at most once, never lost, and never in the way of what comes behind it."""

from collections.abc import Awaitable, Callable

import structlog

from bot.desk import alerts
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.refusals import Refusal
from bot.desk.tickets.threads import NotThereYet
from bot.door import AlreadyTaken, Arrival, Door, arriving
from bot.engine.faults import DatabaseAway
from bot.signals import Arrived, now, since

log = structlog.get_logger()

Answer = Callable[[Desk, Refusal], None]
"""Tells the person who asked why not."""

Apology = Callable[[Desk, str], None]
"""Tells the person that it failed, with the reference they can name."""


async def take(door: Door, arrival: Arrival, handle: Awaitable[object], answer: Answer, apologise: Apology) -> str:
    """Handle it; gives what came of it in one word for the log.

    Raises `DatabaseAway` and `NotThereYet`: it was not written down, so it must not be acknowledged.
    """
    began, outcome = now(), "put off"
    try:
        with arriving(arrival):
            try:
                outcome = await _handled(door, handle, answer)
            except (DatabaseAway, NotThereYet):
                raise
            except Exception as fault:
                outcome = await park(door, arrival, fault, apologise)
    finally:
        door.noticed(Arrived(arrival.source.partition(":")[0], arrival.key, outcome, since(began)))
    log.info("incoming", key=arrival.key, outcome=outcome)
    return outcome


async def _handled(door: Door, handle: Awaitable[object], answer: Answer) -> str:
    try:
        try:
            await handle
        except Refusal as refusal:
            await door.do(answer, refusal)
            return "refused"
    except AlreadyTaken:
        return "seen"
    return "done"


async def park(door: Door, arrival: Arrival, fault: Exception, apologise: Apology) -> str:
    """Keep it for a person, tell the operators once, and let the ones behind it go on."""
    error = _in_words(fault)

    def alert(desk: Desk, reference: str) -> None:
        desk.happened(OperatorsAlerted(sentence=alerts.parked(arrival.source, fault, reference)))

    def alert_and_apologise(desk: Desk, reference: str) -> None:
        alert(desk, reference)
        apologise(desk, reference)

    try:
        reference = await door.set_aside(arrival, error, alert_and_apologise)
    except DatabaseAway:
        raise
    except Exception as worse:  # whatever it was that broke the handler may break the apology too
        log.error("no apology", key=arrival.key, exc_info=worse)
        reference = await door.set_aside(arrival, error, alert)
    log.error("parked", key=arrival.key, reference=reference, exc_info=fault)
    return "parked" if reference else "seen"


def _in_words(fault: Exception) -> str:
    """Its kind and message, in characters that every database can hold."""
    return f"{type(fault).__name__}: {fault}".replace("\0", "").encode("utf-8", "backslashreplace").decode()
