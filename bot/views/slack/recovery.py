"""A customer who was let down, as agents read it: the card of the task, and what its owner is reminded of."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.practice import Practice
from bot.desk.recovery.reading import Task
from bot.desk.recovery.rules import Outcome
from bot.desk.recovery.timing import CALL
from bot.desk.tickets.life import Status
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.lists import link
from bot.views.slack.surveys import comment, rating
from bot.views.slack.words import Post, cut, escaped, escaped_within

Json = dict[str, Any]

LONGEST_NOTE = 500
LONGEST_NAME = 60

OUTCOMES: dict[str, str] = {
    Outcome.SAVED: "💚 Saved: the customer is content now",
    Outcome.NOT_SAVED: "💔 Not saved",
    Outcome.UNREACHABLE: "🔕 The customer could not be reached",
    Outcome.NO_ACTION: "👌 No action was needed",
    Outcome.WITHDRAWN: "🤍 Nobody has to see to this any more",
}


def card(task: Task, practice: Practice, workspace: str) -> Post:
    lead = f"💔 {number(task, workspace)}: a customer was let down"
    blocks: list[Block] = [
        SectionBlock(text=MarkdownTextObject(text=lead)),
        SectionBlock(text=PlainTextObject(text=_about(task), emoji=False), fields=_fields(task, practice)),
        *comment(task.said),
        *_plain("📞 ", task.recovery.call_note),
        *(_over(task) if task.recovery.outcome else [ActionsBlock(elements=list(_buttons(task)))]),
    ]
    return Post(lead, [block.to_dict() for block in blocks])


def number(task: Task, workspace: str) -> str:
    """A link to the ticket's card, where that is posted."""
    address = link(task.sheet.card, workspace)
    return f"<{address}|#{task.sheet.ticket.id}>" if address else f"#{task.sheet.ticket.id}"


def _about(task: Task) -> str:
    """Plain text: it is the customer's own."""
    return cut(f"{facts.title(task.sheet.ticket)}\n{facts.who(task.sheet.customer)}", 1000)


def _fields(task: Task, practice: Practice) -> list[MarkdownTextObject]:
    cause = practice.cause(task.sheet.ticket.cause)
    kept = task.recovery
    said = {
        "Why": why(task),
        "Handled by": handled_by(task.names, kept.handlers),
        "Cause": escaped(cause.label) if cause else "not named yet" if practice.causes else "",
        "Due": "" if kept.outcome else f"{'⌛ ' if kept.overdue_at else ''}{facts.due(kept.due_at)}",
        "Call back": _call(task),
        "With": _whose(task),
    }
    return [MarkdownTextObject(text=f"*{label}*\n{text}") for label, text in said.items() if text]


def why(task: Task) -> str:
    """The rating as it is now, and as it was when that was better or worse."""
    kept, survey = task.recovery, task.said.survey if task.said else None
    reasons = []
    if survey and survey.score is not None:
        before = kept.score if kept.score not in (None, survey.score) else None
        changed = f", {rating(before, survey.scale)} before" if before else ""
        reasons.append(f"{rating(survey.score, survey.scale)}{changed}")
    if kept.denied_at:
        reasons.append("not solved after all")
    return ", and ".join(reasons)


def handled_by(names: Mapping[str, str], handlers: Sequence[str]) -> str:
    return ", ".join(called(names, each) for each in handlers) or "nobody in particular"


def called(names: Mapping[str, str], agent: str | None) -> str:
    """For mrkdwn."""
    return escaped_within(names.get(agent or "", "somebody"), LONGEST_NAME)


def _call(task: Task) -> str:
    kept = task.recovery
    promised = ": the customer knows" if kept.promised else ""
    return f"{facts.due(kept.call_at)}{promised}" if kept.call_at else ""


def _whose(task: Task) -> str:
    """A mention, which an edited post notifies nobody of."""
    if task.recovery.owner:
        return f"<@{task.recovery.owner}>"
    return "" if task.recovery.outcome else "nobody yet"


def _buttons(task: Task) -> Iterator[ButtonElement]:
    if task.recovery.owner is None:
        yield _button("Take", Action.TAKE_RECOVERY, task, "primary")
        return
    if task.sheet.ticket.status is not Status.CLOSED:
        yield ButtonElement(text="Reply", action_id=Action.REPLY.value, value=str(task.sheet.ticket.id))
    yield _button("Call back", Action.CALL_BACK, task)
    yield _button("Done", Action.FINISH_RECOVERY, task, "primary")
    yield _button("Hand back", Action.HAND_BACK_RECOVERY, task)


def _button(label: str, action: Action, task: Task, style: str | None = None) -> ButtonElement:
    return ButtonElement(text=label, action_id=action.value, value=str(task.recovery.id), style=style)


def _over(task: Task) -> Iterator[Block]:
    kept = task.recovery
    by = f", {called(task.names, kept.ended_by)}" if kept.ended_by else ""
    when = f" · {facts.moment(kept.ended_at)}" if kept.ended_at else ""
    yield ContextBlock(elements=[MarkdownTextObject(text=f"{OUTCOMES.get(kept.outcome or '', '')}{by}{when}")])
    yield from _plain("", kept.note)
    if kept.ended_by and not task.sheet.ticket.erased_at:
        yield ActionsBlock(elements=[_button("Undo", Action.RESUME_RECOVERY, task)])


def _plain(lead: str, note: str) -> list[Block]:
    """What an agent wrote."""
    if not note:
        return []
    return [
        ContextBlock(elements=[PlainTextObject(text=cut(f"{lead}{' '.join(note.split())}", LONGEST_NOTE), emoji=True)])
    ]


def reminder(task: Task, agent: str, of: str, workspace: str) -> Post:
    """Without a word of the customer's or about them: nothing of it has to be erased."""
    about = number(task, workspace)
    if of == CALL:
        said = (
            f"📞 <@{agent}>, it is time to call the customer of {about} back. What was agreed on is on the card above."
        )
    else:
        due = facts.due(task.recovery.due_at)
        said = f"⌛ <@{agent}>, the customer of {about} was to be seen to by {due}. Press Done, or Hand back, above."
    return Post(said, [SectionBlock(text=MarkdownTextObject(text=said)).to_dict()])
