"""What happened to a task for a customer who was let down, as lines of the ticket's thread."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.desk.moments import moment_of
from bot.desk.recovery.following import NOT_SOLVED, RATED
from bot.desk.recovery.rules import Outcome
from bot.views.slack import facts
from bot.views.slack.recovery import OUTCOMES
from bot.views.slack.words import escaped_within

Detail = dict[str, Any]

_REASONS = {RATED: "the customer is unhappy", NOT_SOLVED: "the customer says that it is not solved"}


def _opened(_actor: str, detail: Detail) -> str:
    due = facts.due(moment_of(detail["due_ms"]))
    return f"💔 {_reason(detail).capitalize()}: somebody who did not handle it is to see to them by {due}"


def _joined(_actor: str, detail: Detail) -> str:
    return f"💔 Now {_reason(detail)} as well: the task to see to them says so"


def _reason(detail: Detail) -> str:
    return _REASONS.get(detail["reason"], "the customer was let down")


def _planned(actor: str, detail: Detail) -> str:
    told = ", and the customer is told so" if detail.get("told") else ""
    return f"📞 {actor} calls the customer back {facts.due(moment_of(detail['at_ms']))}{told}{_after(detail)}"


def _ended(actor: str, detail: Detail) -> str:
    if detail["outcome"] == Outcome.WITHDRAWN:
        return "🤍 The customer changed the rating before anybody had seen to it, so nobody has to"
    return f"{OUTCOMES.get(detail['outcome'], '✅ Seen to')}, says {actor}{_after(detail)}"


def _after(detail: Detail) -> str:
    """What an agent wrote about it; gone where the ticket was erased."""
    why = " ".join(str(detail.get("why", "")).split())
    return f": {escaped_within(why, 1000)}" if why else ""


LINES: Mapping[str, Callable[[str, Detail], str]] = MappingProxyType(
    {
        "RecoveryOpened": _opened,
        "RecoveryJoined": _joined,
        "RecoveryTaken": lambda actor, _: f"🫶 {actor} sees to the customer",
        "RecoveryHandedBack": lambda actor, _: f"🫶 {actor} handed back the task to see to the customer",
        "CallBackPlanned": _planned,
        "RecoveryEnded": _ended,
        "RecoveryResumed": lambda actor, _: f"🫶 {actor} sees to the customer again",
    }
)
"""By the event's name; given who did it, as it may stand in mrkdwn, and the line's detail."""
