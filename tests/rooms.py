"""Which room may know what: the table of ARCHITECTURE.md, and the reading of a file against it."""

import ast
from collections.abc import Iterator

EVERYTHING = frozenset({"bot", "handlers", "migrations"})

MAY_IMPORT: dict[str, frozenset[str]] = {
    "bot.engine": frozenset(),
    "bot.sandbox": frozenset(),
    "bot.desk": frozenset({"bot.engine"}),
    "bot.signals": frozenset(),
    "bot.collector": frozenset(),
    "bot.door": frozenset({"bot.desk", "bot.engine", "bot.signals"}),
    "bot.views": frozenset({"bot.desk"}),
    "bot.intake": frozenset({"bot.desk", "bot.door", "bot.engine.faults", "bot.signals"}),
    "bot.wakeups": frozenset({"bot.desk", "bot.door", "bot.engine", "bot.signals"}),
    "bot.duties": frozenset({"bot.door", "bot.engine"}),
    "bot.telemetry": frozenset({"bot.desk", "bot.door", "bot.engine", "bot.signals"}),
    "bot.delivery": frozenset({"bot.desk", "bot.door", "bot.engine", "bot.signals", "bot.views"}),
    "bot.web": frozenset({"bot.desk", "bot.door", "bot.engine.faults", "bot.intake", "bot.views"}),
    "handlers.telegram": frozenset({"bot.desk", "bot.door", "bot.views"}),
    "handlers.slack": frozenset({"bot.desk", "bot.door", "bot.views"}),
    "migrations": frozenset({"bot.desk", "bot.engine"}),
    "bot.config_faults": frozenset(),
    "bot.settings": frozenset({"bot.config_faults", "bot.desk"}),
    "bot.config": frozenset({"bot.config_faults", "bot.settings"}),
    "bot.manifest": frozenset(),
    "bot.promises_in_words": frozenset({"bot.desk"}),
    "bot.findings": frozenset({"bot.config_faults"}),
    "bot.chain_findings": frozenset({"bot.config_faults", "bot.desk", "bot.findings", "bot.promises_in_words"}),
    "bot.reachability": frozenset({"bot.config", "bot.findings", "bot.web"}),
    "bot.check": frozenset(
        {
            "bot.chain_findings",
            "bot.config",
            "bot.delivery",
            "bot.desk",
            "bot.findings",
            "bot.manifest",
            "bot.promises_in_words",
            "bot.reachability",
            "migrations",
        }
    ),
    "bot.logs": frozenset({"bot.config_faults", "bot.desk"}),
    "bot.repairs": frozenset({"bot.config", "bot.desk", "bot.door", "bot.engine", "migrations"}),
    "bot.records": frozenset(
        {"bot.config", "bot.delivery", "bot.desk", "bot.door", "bot.engine", "bot.repairs", "migrations"}
    ),
    "bot.app": EVERYTHING,
    "bot.trying_out": frozenset(
        {"bot.app", "bot.config", "bot.logs", "bot.manifest", "bot.sandbox", "bot.web", "migrations"}
    ),
    "bot.calendar_answers": frozenset({"bot.config", "bot.desk"}),
    "bot.measure_answers": frozenset({"bot.config", "bot.desk", "bot.door", "bot.repairs", "bot.views"}),
    "bot.commands": frozenset(
        {
            "bot.app",
            "bot.calendar_answers",
            "bot.check",
            "bot.config",
            "bot.manifest",
            "bot.measure_answers",
            "bot.records",
            "bot.repairs",
            "bot.trying_out",
            "migrations",
        }
    ),
    "bot.cli": frozenset({"bot.commands", "bot.config", "bot.config_faults"}),
    "bot.__main__": frozenset({"bot.cli", "bot.collector"}),
}
"""A name stands for all that is in it; everything may also import what is in its own room."""

_TELEGRAM = {"bot.intake", "handlers.telegram", "bot.delivery", "bot.app", "bot.check"}
_SLACK = {"bot.intake", "handlers.slack", "bot.views", "bot.delivery", "bot.app", "bot.check", "bot.reachability"}
_DATABASE = {"bot.engine", "bot.desk", "bot.door", "migrations"}

ONLY_IN: dict[str, set[str]] = {
    "telegram": _TELEGRAM,
    "telegram.constants": _TELEGRAM | {"bot.sandbox"},
    "slack_bolt": _SLACK,
    "slack_sdk": _SLACK,
    "slack_sdk.models": _SLACK | {"bot.sandbox"},
    "slack_sdk.errors.SlackObjectFormationError": _SLACK | {"bot.sandbox"},
    "sqlalchemy": _DATABASE,
    "sqlalchemy.Connection": _DATABASE
    | {"bot.app", "bot.delivery", "bot.telemetry", "bot.wakeups"},  # what the engine's functions are given
    "sqlmodel": _DATABASE,
    "sqlmodel.Session": _DATABASE | {"bot.records"},  # what the desk's questions are given
    "asyncpg": {"bot.engine"},
    "alembic": {"migrations"},
    "apscheduler": {"bot.wakeups"},
    "prometheus_client": {"bot.telemetry"},
    "opentelemetry": {"bot.telemetry"},
    "matplotlib": {"bot.views"},
    "typer": {"bot.cli", "bot.commands"},
    "pydantic_settings": {"bot.config", "bot.settings"},
    "tomllib": {"bot.config"},
    "asyncio": set(MAY_IMPORT) - {"bot.desk", "bot.views"},
}
"""Other people's packages; of two names that fit, the longer one counts."""

TIMELESS = {"bot.engine", "bot.desk", "bot.views", "handlers.telegram", "handlers.slack"}
"""Here time is given, never read, and nobody waits for it."""

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.sleep",
    "asyncio.sleep",
}

SYNCHRONOUS = {"bot.desk", "bot.views"}
"""Nothing is awaited here."""

ENVIRONMENT = {"os.environ", "os.getenv"}
READS_THE_ENVIRONMENT = {"bot.cli", "bot.commands"}


def room_of(module: str) -> str | None:
    """`bot.desk.tickets.life` is in `bot.desk`."""
    return next((room for room in MAY_IMPORT if _within(module, room)), None)


def offences(module: str, source: str) -> Iterator[str]:
    """What a module does that its room must not."""
    room, tree = room_of(module), ast.parse(source)
    if room is None:
        yield f"{module} belongs to no room"
        return
    for node in ast.walk(tree):
        for name in _imported(node):
            yield from _forbidden_import(room, name)
        yield from _forbidden_deed(room, node)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level:
        yield "."
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _forbidden_import(room: str, name: str) -> Iterator[str]:
    if name == ".":
        yield "a relative import: say which room it is"
    elif name.partition(".")[0] in EVERYTHING:
        if room_of(name) != room and not any(_within(name, allowed) for allowed in MAY_IMPORT[room]):
            yield f"{room} imports {name}"
    elif room not in _rooms_for(name):
        yield f"{room} imports {name}"


def _rooms_for(name: str) -> set[str]:
    """Where a package of other people's may be used: everywhere, unless the table says otherwise."""
    rules = [package for package in ONLY_IN if _within(name, package)]
    return ONLY_IN[max(rules, key=len)] if rules else set(MAY_IMPORT)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _forbidden_deed(room: str, node: ast.AST) -> Iterator[str]:
    name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
    name = ".".join(name.split(".")[-2:])  # datetime.datetime.now is datetime.now
    if room in TIMELESS and name in CLOCKS:
        yield f"{room} uses {name}, line {getattr(node, 'lineno', 0)}"
    if room not in READS_THE_ENVIRONMENT and name in ENVIRONMENT:
        yield f"{room} reads {name}, line {getattr(node, 'lineno', 0)}"
    if room in SYNCHRONOUS and isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
        yield f"{room} waits, line {node.lineno}"
