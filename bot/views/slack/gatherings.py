"""Many escalations in one post, which would else be as many: what of them nobody is on, and who is on the others."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.models.blocks import MarkdownTextObject as Mrkdwn

from bot.desk.escalation.gathering import UNANSWERED
from bot.desk.escalation.reading import Gathered
from bot.desk.escalation.tables import Escalation
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Priority
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.escalations import named, why
from bot.views.slack.lists import small
from bot.views.slack.merges import linked_number
from bot.views.slack.words import Post, fallback

Json = dict[str, Any]


def post(shown: Gathered, workspace: str) -> Post:
    """One line when all of them are over."""
    many = f"{_tickets(shown.total)} {'is' if shown.total == 1 else 'are'}"
    plainly = fallback(f"⏫ {many} escalated")
    if shown.over == shown.total:
        return Post(plainly, [small(f"☑️ Over: what was escalated {_when(shown)}, {_tickets(shown.total)}.")])
    lead = SectionBlock(text=Mrkdwn(text=_lead(shown, many)))
    rows = [_row(shown, sheet, escalation, workspace) for sheet, escalation in shown.listed]
    return Post(plainly, [lead.to_dict(), *rows, *_below(shown)])


def _lead(shown: Gathered, many: str) -> str:
    if shown.telling.quiet:
        return (
            f"📦 *Digest of this shift*: {many} escalated. {_state(shown)} It was interrupted as often as the settings "
            "allow, so what else is escalated is added here, quietly; only what is urgent still has a post of its own."
        )
    return f"⏫ *{many} escalated*, told {_when(shown)}. {_state(shown)}"


def _tickets(count: int) -> str:
    return "1 ticket" if count == 1 else f"{count} tickets"


def _when(shown: Gathered) -> str:
    return facts.moment(shown.telling.at)


def _state(shown: Gathered) -> str:
    on_it = shown.total - shown.over - shown.unanswered
    counts = {"nobody is on {}": shown.unanswered, "somebody is on {}": on_it, "{} over": shown.over}
    said = ", ".join(words.format(count) for words, count in counts.items() if count)
    return f"{said[0].upper()}{said[1:]}."


def _row(shown: Gathered, sheet: Sheet, escalation: Escalation, workspace: str) -> Json:
    urgent = "🚨 " if sheet.ticket.priority == Priority.URGENT else ""
    about = f"{urgent}{linked_number(sheet, workspace)} {why(escalation, shown.names)} Owner: {facts.owner(sheet)}."
    open_still = escalation.stage in UNANSWERED
    on_it = "" if open_still else f"\n✅ {named(shown.names, escalation.taken_by)} is on it"
    button = _button("Acknowledge", Action.ON_IT, escalation.id, f":{escalation.id}") if open_still else None
    return SectionBlock(text=Mrkdwn(text=about + on_it), accessory=button).to_dict()


def _below(shown: Gathered) -> Iterator[Json]:
    rest = shown.total - shown.over - len(shown.listed)
    if rest:
        yield small(f"… and {rest} more")
    if shown.telling.all_by:
        yield small(f"🙋 {named(shown.names, shown.telling.all_by)} acknowledges all of these, one after another")
    elif shown.unanswered:
        many = shown.unanswered > 1
        label = f"Acknowledge all {shown.unanswered}" if many else "Acknowledge the last one"
        yield ActionsBlock(elements=[_button(label, Action.ALL_ON_IT, shown.telling.id)]).to_dict()


def _button(label: str, action: Action, value: int, which: str = "") -> ButtonElement:
    return ButtonElement(text=label, action_id=f"{action}{which}", value=str(value), style="primary")
