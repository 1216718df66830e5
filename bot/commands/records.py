"""Who did what, and what is kept about one customer."""

import asyncio
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.configuration import HERE, ConfigFile, settings_of

Whose = Annotated[int, typer.Argument(help="The number of one of their tickets, or theirs in Telegram.")]
audit = typer.Typer(help="Who did what, and who read what.", no_args_is_help=True)
customer = typer.Typer(help="What is kept about one customer.", no_args_is_help=True)


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

    settings = settings_of(config)
    first, after = records.whole_days(since, until)
    with out.open("w", newline="") if out else nullcontext(sys.stdout) as into:
        count = asyncio.run(records.audit_export(settings, first, after, records.Format(form), into))
    typer.echo(f"{count} lines.", err=True)


@customer.command("export")
def customer_export(
    wanted: Whose, out: Annotated[Path, typer.Option(help="The file to write.")], config: ConfigFile = HERE
) -> None:
    """Write everything that is kept about them into a JSON file."""
    from bot import records

    asyncio.run(records.customer_export(settings_of(config), wanted, out))


@customer.command("forget")
def customer_forget(
    wanted: Whose,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """Erase who they are and all that was said, here and in Slack. It cannot be undone."""
    from bot import records

    settings = settings_of(config)
    if not yes:
        typer.confirm("Erase everything about the customer? This cannot be undone.", abort=True)
    asyncio.run(records.customer_forget(settings, wanted))
    typer.echo("Erased. The desk takes back what it posted in Slack as long as it runs.")
