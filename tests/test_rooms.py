"""Nothing knows more than its room may know."""

import ast
from pathlib import Path

import pytest

from tests.rooms import EVERYTHING, MAY_IMPORT, offences, room_of

ROOT = Path(__file__).parents[1]
FILES = sorted(file for house in ("bot", "handlers", "migrations") for file in (ROOT / house).rglob("*.py"))
PACKAGES = [file for file in FILES if file.name == "__init__.py"]
ROOMLESS = {"bot", "handlers"}  # the houses themselves: a docstring each


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = [(module_of(file), file) for file in FILES if module_of(file) not in ROOMLESS]


@pytest.mark.parametrize(("module", "file"), MODULES, ids=[module for module, _ in MODULES])
def test_a_module_keeps_to_its_room(module: str, file: Path) -> None:
    assert list(offences(module, file.read_text())) == []


@pytest.mark.parametrize("file", PACKAGES, ids=[module_of(file) for file in PACKAGES])
def test_a_package_says_what_lives_there_and_nothing_else(file: Path) -> None:
    tree = ast.parse(file.read_text())
    assert ast.get_docstring(tree), "no docstring"
    assert len(tree.body) == 1, "more than a docstring"


@pytest.mark.parametrize("folder", sorted({file.parent for file in FILES}), ids=str)
def test_every_folder_of_modules_is_a_package(folder: Path) -> None:
    assert folder.name == "versions" or (folder / "__init__.py").exists()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.engine.lanes", "from bot.desk import desk"),
        ("bot.engine.lanes", "import bot.desk.desk"),
        ("bot.sandbox.slack.server", "from bot.engine import lanes"),
        ("bot.desk.tickets.life", "from bot.views import card"),
        ("bot.desk.tickets.life", "def f():\n    from bot.views import card"),
        ("bot.desk.tickets.life", "from bot import views"),
        ("bot.views.card", "from bot.engine import database"),
        ("bot.views.card", "from bot.delivery.courier import Courier"),
        ("bot.intake.slack", "from bot.engine.ledger import once"),
        ("bot.intake.slack", "from bot.engine import faults, ledger"),
        ("bot.intake.slack", "from handlers.slack import claim"),
        ("bot.web.health", "from bot.engine import lanes"),
        ("bot.wakeups", "from bot.delivery import courier"),
        ("bot.delivery.courier", "from bot.intake import telegram"),
        ("handlers.telegram.messages", "from handlers.slack import claim"),
        ("handlers.slack.claim", "from handlers.telegram import messages"),
        ("handlers.slack.claim", "import handlers.telegram.messages"),
        ("handlers.slack.claim", "from bot.app import run"),
        ("bot.settings", "from bot.engine import address"),
        ("bot.cli", "from bot.desk import desk"),
        ("bot.desk.desk", "from . import events"),
        ("bot.desk.desk", "from telegram import Update"),
        ("bot.desk.desk", "import slack_sdk"),
        ("handlers.slack.claim", "import sqlalchemy"),
        ("handlers.slack.claim", "from telegram.error import BadRequest"),
        ("handlers.telegram.messages", "from slack_sdk.errors import SlackApiError"),
        ("bot.delivery.courier", "from sqlmodel import Session"),
        ("bot.app", "from sqlmodel import select"),
        ("bot.web.health", "import telegram.ext"),
        ("bot.app", "import tomllib"),
        ("bot.desk.desk", "moment = datetime.now(UTC)"),
        ("bot.desk.desk", "moment = datetime.datetime.now(UTC)"),
        ("bot.engine.lanes", "now = time.time()"),
        ("bot.engine.lanes", "await asyncio.sleep(1)"),
        ("bot.views.card", "clock = datetime.utcnow"),
        ("handlers.slack.claim", "today = date.today()"),
        ("bot.desk.desk", "async def claim(desk):\n    await desk.commit()"),
        ("bot.views.card", "import asyncio"),
        ("bot.sandbox.slack.lint", "from slack_sdk.web.async_client import AsyncWebClient"),
        ("bot.sandbox.telegram.server", "from telegram import Bot"),
        ("bot.delivery.courier", "from sqlalchemy import select"),
        ("bot.delivery.courier", "os.environ['HOME']"),
        ("bot.engine.database", "os.getenv('HOME')"),
        ("bot.helpers", "import json"),
    ],
)
def test_an_offender_is_caught(module: str, line: str) -> None:
    assert len(list(offences(module, line))) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot.app", "from bot import cli, config, engine\nfrom handlers import slack, telegram"),
        ("bot.desk.desk", "from bot.engine import ledger\nfrom bot.desk.events import TicketClaimed"),
        ("handlers.slack.claim", "from bot.desk.tickets import life\nfrom bot.views import card\nimport slack_bolt"),
        ("bot.delivery.slack", "from bot.engine import lanes\nfrom slack_sdk.errors import SlackApiError"),
        ("bot.desk.desk", "from datetime import datetime\ndatetime.fromtimestamp(0, UTC)"),
        ("bot.intake.telegram", "import asyncio\nawait asyncio.sleep(1)"),
        ("bot.cli", "os.environ"),
        ("bot.intake.slack", "from bot.engine.faults import DatabaseAway"),
        ("bot.sandbox.slack.lint", "from slack_sdk.models.blocks import Block"),
        ("bot.delivery.courier", "from sqlalchemy import Connection"),
        ("bot.desk.desk", "class Do(Protocol):\n    async def __call__(self) -> None: ..."),
    ],
)
def test_what_is_allowed_is_left_alone(module: str, line: str) -> None:
    assert list(offences(module, line)) == []


def test_rooms_that_may_be_imported_exist() -> None:
    assert all(room_of(name) for name in set().union(*MAY_IMPORT.values()) - EVERYTHING)


def test_a_neighbour_with_a_longer_name_is_another_room() -> None:
    assert room_of("bot.config_faults") == "bot.config_faults"
    assert room_of("bot.desks") is None


def table_of_the_architecture() -> dict[str, set[str]]:
    """Room -> what it may import, as the first table of ARCHITECTURE.md says it."""
    rows = [line for line in (ROOT / "ARCHITECTURE.md").read_text().splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {
        name.strip("` /").removesuffix(".py").replace("/", "."): set(allowed.split(", ")) - {"nothing"}
        for names, _, allowed in cells
        for name in names.split(", ")
    }


def test_the_architecture_tells_the_truth_about_the_rooms() -> None:
    enforced = {
        room: {"all"} if allowed == EVERYTHING else {name.removeprefix("bot.") for name in allowed}
        for room, allowed in MAY_IMPORT.items()
    }
    assert table_of_the_architecture() == enforced
