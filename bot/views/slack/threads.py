"""What the desk posts in a ticket's thread besides its history: words, questions and troubles."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Author, Message, State
from bot.desk.words import Words
from bot.views.slack.actions import Action
from bot.views.slack.words import LONGEST_TEXT, Post, block, cut, escaped, escaped_within, fallback

Json = dict[str, Any]

MOST_RECALLED = 45
"""Messages in a recap: a post has 50 blocks at most, and some are ours."""

LONGEST_RECALLED = 600
"""Characters of each: what is longer can be read in full in the former thread."""


def words(message: Message, sheet: Sheet, said: Words, agent: str) -> Post:
    """A customer's words, or an agent's from a form; `agent` is that agent's name."""
    lead = _lead(message, sheet.customer.name, agent)
    return Post(fallback(f"{lead}: {said.text}"), [block(said, lead)])


def _lead(message: Message, customer: str, agent: str) -> str:
    if message.author is Author.CUSTOMER:
        return customer
    if message.state is State.INTERNAL:
        return f"🔒 Note by {agent}"
    return f"{agent} → {customer}"


def held(message: Message, mentions: Sequence[str]) -> Post:
    """Asks whether an answer that names colleagues may go out as it reads."""
    named = ", ".join(mentions)
    said = f"✋ Not sent yet: the customer would read {named}. Edit the message, or choose:"
    buttons = [
        _button("Send as it reads", Action.SEND_HELD, message),
        _button("Keep inside", Action.KEEP_INSIDE, message),
    ]
    return _asks(said, message, buttons)


def failed(message: Message, why: str) -> Post:
    said = f"⚠️ The customer did not get this message: {why}\n“{message.words.first(120)}”"
    return _asks(said, message, [_button("Try again", Action.RETRY, message)])


def settled(message: Message) -> Post:
    """In the place of a question: what became of the message."""
    said = {State.INTERNAL: "🔒 Kept inside.", State.STOPPED: "🚫 It was deleted, so it was not sent."}
    text = escaped(f"{said.get(message.state, '✅ It goes to the customer.')} “{message.words.first(120)}”")
    return Post(text, [_small(text)])


def _asks(said: str, message: Message, buttons: list[ButtonElement]) -> Post:
    text = cut(said, LONGEST_TEXT)
    question = SectionBlock(text=PlainTextObject(text=text, emoji=False))
    actions = ActionsBlock(block_id=f"message:{message.id}", elements=buttons)
    return Post(fallback(text), [question.to_dict(), actions.to_dict()])


def _button(label: str, action: Action, message: Message) -> ButtonElement:
    return ButtonElement(text=label, action_id=action.value, value=str(message.id))


def recap(sheet: Sheet, said: Sequence[tuple[Message, str | None]], moved_by: str, summary: str) -> Post:
    """The conversation so far, for the team that the ticket has come to; the newest `MOST_RECALLED` of it."""
    recalled = [_recalled(message, sheet, agent or "somebody") for message, agent in said[-MOST_RECALLED:]]
    head = f"{escaped(moved_by)} moved it here" + (f": {escaped_within(summary, 1000)}" if summary else "")
    return Post(
        fallback(f"#{sheet.ticket.id} was moved here. The conversation so far has {len(said)} messages."),
        [_small(f"➡️ {head}. The conversation so far:"), *recalled],
    )


def _recalled(message: Message, sheet: Sheet, agent: str) -> Json:
    part = message.words.part(0, LONGEST_RECALLED)
    text = part.text + ("…" if len(message.text) > LONGEST_RECALLED else "")
    lead = _lead(message, sheet.customer.name, agent)
    return block(Words(text, part.spans), f"{lead} · {message.source_at:%Y-%m-%d %H:%M} UTC")


def _small(text: str) -> Json:
    return ContextBlock(elements=[MarkdownTextObject(text=text)]).to_dict()


def alert(sentence: str) -> Post:
    """For those who run the desk. Sentences of ours may hold commands in backticks."""
    text = fallback(f"🛠️ {sentence}")
    return Post(text, [SectionBlock(text=MarkdownTextObject(text=text)).to_dict()])


def whisper(sentence: str) -> str:
    return fallback(sentence)
