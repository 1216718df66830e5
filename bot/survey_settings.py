"""How customers are asked how it went, and the causes that agents choose from, as an operator writes them."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config_faults import path, quoted
from bot.desk import practice
from bot.desk.service_levels import hours
from bot.desk.surveys.rules import Quiet, Scale, Surveying
from bot.setting_kinds import A_NAME, Name, Section, Written, table, tables

LONGEST = timedelta(days=90)
NEVER = "off"
MOST_CAUSES = 25
"""As many as there is room for in one row of buttons."""
SCALES = '"1-5", "thumbs" or "off"'
_SPAN = 'an amount of time such as "PT1H" or "P7D", up to 90 days'
_QUIET = 'times such as "21:00-09:00", or "off"'


def _iso(value: object) -> object:
    if not isinstance(value, str) or not value.startswith("P"):
        raise ValueError
    return value


def _short_enough(span: timedelta) -> timedelta:
    if not timedelta() <= span <= LONGEST:
        raise ValueError
    return span


def _some(span: timedelta) -> timedelta:
    if not span:
        raise ValueError
    return span


def _quiet(text: str) -> str:
    if text != NEVER:
        hours.window(text)
    return text


Span = Annotated[timedelta, BeforeValidator(_iso), AfterValidator(_short_enough)]
SomeTime = Annotated[Span, AfterValidator(_some)]


def _or_never(value: object) -> object:
    return None if value == NEVER else _iso(value)


Reminder = Annotated[SomeTime | None, BeforeValidator(_or_never)]


class Surveys(Section):
    scale: Scale = Field(Scale.OFF, description=SCALES)
    delay: Span = Field(timedelta(hours=1), description=_SPAN)
    quiet: Annotated[str, AfterValidator(_quiet)] = Field("21:00-09:00", description=_QUIET)
    throttle: Span = Field(timedelta(days=7), description=_SPAN)
    remind_after: Reminder = Field(timedelta(days=2), description=f'{_SPAN}; or "off"')
    expires_after: SomeTime = Field(timedelta(days=7), description=_SPAN)

    def surveying(self) -> Surveying:
        return Surveying(
            scale=self.scale,
            delay=self.delay,
            quiet=_hours(self.quiet),
            throttle=self.throttle,
            remind_after=self.remind_after,
            expires_after=self.expires_after,
        )


class Cause(Section):
    name: Name = Field(description=A_NAME)
    label: Name = Field(description="1 to 35 characters, for agents")

    def cause(self) -> practice.Cause:
        return practice.Cause(self.name, self.label)


def _hours(text: str) -> Quiet:
    if text == NEVER:
        return Quiet(time(0), time(0))
    begins, _, ends = text.partition("-")
    return Quiet(time.fromisoformat(begins), time(0) if ends == "24:00" else time.fromisoformat(ends))


def contradictions(written: Written) -> Iterator[str]:
    """What no single value shows."""
    yield from _reminded_too_late(written)
    causes = tables(written, "causes")
    for place, team in enumerate(tables(written, "teams")):
        if team.get("cause_required") is True and not causes:
            yield f"{path('teams', place, 'cause_required')}: there are no [[causes]] to choose from"


def _reminded_too_late(written: Written) -> Iterator[str]:
    try:
        surveys = Surveys.model_validate(table(written, "surveys"))
    except ValueError:
        return  # what is wrong with a value is told where it stands
    if surveys.remind_after and surveys.remind_after >= surveys.expires_after:
        given = quoted(table(written, "surveys").get("remind_after", "P2D"))
        yield f"{path('surveys', 'remind_after')}: after {given} the question is closed already (surveys.expires_after)"
