"""What was kept for a customer who could not be reached: asked about in the thread when they are back."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ContextBlock, PlainTextObject, SectionBlock

from bot.desk.tickets.offering import Offered
from bot.desk.tickets.tables import Offer
from bot.views.slack.actions import Action
from bot.views.slack.words import Post, cut, fallback

Json = dict[str, Any]

MOST_NAMED = 10


def offer(offered: Offered) -> Post:
    """The question with its answers; once it is settled, or nothing is kept any more, what became of it."""
    asked, kept, customer = offered.offer, offered.kept, offered.customer
    if not offered.open:
        return _small(_settled(asked, offered.settled_by))
    lead = f"🔔 {customer} can be reached again. {_answers(len(kept))} could not be sent meanwhile:"
    text = "\n".join([lead, *(f"• {each.agent}: “{each.said}”" for each in kept[:MOST_NAMED]), *_more(kept)])
    question = SectionBlock(text=PlainTextObject(text=cut(text, 3000), emoji=False))
    buttons = [_button("Send now", Action.SEND_KEPT, asked), _button("Leave unsent", Action.LEAVE_KEPT, asked)]
    return Post(fallback(text), [question.to_dict(), ActionsBlock(elements=buttons).to_dict()])


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


def _more(kept: Sequence[object]) -> list[str]:
    return [f"… and {len(kept) - MOST_NAMED} more"] if len(kept) > MOST_NAMED else []


def _settled(asked: Offer, agent: str) -> str:
    if asked.settled_at is None:
        return "👌 Nothing is kept any more: each answer was sent or deleted by itself."
    if asked.settled_by is None:
        return "🔕 They left again before it was decided. What is kept is offered anew when they are back."
    if asked.sent:
        return f"✅ {agent} had {_answers(asked.sent)} sent that could not be before."
    return f"🗄️ {agent} left the kept answers as they are. Each can still be sent with its own “Try again”."


def _small(text: str) -> Post:
    return Post(fallback(text), [ContextBlock(elements=[PlainTextObject(text=cut(text, 2000))]).to_dict()])


def _button(label: str, action: Action, asked: Offer) -> ButtonElement:
    return ButtonElement(text=label, action_id=action.value, value=str(asked.id))
