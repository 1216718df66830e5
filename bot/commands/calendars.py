"""What a calendar means."""

from typing import Annotated

import typer

from bot.commands.configuration import HERE, ConfigFile, settings_but_secrets
from bot.commands.showing import show

CalendarName = Annotated[str, typer.Argument(help="The name of one of the [[calendars]].", show_default=False)]
Moment = Annotated[
    str, typer.Argument(help="ISO 8601, such as 2026-11-20T16:00; the calendar's own time if it says no other.")
]
Amount = Annotated[str, typer.Argument(help="Working time in ISO 8601, such as PT2H30M.")]
Month = Annotated[
    str | None,
    typer.Argument(help="Such as 2026-12. Default: this month, by the calendar's own time.", show_default=False),
]
calendar = typer.Typer(help="What a calendar of the configuration means.", no_args_is_help=True)


@calendar.command("due")
def calendar_due(name: CalendarName, start: Moment, amount: Amount, config: ConfigFile = HERE) -> None:
    """When so much working time is used up."""
    from bot import calendar_answers

    typer.echo(calendar_answers.due(settings_but_secrets(config), name, start, amount))


@calendar.command("elapsed")
def calendar_elapsed(name: CalendarName, start: Moment, end: Moment, config: ConfigFile = HERE) -> None:
    """How much working time lies between."""
    from bot import calendar_answers

    typer.echo(calendar_answers.elapsed(settings_but_secrets(config), name, start, end))


@calendar.command("show")
def calendar_show(name: CalendarName, month: Month = None, config: ConfigFile = HERE) -> None:
    """When it is open in a month."""
    from bot import calendar_answers

    show(calendar_answers.month(settings_but_secrets(config), name, month), "It is never open then.")
