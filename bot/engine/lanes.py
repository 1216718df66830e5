"""What must go out: one lane per destination, a log with a cursor, claimed under a fenced lease.

Order: a push locks its lane's row until it commits, so the order of commits is the order of numbers, and
only the head of a lane can be claimed. Whether a lane is empty is decided on that locked row and never by
looking for parcels: on PostgreSQL, whoever waited for the row would still look with the eyes of before.

Whoever holds a head may send some of what stands behind it together with it. The places of those are then empty
before the cursor gets there, so the head is the first parcel that is there; a lane whose places are all empty is
closed by whoever claims it.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, bindparam, case, delete, func, or_, select, update

from bot.engine.buckets import let_go, ready, spend, take_turn
from bot.engine.statements import ZERO, among, as_rows, big, for_this, insert_many, later, run, upsert
from bot.engine.tables import dead, lane, parcel


@dataclass(frozen=True)
class Lane:
    """A destination: its key, the bucket it draws from, and the least time between two parcels."""

    key: str
    bucket: str
    gap_ms: int = 0


@dataclass(frozen=True)
class Head:
    """The first parcel of a claimed lane. `strikes` counts the attempts, this one included, and `doubts` those
    before it that may have sent it: nobody knows what came of them, or whoever made them was killed."""

    lane_id: int
    key: str
    seq: int
    payload: str
    strikes: int
    doubts: int
    pushed_at: int


@dataclass(frozen=True)
class Behind:
    """A parcel that waits behind the head."""

    seq: int
    payload: str


@dataclass(frozen=True)
class Claim:
    """What one claim took, in no order between lanes. The token is the proof that the lease is ours."""

    token: int
    heads: list[Head]


@dataclass(frozen=True)
class Waiting:
    """How many parcels wait at most, how long the longest claimable lane has been so, and parcels given up.

    What was sent ahead of its turn counts until the cursor has passed its place.
    """

    count: int
    oldest_ready_age_ms: int
    dead: int


NOTHING = Claim(0, [])
_L = lane.c


def _enqueue(insert: Any) -> tuple[Any, dict[str, Any]]:
    """The row of a new lane, and how that row (`excluded`) advances the tail of a lane that is there."""
    columns = ("key", "bucket", "gap_ms", "tail", "ready_at")
    new = insert_many(insert, lane, *columns, head=ZERO, not_before=ZERO, strikes=ZERO)
    advanced = {
        "tail": _L.tail + new.excluded.tail,
        "ready_at": func.coalesce(_L.ready_at, later(_L.not_before, new.excluded.ready_at)),
        "bucket": new.excluded.bucket,  # the newest configuration counts
        "gap_ms": new.excluded.gap_ms,
    }
    return new, advanced


def _push(insert: Any) -> Executable:
    new, advanced = _enqueue(insert)
    pushed = new.on_conflict_do_update(index_elements=["key"], set_=advanced)
    statement: Executable = pushed.returning(_L.id, _L.key, _L.tail, _L.lease)
    return statement


def _nudge(insert: Any) -> Executable:
    new, advanced = _enqueue(insert)
    none_waits = _L.tail - _L.head < case((_L.lease.is_(None), 1), else_=2)
    nudged = new.on_conflict_do_update(index_elements=["key"], set_=advanced, where=none_waits)
    statement: Executable = nudged.returning(_L.id, _L.key, _L.tail)
    return statement


_OURS = (_L.id == big("lane"), _L.lease == big("token"))
_NEXT: ColumnElement[int] = big("now") + _L.gap_ms
_PICK = (
    select(_L.id)
    .where(_L.bucket == bindparam("from_bucket"), _L.ready_at <= big("now"))
    .order_by(_L.ready_at)
    .limit(big("n"))
    .with_for_update(skip_locked=True)
    .cte("pick")
)

HOLD = select(_L.id).where(among(_L.key, "keys")).order_by(_L.key).with_for_update(key_share=True)
PUSH = upsert(_push)
NUDGE = upsert(_nudge)
ADD = upsert(lambda insert: insert_many(insert, parcel, "lane_id", "seq", "payload", "pushed_at"))
CLAIM = (
    update(lane)
    .where(_L.id.in_(select(_PICK.c.id)))
    .values(
        ready_at=big("until"),
        lease=big("token"),
        strikes=_L.strikes + 1,
        doubts=case((_L.strikes > 0, _L.doubts + 1), else_=1),  # this one is in doubt until it is settled
    )
    .returning(_L.id)
)
_later = parcel.alias()
_FIRST = (
    select(func.min(_later.c.seq)).where(_later.c.lane_id == _L.id, _later.c.seq > _L.head).correlate(lane)
).scalar_subquery()
HEADS = (
    select(_L.id, _L.key, parcel.c.seq, parcel.c.payload, _L.strikes, _L.doubts - 1, parcel.c.pushed_at)
    .select_from(lane)
    .join(parcel, (parcel.c.lane_id == _L.id) & (parcel.c.seq == _FIRST))
    .where(_L.bucket == bindparam("from_bucket"), _L.ready_at == big("until"), _L.lease == big("token"))
)
CLOSE = update(lane).where(among(_L.id, "ids")).values(head=_L.tail, lease=None, strikes=0, doubts=0, ready_at=None)
BEHIND = (
    select(parcel.c.seq, parcel.c.payload)
    .where(parcel.c.lane_id == big("lane"), parcel.c.seq > big("number"))
    .order_by(parcel.c.seq)
    .limit(big("n"))
)
ADVANCE = (
    update(lane)
    .where(*_OURS, _L.head < big("seq"))
    .values(
        head=big("reached"),
        lease=None,
        strikes=0,
        doubts=0,
        not_before=_NEXT,
        ready_at=case((_L.tail > big("reached"), _NEXT), else_=None),
    )
    .returning(_L.id)
)
TRIM = delete(parcel).where(parcel.c.lane_id == big("lane"), among(parcel.c.seq, "numbers"))
GIVE_BACK = (
    update(lane)
    .where(*_OURS)
    .values(
        lease=None,
        not_before=big("at"),
        ready_at=big("at"),
        strikes=_L.strikes - big("forgiven"),
        doubts=_L.doubts - big("settled"),
    )
    .returning(_L.id)
)
RENEW = update(lane).where(*_OURS).values(ready_at=big("until")).returning(_L.id)
RELEASE = (
    update(lane).where(*_OURS).values(lease=None, ready_at=big("now"), strikes=_L.strikes - 1, doubts=_L.doubts - 1)
)
RELEASE_ALL = update(lane).where(_L.ready_at.isnot(None), _L.lease.isnot(None)).values(lease=None, ready_at=_NEXT)
_TOO_FAR = _L.ready_at > big("limit"), _L.not_before > big("limit")
NEAR = (
    update(lane)
    .where(or_(*_TOO_FAR))
    .values(
        ready_at=case((_TOO_FAR[0], big("now")), else_=_L.ready_at),
        not_before=case((_TOO_FAR[1], big("now")), else_=_L.not_before),
    )
)
_WAITS = _L.ready_at.isnot(None)
WAITING = select(
    select(func.coalesce(func.sum(_L.tail - _L.head), 0)).where(_WAITS).scalar_subquery(),
    select(func.min(_L.ready_at)).where(_WAITS).scalar_subquery(),
    select(func.count()).select_from(dead).scalar_subquery(),
)


def hold(connection: Connection, keys: Iterable[str]) -> None:
    """Lock those lanes that are there, by key: whoever locks several does so in this order. SQLite has one writer."""
    wanted = sorted(set(keys))
    if len(wanted) > 1 and connection.dialect.name != "sqlite":
        run(connection, HOLD, {"keys": wanted})


def push(connection: Connection, lane: Lane, payload: str, now: int) -> bool:
    """Append, always: what is pushed is sent, after all that was pushed to this lane before.

    False: something before it is just being sent, so that nothing can be claimed until that is over. Raises
    IntegrityError if the lane's bucket was never made.
    """
    return push_many(connection, [(lane, payload)], now)


def push_many(connection: Connection, parcels: Sequence[tuple[Lane, str]], now: int) -> bool:
    """Append each to its lane, in the order given within a lane, in two statements for all of them.

    False: from each of the lanes something is just being sent.
    """
    lanes = {lane.key: lane for lane, _ in parcels}
    if not lanes:
        return False
    counts = Counter(lane.key for lane, _ in parcels)
    # By key: two transactions that lock the same lanes in the same order cannot deadlock.
    rows = [_row(lanes[key], counts[key], now) for key in sorted(lanes)]
    pushed = run(connection, for_this(connection, PUSH), as_rows(rows))
    last = {key: (lane_id, tail - counts[key]) for lane_id, key, tail, _ in pushed}
    added = []
    for destination, payload in parcels:
        lane_id, seq = last[destination.key]
        last[destination.key] = (lane_id, seq + 1)
        added.append({"lane_id": lane_id, "seq": seq + 1, "payload": payload, "pushed_at": now})
    run(connection, for_this(connection, ADD), as_rows(added))
    return any(lease is None for *_, lease in pushed)


def nudge(connection: Connection, lane: Lane, payload: str, now: int) -> bool:
    """Append unless a parcel already waits that nobody has claimed; True if appended.

    For what is drawn when it is sent: many changes make one update, and a change while one is being sent
    makes one more.
    """
    return nudge_many(connection, [(lane, payload)], now)


def nudge_many(connection: Connection, parcels: Iterable[tuple[Lane, str]], now: int) -> bool:
    """The same for several lanes, by key, in two statements; of several parcels for one lane, the first.

    True if any was appended.
    """
    first = {lane.key: (lane, payload) for lane, payload in reversed(list(parcels))}
    if not first:
        return False
    rows = [_row(first[key][0], 1, now) for key in sorted(first)]
    nudged = run(connection, for_this(connection, NUDGE), as_rows(rows))
    added = [
        {"lane_id": lane_id, "seq": tail, "payload": first[key][1], "pushed_at": now} for lane_id, key, tail in nudged
    ]
    if added:
        run(connection, for_this(connection, ADD), as_rows(added))
    return bool(added)


def claim(connection: Connection, bucket: str, n: int, lease_ms: int, now: int) -> Claim:
    """Take the heads of up to `n` ready lanes, the longest ready first, as far as the bucket allows.

    Nobody else can take them until `now + lease_ms`; let that be well above the longest a send may last.
    """
    return claim_first(connection, [bucket], n, lease_ms, now).get(bucket, NOTHING)


def claim_first(connection: Connection, buckets: Sequence[str], n: int, lease_ms: int, now: int) -> dict[str, Claim]:
    """As `claim`, from several buckets: up to `n` in all, those of the first bucket first. Idle ones cost nothing."""
    rated = ready(connection, buckets, now)
    claims = {}
    for bucket in sorted(rated, key=buckets.index):
        claims[bucket] = _claim(connection, bucket, n, lease_ms, now, rated=rated[bucket])
        n -= len(claims[bucket].heads)
        if n <= 0:
            break
    return claims


def _claim(connection: Connection, bucket: str, n: int, lease_ms: int, now: int, *, rated: bool) -> Claim:
    if rated:
        n = take_turn(connection, bucket, n, now)
    if n <= 0:
        return NOTHING
    token = secrets.randbits(62)
    wanted = {"from_bucket": bucket, "now": now, "n": n, "until": now + lease_ms, "token": token}
    ids = {lane_id for (lane_id,) in run(connection, CLAIM, wanted)}
    if not ids:
        return NOTHING
    heads = [Head(*row) for row in run(connection, HEADS, wanted)]
    if rated:
        spend(connection, bucket, len(heads), now)
    if empty := ids - {head.lane_id for head in heads}:
        run(connection, CLOSE, {"ids": list(empty)})
    return Claim(token, heads)


def behind(connection: Connection, lane_id: int, seq: int, n: int) -> list[Behind]:
    """The next `n` parcels behind one, in order. They stay what they are for as long as its lease lasts."""
    return [Behind(*row) for row in run(connection, BEHIND, {"lane": lane_id, "number": seq, "n": n})]


def complete(
    connection: Connection, token: int, lane_id: int, seq: int, now: int, together: Collection[int] = ()
) -> bool:
    """It was sent: the next one may go after the lane's gap. False: the lease ran out and another took it.

    `together` are the numbers of parcels behind it that went with it.
    """
    ours = advance(connection, token, lane_id, seq, now, _reached(seq, together))
    if ours:
        trim(connection, lane_id, seq, *together)
    return ours


def _reached(seq: int, together: Collection[int]) -> int:
    """The last of the numbers that follow one another without a gap."""
    while seq + 1 in together:
        seq += 1
    return seq


def advance(connection: Connection, token: int, lane_id: int, seq: int, now: int, reached: int | None = None) -> bool:
    """Move the cursor past the head, or as far as `reached`, and end the lease; False if it is not ours.

    It leaves the parcels.
    """
    done = {"token": token, "lane": lane_id, "seq": seq, "now": now, "reached": reached or seq}
    return bool(run(connection, ADVANCE, done))


def trim(connection: Connection, lane_id: int, *numbers: int) -> None:
    """Delete parcels that are not to be sent again."""
    run(connection, TRIM, {"lane": lane_id, "numbers": numbers})


def retry(connection: Connection, token: int, lane_id: int, at: int, *, in_doubt: bool = False) -> bool:
    """It failed, or `in_doubt` nobody knows whether it was sent: try again at `at`, with the strike.

    False: the lease ran out and another took it.
    """
    return _give_back(connection, token, lane_id, at, forgiven=0, settled=0 if in_doubt else 1)


def defer(connection: Connection, token: int, lane_id: int, at: int) -> bool:
    """It was certainly not sent and it is nobody's fault (told to wait): again at `at`, without a strike."""
    return _give_back(connection, token, lane_id, at, forgiven=1, settled=1)


def renew(connection: Connection, token: int, lane_id: int, until: int) -> bool:
    """It is still being sent: nobody else can take it until then. False: the lease ran out and another took it."""
    again = {"token": token, "lane": lane_id, "until": until}
    return bool(run(connection, RENEW, again))


def release(connection: Connection, token: int, lane_ids: Iterable[int], now: int) -> None:
    """Give back claimed lanes whose sending was not begun, without a strike: a clean stop."""
    given = [{"lane": lane_id, "token": token, "now": now} for lane_id in lane_ids]
    if given:
        connection.execute(RELEASE, given)


def release_all(connection: Connection, now: int) -> int:
    """At the start of the only process: end the leases of the one that was killed; return how many.

    Their strikes and doubts stay, for what they held may have been sent, and so does the lane's gap.
    """
    return connection.execute(RELEASE_ALL, {"now": now}).rowcount


def bring_near(connection: Connection, now: int, beyond_ms: int) -> None:
    """Whoever waits for longer than that was told to by a clock that was set back since: it waits no more."""
    connection.execute(NEAR, {"now": now, "limit": now + beyond_ms})
    let_go(connection, now, beyond_ms)


def waiting(connection: Connection, now: int) -> Waiting:
    """For health: costs as much as there are lanes with something in them, not parcels."""
    count, oldest, given_up = connection.execute(WAITING).one()
    return Waiting(int(count), max(0, now - oldest) if oldest is not None else 0, given_up)


def _row(lane: Lane, count: int, now: int) -> dict[str, Any]:
    return {"key": lane.key, "bucket": lane.bucket, "gap_ms": lane.gap_ms, "tail": count, "ready_at": now}


def _give_back(connection: Connection, token: int, lane_id: int, at: int, *, forgiven: int, settled: int) -> bool:
    again = {"token": token, "lane": lane_id, "at": at, "forgiven": forgiven, "settled": settled}
    return bool(run(connection, GIVE_BACK, again))
