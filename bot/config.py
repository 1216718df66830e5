"""Reads the configuration: a TOML file, the environment on top of it, secrets from files of their own.

Nothing else in the product reads any of these. `load` reads and checks; `checked` only checks, for settings that
come from elsewhere. Both report every fault at once.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import EnvSettingsSource, SettingsError, TomlConfigSettingsSource

from bot.config_faults import faults, is_secret, path, quoted, section_of
from bot.settings.configuration import PREFIX, Config, contradictions
from bot.settings.kinds import Written
from bot.settings.platforms import STAND_INS

__all__ = ["Config", "ConfigErrors", "checked", "load"]


class ConfigErrors(Exception):
    """Everything that is wrong with the configuration, one line each, `key.path: a sentence`."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def load(file: Path, environ: Mapping[str, str], *, secrets: bool = True) -> Config:
    """The settings in the file, with those in the environment on top. Raises ConfigErrors.

    Without secrets the platforms' are not looked at, so that they need not be there.
    """
    strangers = list(_strangers(environ))
    written = _merged(_in_file(file), _in_environment(environ))
    if not secrets:
        _stand_in(written)
    unread = list(_read_secret_files(written, file.parent))
    return _checked(written, strangers + unread)


def checked(written: Written) -> Config:
    """The settings in nested values, as TOML would give them. Raises ConfigErrors."""
    return _checked(written, [])


def _checked(written: Written, lines: list[str]) -> Config:
    """Tables nobody wrote count as empty, so that what is missing in them is named too."""
    empty: Written = {"telegram": {}, "slack": {}, "supervisors": {}, "operators": {}}
    try:
        config = Config(**empty | written)
    except ValidationError as error:
        lines = [*lines, *faults(Config, error)]
    lines = [*lines, *contradictions(written)]
    if lines:
        raise ConfigErrors(_one_for_each_key(lines)) from None
    return config


def _one_for_each_key(lines: list[str]) -> list[str]:
    """The first of what was found about each key: the rest follows from it."""
    return list({line.partition(": ")[0]: line for line in reversed(lines)}.values())[::-1]


def _in_file(file: Path) -> Written:
    if not file.is_file():
        raise ConfigErrors([f"{file}: there is no such file; start with: cp config.example.toml {file}"])
    try:
        return TomlConfigSettingsSource(Config, file)()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigErrors([f"{file}: this is not TOML: {error}"]) from None
    except OSError as error:
        raise ConfigErrors([f"{file}: cannot be read: {error.strerror}"]) from None


def _in_environment(environ: Mapping[str, str]) -> Written:
    source = EnvSettingsSource(Config)
    source.env_vars = {name.lower(): value for name, value in environ.items() if value}
    try:
        return source()
    except SettingsError as error:
        raise ConfigErrors([f"environment: {error}; a whole table is given as JSON"]) from None


def _strangers(environ: Mapping[str, str]) -> Iterator[str]:
    """Variables that look like settings of ours but are in no section: most likely misspelt."""
    for name in environ:
        section, is_setting, _ = name.removeprefix(PREFIX).partition("__")
        if name.startswith(PREFIX) and is_setting and section.lower() not in Config.model_fields:
            yield f"{name}: no such section; there are {', '.join(Config.model_fields)}"


def _merged(under: Written, over: Written) -> Written:
    """Both, key by key in each table; where both have a key, `over` has it."""
    both = under | over
    for name in under.keys() & over.keys():
        if isinstance(under[name], dict) and isinstance(over[name], dict):
            both[name] = under[name] | over[name]
    return both


def _stand_in(written: Written) -> None:
    for name, others in STAND_INS.items():
        if isinstance(table := written.get(name, {}), dict):
            kept = {key: value for key, value in table.items() if key.removesuffix("_file") not in others}
            written[name] = kept | others


def _read_secret_files(written: Written, folder: Path) -> Iterator[str]:
    """Puts the content of `token_file` where `token` belongs, and so for each secret. Yields what went wrong."""
    for name, field in Config.model_fields.items():
        section, table = section_of(field), written.get(name)
        if section is None or not isinstance(table, dict):
            continue
        for key in (key for key, field in section.model_fields.items() if is_secret(field)):
            if f"{key}_file" in table:
                yield from _read_secret_file(table, name, key, folder)


def _read_secret_file(table: Written, section: str, key: str, folder: Path) -> Iterator[str]:
    place, file = path(section, f"{key}_file"), folder / str(table.pop(f"{key}_file"))
    if key in table:
        yield f"{place}: {path(section, key)} is given as well; keep one of the two"
        return
    try:
        table[key] = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        table[key] = ""
        yield f"{path(section, key)}: {place} names a file that cannot be read, {quoted(str(file))}: {error}"
