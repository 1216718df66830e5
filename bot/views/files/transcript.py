"""A ticket's conversation as one web page that needs nothing else: it can be kept, printed and sent on."""

from html import escape

from bot.desk.files.policy import in_words
from bot.desk.files.tables import Attachment
from bot.desk.practice import Practice
from bot.desk.privacy.reading import Said
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Author, State
from bot.views.telegram.words import markup

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1d1c1d }
h1 { font-size: 1.4em } header, footer, .files, .former { color: #616061; font-size: .87em }
section { border-left: 4px solid #ccc; margin: 1em 0; padding: .2em .8em }
.customer { border-color: #2f80c2 } .agent { border-color: #2e9e5b }
.note { border-color: #d9a400; background: #fff8e1 }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
"""


def name(ticket: int, asked: str, *, notes: bool) -> str:
    """The file's name; `asked` tells two of them apart."""
    return f"ticket-{ticket}-{'with-notes-' if notes else ''}{asked}.html"


def head(sheet: Sheet, practice: Practice, *, notes: bool) -> str:
    ticket, customer = sheet.ticket, sheet.customer
    title = escape(f"#{ticket.id} · {ticket.subject}")
    username = f" (@{customer.username})" if customer.username else ""
    category = practice.label(ticket.category, practice.language)
    facts = [
        f"Customer: {customer.name}{username}",
        f"Team: {ticket.team}",
        *([f"Category: {category}"] if category else []),
        f"State: {ticket.status.value.replace('_', ' ')}",
        f"Opened: {ticket.opened_at:%Y-%m-%d %H:%M} UTC",
    ]
    scope = "With internal notes: not for the customer." if notes else "Without internal notes."
    return (
        f'<!doctype html>\n<html lang="{practice.language.replace("_", "-")}">\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n"
        f"<header>{escape(' · '.join(facts))}<br>{scope}</header>\n"
    )


def said(one: Said, sheet: Sheet, practice: Practice) -> str:
    message = one.message
    kind, who = _by(one, sheet, practice)
    when = f"{message.source_at:%Y-%m-%d %H:%M:%S} UTC"
    text = f'<div class="text">{markup(message.words)}</div>\n' if message.text else ""
    files = "".join(f'<div class="files">📎 {_file(file)}</div>\n' for file in one.files)
    answered, former = _small("In answer to", message.quoted), _small("At first", message.former)
    body = f"{answered}{text}{files}{former}"
    return f'<section class="{kind}">\n<header>{escape(who)} · {when}</header>\n{body}</section>\n'


def _small(what: str, said: str | None) -> str:
    return f'<div class="former text">{what}: {escape(said)}</div>\n' if said else ""


def _by(one: Said, sheet: Sheet, practice: Practice) -> tuple[str, str]:
    match one.message:
        case message if message.author is Author.CUSTOMER:
            forwarded = f", forwarded from {message.forwarded_from}" if message.forwarded_from else ""
            return "customer", sheet.customer.name + forwarded
        case message if message.author is Author.DESK:
            return "desk", practice.name
        case message if message.state is State.INTERNAL:
            return "note", f"🔒 Note by {one.agent}"
        case message if message.state is State.DELIVERED:
            return "agent", one.agent
        case message:
            return "agent", f"{one.agent} · {_UNDELIVERED.get(message.state, 'on its way')}"


_UNDELIVERED = {State.FAILED: "not delivered", State.HELD: "held back"}


def _file(file: Attachment) -> str:
    size = in_words(file.size)
    return escape(f"{file.name} ({size})" if size else file.name)


def foot(count: int) -> str:
    return f"<footer>{count} messages</footer>\n</html>\n"
