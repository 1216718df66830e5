"""What came in, once: the keys of the deliveries that were taken, and the ones that wait for a person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, func, select

from bot.engine.statements import big, for_this, run, upsert
from bot.engine.tables import parked as parking
from bot.engine.tables import seen

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that looks or sounds alike
REFERENCE_LENGTH = 8


@dataclass(frozen=True)
class Parked:
    """A delivery that could not be handled. Moments are milliseconds since the epoch."""

    reference: str
    source: str
    event: str
    payload: str
    error: str
    attempts: int
    parked_at: int
    tried_at: int


def _park(insert: Any) -> Executable:
    new = insert(parking)
    newest = {name: new.excluded[name] for name in ("payload", "error", "tried_at")}
    again = new.on_conflict_do_update(
        index_elements=["source", "event"], set_={**newest, "attempts": parking.c.attempts + 1}
    )
    statement: Executable = again.returning(parking.c.reference)
    return statement


_COLUMNS = [parking.c[name] for name in Parked.__dataclass_fields__]
_SAID = parking.c.reference == bindparam("said")

TAKE = upsert(lambda insert: insert(seen).on_conflict_do_nothing().returning(seen.c.at))
PARK = upsert(_park)
ALL_PARKED = select(*_COLUMNS).order_by(parking.c.parked_at, parking.c.reference)
COUNT_PARKED = select(func.count()).select_from(parking)
ONE_PARKED = select(*_COLUMNS).where(_SAID)
UNPARK = delete(parking).where(_SAID).returning(*_COLUMNS)
OLD = select(seen.c.source, seen.c.event).where(seen.c.at < big("before")).order_by(seen.c.at).limit(big("n"))
FORGET = delete(seen).where(seen.c.source == bindparam("source"), seen.c.event == bindparam("event"))


def once(connection: Connection, source: str, event: str, now: int) -> bool:
    """Take the delivery, in the transaction of its effect. False: it was taken before, do nothing."""
    row = {"source": source, "event": event, "at": now}
    return bool(run(connection, for_this(connection, TAKE), row))


def park(connection: Connection, source: str, event: str, payload: str, error: str, now: int) -> str:
    """Keep a delivery whose handling failed; return the reference that people can say.

    The failed transaction took its key back with it: call `once` beside this, so that a redelivery does
    nothing. Parked again (a replay that failed), it keeps its reference and the newest error.
    """
    row = {
        "reference": "".join(secrets.choice(LETTERS) for _ in range(REFERENCE_LENGTH)),
        "source": source,
        "event": event,
        "payload": payload,
        "error": error,
        "attempts": 1,
        "parked_at": now,
        "tried_at": now,
    }
    return str(connection.execute(for_this(connection, PARK), row).scalar_one())


def parked(connection: Connection) -> list[Parked]:
    """Everything that waits for a person, oldest first."""
    return [Parked(*row) for row in connection.execute(ALL_PARKED)]


def parked_count(connection: Connection) -> int:
    """How many wait for a person."""
    return connection.execute(COUNT_PARKED).scalar_one()


def parked_one(connection: Connection, reference: str) -> Parked | None:
    row = connection.execute(ONE_PARKED, {"said": _as_given(reference)}).first()
    return Parked(*row) if row else None


def unpark(connection: Connection, reference: str) -> Parked | None:
    """Take it out, to replay it in this very transaction or to drop it. None: somebody already did."""
    row = connection.execute(UNPARK, {"said": _as_given(reference)}).first()
    return Parked(*row) if row else None


def forget(connection: Connection, before: int, limit: int) -> int:
    """Forget up to `limit` deliveries taken before the moment, oldest first; return how many.

    A platform that redelivers later than that would be heard twice: keep more than its longest retry.
    """
    old = [dict(row) for row in connection.execute(OLD, {"before": before, "n": limit}).mappings()]
    if old:
        connection.execute(FORGET, old)
    return len(old)


def _as_given(said: str) -> str:
    """A reference as people write it down: in small letters, with an O for the zero."""
    return said.strip().upper().translate(str.maketrans("OIL", "011"))
