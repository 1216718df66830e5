"""The commands an operator types. Each reads the configuration and hands over; what goes wrong becomes a sentence.

Exit codes: 0 done, 1 it went wrong, 2 the configuration or the command line is wrong. What a command needs is
imported within it, so that a wrong configuration or a --help is answered at once.
"""

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.config import Config, ConfigErrors, load
from bot.config_faults import without_secrets

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ConfigFile = Annotated[
    Path, typer.Option("--config", envvar="RELAYDESK_CONFIG", help="The configuration.", show_default=True)
]
References = Annotated[list[str], typer.Argument(help="The references that `parked list` shows.")]
Whose = Annotated[int, typer.Argument(help="The number of one of their tickets, or theirs in Telegram.")]
Letters = Annotated[list[int], typer.Argument(help="The numbers that `outgoing list` shows.")]
CalendarName = Annotated[str, typer.Argument(help="The name of one of the [[calendars]].", show_default=False)]
Moment = Annotated[
    str, typer.Argument(help="ISO 8601, such as 2026-11-20T16:00; the calendar's own time if it says no other.")
]
Amount = Annotated[str, typer.Argument(help="Working time in ISO 8601, such as PT2H30M.")]
Month = Annotated[str, typer.Argument(help="Such as 2026-12.")]

HERE = Path("config.toml")
NOT_CONFIGURED: tuple[str, Literal["socket", "http"], None] = ("Relaydesk", "socket", None)
T = TypeVar("T")

commands = typer.Typer(
    name="relaydesk",
    help="A support desk in chat: customers on Telegram, agents in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
parked = typer.Typer(help="What came in and could not be handled.", no_args_is_help=True)
outgoing = typer.Typer(help="What was to go out and could not be delivered.", no_args_is_help=True)
calendar = typer.Typer(help="What a calendar of the configuration means.", no_args_is_help=True)
commands.add_typer(parked, name="parked")
commands.add_typer(outgoing, name="outgoing")
commands.add_typer(calendar, name="calendar")
audit = typer.Typer(help="Who did what, and who read what.", no_args_is_help=True)
customer = typer.Typer(help="What is kept about one customer.", no_args_is_help=True)
commands.add_typer(audit, name="audit")
commands.add_typer(customer, name="customer")


@commands.command()
def run(config: ConfigFile = HERE) -> None:
    """Run the desk until Ctrl-C."""
    _done(config, lambda app, settings: app.run(settings))


@commands.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The page's port; 0 takes any that is free.", min=0, max=65535)] = 8080,
    data: Annotated[Path | None, typer.Option(help="Keep the desk's data in this folder.")] = None,
    topics: Annotated[bool, typer.Option("--topics", help="Chats have topics, one for each ticket.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """Try the desk with a Telegram and a Slack of its own, on one page. Needs no configuration and no accounts."""
    from bot import trying_out

    asyncio.run(trying_out.sandbox(port, data, topics=topics))


@commands.command()
def migrate(config: ConfigFile = HERE) -> None:
    """Bring the database to this version."""
    from migrations.run import upgrade
    from migrations.standing import current, is_ahead

    url = _settings(config).database.url.get_secret_value()
    upgrade(url)
    at = current(url)
    typer.echo(f"The database is at {at}{', which a newer version made: left as it is' if is_ahead(at) else ''}.")


@commands.command()
def manifest(
    name: Annotated[str | None, typer.Option(help="The app's name. Default: desk.name.")] = None,
    mode: Annotated[Literal["socket", "http"] | None, typer.Option(help="Default: slack.mode.")] = None,
    url: Annotated[
        str | None, typer.Option(help='For "http": where Slack is to call. Default: slack.request_url.')
    ] = None,
    config: ConfigFile = HERE,
) -> None:
    """Print the Slack app's manifest. Works before there is a configuration."""
    from bot.manifest import manifest as app_manifest

    known = _settings_if_good(config)
    named, moded, called = (known.desk.name, known.slack.mode, known.slack.request_url) if known else NOT_CONFIGURED
    try:
        made = app_manifest(name or named, mode or moded, url or called)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from None
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))


@commands.command()
def check(config: ConfigFile = HERE) -> None:
    """Check the file, then the live set-up: tokens, scopes, channels, members, database."""
    settings = _settings(config)
    from bot.check import check as findings_of

    findings = asyncio.run(findings_of(settings))
    for finding in findings:
        typer.echo(finding.line)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@parked.command("list")
def parked_list(config: ConfigFile = HERE) -> None:
    """Show what is parked."""
    show(_done(config, lambda app, settings: app.parked_list(settings)), "Nothing is parked.")


@parked.command("replay")
def parked_replay(references: References, config: ConfigFile = HERE) -> None:
    """Handle it again, as if it had just come in."""
    _done(config, lambda app, settings: app.parked_replay(settings, references))


@parked.command("drop")
def parked_drop(references: References, config: ConfigFile = HERE) -> None:
    """Forget it."""
    _done(config, lambda app, settings: app.parked_drop(settings, references))


@outgoing.command("list")
def outgoing_list(config: ConfigFile = HERE) -> None:
    """Show what was given up."""
    show(_done(config, lambda app, settings: app.outgoing_list(settings)), "Nothing was given up.")


@outgoing.command("retry")
def outgoing_retry(ids: Letters, config: ConfigFile = HERE) -> None:
    """Send it again, after what waits for the same place."""
    _done(config, lambda app, settings: app.outgoing_retry(settings, ids))


@outgoing.command("drop")
def outgoing_drop(ids: Letters, config: ConfigFile = HERE) -> None:
    """Forget it."""
    _done(config, lambda app, settings: app.outgoing_drop(settings, ids))


@calendar.command("due")
def calendar_due(name: CalendarName, start: Moment, amount: Amount, config: ConfigFile = HERE) -> None:
    """When so much working time is used up."""
    from bot import calendar_answers

    typer.echo(calendar_answers.due(_settings(config), name, start, amount))


@calendar.command("elapsed")
def calendar_elapsed(name: CalendarName, start: Moment, end: Moment, config: ConfigFile = HERE) -> None:
    """How much working time lies between."""
    from bot import calendar_answers

    typer.echo(calendar_answers.elapsed(_settings(config), name, start, end))


@calendar.command("show")
def calendar_show(name: CalendarName, month: Month, config: ConfigFile = HERE) -> None:
    """When it is open in a month."""
    from bot import calendar_answers

    show(calendar_answers.month(_settings(config), name, month), "It is never open then.")


@audit.command("export")
def audit_export(
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day, in UTC.")],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day, in UTC.")],
    form: Annotated[Literal["jsonl", "csv"], typer.Option("--format")] = "jsonl",
    out: Annotated[Path | None, typer.Option(help="The file to write, instead of the terminal.")] = None,
    config: ConfigFile = HERE,
) -> None:
    """Write every change of a ticket, and every look at one, line by line."""
    from bot import records

    settings, first = _settings(config), since.replace(tzinfo=UTC)
    after = until.replace(tzinfo=UTC) + timedelta(days=1)
    with out.open("w", newline="") if out else nullcontext(sys.stdout) as into:
        count = asyncio.run(records.audit_export(settings, first, after, records.Format(form), into))
    typer.echo(f"{count} lines.", err=True)


@commands.command()
def csat(
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first day. Default: 29 before the last."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day. Default: today.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only of this team.")] = None,
    agent: Annotated[
        str | None, typer.Option(help="Only of whom this agent replied to last: a name, or an id.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="Only of this category.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    config: ConfigFile = HERE,
) -> None:
    """Show how satisfied customers were, with what the numbers mean. Days are whole ones of the desk's time zone."""
    from bot import measure_answers as measures

    asked = measures.Asked(since and since.date(), until and until.date(), team, agent, category)
    answer = asyncio.run(measures.csat(_settings(config), asked))
    if form == "json":
        typer.echo(json.dumps(measures.as_json(answer), indent=2, ensure_ascii=False))
        return
    typer.echo(measures.title(answer))
    show(measures.rows(answer), measures.NOTHING)
    for line in measures.below(answer):
        typer.echo(line)


@customer.command("export")
def customer_export(
    wanted: Whose, out: Annotated[Path, typer.Option(help="The file to write.")], config: ConfigFile = HERE
) -> None:
    """Write everything that is kept about them into a JSON file."""
    from bot import records

    asyncio.run(records.customer_export(_settings(config), wanted, out))


@customer.command("forget")
def customer_forget(
    wanted: Whose,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """Erase who they are and all that was said, here and in Slack. It cannot be undone."""
    from bot import records

    settings = _settings(config)
    if not yes:
        typer.confirm("Erase everything about the customer? This cannot be undone.", abort=True)
    asyncio.run(records.customer_forget(settings, wanted))
    typer.echo("Erased. The desk takes back what it posted in Slack as long as it runs.")


def _done(file: Path, work: Callable[[ModuleType, Config], Coroutine[Any, Any, T]]) -> T:
    """What comes of the app's work with the configuration."""
    settings = _settings(file)
    from bot import app

    return asyncio.run(work(app, settings))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns the exit code."""
    try:
        commands(args=arguments, prog_name="relaydesk")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except ConfigErrors as error:
        _complain(*error.lines)
        return 2
    except Exception as error:
        _complain(*sentences(error))
        return 1
    return 0


def _settings(file: Path) -> Config:
    return load(file, os.environ)


def _settings_if_good(file: Path) -> Config | None:
    """The manifest is needed to get what belongs in them."""
    try:
        return _settings(file)
    except ConfigErrors:
        return None


def show(rows: Sequence["DataclassInstance"], nothing: str) -> None:
    if not rows:
        typer.echo(nothing)
        return
    names = [field.name for field in fields(rows[0])]
    table = Table(*(name.replace("_", " ") for name in names), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(str(getattr(row, name))) for name in names))
    Console().print(table)


def _complain(*sentences: str) -> None:
    for sentence in sentences:
        typer.echo(f"relaydesk: {sentence}", err=True)
    if os.environ.get("RELAYDESK_DEBUG") == "1":
        traceback.print_exc()


def sentences(error: BaseException) -> Iterator[str]:
    """What went wrong, without any secret; a group of errors is what is in it."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from sentences(each)
        return
    error = getattr(error, "orig", None) or error  # what the driver said, without the statement
    said = without_secrets(str(error)) or type(error).__name__
    ours = type(error).__module__.partition(".")[0] in {"bot", "handlers", "migrations"}
    yield said if ours else f"{said} ({type(error).__name__}; RELAYDESK_DEBUG=1 shows where)"
