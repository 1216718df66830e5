"""`docs/bad-input.md`, made of the rows that the tests send. `python -m tests.bad_input.table` writes it anew."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.bad_input import from_agents, from_customers, over_http
from tests.bad_input.rows import Row, Section

PAGE = Path(__file__).parents[2] / "docs" / "bad-input.md"

HEAD = """\
# What nobody should send, and what becomes of it

Every row of these tables is sent by a test, through the product's own intakes, on SQLite and on PostgreSQL, and the
test looks at what is there afterwards: in the thread, in the customer's chat, in the database, with the operators. This
page is written by those tests (`python -m tests.bad_input.table`), so it cannot say anything else.

What is *set aside* is kept whole under a reference. Whoever sent it is told the reference where they can be told
anything, and so are the operators; `relaydesk parked list` shows it and `relaydesk parked replay` tries it again.
Whatever came behind it has gone on meanwhile. What is *passed over* is acknowledged and leaves nothing behind.

Besides the rows, `make fuzz` sends payloads of the kinds that the platforms send, changed at random (`FUZZ_EXAMPLES`
says how many), and requests made from the description of the desk's addresses, `bot/web/openapi.yaml`. A short run of
both is part of `make test`, and so is a look at the memory that they leave behind.
"""
FROM_TELEGRAM = "## From Telegram"
FROM_SLACK = "## From Slack"
OVER_HTTP = """\
## Over HTTP, by anybody

Who cannot prove to be Telegram or Slack is answered before anything of the request is read, and told nothing else. Of
requests that are refused nobody else hears.
"""
STATUSES = {
    200: "200: taken",
    400: "400: it cannot be read",
    401: "401: it could be anybody",
    404: "404: there is nothing",
    413: "413: it is too large",
}


def page() -> str:
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for head, sections in ((FROM_TELEGRAM, from_customers.SECTIONS), (FROM_SLACK, from_agents.SECTIONS)):
        yield f"{head}\n"
        for section in sections:
            yield from _section(section)
    yield OVER_HTTP
    requests = [(each.path, each.sent, STATUSES[each.status]) for each in over_http.REQUESTS]
    yield from _table(("Where", "What is sent", "What it gets"), requests)


def _section(section: Section) -> Iterator[str]:
    yield f"### {section.title}\n"
    yield from _table(("What is sent", "What becomes of it", "Who is told"), map(_cells, section.rows))


def _cells(row: Row) -> Sequence[str]:
    return row.sent, row.fate, ", ".join(sorted(row.told)) or "nobody"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))
    yield from (_line([cell.replace("|", "\\|") for cell in row]) for row in rows)
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page())
