"""Where a customer's tickets stand: those that are open, and those that were solved lately."""

from collections.abc import Mapping, Sequence
from gettext import GNUTranslations
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.desk.service_levels.expectations import DueBy, Expectation, WhenOpen
from bot.desk.surveys.reading import Over
from bot.desk.surveys.stages import stage as stage_of
from bot.desk.tickets.life import Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.expectations import expected
from bot.views.telegram.screens import Button, Screen, filled, lines, new_question, newest, paragraphs, titled
from bot.views.telegram.surveys import stage_reached
from bot.views.telegram.words import escape


def status(
    live: Sequence[Sheet],
    language: str,
    timezone: str,
    expectations: Mapping[int, Expectation] | None = None,
    over: Sequence[Over] = (),
) -> Screen:
    """Of many tickets, the newest; the rest is counted. `expectations` are by the tickets' numbers."""
    said = texts(language)
    _ = said.gettext
    solved = _solved(over, language, timezone)
    if not live:
        return Screen(paragraphs(filled(_("You have no open tickets. To ask something, just write.")), *solved))
    count = said.ngettext("You have {count} open ticket.", "You have {count} open tickets.", len(live))
    shown = newest(live)
    known = expectations or {}
    tickets = [_ticket(sheet, known.get(sheet.ticket.id), language, timezone) for sheet in shown]
    rows = [row for sheet in shown for row in _buttons(sheet.ticket.id, said)]
    return Screen(
        paragraphs(filled(count, count=str(len(live))), *tickets, _rest(len(live) - len(shown), said), *solved),
        (*rows, new_question(said)),
    )


def _rest(hidden: int, said: GNUTranslations) -> str:
    if not hidden:
        return ""
    more = said.ngettext("And {count} older one.", "And {count} older ones.", hidden)
    return filled(more, count=str(hidden))


def _ticket(sheet: Sheet, expectation: Expectation | None, language: str, timezone: str) -> str:
    said = texts(language)
    day = format_skeleton("MMMd", sheet.ticket.opened_at, ZoneInfo(timezone), locale=language)
    since = filled(said.gettext("{stage} (opened {day})"), stage=stage(sheet, said), day=escape(day))
    reached = stage_of(sheet.ticket, None)
    far = stage_reached(reached, language) if reached else ""
    put_aside = aside(sheet.ticket, expectation, language, timezone)
    return lines(titled(sheet.ticket), since, put_aside, expected(expectation, language), far)


def _solved(over: Sequence[Over], language: str, timezone: str) -> list[str]:
    """Solved is not the end: each is in a stage still."""
    _ = texts(language).gettext
    return [filled(_("Solved lately:")), *(_over(each, language, timezone) for each in over)] if over else []


def _over(over: Over, language: str, timezone: str) -> str:
    ticket, survey = over
    reached, at = stage_of(ticket, survey), ticket.solved_at or ticket.opened_at
    day = format_skeleton("MMMd", at, ZoneInfo(timezone), locale=language)
    on = filled(texts(language).gettext("Solved: {day}"), day=escape(day))
    return lines(titled(ticket), on, stage_reached(reached, language) if reached else "")


def aside(ticket: Ticket, expectation: Expectation | None, language: str, timezone: str) -> str:
    """When what is on hold or snoozed comes back by itself; empty where an answer is due, for that says when.

    On a date, whose name holds until then.
    """
    held = ticket.on_hold_until if ticket.status is Status.ON_HOLD else None
    back = min(filter(None, (held, ticket.snoozed_until)), default=None)
    if back is None or isinstance(expectation, DueBy | WhenOpen):
        return ""
    date = format_skeleton("MMMEd", back, ZoneInfo(timezone), locale=language)
    return filled(texts(language).gettext("We look at it again on {date} at the latest."), date=escape(date))


def stage(sheet: Sheet, said: GNUTranslations) -> str:
    """What is being done about it, and who does it."""
    owner = f" · {escape(_first_name(sheet.owner.name))}" if _unnamed(sheet) and sheet.owner else ""
    return _stage(sheet, said) + owner


def _stage(sheet: Sheet, said: GNUTranslations) -> str:
    _ = said.gettext
    match sheet.ticket.status:
        case Status.PENDING:
            return filled(_("We have answered and wait for you"))
        case Status.ON_HOLD:
            return filled(_("We wait for somebody else's answer"))
    if sheet.owner:
        return filled(_("{agent} is looking into it"), agent=escape(_first_name(sheet.owner.name)))
    return filled(_("Waiting for one of us to take it"))


def _unnamed(sheet: Sheet) -> bool:
    """Whether the stage itself does not say who has it."""
    return sheet.ticket.status in (Status.PENDING, Status.ON_HOLD)


def _first_name(name: str) -> str:
    return name.split()[0] if name.strip() else name


def _buttons(ticket: int, said: GNUTranslations) -> tuple[tuple[Button, ...], ...]:
    _ = said.gettext
    number = f"#{ticket}"
    return (
        (
            (_("Add to {ticket}").format(ticket=number), data(Press(Pressed.ADD, ticket))),
            (_("Close {ticket}").format(ticket=number), data(Press(Pressed.CLOSE, ticket))),
        ),
        ((_("A person for {ticket}, please").format(ticket=number), data(Press(Pressed.PERSON, ticket))),),
    )
