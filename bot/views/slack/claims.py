"""Whether an owner is still on it, and what nobody has taken."""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.claims.tables import Reminder, Upshot
from bot.desk.claims.unclaimed import Standing
from bot.desk.tickets.reading import Sheet
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.lists import heading, link, small
from bot.views.slack.words import Post, cut, escaped, fallback

Json = dict[str, Any]


def reminder(asked: Reminder, sheet: Sheet, owner: str) -> Post:
    """The question with its buttons; once it is settled, what came of it. `owner` is the name of who was asked."""
    if asked.upshot:
        return _small(_upshot(asked, escaped(owner)))
    ticket = sheet.ticket
    since = f": the customer waits since {facts.moment(ticket.waiting_since)}" if ticket.waiting_since else ""
    text = f"⏰ <@{asked.agent}>, are you still on it{since}? If nobody says so, it goes back to the queue."
    buttons = [
        ButtonElement(text="Still on it", action_id=Action.STILL_ON_IT, value=str(asked.id), style="primary"),
        ButtonElement(text="Hand over", action_id=Action.HAND_OVER, value=str(ticket.id)),
    ]
    question = SectionBlock(text=MarkdownTextObject(text=text))
    return Post(text, [question.to_dict(), ActionsBlock(elements=buttons).to_dict()])


def _upshot(asked: Reminder, owner: str) -> str:
    match asked.upshot:
        case Upshot.STILL:
            return f"👍 {owner} is still on it."
        case Upshot.RETURNED:
            return f"📤 {owner} was asked and did not say, so it went back to the queue."
        case _:
            return f"👌 {owner} was asked, and it was answered, handed over or put aside."


def callout(standing: Standing, team: str, workspace: str) -> Post:
    """What nobody of the team has taken, what is due next first; or that there is nothing."""
    if not standing.total:
        return _small(f"✅ Nobody waits in {escaped(team)} for somebody to take it.")
    late = f", {'and it is' if standing.total == 1 else f'{standing.late} of them'} late" if standing.late else ""
    head = f"🙋 {_tickets(standing.total)} in {team} that nobody has taken{late}"
    rows = [_row(sheet, workspace) for sheet in standing.first]
    more = standing.total - len(standing.first)
    rest = [small(f"… and {more} more: `/desk queue`")] if more > 0 else []
    return Post(fallback(head), [heading(head), *rows, *rest])


def _tickets(count: int) -> str:
    return "1 ticket" if count == 1 else f"{count} tickets"


def _row(sheet: Sheet, workspace: str) -> Json:
    ticket, address = sheet.ticket, link(sheet.card, workspace)
    waits = facts.waiting(ticket) + (f" · <{address}|open the thread>" if address else "")
    due = facts.promise(ticket) or facts.priority(ticket.priority)
    claim = ButtonElement(text="Claim", action_id=f"{Action.CLAIM}:callout:{ticket.id}", value=str(ticket.id))
    return SectionBlock(
        block_id=f"callout:{ticket.id}",
        text=PlainTextObject(text=cut(f"{facts.title(ticket)}\n{facts.who(sheet.customer)}", 1000), emoji=False),
        fields=[MarkdownTextObject(text=waits), MarkdownTextObject(text=due)],
        accessory=claim,
    ).to_dict()


def moved_down() -> Post:
    """What a post says that people no longer see, where the list has been posted anew."""
    return _small("⬇️ The list of what nobody has taken goes on further down.")


def _small(text: str) -> Post:
    return Post(text, [ContextBlock(elements=[MarkdownTextObject(text=text)]).to_dict()])
