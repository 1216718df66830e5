"""The desk itself: run it, try it, set it up, see whether all is well."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.configuration import HERE, ConfigFile, settings_if_good, settings_of

NOT_CONFIGURED: tuple[str, Literal["socket", "http"], None] = ("Relaydesk", "socket", None)


def run(config: ConfigFile = HERE) -> None:
    """Run the desk until Ctrl-C."""
    settings = settings_of(config)
    from bot.app.running import run as run_desk

    asyncio.run(run_desk(settings))


def sandbox(
    port: Annotated[int, typer.Option(help="The page's port; 0 takes any that is free.", min=0, max=65535)] = 8080,
    data: Annotated[Path | None, typer.Option(help="Keep the desk's data in this folder.")] = None,
    topics: Annotated[bool, typer.Option("--topics", help="Chats have topics, one for each ticket.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """Try the desk with a Telegram and a Slack of its own, on one page. Needs no configuration and no accounts."""
    from bot import trying_out

    asyncio.run(trying_out.sandbox(port, data, topics=topics))


def migrate(config: ConfigFile = HERE) -> None:
    """Bring the database to this version."""
    from migrations.run import upgrade
    from migrations.standing import current, is_ahead

    url = settings_of(config).database.url.get_secret_value()
    upgrade(url)
    at = current(url)
    typer.echo(f"The database is at {at}{', which a newer version made: left as it is' if is_ahead(at) else ''}.")


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

    known = settings_if_good(config)
    named, moded, called = (known.desk.name, known.slack.mode, known.slack.request_url) if known else NOT_CONFIGURED
    try:
        made = app_manifest(name or named, mode or moded, url or called)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from None
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))


def check(config: ConfigFile = HERE) -> None:
    """Check the file, then the live set-up: tokens, scopes, channels, members, database."""
    settings = settings_of(config)
    from bot.check import check as findings_of

    findings = asyncio.run(findings_of(settings))
    for finding in findings:
        typer.echo(finding.line)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)
