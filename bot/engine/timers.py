"""What is due. A timer belongs to an owner, who rewrites all of its timers at once: none is ever cancelled,
it only stops being wanted. It fires and is rewritten in one transaction, so it fires once and needs no lease.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    String,
    bindparam,
    cast,
    delete,
    func,
    literal,
    select,
    update,
)

from bot.engine.statements import ZERO, among, as_rows, big, for_this, insert_many, run, upsert
from bot.engine.tables import timer

NOBODY = ""  # owner of the timers that stand alone: recurring slots


class Due(NamedTuple):
    """A timer somebody wants: when (milliseconds since the epoch) and what for."""

    due_at: int
    kind: str
    payload: str = ""


@dataclass(frozen=True)
class Timer:
    """A timer as it is stored. `strikes` counts how often it was postponed since it was last set."""

    id: int
    owner: str
    key: str
    due_at: int
    kind: str
    payload: str
    strikes: int


@dataclass(frozen=True)
class Overdue:
    """Timers nobody has fired in time, and how late the latest is."""

    count: int
    oldest_age_ms: int


_T = timer.c
_COLUMNS = [_T[name] for name in Timer.__dataclass_fields__]
_MINE = _T.owner == bindparam("whose")


def _set(insert: Any) -> Executable:
    new = insert_many(insert, timer, *Due._fields, "owner", "key", strikes=ZERO)
    changed = {name: new.excluded[name] for name in ("due_at", "kind", "payload", "strikes")}
    statement: Executable = new.on_conflict_do_update(index_elements=["owner", "key"], set_=changed)
    return statement


SET = upsert(_set)
ENSURE = upsert(lambda insert: insert(timer).values(strikes=0, payload="").on_conflict_do_nothing())
OWNED = select(_T.id, _T.owner, _T.key, _T.due_at, _T.kind, _T.payload).where(among(_T.owner, "owners"))
CLEAR = delete(timer).where(among(_T.id, "ids")).returning(_T.id)
CLEAR_KEY = delete(timer).where(_MINE, _T.key == bindparam("which"))
DUE = (
    select(*_COLUMNS)
    .where(_T.due_at <= big("now"))
    .order_by(_T.due_at)
    .limit(big("n"))
    .offset(big("skipped"))
    .with_for_update(skip_locked=True)
)
ANY_DUE = select(_T.id).where(_T.due_at <= big("now")).limit(1)
_FREE = (
    select(_T.id)
    .where(among(_T.id, "ids"), _T.due_at <= big("now"))
    .with_for_update(skip_locked=True)
    .cte("free_timers")
)
TAKE = delete(timer).where(_T.id.in_(select(_FREE.c.id))).returning(_T.id)
HOLD = select(_T.id).where(_T.id == big("timer"), _T.due_at <= big("now")).with_for_update(skip_locked=True)
POSTPONE = update(timer).where(_T.id == big("timer")).values(due_at=big("later"), strikes=_T.strikes + 1)
NEAR = update(timer).where(_T.kind == bindparam("what"), _T.due_at > big("latest")).values(due_at=big("latest"))
SLOT = select(_T.due_at).where(_MINE, _T.key == bindparam("which"))
EARLIEST = select(func.min(_T.due_at))
FAILING = select(func.count()).where(_T.strikes > 0, _T.strikes >= big("most"), _T.due_at >= big("limit"))
OVERDUE = select(func.count(), func.min(_T.due_at)).where(_T.due_at < big("limit"))


def set_timer(
    connection: Connection, key: str, due_at: int | None, kind: str, payload: str = "", *, owner: str = NOBODY
) -> None:
    """Set the owner's timer of this key to that moment, or clear it if there is none."""
    if due_at is None:
        connection.execute(CLEAR_KEY, {"whose": owner, "which": key})
    else:
        run(connection, for_this(connection, SET), as_rows([_row(owner, key, Due(due_at, kind, payload))]))


def replace(connection: Connection, owner: str, wanted: Mapping[str, Due]) -> None:
    """Make the owner's timers exactly these, by key, leaving alone the rows that already are."""
    replace_many(connection, {owner: wanted})


def replace_many(connection: Connection, wanted: Mapping[str, Mapping[str, Due]]) -> None:
    """The same for several owners, by their names, in at most three statements. Hold them before."""
    if not wanted:
        return
    rows = run(connection, OWNED, {"owners": list(wanted)})
    kept = {(owner, key): Due(*due) for _, owner, key, *due in rows}
    unwanted = [number for number, owner, key, *_ in rows if key not in wanted[owner]]
    named = ((owner, key, due) for owner in sorted(wanted) for key, due in sorted(wanted[owner].items()))
    changed = [_row(*each) for each in named if kept.get(each[:2]) != each[2]]
    if unwanted:
        run(connection, CLEAR, {"ids": unwanted})
    if changed:
        run(connection, for_this(connection, SET), as_rows(changed))


def ensure_slot(connection: Connection, key: str, kind: str, first_due: int) -> None:
    """Make the recurring timer if it is new; one that runs keeps its next slot."""
    slot = {"owner": NOBODY, "key": key, "kind": kind, "due_at": first_due}
    connection.execute(for_this(connection, ENSURE), slot)


def slot(connection: Connection, key: str) -> int | None:
    """When the recurring timer is due; none if there is none."""
    moment: int | None = connection.execute(SLOT, {"whose": NOBODY, "which": key}).scalar()
    return moment


def due(connection: Connection, now: int, n: int, skipped: int = 0) -> list[Timer]:
    """The `n` longest due behind those skipped, locked until this transaction ends: fire and rewrite them in it.

    Those another process has locked are left out. Only through `Database.do`: a read cannot lock.
    """
    return [Timer(*row) for row in run(connection, DUE, {"now": now, "n": n, "skipped": skipped})]


def any_due(connection: Connection, now: int) -> bool:
    """To look without a write: whether there is anything to fire, whoever has it."""
    return bool(run(connection, ANY_DUE, {"now": now}))


def take(connection: Connection, ids: Collection[int], now: int) -> set[int]:
    """Those of the timers that are due and that nobody else has, used up: their owners set what is still wanted."""
    return {number for (number,) in run(connection, TAKE, {"ids": list(ids), "now": now})} if ids else set()


def hold(connection: Connection, timer_id: int, now: int) -> bool:
    """Lock one that `due` named in an earlier transaction; False if it is no longer due, or another has it."""
    return bool(run(connection, HOLD, {"timer": timer_id, "now": now}))


def clear(connection: Connection, timer_id: int) -> bool:
    """It has fired and is not wanted again. False: it was gone already."""
    return bool(run(connection, CLEAR, {"ids": [timer_id]}))


def postpone(connection: Connection, timer_id: int, due_at: int) -> None:
    """A timer whose firing failed: again at `due_at`, so that it does not stand before the others."""
    connection.execute(POSTPONE, {"timer": timer_id, "later": due_at})


def bring_near(connection: Connection, kind: str, latest: int) -> None:
    """None of that kind is due later than that."""
    connection.execute(NEAR, {"what": kind, "latest": latest})


def earliest(connection: Connection) -> int | None:
    """When the next one is due, to sleep until then."""
    moment: int | None = connection.execute(EARLIEST).scalar_one()
    return moment


def overdue(connection: Connection, now: int, grace_ms: int) -> Overdue:
    """For health: how many have been due for longer than the grace."""
    count, oldest = connection.execute(OVERDUE, {"limit": now - grace_ms}).one()
    return Overdue(count, now - oldest if count else 0)


def failing(connection: Connection, strikes: int, limit: int) -> int:
    """How many that are not due before the limit have failed at least so often."""
    count: int = connection.execute(FAILING, {"most": strikes, "limit": limit}).scalar_one()
    return count


def missing(prefix: str, number: ColumnElement[int], key: str) -> ColumnElement[bool]:
    """For a query over things that own timers under their numbers: no timer of that key stands for it."""
    owner = literal(prefix) + cast(number, String)
    return ~select(_T.id).where(_T.owner == owner, _T.key == key).exists()


def _row(owner: str, key: str, due: Due) -> dict[str, Any]:
    return {"owner": owner, "key": key, **due._asdict()}
