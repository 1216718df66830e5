"""What came of sends, written down together: a row leaves its lane with what is to be remembered, or waits."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.delivery.verdicts import Again, GiveUp, Held, Moot, NotYet, Record, Sent, SlowDown, Uncertain, Verdict, both
from bot.desk import alerts
from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.files.carrying import not_carried
from bot.desk.files.refusing import not_passed
from bot.desk.tickets import changes, deliveries
from bot.desk.tickets.holding import hold
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import SLACK, TELEGRAM, in_channel
from bot.door import Door
from bot.engine import buckets, dead_letters, lanes

log = structlog.get_logger()

PATIENCE = timedelta(days=1)
"""For what passes by itself: an outage of a night loses nothing."""
PATIENCE_IN_DOUBT = timedelta(hours=1)
"""For a notice to a customer that may have arrived already: each attempt may repeat it."""
TRIES, TRIES_IN_DOUBT = 30, 2
"""Attempts before either counts: what was behind others, or waited for a desk that was down, has not been tried."""
LONGEST_WAIT = timedelta(minutes=1)
MOST_COUNTED = 1000
"""Attempts at what waits for an operator; they go on uncounted, as a lane's count is a small number."""
GRAVE = (
    out.PostCard,
    out.PostRecap,
    out.PostMerged,
    out.PostWords,
    out.PostHeld,
    out.PostFailed,
    out.PostOffer,
    out.PostBoard,
    out.PostReminder,
    out.PostRecovery,
    out.PostRatings,
    out.PostTranscript,
    out.ClearThread,
)
"""What agents would never hear of if it were given up in silence: the operators are told."""


class Outcome(NamedTuple):
    """A send that is over, and the claim it was held by. No `row`: this version cannot read it."""

    bucket: out.Bucket
    token: int
    head: lanes.Head
    verdict: Verdict
    row: out.Outgoing | None

    @property
    def cause(self) -> str:
        return self.row.cause if self.row else ""


class Overtaken(Exception):
    """The lease of some ran out while they were being sent: nothing is kept, and others see to those."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__(", ".join(outcome.head.key for outcome in outcomes))
        self.outcomes = outcomes


def settle(connection: Connection, door: Door, outcomes: Sequence[Outcome]) -> None:
    """In one transaction for all: what is to be remembered, then their lanes, as in every transaction.

    Raises `Overtaken`.
    """
    now = door.machine()
    ordered = sorted(outcomes, key=_in_order)
    records = [(outcome, record) for outcome in ordered if (record := _record(outcome, now))]
    if records:
        door.within(connection, partial(_remember, records), settles=[_lane(outcome) for outcome in ordered])
    overtaken = [outcome for outcome in ordered if not _moved_on(connection, outcome, now)]
    if overtaken:
        raise Overtaken(overtaken)
    for outcome in sorted(ordered, key=lambda outcome: outcome.bucket):
        if isinstance(outcome.verdict, SlowDown):
            buckets.hold_bucket(connection, outcome.bucket, now + _ms(outcome.verdict.after))


def _lane(outcome: Outcome) -> lanes.Lane:
    return lanes.Lane(outcome.head.key, outcome.bucket)


def _in_order(outcome: Outcome) -> tuple[bool, str]:
    """In which everybody locks lanes."""
    return out.is_drawn(_lane(outcome)), outcome.head.key


def _remember(records: Sequence[tuple[Outcome, Record]], desk: Desk) -> None:
    """What follows from each has the same cause as the row itself. One alone needs no order among customers."""
    if len(records) > 1:
        _hold(desk, [outcome.row for outcome, _ in records])
    for outcome, record in records:
        desk.cause = outcome.cause
        record(desk)


def _hold(desk: Desk, rows: Sequence[out.Outgoing | None]) -> None:
    named = {
        f"{kind}s": {getattr(row, kind) for row in rows if getattr(row, kind, None)}
        for kind in ("customer", "ticket", "message", "card")
    }
    hold(desk, **named)


def _record(outcome: Outcome, now: int) -> Record | None:
    """What is to be remembered of it."""
    _, _, head, verdict, row = outcome
    match verdict:
        case Sent(told):
            return partial(_got_through, places=_places(outcome.bucket, row), record=told) if head.strikes > 1 else told
        case Moot(told):
            return told
        case GiveUp():
            return partial(_buried, outcome=outcome, verdict=verdict, now=now)
        case Held(place, code, begun):
            return both(begun, partial(_held, place=place, code=code))
        case Again() | NotYet() | SlowDown() | Uncertain():
            return verdict.record


def _moved_on(connection: Connection, outcome: Outcome, now: int) -> bool:
    """Its lane goes on, now or later. False: the lease ran out and another has it."""
    _, token, head, verdict, _ = outcome
    match verdict:
        case Sent(_, together):
            return lanes.complete(connection, token, head.lane_id, head.seq, now, together)
        case Moot() | GiveUp():
            return lanes.complete(connection, token, head.lane_id, head.seq, now)
        case Held():
            again = lanes.retry if head.strikes < MOST_COUNTED else lanes.defer
            return again(connection, token, head.lane_id, now + _ms(backoff(head.strikes)))
        case NotYet(after) | SlowDown(after):
            return lanes.defer(connection, token, head.lane_id, now + _ms(after))
        case Again() | Uncertain():
            at, in_doubt = now + _ms(backoff(head.strikes)), isinstance(verdict, Uncertain)
            return lanes.retry(connection, token, head.lane_id, at, in_doubt=in_doubt)


def _held(desk: Desk, place: str, code: str) -> None:
    """It waits for an operator, however long, who is told once for each episode."""
    if episodes.begins(desk, place, code):
        log.error("held until an operator acts", place=place, code=code, what_to_do=alerts.trouble(place, code))


def _places(bucket: out.Bucket, row: out.Outgoing | None) -> list[str]:
    """What a send that was refused before, and has succeeded, says is open again."""
    if bucket in (out.Bucket.CHAT, out.Bucket.TOPIC, out.Bucket.LINE):
        return [TELEGRAM]
    channel: str | None = getattr(row, "channel", None)
    return [SLACK, in_channel(channel)] if channel else [SLACK]


def _got_through(desk: Desk, places: list[str], record: Record | None) -> None:
    if record:
        record(desk)
    episodes.over(desk, places)


def set_aside(connection: Connection, outcome: Outcome, why: str, now: int) -> None:
    """What came of it cannot be written down. Left to its lease, it would be sent again and again."""
    dead_letters.bury(connection, outcome.token, outcome.head.lane_id, outcome.head.seq, why, now)


def backoff(attempts: int) -> timedelta:
    """Doubled at every attempt, up to a minute, with jitter so that many do not come back together."""
    longest = min(2.0 ** min(attempts, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=longest * random.uniform(0.5, 1))


def enough(verdict: Verdict, row: out.Outgoing, waited: timedelta, head: lanes.Head) -> Verdict:
    """Given up after so long and so many attempts; of an answer, the agent is told in the thread."""
    doubtful = isinstance(verdict, Uncertain) and isinstance(row, out.ToCustomer)
    longest, tries = (PATIENCE_IN_DOUBT, TRIES_IN_DOUBT) if doubtful else (PATIENCE, TRIES)
    if not isinstance(verdict, Again | Uncertain) or waited < longest or head.strikes < tries:
        return verdict
    given_up = hopeless(f"it was tried for {longest // timedelta(hours=1)} h ({verdict.why})", row, head.doubts)
    return replace(given_up, record=both(verdict.record, given_up.record))


def hopeless(why: str, row: out.Outgoing, doubts: int) -> GiveUp:
    return GiveUp(why, _given_up(row, why, doubts))


def _buried(desk: Desk, outcome: Outcome, verdict: GiveUp, now: int) -> None:
    """A letter is kept, and the operators hear of it where nobody else would."""
    head, row = outcome.head, outcome.row
    if verdict.record:
        verdict.record(desk)
    letter = dead_letters.keep(desk.session.connection(), head.lane_id, head.seq, verdict.why, now)
    if row is None or isinstance(row, GRAVE):
        what = row.kind if row else "unreadable"
        desk.happened(OperatorsAlerted(sentence=alerts.given_up(what, head.key, letter or 0)))


def _given_up(row: out.Outgoing, why: str, doubts: int) -> Record | None:
    match row:
        case out.RelayToCustomer() | out.RelayFile():
            return partial(deliveries.failed, message=row.message, why=why, doubts=doubts)
        case out.EditRelayed() | out.DeleteRelayed():
            return partial(changes.kept, message=row.message, why=why, deleted=isinstance(row, out.DeleteRelayed))
        case out.PostFile():
            return partial(not_passed, attachment=row.attachment, why=why)
        case out.PostCopy():
            return partial(not_carried, copy=row.copy_id, why=why)
        case _:
            return None


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
