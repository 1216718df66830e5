"""What an operator hands out and erases, beside the desk at work."""

import csv
import json
from pathlib import Path

import pytest

from bot.sandbox.slack.workspace import Message
from tests.stories.test_operator import relaydesk, written_to
from tests.stories.world import World

MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")
"""When the story takes place."""


@pytest.fixture
def config(world: World, tmp_path: Path) -> Path:
    """The configuration of the world, in a file."""
    url = world.product.config.database.url.get_secret_value()
    return written_to(tmp_path / "config.toml", world.sandbox.settings() | {"database": {"url": url}})


@pytest.fixture
async def card(world: World) -> Message:
    """Ada asked, Ben took it, looked into the menu, and searched."""
    ben = world.agent("Ben")
    await world.customer("Ada").says("Where is my parcel?")
    card = await world.card()
    await ben.clicks("Claim", card)
    await ben.clicks("More…", card)
    await ben.command("/desk", "find parcel", "support")
    await ben.command("/desk", "show 1001", "support")
    await world.settles()
    return card


async def test_the_audit_trail_tells_who_changed_and_who_read_what(
    world: World, config: Path, card: Message, tmp_path: Path
) -> None:
    file = tmp_path / "audit.jsonl"
    assert await relaydesk(config, "audit", "export", *MARCH, "--out", str(file)) == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    ben = world.agent("Ben").id
    assert [(line["who"], line["name"], line["what"], line["ticket"]) for line in lines] == [
        ("customer", "", "TicketOpened", 1001),
        ("customer", "", "CustomerWrote", 1001),
        (ben, "Ben", "TicketClaimed", 1001),
        (ben, "Ben", "ticket_read", 1001),
        (ben, "Ben", "tickets_searched", None),
        (ben, "Ben", "ticket_read", 1001),
    ]
    assert {line["customer"] for line in lines} == {1, None}
    assert [line["detail"] for line in lines[3:]] == [{"how": "menu"}, {"tickets": [1001]}, {"how": "command"}]


async def test_the_trail_comes_as_a_table_too_and_only_of_the_days_asked_for(
    config: Path, card: Message, tmp_path: Path
) -> None:
    file = tmp_path / "audit.csv"
    assert await relaydesk(config, "audit", "export", *MARCH, "--format", "csv", "--out", str(file)) == 0
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert [row["what"] for row in rows][:2] == ["TicketOpened", "CustomerWrote"]
    assert json.loads(rows[-1]["detail"]) == {"how": "command"}
    april = ("--from", "2026-04-01", "--to", "2026-04-30")
    assert await relaydesk(config, "audit", "export", *april, "--out", str(file)) == 0
    assert file.read_text() == ""


async def test_an_operator_hands_out_and_erases_what_is_kept_about_somebody(
    world: World, config: Path, card: Message, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, file = world.customer("Ada"), tmp_path / "ada.json"
    assert await relaydesk(config, "customer", "export", str(ada.id), "--out", str(file)) == 0
    assert json.loads(file.read_text())["messages"][0]["text"] == "Where is my parcel?"
    assert await relaydesk(config, "customer", "forget", "1001", "--yes") == 0
    assert await ada.sees("Everything is erased")
    await world.settles()
    assert "#1001 · erased" in card.words
    assert "parcel" not in "\n".join(world.thread(card))
    assert await relaydesk(config, "customer", "forget", "1001", "--yes") == 1
    assert "There is no such customer" in capsys.readouterr().err
