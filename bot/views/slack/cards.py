"""A ticket's card: what it is, how it stands, and at most five things to do about it."""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.practice import Practice
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.words import Post, cut, fallback

Json = dict[str, Any]


LONGEST_FIRST = 300
"""Characters of the first message; the whole of it is the first post of the thread."""


def card(sheet: Sheet, practice: Practice, first: str = "") -> Post:
    """`first` is what the customer wrote first: shown where the subject had to be cut."""
    ticket = sheet.ticket
    blocks = [_header(ticket), *_first_words(ticket, first), _fields(sheet, practice), _ages(ticket), _actions(ticket)]
    said = f"{facts.title(ticket)} · {sheet.customer.name} · {facts.state(ticket)}"
    return Post(fallback(said), [block.to_dict() for block in blocks])


def moved_card(sheet: Sheet, practice: Practice) -> Post:
    """What the card says in the channel that its ticket has left: where to go, and nothing to press."""
    ticket = sheet.ticket
    team = practice.team(ticket.team)
    where = SectionBlock(text=MarkdownTextObject(text=f"➡️ Moved to <#{team.channel}>. Go on there."))
    said = f"#{ticket.id} has moved to {team.name}"
    return Post(fallback(said), [_header(ticket).to_dict(), where.to_dict()])


def _header(ticket: Ticket) -> HeaderBlock:
    return HeaderBlock(text=PlainTextObject(text=cut(facts.title(ticket), 150), emoji=False))


def _first_words(ticket: Ticket, first: str) -> list[SectionBlock]:
    words = " ".join(first.split())
    cut_short = words and words != ticket.subject
    return [SectionBlock(text=PlainTextObject(text=cut(words, LONGEST_FIRST), emoji=False))] if cut_short else []


def _fields(sheet: Sheet, practice: Practice) -> SectionBlock:
    ticket, customer = sheet.ticket, sheet.customer
    labelled = {
        "State": facts.state(ticket),
        "Owner": facts.owner(sheet),
        "Category": facts.category(ticket, practice),
        "Priority": facts.priority(ticket.priority),
        "Language": facts.language(customer),
    }
    if ticket.due_at:
        labelled["Due"] = facts.promise(ticket)
    person = PlainTextObject(text=cut(f"Customer\n{facts.who(customer)}", 1000), emoji=False)
    rest = [MarkdownTextObject(text=f"*{label}*\n{value}") for label, value in labelled.items()]
    return SectionBlock(fields=[person, *rest])


def _ages(ticket: Ticket) -> ContextBlock:
    if ticket.erased_at:
        return ContextBlock(elements=[MarkdownTextObject(text=f"🧹 Erased {facts.moment(ticket.erased_at)}")])
    said = f"Opened {facts.moment(ticket.opened_at)} · {facts.waiting(ticket)}"
    if ticket.follows:
        said += f" · follows #{ticket.follows}"
    elements: list[MarkdownTextObject | PlainTextObject] = [MarkdownTextObject(text=said)]
    if ticket.hold_since:
        elements.append(MarkdownTextObject(text="⚖️ Legal hold: nothing of it is erased"))
    if ticket.source:
        elements.append(PlainTextObject(text=f"came from {ticket.source}", emoji=False))
    return ContextBlock(elements=elements)


def _actions(ticket: Ticket) -> ActionsBlock:
    return ActionsBlock(block_id="card", elements=[_button(ticket, action) for action in offered(ticket)])


_LABELS = {
    Action.CLAIM: "Claim",
    Action.REPLY: "Reply",
    Action.RESOLVE: "Resolve",
    Action.REOPEN: "Reopen",
    Action.MORE: "More…",
}


def offered(ticket: Ticket) -> list[Action]:
    """What makes sense now; anything else that can be done is in the menu behind More."""
    if ticket.status in LIVE:
        first = [] if ticket.owner else [Action.CLAIM]
        return [*first, Action.REPLY, Action.RESOLVE, Action.MORE]
    return [Action.REOPEN, Action.MORE] if ticket.status is Status.SOLVED else [Action.MORE]


def _button(ticket: Ticket, action: Action) -> ButtonElement:
    primary = action is (Action.REPLY if ticket.owner else Action.CLAIM) and ticket.status in LIVE
    return ButtonElement(
        text=_LABELS[action], action_id=action.value, value=str(ticket.id), style="primary" if primary else None
    )
