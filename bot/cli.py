"""The command line: which commands there are, and how what goes wrong becomes a sentence.

Exit codes: 0 done, 1 it went wrong, 2 the configuration or the command line is wrong.
"""

import os
import traceback
from collections.abc import Iterator, Sequence
from importlib import metadata
from typing import Annotated

import typer

from bot.commands import calendars, desk, leftovers, measures, records
from bot.config import ConfigErrors
from bot.config_faults import without_secrets

commands = typer.Typer(
    name="relaydesk",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (desk.run, desk.sandbox, desk.migrate, desk.manifest, desk.check, measures.csat):
    commands.command()(command)
commands.add_typer(leftovers.parked, name="parked")
commands.add_typer(leftovers.outgoing, name="outgoing")
commands.add_typer(calendars.calendar, name="calendar")
commands.add_typer(records.audit, name="audit")
commands.add_typer(records.customer, name="customer")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"relaydesk {metadata.version('relaydesk')}")
        raise typer.Exit


@commands.callback()
def relaydesk(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version, and end.")
    ] = False,
) -> None:
    """A support desk in chat: customers on Telegram, agents in Slack."""


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
