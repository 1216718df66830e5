"""What the desk measures."""

import asyncio
import json
from datetime import datetime
from typing import Annotated, Literal

import typer

from bot.commands.configuration import HERE, ConfigFile, settings_of
from bot.commands.showing import show


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
    answer = asyncio.run(measures.csat(settings_of(config), asked))
    if form == "json":
        typer.echo(json.dumps(measures.as_json(answer), indent=2, ensure_ascii=False))
        return
    typer.echo(measures.title(answer))
    show(measures.rows(answer), measures.NOTHING)
    for line in measures.below(answer):
        typer.echo(line)
