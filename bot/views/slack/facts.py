"""A ticket's facts in words: what a card, a row of a list and a form say alike."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.people.languages import LANGUAGES
from bot.desk.people.names import apart
from bot.desk.people.tables import Absence, Customer
from bot.desk.practice import Practice
from bot.desk.service_levels.policies import Target
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Priority, Ticket
from bot.views.slack.words import escaped

_STATES = {
    Status.NEW: "🆕 New",
    Status.OPEN: "🟢 Open",
    Status.PENDING: "⏳ Pending: the customer is to answer",
    Status.ON_HOLD: "🧊 On hold: somebody else is to act",
    Status.SOLVED: "✅ Solved",
    Status.CLOSED: "⚪ Closed",
}
_TARGETS: dict[str, str] = {
    Target.FIRST_RESPONSE: "the first answer",
    Target.NEXT_RESPONSE: "the next answer",
    Target.RESOLUTION: "the solution",
}
_PRIORITIES = {
    Priority.LOW: "🔽 Low",
    Priority.NORMAL: "▫️ Normal",
    Priority.HIGH: "🔼 High",
    Priority.URGENT: "🚨 Urgent",
}

_AWAY: dict[str, str] = {
    Absence.BLOCKED: "cannot be reached: they blocked the bot",
    Absence.DELETED: "cannot be reached: their account was deleted",
}


def state(ticket: Ticket) -> str:
    if ticket.merged_into:
        return f"🔀 Merged into #{ticket.merged_into}"
    return "🚫 Spam" if ticket.spam else _STATES[ticket.status]


def aside(ticket: Ticket) -> str:
    """Where it stands, and until when it is put aside; for mrkdwn."""
    held = ticket.on_hold_until if ticket.status is Status.ON_HOLD else None
    snoozed = f" · 😴 Snoozed until {moment(ticket.snoozed_until)}" if ticket.snoozed_until else ""
    return state(ticket) + (f" (until {moment(held)})" if held else "") + snoozed


def priority(value: str) -> str:
    return _PRIORITIES[Priority(value)]


def title(ticket: Ticket) -> str:
    if ticket.erased_at:
        return f"#{ticket.id} · erased"
    return f"#{ticket.id} · {ticket.subject}" if ticket.subject else f"#{ticket.id}"


def who(customer: Customer) -> str:
    """Plain text: it is the customer's own, so it never goes where Slack reads markup."""
    if customer.erased_at:
        return "erased"
    name = f"{apart(customer.name)} (@{customer.username})" if customer.username else apart(customer.name)
    return " · ".join(filter(None, [name, customer.tier, _blocked(customer), _away(customer)]))


def _blocked(customer: Customer) -> str:
    if customer.blocked_at is None or not customer.dropped:
        return "blocked" if customer.blocked_at else ""
    return f"blocked, {messages(customer.dropped)} dropped since"


def _away(customer: Customer) -> str:
    if customer.unreachable_since is None:
        return ""
    return _AWAY.get(customer.unreachable_why or "", "cannot be reached")


def messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def owner(sheet: Sheet) -> str:
    if sheet.owner:
        return escaped(sheet.owner.name)
    if sheet.ticket.owner:
        return "somebody"
    return "nobody yet" if sheet.ticket.status in LIVE else "nobody"


def category(ticket: Ticket, practice: Practice) -> str:
    return escaped(practice.label(ticket.category, practice.language)) or "not chosen"


def language(customer: Customer) -> str:
    return LANGUAGES.get(customer.language, escaped(customer.language))


def moment(at: datetime) -> str:
    """In the reader's own time zone, as Slack shows it."""
    return _date(at, "{date_short_pretty} {time}")


def ago(at: datetime) -> str:
    """How long ago, as it is whenever somebody looks: true without an update."""
    return _date(at, "{ago}")


def _date(at: datetime, shape: str) -> str:
    return f"<!date^{int(at.timestamp())}^{shape}|{at:%Y-%m-%d %H:%M} UTC>"


def due(at: datetime) -> str:
    """In the reader's own time zone, and how far away that is whenever they look."""
    return f"{_date(at, '{date_short_pretty} {time}')} ({_date(at, '{ago}')})"


def target(name: str) -> str:
    return _TARGETS.get(name, escaped(name))


def targets(names: Sequence[str]) -> str:
    return " and ".join(target(name) for name in names)


def promise(ticket: Ticket) -> str:
    """What is due next, or should have been done by now."""
    if ticket.due_at is None or ticket.due is None:
        return ""
    return f"{'🔴 ' if ticket.late else ''}{target(ticket.due).capitalize()} {due(ticket.due_at)}"


def escalated(ticket: Ticket) -> str:
    """Who is on it, which a card is only edited to say: that notifies nobody."""
    by = f": <@{ticket.acknowledged_by}> is on it" if ticket.acknowledged_by else ", and nobody is on it yet"
    return f"⏫ Escalated{by}" if ticket.escalated_at else ""


def waiting(ticket: Ticket) -> str:
    if ticket.waiting_since:
        return f"unanswered message: {ago(ticket.waiting_since)}"
    return f"customer last wrote {ago(ticket.customer_wrote_at)}"
