"""Tickets one under another: in the Home and in what `/desk` answers."""

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.practice import Practice
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Card, Ticket
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.words import cut, escaped

Json = dict[str, Any]


def link(card: Card | None, workspace: str) -> str | None:
    """The address of a card; `workspace` is the workspace's own, such as https://acme.slack.com/."""
    if card is None or card.post is None:
        return None
    return f"{workspace.rstrip('/')}/archives/{card.channel}/p{card.post.replace('.', '')}"


def heading(text: str) -> Json:
    return HeaderBlock(text=PlainTextObject(text=cut(text, 150), emoji=True)).to_dict()


def small(text: str) -> Json:
    return ContextBlock(elements=[MarkdownTextObject(text=text)]).to_dict()


def plain(text: str) -> Json:
    """A line that may hold what somebody typed."""
    return SectionBlock(text=PlainTextObject(text=cut(text, 3000), emoji=True)).to_dict()


def rows(sheets: Iterable[Sheet], practice: Practice, workspace: str, where: str) -> list[Json]:
    """`where` tells two lists on one surface apart."""
    return [row(sheet, practice, workspace, where) for sheet in sheets]


def row(sheet: Sheet, practice: Practice, workspace: str, where: str) -> Json:
    ticket = sheet.ticket
    address = link(sheet.card, workspace)
    how = f"{facts.aside(ticket)} · {facts.priority(ticket.priority)} · {escaped(practice.team(ticket.team).name)}"
    when = facts.waiting(ticket) + (f" · <{address}|open the thread>" if address else "")
    said = f"{facts.title(ticket)}\n{facts.who(sheet.customer)}"
    fields = filter(None, (how, when, facts.promise(ticket)))
    return SectionBlock(
        block_id=f"{where}:{ticket.id}",
        text=PlainTextObject(text=cut(said, 1000), emoji=False),
        fields=[MarkdownTextObject(text=each) for each in fields],
        accessory=_button(ticket, where),
    ).to_dict()


def _button(ticket: Ticket, where: str) -> ButtonElement:
    claimable = ticket.owner is None and ticket.status in LIVE
    action, label = (Action.CLAIM, "Claim") if claimable else (Action.MORE, "More…")
    return ButtonElement(
        text=label,
        action_id=f"{action}:{where}:{ticket.id}",
        value=str(ticket.id),
        style="primary" if claimable else None,
    )


MOST_FOUND = 20
"""Tickets in one answer to a command: it has 50 blocks at most, and nobody reads more."""


def found(title: str, sheets: Sequence[Sheet], practice: Practice, workspace: str, empty: str, more: str) -> list[Json]:
    """A list that answers a command; what to do where it is empty, and where there is `more` than it shows."""
    shown = rows(sheets[:MOST_FOUND], practice, workspace, "found")
    rest = [small(more)] if len(sheets) > MOST_FOUND else []
    return [heading(title), *(shown or [small(empty)]), *rest]


HELP = "\n".join(
    (
        "*`/desk`* or *`/desk my`* · your tickets, what is due next first, then whoever waits longest",
        "*`/desk queue`* · what nobody has taken in your teams",
        "*`/desk find refund`* · tickets by words, by number or by customer",
        "*`/desk show 1042`* · one ticket, with its buttons",
        "*`/desk csat last week`* · how satisfied customers were: also today, 30 days, a date or two, and a team",
        "*In a ticket's thread* · the owner's messages go to the customer; `//` or 🔒 at the start keeps one inside",
        "*On a card* · :eyes: claims it, :white_check_mark: resolves it",
    )
)


def help_blocks() -> list[Json]:
    return [heading("What you can do"), SectionBlock(text=MarkdownTextObject(text=HELP)).to_dict()]
