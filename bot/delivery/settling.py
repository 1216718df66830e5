"""What came of sends, written down together: a row leaves its lane with what is to be remembered, or waits."""

import random
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.delivery.verdicts import Again, GiveUp, Held, Moot, NotYet, Record, Sent, SlowDown, Uncertain, Verdict
from bot.desk import alerts
from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.files.carrying import not_carried
from bot.desk.files.refusing import not_passed
from bot.desk.tickets import changes, deliveries
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import SLACK, TELEGRAM, in_channel
from bot.door import Door
from bot.engine import buckets, dead_letters, lanes

log = structlog.get_logger()

PATIENCE = timedelta(days=1)
"""For what passes by itself: an outage of a night loses nothing."""
PATIENCE_IN_DOUBT = timedelta(hours=1)
"""For a notice to a customer that may have arrived already: each attempt may repeat it."""
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


def settle(connection: Connection, door: Door, outcomes: Sequence[Outcome]) -> None:
    """In one transaction for all; in the order of their lanes, so that two of them do not wait for each other."""
    now = door.machine()
    ordered = sorted(outcomes, key=lambda outcome: outcome.head.key)
    settled = [(outcome.cause, _settled(connection, outcome, now)) for outcome in ordered]
    records = [(cause, record) for cause, record in settled if record]
    if records:
        door.within(connection, partial(_remember, records))


def _remember(records: Sequence[tuple[str, Record]], desk: Desk) -> None:
    """What follows from each has the same cause as the row itself."""
    for cause, record in records:
        desk.cause = cause
        record(desk)


def _settled(connection: Connection, outcome: Outcome, now: int) -> Record | None:
    """Its lane goes on, now or later; gives what is to be remembered. Where the lease ran out, another sees to it."""
    bucket, token, head, verdict, row = outcome
    record: Record | None = None
    match verdict:
        case Sent(told, together):
            record = partial(_got_through, places=_places(bucket, row), record=told) if head.strikes > 1 else told
            ours = lanes.complete(connection, token, head.lane_id, head.seq, now, together)
        case Moot(record):
            ours = lanes.complete(connection, token, head.lane_id, head.seq, now)
        case GiveUp(why, told):
            letter = dead_letters.bury(connection, token, head.lane_id, head.seq, why, now)
            ours, record = letter is not None, _alerted(told, row, head, letter or 0)
        case Held(place, code):
            again = lanes.retry if head.strikes < MOST_COUNTED else lanes.defer
            ours = again(connection, token, head.lane_id, now + _ms(backoff(head.strikes)))
            record = partial(_held, place=place, code=code)
        case NotYet(after, _):
            ours = lanes.defer(connection, token, head.lane_id, now + _ms(after))
        case SlowDown(after, _):
            buckets.hold_bucket(connection, bucket, now + _ms(after))
            ours = lanes.defer(connection, token, head.lane_id, now + _ms(after))
        case Again() | Uncertain():
            at, in_doubt = now + _ms(backoff(head.strikes)), isinstance(verdict, Uncertain)
            ours = lanes.retry(connection, token, head.lane_id, at, in_doubt=in_doubt)
    if not ours:
        log.warning("a lease ran out while its row was being sent", lane=head.key)
    return record if ours else None


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
    episodes.over(desk, places)
    if record:
        record(desk)


def set_aside(connection: Connection, outcome: Outcome, why: str, now: int) -> None:
    """What came of it cannot be written down. Left to its lease, it would be sent again and again."""
    dead_letters.bury(connection, outcome.token, outcome.head.lane_id, outcome.head.seq, why, now)


def backoff(attempts: int) -> timedelta:
    """Doubled at every attempt, up to a minute, with jitter so that many do not come back together."""
    longest = min(2.0 ** min(attempts, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=longest * random.uniform(0.5, 1))


def enough(verdict: Verdict, row: out.Outgoing, waited: timedelta, doubts: int) -> Verdict:
    """Given up after so long; of an answer, the agent is told in the thread."""
    doubtful = isinstance(verdict, Uncertain) and isinstance(row, out.ToCustomer)
    longest = PATIENCE_IN_DOUBT if doubtful else PATIENCE
    if not isinstance(verdict, Again | Uncertain) or waited < longest:
        return verdict
    return hopeless(f"it was tried for {longest // timedelta(hours=1)} h ({verdict.why})", row, doubts)


def hopeless(why: str, row: out.Outgoing, doubts: int) -> GiveUp:
    return GiveUp(why, _given_up(row, why, doubts))


def _alerted(record: Record | None, row: out.Outgoing | None, head: lanes.Head, letter: int) -> Record:
    """The record, and a word to the operators where nobody else would hear of it."""

    def recorded(desk: Desk) -> None:
        if record:
            record(desk)
        if row is None or isinstance(row, GRAVE):
            what = row.kind if row else "unreadable"
            desk.happened(OperatorsAlerted(sentence=alerts.given_up(what, head.key, letter)))

    return recorded


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
