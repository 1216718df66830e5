"""Why a promise is due when it is, in plain words: a modal."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, ContextBlock, DividerBlock, HeaderBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.desk.service_levels.accounting import Account, Accounts
from bot.desk.service_levels.clocks import Span
from bot.desk.service_levels.ledgers import Ledger
from bot.desk.service_levels.policies import Target
from bot.desk.service_levels.tables import Outcome
from bot.views.slack import facts
from bot.views.slack.words import LONGEST_TEXT, cut, escaped, escaped_within

Json = dict[str, Any]
Piece = tuple[datetime, datetime]

MOST_DAYS = 7
"""Days that are listed one by one."""
AT_EACH_END = 3
"""Of more, how many at the beginning and at the end."""
MOST_PAUSES = 5
"""The latest ones."""

NOTHING = "Nothing is promised on this ticket: no policy fits it, or it is over, spam or a part of another one."
CHANGED = (
    "That policy, or its calendar, has been changed since, so what was counted cannot be listed again. What was "
    "judged stands."
)


def ledger(ticket: int, accounts: Accounts, timezone: str) -> Json:
    """`timezone` is the desk's, for what no calendar is left of."""
    blocks = [block for account in accounts.shown for block in _account(account, timezone)]
    if not accounts.shown:
        blocks = [SectionBlock(text=MarkdownTextObject(text=NOTHING))]
    if accounts.more:
        older = f"{accounts.more} earlier {'one is' if accounts.more == 1 else 'ones are'} not shown."
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=older)]))
    return View(type="modal", title=cut(f"Due on #{ticket}", 24), close="Close", blocks=blocks).to_dict()


def _account(account: Account, timezone: str) -> Iterator[Block]:
    kept = account.ledger
    zone = kept.calendar.timezone if kept.calendar else timezone
    there = ZoneInfo(zone)
    yield HeaderBlock(text=facts.target(kept.target).capitalize())
    yield _section([_stands(kept), _began(account, there), _promised(kept), *_paused(kept.pauses, there)])
    if kept.calendar:
        yield _section([f"*Counted* (times in {zone})", *_counted(kept.counted, there)])
    else:
        yield _section([CHANGED])
    yield _section([_sum(kept, there)])
    yield DividerBlock()


def _section(lines: Sequence[str]) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=cut("\n".join(line for line in lines if line), LONGEST_TEXT)))


def _stands(kept: Ledger) -> str:
    match kept.outcome:
        case Outcome.MET:
            return f"✅ Kept {facts.moment(kept.ended_at)}" if kept.ended_at else "✅ Kept"
        case Outcome.MISSED:
            came = f"it came {facts.moment(kept.ended_at)}" if kept.ended_at else "it never came"
            return f"🔴 Not kept: {came}"
    if kept.due_at is None:
        return "⏸️ Paused: it is not on us to act, so it is due at no time now"
    return f"{'🔴 Late, due' if kept.late else '⏳ Due'} {facts.due(kept.due_at)}"


def _began(account: Account, there: ZoneInfo) -> str:
    kept = account.ledger
    words = f": “{escaped_within(' '.join(account.words.split()), 300)}”" if account.words else ""
    what = "an unanswered message" if kept.target is Target.NEXT_RESPONSE else "the first message"
    return f"*Began* {_moment(kept.started_at, there)} with {what}{words}"


def _promised(kept: Ledger) -> str:
    calendar = f", calendar {escaped(kept.calendar.name)}" if kept.calendar else ""
    policy = f"policy {escaped(kept.policy)} (version {escaped(kept.version)}){calendar}"
    return f"*Promised* within {_span(kept.within)} of working time: {policy}"


def _paused(pauses: Sequence[Span], there: ZoneInfo) -> Iterator[str]:
    if not pauses:
        return
    yield "*Taken out*, as it was not on us to act"
    if len(pauses) > MOST_PAUSES:
        yield f"• {len(pauses) - MOST_PAUSES} earlier"
    for start, end in pauses[-MOST_PAUSES:]:
        yield f"• {_moment(start, there)} to {_moment(end, there) if end else 'now'}"


def _counted(pieces: Sequence[Piece], there: ZoneInfo) -> Iterator[str]:
    """A line for each day; of many days, those at the beginning and at the end."""
    local = [(start.astimezone(there), end.astimezone(there)) for start, end in pieces]
    days = [list(of_day) for _, of_day in groupby(local, key=lambda piece: piece[0].date())]
    if not days:
        yield "• nothing yet: no working time has passed"
    elif len(days) <= MOST_DAYS:
        yield from map(_day, days)
    else:
        between = days[AT_EACH_END:-AT_EACH_END]
        yield from map(_day, days[:AT_EACH_END])
        yield f"• … {len(between)} more days: {_span(sum(map(_worked, between), timedelta()))}"
        yield from map(_day, days[-AT_EACH_END:])


def _day(pieces: Sequence[Piece]) -> str:
    windows = ", ".join(f"{_clock(start)}–{_end(start, end)}" for start, end in pieces)
    return f"• {_date(pieces[0][0])}: {windows} ({_span(_worked(pieces))})"


def _worked(pieces: Sequence[Piece]) -> timedelta:
    """Real time, also in a night in which the clock is set."""
    return sum((timedelta(seconds=end.timestamp() - start.timestamp()) for start, end in pieces), timedelta())


def _sum(kept: Ledger, there: ZoneInfo) -> str:
    due = f"*Due* {_moment(kept.due_at, there)}. " if kept.due_at else ""
    return f"{due}{_margin(kept)}"


def _margin(kept: Ledger) -> str:
    if kept.margin is None:
        return ""
    size = _span(abs(kept.margin))
    if kept.margin < timedelta():
        return f"*Margin* {size} of working time too late"
    return f"*Margin* {size} of working time {'left' if kept.outcome is Outcome.RUNNING else 'to spare'}"


def _moment(at: datetime, there: ZoneInfo) -> str:
    local = at.astimezone(there)
    return f"{_date(local)} {local.year} {_clock(local)}"


def _date(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _end(start: datetime, end: datetime) -> str:
    if end.date() == start.date():
        return _clock(end)
    midnight = end.date().toordinal() == start.date().toordinal() + 1 and _clock(end) == "00:00"
    return "24:00" if midnight else f"{_date(end)} {_clock(end)}"


def _span(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    sizes = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in sizes if count) or "0 min"
