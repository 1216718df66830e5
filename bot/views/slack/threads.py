"""What the desk posts in a ticket's thread besides its history: words, questions and troubles."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.files.enclosing import in_short
from bot.desk.files.tables import Attachment
from bot.desk.people.names import apart
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Author, Message, State
from bot.desk.words import Span, Style, Words
from bot.views.slack.actions import Action
from bot.views.slack.files import names
from bot.views.slack.words import LONGEST, LONGEST_TEXT, Post, block, cut, escaped, escaped_within, fallback
from bot.views.telegram.relays import pieces

Json = dict[str, Any]

MOST_BLOCKS = 50
"""In one post."""
MOST_RECALLED = 45
"""Messages in a recap, each of them a block, and some are ours."""

LONGEST_QUOTED = 300
LONGEST_FORMER = 1500
"""Characters of what a message said at first: small print takes 2000, escaped."""

LONGEST_RECALLED = 600
"""Characters of each: what is longer can be read in full in the former thread."""


def words(
    message: Message,
    customer: str,
    said: Words,
    agent: str,
    files: Sequence[Attachment] = (),
    answered: str = "",
    more: Sequence[Message] = (),
) -> Post:
    """A customer's words, or an agent's from a form; both by their names.

    `files` came with them and stand below; `answered` is the message that they reply to, or begins it; `more` was
    forwarded with them.
    """
    lead = _lead(message, customer, agent)
    above = [_small(_in_answer(answered, message.quoted_from))] if answered or message.quoted_from else []
    below = [_small(names(files))] if files else []
    if message.former is not None and message.author is Author.CUSTOMER:
        below.append(_small(_at_first(message.former)))
    text = said.text or names(files)
    forwarded = [block(each.words, lead) for each, lead in _passed_on([message, *more]) if not each.words.blank]
    return Post(fallback(f"{lead}: {text}"), [*above, _led(said, lead), *forwarded, *below])


def together(posts: Sequence[Post]) -> tuple[Post, int]:
    """As many of the posts as go into one, from the first on, and how many that is."""
    text, blocks, many = posts[0].text, list(posts[0].blocks), 1
    for post in posts[1:]:
        if len(blocks) + len(post.blocks) > MOST_BLOCKS or _size([*blocks, *post.blocks]) > LONGEST:
            break
        blocks, many = blocks + post.blocks, many + 1
        longer = f"{text}\n{post.text}"
        text = longer if len(longer) <= LONGEST_TEXT else text
    return Post(text, blocks), many


def _size(blocks: Sequence[Json]) -> int:
    """Characters of the blocks as they are sent, which are more than their texts have."""
    return len(json.dumps(blocks, ensure_ascii=False))


def changed(message: Message, customer: str, files: Sequence[Attachment] = ()) -> Post:
    """Below, where the post of the words that were changed cannot be changed itself."""
    lead = f"✏️ {customer} changed a message"
    below = [_small(names(files))] if files else []
    post = [_led(message.words, lead), *below, _small(_at_first(message.former or ""))]
    return Post(fallback(f"{lead}: {message.text}"), post)


def _in_answer(said: str, elsewhere: str | None) -> str:
    """`elsewhere` is who said it in another chat."""
    quote = f"“{escaped_within(said, LONGEST_QUOTED)}”" if said else "a message"
    return f"↩️ In answer to {quote}" + (f" by {escaped(apart(elsewhere))} in another chat" if elsewhere else "")


def _passed_on(messages: Sequence[Message]) -> list[tuple[Message, str]]:
    """But for the first, each with a line above it where it is not by the author of the one before."""
    return [
        (each, f"From {apart(each.forwarded_from)}" if each.forwarded_from not in (None, before.forwarded_from) else "")
        for before, each in pairwise(messages)
    ]


def _led(said: Words, lead: str) -> Json:
    return block(Words(lead, (Span(Style.BOLD, 0, len(lead)),))) if said.blank else block(said, lead)


def _at_first(former: str) -> str:
    return f"✏️ Changed. At first: “{escaped_within(former, LONGEST_FORMER)}”" if former else "✏️ Changed."


def _lead(message: Message, customer: str, agent: str) -> str:
    if message.author is Author.CUSTOMER:
        return apart(customer) + (f", forwarded from {apart(message.forwarded_from)}" if message.forwarded_from else "")
    if message.state is State.INTERNAL:
        return f"🔒 Note by {apart(agent)}"
    return f"{apart(agent)} → {apart(customer)}"


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
    """Says why, and asks what is to be done about an answer that was not delivered, or only perhaps."""
    quoted = f"“{message.words.first(120)}”"
    if message.doubts:
        said = f"❓ {_perhaps(message)}: {why}\n{quoted}"
        buttons = [
            _button("Send again", Action.RETRY, message),
            _button("It arrived", Action.ARRIVED, message),
        ]
        return _asks(said, message, buttons)
    kept = " It is kept, and offered here when they are back." if message.unreached else ""
    if message.half_there:
        said = f"⚠️ The customer got only {_so_far(message)} of this message: {why}{kept}\n{quoted}"
        return _asks(said, message, [_button("Send the rest", Action.RETRY, message)])
    said = f"⚠️ The customer did not get this message: {why}{kept}\n{quoted}"
    return _asks(said, message, [_button("Try again", Action.RETRY, message)])


def _perhaps(message: Message) -> str:
    if message.half_there:
        return f"The customer has {_so_far(message)} of this message, and may have the next, or not"
    return "The customer may have this message, or not"


def _so_far(message: Message) -> str:
    """How much of it has arrived, in the messages that it takes there."""
    there, whole = len(message.begun), pieces(message.words)
    return f"the first {there} of {whole} parts" if there > 1 else f"the first of {whole} parts"


def settled(message: Message) -> Post:
    """In the place of a question: what became of the message."""
    said = {
        State.INTERNAL: "🔒 Kept inside.",
        State.STOPPED: f"🚫 It was deleted, so {_stopped(message)}.",
        State.DELIVERED: "✅ The customer has it.",
    }
    text = escaped(f"{said.get(message.state, '✅ It goes to the customer.')} “{message.words.first(120)}”")
    return Post(text, [_small(text)])


def _stopped(message: Message) -> str:
    if message.doubts:
        return "it was not sent again, but the customer may have it"
    return "the rest of it was not sent" if message.half_there else "it was not sent"


def _asks(said: str, message: Message, buttons: list[ButtonElement]) -> Post:
    text = cut(said, LONGEST_TEXT)
    question = SectionBlock(text=PlainTextObject(text=text, emoji=False))
    actions = ActionsBlock(block_id=f"message:{message.id}", elements=buttons)
    return Post(fallback(text), [question.to_dict(), actions.to_dict()])


def _button(label: str, action: Action, message: Message) -> ButtonElement:
    return ButtonElement(text=label, action_id=action.value, value=str(message.id))


def recap(
    sheet: Sheet,
    said: Sequence[tuple[Message, str | None]],
    moved_by: str,
    summary: str,
    files: Mapping[int, Sequence[Attachment]] = MappingProxyType({}),
) -> Post:
    """The conversation so far, for the team that the ticket has come to; the newest `MOST_RECALLED` of it.

    `files` by message: they are named, and the newest of them stand below once more.
    """
    parts = [
        recalled(message, sheet, agent or "somebody", files.get(message.id, ()), LONGEST_RECALLED)
        for message, agent in said[-MOST_RECALLED:]
    ]
    head = f"{escaped(moved_by)} moved it here" + (f": {escaped_within(summary, 1000)}" if summary else "")
    return Post(
        fallback(f"#{sheet.ticket.id} was moved here, with the conversation so far."),
        [_small(f"➡️ {head}. The conversation so far:"), *parts],
    )


def recalled(
    message: Message, sheet: Sheet, agent: str, files: Sequence[Attachment] = (), most: int | None = None
) -> Json:
    """One message of a conversation elsewhere: who said it when, and at most so many characters of it."""
    part = message.words.part(0, most or len(message.text))
    text = part.text + ("…" if most and len(message.text) > most else "")
    if files:
        text = "\n".join(filter(None, [text, in_short(files)]))
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
