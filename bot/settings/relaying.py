"""How words and files are passed on."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from bot.desk.practice import DANGEROUS, InDoubt
from bot.settings.kinds import Section, number

Ending = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,12}$")]


class Relaying(Section):
    undo_seconds: Annotated[float, BeforeValidator(number)] = Field(
        5, ge=0, le=60, allow_inf_nan=False, description="seconds from 0 to 60"
    )
    in_doubt: InDoubt = Field(InDoubt.REPEAT, description='"repeat" or "ask"')
    flood_per_minute: Annotated[int, BeforeValidator(number)] = Field(
        30, ge=0, le=600, description="messages a minute from 1 to 600, or 0 to slow nobody down"
    )


class Files(Section):
    refuse: tuple[Ending, ...] = Field(
        DANGEROUS, description='endings of file names in lower case, without the dot, such as ["exe", "js"]'
    )
