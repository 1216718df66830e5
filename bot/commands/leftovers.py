"""What was left aside: what came in and could not be handled, what was to go out and could not be delivered."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, TypeVar

import typer

from bot.commands.configuration import HERE, ConfigFile, settings_of
from bot.commands.showing import show
from bot.config import Config

References = Annotated[list[str], typer.Argument(help="The references that `parked list` shows.")]
Letters = Annotated[list[int], typer.Argument(help="The numbers that `outgoing list` shows.")]
T = TypeVar("T")
parked = typer.Typer(help="What came in and could not be handled.", no_args_is_help=True)
outgoing = typer.Typer(help="What was to go out and could not be delivered.", no_args_is_help=True)


@parked.command("list")
def parked_list(config: ConfigFile = HERE) -> None:
    """Show what is parked."""
    show(_done(config, lambda repairs, settings: repairs.parked_list(settings)), "Nothing is parked.")


@parked.command("replay")
def parked_replay(references: References, config: ConfigFile = HERE) -> None:
    """Handle it again, as if it had just come in."""
    settings = settings_of(config)
    from bot.app import replaying

    asyncio.run(replaying.parked_replay(settings, references))


@parked.command("drop")
def parked_drop(references: References, config: ConfigFile = HERE) -> None:
    """Forget it."""
    _done(config, lambda repairs, settings: repairs.parked_drop(settings, references))


@outgoing.command("list")
def outgoing_list(config: ConfigFile = HERE) -> None:
    """Show what was given up."""
    show(_done(config, lambda repairs, settings: repairs.outgoing_list(settings)), "Nothing was given up.")


@outgoing.command("retry")
def outgoing_retry(ids: Letters, config: ConfigFile = HERE) -> None:
    """Send it again, after what waits for the same place."""
    _done(config, lambda repairs, settings: repairs.outgoing_retry(settings, ids))


@outgoing.command("drop")
def outgoing_drop(ids: Letters, config: ConfigFile = HERE) -> None:
    """Forget it."""
    _done(config, lambda repairs, settings: repairs.outgoing_drop(settings, ids))


def _done(file: Path, work: Callable[[ModuleType, Config], Coroutine[Any, Any, T]]) -> T:
    """What comes of a repair with the configuration."""
    settings = settings_of(file)
    from bot import repairs

    return asyncio.run(work(repairs, settings))
