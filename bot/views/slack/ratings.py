"""Low ratings of an hour, as supervisors read them: one post that is never edited.

It names tickets by their numbers and says nothing of customers, so that nothing in it has to be erased later.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import MarkdownTextObject, SectionBlock

from bot.desk.practice import Practice
from bot.desk.recovery.reading import COUNTED, Digest, Task
from bot.desk.recovery.rules import Saved
from bot.views.slack import facts
from bot.views.slack.lists import small
from bot.views.slack.recovery import OUTCOMES, called, handled_by, number, why
from bot.views.slack.words import Post, escaped

Json = dict[str, Any]

MOST = 10
"""Tickets of each kind that it names: the worst, or those that wait longest."""


def post(digest: Digest, practice: Practice, workspace: str) -> Post:
    lead = _lead(digest)
    blocks = [
        *_part(digest.rated, _by_team(digest.rated, practice), practice, workspace),
        *_part(digest.overdue, "⌛ Due by now, and nobody has them:", practice, workspace),
        small(saved(digest.saved)),
    ]
    return Post(lead, [SectionBlock(text=MarkdownTextObject(text=f"*{lead}*")).to_dict(), *blocks])


def _lead(digest: Digest) -> str:
    rated, late = len(digest.rated), len(digest.overdue)
    many = "1 low rating" if rated == 1 else f"{rated} low ratings"
    waits = "1 unhappy customer waits" if late == 1 else f"{late} unhappy customers wait"
    said = [f"🔻 {many} since the last digest"] if rated else []
    return "; ".join([*said, *([f"⌛ {waits} for somebody to see to them"] if late else [])])


def _by_team(rated: Sequence[Task], practice: Practice) -> str:
    counts = Counter(practice.team(task.recovery.team).name for task in rated)
    return " · ".join(f"{escaped(team)} {count}" for team, count in counts.most_common())


def _part(tasks: Sequence[Task], head: str, practice: Practice, workspace: str) -> Iterator[Json]:
    if not tasks:
        return
    for text in (head, *(_row(task, practice, workspace) for task in tasks[:MOST])):
        yield SectionBlock(text=MarkdownTextObject(text=text)).to_dict()
    if len(tasks) > MOST:
        yield small(f"… and {len(tasks) - MOST} more")


def _row(task: Task, practice: Practice, workspace: str) -> str:
    kept, team = task.recovery, escaped(practice.team(task.recovery.team).name)
    handled = f"handled by {handled_by(task.names, kept.handlers)}"
    return f"• {number(task, workspace)} {why(task)} · {team} · {handled} · {_state(task)}"


def _state(task: Task) -> str:
    kept = task.recovery
    if kept.outcome:
        return OUTCOMES.get(kept.outcome, "over")
    if kept.owner:
        return f"{called(task.names, kept.owner)} sees to it"
    return f"nobody has it yet, due {facts.due(kept.due_at)}"


def saved(counts: Saved) -> str:
    """The rate with its definition, and what is counted apart."""
    days = COUNTED.days
    beside = f"{counts.unreachable} could not be reached, {counts.no_action} needed no action"
    apart = f" Apart: {beside}." if counts.unreachable or counts.no_action else ""
    if counts.rate is None:
        return f"Saved customers in {days} days: nobody was spoken with.{apart}"
    share = f"{counts.saved} of {counts.judged} ({counts.rate:.0%})"
    return f"Saved customers in {days} days: {share}, which is saved ÷ (saved + not saved).{apart}"
