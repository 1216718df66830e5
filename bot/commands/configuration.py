"""What most commands are given: the configuration."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.config import Config, ConfigErrors, load

ConfigFile = Annotated[
    Path, typer.Option("--config", envvar="RELAYDESK_CONFIG", help="The configuration.", show_default=True)
]
HERE = Path("config.toml")


def settings_of(file: Path) -> Config:
    return load(file, os.environ)


def settings_but_secrets(file: Path) -> Config:
    """For what can be asked before there are any."""
    return load(file, os.environ, secrets=False)


def settings_if_good(file: Path) -> Config | None:
    """The manifest is needed to get what belongs in them."""
    try:
        return settings_of(file)
    except ConfigErrors:
        return None
