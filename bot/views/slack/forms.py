"""Modals: one question each, and never longer than the answer needs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DividerBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    RichTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Priority, Ticket
from bot.desk.words import Words
from bot.views.slack import facts
from bot.views.slack.actions import ANSWERED, FIELD, NUMBER, SUMMARY, Form
from bot.views.slack.words import block, cut, escaped, escaped_within

Json = dict[str, Any]

MOST_OPTIONS = 100
LONGEST_SUMMARY = 200


class Answerable(NamedTuple):
    """What an answer can be to: the customer's messages (ids and first words), newest first, and which of them it is.

    `chosen` is None for the customer's question as a whole.
    """

    messages: Sequence[tuple[int, str]] = ()
    chosen: int | None = None


NOTHING_TO_CHOOSE = Answerable()


def reply(sheet: Sheet, practice: Practice, answerable: Answerable = NOTHING_TO_CHOOSE) -> Json:
    """What the customer is to read; looked at before it leaves."""
    return _reply(sheet, practice, "Preview", [], None, answerable)


def preview(
    sheet: Sheet,
    practice: Practice,
    words: Words,
    typed: Json,
    names: Sequence[str],
    changed: bool,
    answerable: Answerable = NOTHING_TO_CHOOSE,
) -> Json:
    """The same form, which may still be changed, and what the customer will read. `typed` is what the field holds."""
    warning = f"⚠️ The customer will read these names: {escaped_within(', '.join(names), 1000)}" if names else ""
    again = "It was changed, so look at it once more. " if changed else ""
    blocks: list[Block | Json] = [
        DividerBlock(),
        *_small(f"{again}This is what the customer will read:"),
        block(words),
        *(_small(warning) if warning else []),
    ]
    return _reply(sheet, practice, "Send", blocks, typed, answerable, shown=words)


def _reply(
    sheet: Sheet,
    practice: Practice,
    submit: str,
    below: Sequence[Block | Json],
    typed: Json | None,
    answerable: Answerable,
    shown: Words | None = None,
) -> Json:
    element = RichTextInputElement(action_id=FIELD, initial_value=typed, focus_on_load=True)
    answer = InputBlock(block_id=FIELD, label="Message", element=element)
    about = f"Answers in {facts.language(sheet.customer)}, on behalf of {escaped(practice.name)}"
    blocks = [*_about(sheet), answer, *_in_answer_to(answerable), *_small(about), *below]
    kept = {"ticket": sheet.ticket.id, "shown": digest(shown) if shown else None}
    return modal(Form.REPLY, sheet.ticket, "Reply to", submit, blocks, kept)


def _in_answer_to(answerable: Answerable) -> Iterator[Block]:
    """Not asked where there is nothing to choose from, as in a ticket that began with a call."""
    if not answerable.messages:
        return
    particular = [Option(value=str(one), text=cut(f"“{said}”", 75)) for one, said in answerable.messages]
    options = [Option(value=AT_LARGE, text="No message in particular"), *particular]
    chosen = next((option for option in particular if option.value == str(answerable.chosen)), options[0])
    element = StaticSelectElement(action_id=ANSWERED, options=options, initial_option=chosen)
    hint = PlainTextObject(text="The customer sees it quoted above your answer.")
    yield InputBlock(block_id=ANSWERED, label="In answer to", element=element, hint=hint)


def digest(words: Words) -> str:
    """Tells whether what is submitted is what was looked at; not kept longer than the form is open."""
    return sha256(repr(words).encode()).hexdigest()


def note(sheet: Sheet) -> Json:
    element = RichTextInputElement(action_id=FIELD, focus_on_load=True)
    hint = PlainTextObject(text="Only colleagues read it, in the ticket's thread.")
    answer = InputBlock(block_id=FIELD, label="Note", element=element, hint=hint)
    return modal(Form.NOTE, sheet.ticket, "Note on", "Add", [*_about(sheet), answer])


AT_LARGE = "-"
"""An answer to no message in particular: Slack takes no empty value."""

ORDINARY = "-"
"""A customer of no particular kind: Slack takes no empty value."""


def category(sheet: Sheet, practice: Practice) -> Json:
    options = [
        Option(value=one.name, text=cut(practice.label(one.name, practice.language), 75))
        for one in practice.categories[:MOST_OPTIONS]
    ]
    chosen = next((option for option in options if option.value == sheet.ticket.category), None)
    return modal(Form.CATEGORY, sheet.ticket, "Category of", "Set", [_choice("Category", options, chosen)])


def priority(sheet: Sheet) -> Json:
    options = [Option(value=one.value, text=facts.priority(one)) for one in Priority]
    chosen = next(option for option in options if option.value == sheet.ticket.priority)
    return modal(Form.PRIORITY, sheet.ticket, "Priority of", "Set", [_choice("Priority", options, chosen)])


def tier(sheet: Sheet, practice: Practice) -> Json:
    """Of the customer, and so of all their tickets."""
    tiers = [Option(value=one, text=one) for one in practice.tiers[: MOST_OPTIONS - 1]]
    options = [Option(value=ORDINARY, text="None of these"), *tiers]
    chosen = next((option for option in options if option.value == sheet.customer.tier), options[0])
    return modal(
        Form.TIER, sheet.ticket, "Customer of", "Set", [*_about(sheet), _choice("Kind of customer", options, chosen)]
    )


def legal_hold(sheet: Sheet) -> Json:
    element = PlainTextInputElement(action_id=FIELD, max_length=LONGEST_SUMMARY)
    hint = PlainTextObject(text="Nothing of this ticket is erased until the hold is lifted, whoever asks for it.")
    why = InputBlock(block_id=FIELD, label="Reason", element=element, hint=hint)
    return modal(Form.LEGAL_HOLD, sheet.ticket, "Legal hold", "Hold", [why])


def hand_over(sheet: Sheet, practice: Practice, agents: Iterable[Agent]) -> Json:
    """To a team, or a person of any team: `takers` must find one."""
    groups = takers(sheet, practice, agents)
    taker = StaticSelectElement(action_id=FIELD, placeholder="A person or a team", option_groups=groups)
    element = PlainTextInputElement(action_id=SUMMARY, max_length=LONGEST_SUMMARY)
    hint = PlainTextObject(text="How things stand, in a line: what the customer wants and what was done.")
    blocks = [
        InputBlock(block_id=FIELD, label="To", element=taker),
        InputBlock(block_id=SUMMARY, label="Summary", element=element, hint=hint),
    ]
    return modal(Form.HAND_OVER, sheet.ticket, "Hand over", "Hand over", blocks)


def takers(sheet: Sheet, practice: Practice, agents: Iterable[Agent]) -> list[OptionGroup]:
    """Whom a ticket can be handed to; nobody at all in a desk of one. A group takes only so many, so there may be more.

    Each value is an id or a team's name, and the names of teams are no ids.
    """
    people = [Option(value=one.id, text=cut(one.name or one.id, 75)) for one in agents if one.id != sheet.ticket.owner]
    teams = [
        Option(value=team.name, text=cut(team.name, 75)) for team in practice.teams if team.name != sheet.ticket.team
    ]
    return [*grouped("People", people), *grouped("Teams", teams)]


def grouped(label: str, options: Sequence[Option]) -> Iterator[OptionGroup]:
    for start in range(0, len(options), MOST_OPTIONS):
        part = options[start : start + MOST_OPTIONS]
        whole = len(options) <= MOST_OPTIONS
        yield OptionGroup(label=label if whole else f"{label} {start + 1} to {start + len(part)}", options=part)


class Asks(NamedTuple):
    """A form that asks for another ticket: its title and button, its field, and what comes of it, in a sentence."""

    title: str
    submit: str
    label: str
    hint: str


_ASKS = {
    Form.MERGE: Asks(
        "Merge",
        "Merge",
        "With",
        "The older of the two is kept, with all that was said in either. It can be undone for some days.",
    ),
    Form.UNMERGE: Asks(
        "Unmerge",
        "Unmerge",
        "Ticket",
        "What was said in it goes back to it, and it stands as it did before it was merged.",
    ),
    Form.DUPLICATE: Asks(
        "Duplicate",
        "Close",
        "Of",
        "It may be another customer's: this one is told no more than that their question is taken care of.",
    ),
    Form.LINK: Asks("Link", "Link", "With", "Each card names the other. Customers are not told."),
    Form.UNLINK: Asks("Unlink", "Unlink", "From", "Neither card names the other any more."),
}


def another(form: Form, sheet: Sheet, others: Sequence[Sheet], *, typed: bool) -> Json:
    """Which other ticket: one of those, or, where it may be `typed`, any by its number."""
    asks = _ASKS[form]
    options = [Option(value=str(one.ticket.id), text=cut(facts.title(one.ticket), 75)) for one in others]
    only = options[0] if len(options) == 1 and not typed else None
    blocks: list[Block] = [_choice(asks.label, options[:MOST_OPTIONS], only, optional=typed)] if options else []
    if typed:
        element = PlainTextInputElement(action_id=NUMBER, max_length=12)
        number = NUMBER if options else FIELD
        label = "Or its number" if options else "Its number"
        blocks.append(InputBlock(block_id=number, label=label, element=element, optional=bool(options)))
    return modal(form, sheet.ticket, asks.title, asks.submit, [*_about(sheet), *blocks, *_small(asks.hint)])


def told(sentence: str) -> Json:
    """Nothing to fill in: what came of something that was pressed in a modal or the Home."""
    blocks = [SectionBlock(text=PlainTextObject(text=cut(sentence, 3000), emoji=True))]
    return View(type="modal", title="Support desk", close="Close", blocks=blocks).to_dict()


def _choice(label: str, options: Sequence[Option], chosen: Option | None, *, optional: bool = False) -> InputBlock:
    element = StaticSelectElement(action_id=FIELD, placeholder="Choose one", options=options, initial_option=chosen)
    return InputBlock(block_id=FIELD, label=label, element=element, optional=optional)


def _about(sheet: Sheet) -> list[Block]:
    said = f"{facts.title(sheet.ticket)}\n{facts.who(sheet.customer)}"
    return [SectionBlock(text=PlainTextObject(text=cut(said, 1000), emoji=False))]


def _small(text: str) -> list[Block]:
    return [ContextBlock(elements=[MarkdownTextObject(text=text)])]


def modal(
    form: Form, ticket: Ticket, title: str, submit: str, blocks: Sequence[Block | Json], kept: Json | None = None
) -> Json:
    return View(
        type="modal",
        callback_id=form.value,
        title=cut(f"{title} #{ticket.id}" if len(title) <= 12 else title, 24),
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(kept or {"ticket": ticket.id}),
        blocks=blocks,
    ).to_dict()
