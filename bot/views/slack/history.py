"""What happened to a ticket, each as one line in small print."""

from collections.abc import Callable
from typing import Any, NamedTuple

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

from bot.desk.escalation.audiences import Passed
from bot.desk.events import CUSTOMER, DESK
from bot.desk.moments import moment_of
from bot.desk.people.tables import Absence
from bot.desk.practice import Practice
from bot.desk.relationship.rules import Group, group
from bot.desk.surveys.rules import LOW
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry
from bot.views.slack import facts, follow_ups
from bot.views.slack.recovery_lines import LINES as RECOVERY
from bot.views.slack.surveys import rating
from bot.views.slack.words import Post, escaped, escaped_within

Detail = dict[str, Any]


class _Told(NamedTuple):
    """`actor` is a name that may stand in mrkdwn."""

    actor: str
    by_customer: bool
    by_desk: bool
    detail: Detail
    practice: Practice


def _solved(told: _Told) -> str:
    if told.detail.get("duplicate_of"):
        return f"♻️ {told.actor} closed it as a duplicate of #{told.detail['duplicate_of']}"
    if told.detail.get("no_answer"):
        return "💤 Solved, as the customer did not answer. A button lets them bring it back"
    return f"✅ {told.actor} {'needs no more help: solved' if told.by_customer else 'solved it'}"


def _handed_over(told: _Told) -> str:
    """A mention, and not a name: whoever has it now is to hear of it."""
    return f"🤝 {told.actor} handed it to <@{told.detail['to']}>{_after(told.detail.get('summary'))}"


def _status(told: _Told) -> str:
    match told.detail.get("after"):
        case Status.PENDING:
            return f"⏳ {told.actor} set it to pending: the customer is to answer"
        case Status.ON_HOLD:
            ms = told.detail.get("until_ms")
            until = f" until {facts.due(moment_of(ms))}" if ms else ""
            return f"🧊 {told.actor} put it on hold{until}{_after(told.detail.get('why'))}"
        case after:
            return f"🟢 {told.actor} set it to {escaped(str(after)).replace('_', ' ')}"


def _discarded(told: _Told) -> str:
    if told.detail.get("why") == "blocked":
        return "🚫 Closed, because the customer was blocked"
    return f"🚫 {told.actor} marked it as spam"


def _category(told: _Told) -> str:
    label = told.practice.label(told.detail.get("category"), told.practice.language)
    return f"🏷️ {told.actor} set the category to {escaped(label)}"


def _blocked(told: _Told) -> str:
    unshown = told.detail.get("unshown", 0)
    kept = f"; {facts.messages(unshown)} that waited to be shown {'is' if unshown == 1 else 'are'} kept, unshown"
    return f"⛔ {told.actor} blocked the customer: further messages are dropped{kept if unshown else ''}"


def _unblocked(told: _Told) -> str:
    dropped = told.detail.get("dropped", 0)
    meanwhile = f": {facts.messages(dropped)} of theirs {'was' if dropped == 1 else 'were'} dropped meanwhile"
    return f"👌 {told.actor} unblocked the customer{meanwhile if dropped else ''}"


def _copy_kept(told: _Told) -> str:
    still = (
        "can still read a deleted answer" if told.detail.get("deleted") else "still reads an answer as it was before"
    )
    return f"⚠️ The customer {still}{_after(told.detail.get('why'))}"


def _file_not_passed(told: _Told) -> str:
    return f"⚠️ {escaped(str(told.detail.get('name')))} was not passed on{_after(told.detail.get('why'))}"


def _warned(told: _Told) -> str:
    due = facts.due(moment_of(told.detail["due_ms"]))
    return f"⏳ {_whose(told)}{facts.target(told.detail['target'])} is due {due}"


def _missed(told: _Told) -> str:
    late, due = facts.targets(told.detail["targets"]), facts.due(moment_of(told.detail["due_ms"]))
    return f"🔴 {_whose(told)}{late}: due {due}, and not done"


def _skipped(told: _Told) -> str:
    tell, who = told.detail["tell"], told.detail.get("missed")
    if told.detail["passed"] == Passed.NO_CHANNEL:
        return "⏭️ Escalation: the supervisors could not be told, since no channel of theirs is set"
    if told.detail["passed"] == Passed.OFF_DUTY:
        return "⏭️ Escalation: nobody is on duty who could be told"
    why = "are away" if told.detail["passed"] == Passed.AWAY else "are no agent of this desk"
    return f"⏭️ Escalation: <@{who or tell}> could not be told. They {why}, and have no deputy who is there"


def _whose(told: _Told) -> str:
    """A mention, where somebody has it: they are the one to act."""
    return f"<@{told.detail['owner']}>, " if told.detail.get("owner") else "Nobody has it: "


def _lease_ran_out(told: _Told) -> str:
    asked = f"<@{told.detail['owner']}> was asked and did not say"
    return f"📤 {asked}, so it is back in the queue: {_mentioned(told)}who takes it?"


def _snooze_over(told: _Told) -> str:
    if told.by_customer:
        return f"⏰ {_mentioned(told)}the customer wrote, so it is not snoozed any more"
    if told.by_desk:
        return f"⏰ {_mentioned(told)}it was snoozed until now"
    return f"⏰ {told.actor} woke it up"


def _hold_over(told: _Told) -> str:
    return f"⏰ {_mentioned(told)}it was on hold until now, and is open again{_after(told.detail.get('why'))}"


def _cause(told: _Told) -> str:
    known = told.practice.cause(told.detail["cause"])
    return f"🧭 {told.actor} named the cause: {escaped(known.label if known else told.detail['cause'])}"


def _rated(told: _Told) -> str:
    """A mention of who has the credit: they are to see it."""
    detail = told.detail
    chose = rating(detail["score"], detail["scale"])
    before = f", and {rating(detail['former'], detail['scale'])} before" if detail.get("former") else ""
    whose = f"<@{detail['agent']}>, " if detail.get("agent") else ""
    look = ". Please look at what went wrong" if detail["score"] <= LOW else ""
    return f"🗳️ {whose}the customer rated how it went: {chose}{before}{look}"


def _eased(told: _Told) -> str:
    detail = told.detail
    before = f", and {detail['former']} before" if detail.get("former") else ""
    return f"🪜 The customer said how easy it was to get it solved: {detail['score']} of 7{before}"


def _explained(told: _Told) -> str:
    """It is about no ticket, so it says what the words above are about."""
    score = told.detail.get("score")
    said = "and has not chosen a number yet" if score is None else f"{score} of 10, a {group(score)}"
    look = ". Please look at what went wrong" if score is not None and group(score) is Group.DETRACTOR else ""
    return f"📣 What the customer wrote there is about us as a whole: whether they would recommend us, {said}{look}"


def _mentioned(told: _Told) -> str:
    """Groups have ids of their own kind."""
    ids = told.detail.get("mentions", ())
    return "".join(f"<!subteam^{each}>, " if each.startswith("S") else f"<@{each}>, " for each in ids)


def _reacted(told: _Told) -> str:
    sign, former = told.detail.get("reaction"), told.detail.get("former")
    about = f" to “{escaped_within(str(told.detail.get('quoted', '')), 300)}”"
    if sign:
        return f"{escaped(str(sign))} {told.actor} reacted{about}"
    return f"{told.actor} took back the reaction {escaped(str(former))}{about}"


def _cleared(told: _Told) -> str:
    """People's own posts are not the app's to delete."""
    left = told.detail.get("left", 0)
    posts = "1 message that was typed here" if left == 1 else f"{left} messages that were typed here"
    rest = f" The app cannot delete {posts} by people: please delete what is personal." if left else ""
    return f"🧹 What was said is erased, here and in the desk's records.{rest}"


def _repeated(told: _Told) -> str:
    times = told.detail["times"]
    often = "twice" if times == 2 else f"up to {times} times"
    return f"🔁 The answer with this mark may have reached the customer {often}: the connection broke while it was sent"


_WAITS = "what cannot be sent is kept, and offered here when they are back"
_LEFT = {
    Absence.BLOCKED: f"🔕 The customer blocked the bot: {_WAITS}",
    Absence.DELETED: "🔕 The customer deleted their Telegram account: nothing reaches them there any more",
    Absence.REFUSED: f"🔕 Telegram does not let the bot write to the customer any more: {_WAITS}",
}

_LINES: dict[str, Callable[[_Told], str]] = {
    "TicketOpened": lambda told: f"↩️ This follows #{told.detail.get('follows')}, which is over",
    "CustomerWrote": lambda told: f"🔁 {told.actor} wrote again, so it is open again",
    "TicketClaimed": lambda told: f"👀 {told.actor} took it",
    "TicketReleased": lambda told: f"📤 {told.actor} put it back in the queue",
    "TicketHandedOver": _handed_over,
    "TicketMoved": lambda told: (
        f"➡️ {told.actor} moved it to {escaped(told.detail['team'])}{_after(told.detail.get('summary'))}"
    ),
    "StatusChanged": _status,
    "TicketSolved": _solved,
    "TicketReopened": lambda told: f"🔁 {told.actor} reopened it",
    "TicketDiscarded": _discarded,
    "CategorySet": _category,
    "TierSet": lambda told: f"⭐ {told.actor} made the customer {escaped(told.detail['tier']) or 'one like any other'}",
    "PrioritySet": lambda told: f"{facts.priority(told.detail['priority'])} priority, set by {told.actor}",
    "PersonAskedFor": lambda told: f"🙋 {told.actor} asks for a person",
    "CustomerBlocked": _blocked,
    "CustomerFloods": lambda told: (
        f"🌊 The customer wrote more than {facts.messages(told.detail['most'])} in a minute: they are shown in batches "
        "from here on. If it is abuse, “Block customer” is behind More"
    ),
    "CustomerRewrote": lambda told: f"✏️ {told.actor} changed an earlier message: it is shown above as it reads now",
    "CopyRemoved": lambda told: f"🗑️ {told.actor} deleted an answer: it is gone from the customer's chat too",
    "CopyKept": _copy_kept,
    "TranscriptAskedFor": lambda told: (
        f"📄 {told.actor} asked for a transcript{' with the notes' if told.detail.get('notes') else ''}"
    ),
    "ThreadCleared": _cleared,
    "LegalHoldPlaced": lambda told: f"⚖️ {told.actor} put it on legal hold{_after(told.detail.get('why'))}",
    "LegalHoldLifted": lambda told: f"⚖️ {told.actor} lifted the legal hold",
    "FileNotPassed": _file_not_passed,
    "TargetWarned": _warned,
    "TargetsMissed": _missed,
    "TicketEscalated": lambda told: (
        "⏫ Handed over for the third time: somebody above is to see to it"
        if told.by_desk
        else f"⏫ {told.actor} escalated it: somebody above is wanted"
    ),
    "EscalationSkipped": _skipped,
    "EscalationAcknowledged": lambda told: f"✅ {told.actor} is {'still ' if told.detail.get('still') else ''}on it",
    "EscalationReleased": lambda told: (
        f"⏫ <@{told.detail['who']}> was on it and did not answer: it is escalated from the beginning again"
    ),
    "LeaseRanOut": _lease_ran_out,
    "TicketSnoozed": lambda told: f"😴 {told.actor} snoozed it until {facts.due(moment_of(told.detail['until_ms']))}",
    "SnoozeOver": _snooze_over,
    "HoldOver": _hold_over,
    "CustomerNudged": lambda told: follow_ups.nudged(told.detail),
    "FollowUpPlanned": lambda told: follow_ups.planned(told.actor, told.detail),
    "FollowUpAsked": lambda told: follow_ups.asked(told.detail),
    "FollowUpEnded": lambda told: follow_ups.ended(told.actor, told.detail),
    "CauseSet": _cause,
    "SurveyAnswered": _rated,
    "EffortRated": _eased,
    "NpsExplained": _explained,
    "TicketMergedAway": lambda told: (
        f"🔀 {told.actor} merged it into #{told.detail['into']}: go on there. What is written here stays inside"
    ),
    "TicketParted": lambda told: (
        f"↩️ {told.actor} took #{told.detail['merged']} out again: it goes on in its own thread"
    ),
    "TicketUnmerged": lambda told: f"↩️ {told.actor} took it out of #{told.detail['into']} again: go on here",
    "TicketLinked": lambda told: f"🔗 {told.actor} linked it with #{told.detail['other']}",
    "TicketUnlinked": lambda told: f"🔗 {told.actor} removed the link with #{told.detail['other']}",
    "DuplicateClosed": lambda told: f"♻️ {told.actor} closed #{told.detail['duplicate']} as a duplicate of this one",
    "CustomerReacted": _reacted,
    "ReplyRepeated": _repeated,
    "CustomerUnblocked": _unblocked,
    "CustomerLeft": lambda told: _LEFT.get(told.detail["why"], _LEFT[Absence.REFUSED]),
    "CustomerReturned": lambda told: "🔔 The customer can be reached again",
}
"""Every kind of event that is announced as a line, by its name."""


def line(entry: Entry, name: str, practice: Practice) -> Post:
    """`name` is what people call who did it, where that is an agent."""
    said = _said(entry, name, practice)
    return Post(said, [ContextBlock(elements=[MarkdownTextObject(text=said)]).to_dict()])


def _said(entry: Entry, name: str, practice: Practice) -> str:
    actor = {CUSTOMER: "The customer", DESK: escaped(practice.name)}.get(entry.actor, escaped(name))
    told = _Told(actor, entry.actor == CUSTOMER, entry.actor == DESK, entry.detail, practice)
    if entry.what in RECOVERY:
        return RECOVERY[entry.what](actor, entry.detail)
    known = _LINES.get(entry.what)
    return known(told) if known else f"{actor}: {escaped(entry.what)}"


def _after(text: object) -> str:
    """What somebody wrote about it, behind a colon."""
    return f": {escaped_within(' '.join(str(text).split()), 1000)}" if text else ""
