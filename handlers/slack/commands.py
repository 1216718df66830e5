"""`/desk`: my tickets, the queue, finding one, showing one; a number alone shows it. Only who asks sees the answer."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.people.tables import Agent
from bot.desk.privacy import auditing
from bot.desk.refusals import Refusal
from bot.desk.service_levels import promises
from bot.desk.surveys import reading as surveys
from bot.desk.tickets import finding, reading, relations
from bot.desk.tickets.numbers import number_of_ticket, spoken
from bot.desk.tickets.reading import Sheet
from bot.views.slack import cards, lists
from bot.views.slack.words import fallback
from handlers.slack import measures
from handlers.slack.payloads import Given, Json, Taken

COMMAND = "/desk"
CSAT = "csat"
"""Needs to know where it is asked."""

ONE_TOO_MANY = lists.MOST_FOUND + 1
"""Is asked for, so as to know whether there are more than are shown."""


async def my(given: Given, agent: Agent, wanted: str) -> Json:
    sheets = await given.ask(reading.mine, agent.id)
    await _noted(given, agent, sheets[: lists.MOST_FOUND], "my")
    empty = "Nothing is waiting for you. `/desk queue` shows what nobody has taken."
    more = f"… and {len(sheets) - lists.MOST_FOUND} more, which can wait longer."
    title = f"Your tickets ({len(sheets)})"
    return _answer("Your tickets", lists.found(title, sheets, given.practice, given.workspace, empty, more))


async def queue(given: Given, agent: Agent, wanted: str) -> Json:
    sheets = await given.ask(reading.queue, agent.teams, ONE_TOO_MANY)
    await _noted(given, agent, sheets[: lists.MOST_FOUND], "queue")
    empty, more = "Nobody is waiting to be taken.", "… and more, which can wait longer."
    return _answer("The queue", lists.found("The queue", sheets, given.practice, given.workspace, empty, more))


async def _noted(given: Given, agent: Agent, sheets: Sequence[Sheet], how: str) -> None:
    """Whom they read about; where that is nobody, it costs nothing."""
    if sheets:
        await given.do(auditing.listed, agent=agent.id, tickets=[sheet.ticket.id for sheet in sheets], how=how)


async def find(given: Given, agent: Agent, wanted: str) -> Json:
    if not wanted:
        return _answer("Say what to look for: words, a number or a customer, as in /desk find refund", None)
    sheets = await given.ask(finding.find, wanted, ONE_TOO_MANY)
    shown = [sheet.ticket.id for sheet in sheets[: lists.MOST_FOUND]]
    await given.do(auditing.searched, agent=agent.id, tickets=shown)
    empty = "Nothing found. Try a single word, a number such as 1042, or the customer's name."
    title, more = f"Found for “{wanted}”", "… and older ones. Another word finds fewer."
    return _answer(title, lists.found(title, sheets, given.practice, given.workspace, empty, more))


async def show(given: Given, agent: Agent, wanted: str) -> Json:
    number = number_of_ticket(wanted)
    if number is None:
        return _answer("Say which one, as in /desk show 1042", None)
    sheet = await given.ask(reading.sheet, number)
    await given.do(auditing.looked, ticket=number, agent=agent.id, how="command")
    linked = await given.ask(relations.linked, number)
    running = await given.ask(promises.running, number)
    rated = await given.ask(surveys.said, sheet.ticket.survey_id) if sheet.ticket.survey_id else None
    text, blocks = cards.card(sheet, given.practice, "", linked, given.workspace, running, rated)
    address = lists.link(sheet.card, given.workspace)
    return {"text": text, "blocks": [*blocks, lists.small(f"<{address}|Open the thread>")] if address else blocks}


async def explain(given: Given, agent: Agent, wanted: str) -> Json:
    return _answer(lists.HELP, lists.help_blocks(), escape=False)


def _unknown(word: str) -> Json:
    said = f"“{word}” is not something this command knows."
    return _answer(said, [lists.plain(said), *lists.help_blocks()])


def _answer(text: str, blocks: list[Json] | None, *, escape: bool = True) -> Json:
    return {"text": fallback(text) if escape else text} | ({"blocks": blocks} if blocks else {})


WORDS: dict[str, Callable[[Given, Agent, str], Awaitable[Json]]] = {
    "": my,
    "my": my,
    "queue": queue,
    "find": find,
    "show": show,
    "help": explain,
}


async def desk(given: Given, body: Json) -> Json:
    word, _, wanted = body.get("text", "").strip().partition(" ")
    try:
        agent = await given.ask(reading.agent, body["user_id"])
        if spoken(word) is not None:
            return await show(given, agent, word)
        if word.lower() == CSAT:
            return await measures.csat(given, agent, wanted.strip(), body["channel_id"])
        known = WORDS.get(word.lower())
        return await known(given, agent, wanted.strip()) if known else _unknown(word)
    except Refusal as refusal:
        return _answer(refusal.sentence, None)


async def told(body: Json, sentence: str) -> Json:
    return _answer(sentence, None)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.command(COMMAND)(taken(partial(desk, given), told))
