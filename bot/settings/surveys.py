"""How customers are asked what they think of us, and the causes that agents choose from, as an operator writes them."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config_faults import path, quoted
from bot.desk import practice
from bot.desk.relationship.rules import Relationship
from bot.desk.service_levels import hours
from bot.desk.surveys.rules import Quiet, Scale, Surveying
from bot.settings.kinds import A_NAME, Name, Section, Written, number, table, tables

LONGEST = timedelta(days=90)
NEVER = "off"
MOST_CAUSES = 25
"""As many as there is room for in one row of buttons."""
SCALES = '"1-5", "thumbs" or "off"'
_SPAN = 'an amount of time such as "PT1H" or "P7D", up to 90 days'
_QUIET = 'times such as "21:00-09:00", less than a whole day, "contact" or "off"'
AS_IN_CONTACT = "contact"
_DAYS = 'days such as "P14D"'
YEAR = timedelta(days=365)
QUARTER = timedelta(days=90)
"""As often as anybody may be asked whether they would recommend us."""
SOON = timedelta(days=8)
"""How long after the question about a ticket that may be, so that all of its day's customers are far enough from it."""


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
    """Who is never to be asked anything needs no quiet hours: that is the scale "off"."""
    if text not in (NEVER, AS_IN_CONTACT):
        opens, closes = hours.window(text)
        if closes - opens >= hours.WHOLE_DAY:
            raise ValueError
    return text


def _between(least: timedelta, most: timedelta) -> AfterValidator:
    def checked(span: timedelta) -> timedelta:
        if not least <= span <= most:
            raise ValueError
        return span

    return AfterValidator(checked)


Iso = Annotated[timedelta, BeforeValidator(_iso)]
Span = Annotated[timedelta, BeforeValidator(_iso), AfterValidator(_short_enough)]
SomeTime = Annotated[Span, AfterValidator(_some)]


def _or_never(value: object) -> object:
    return None if value == NEVER else _iso(value)


Reminder = Annotated[SomeTime | None, BeforeValidator(_or_never)]


class Surveys(Section):
    scale: Scale = Field(Scale.OFF, description=SCALES)
    effort: bool = Field(False, description="true or false")
    delay: Span = Field(timedelta(hours=1), description=_SPAN)
    quiet: Annotated[str, AfterValidator(_quiet)] = Field(AS_IN_CONTACT, description=_QUIET)
    throttle: Span = Field(timedelta(days=7), description=_SPAN)
    remind_after: Reminder = Field(timedelta(days=2), description=f'{_SPAN}; or "off"')
    expires_after: SomeTime = Field(timedelta(days=7), description=_SPAN)

    def surveying(self, contact_quiet: str) -> Surveying:
        """`contact_quiet`: when nobody is written to who did not ask."""
        return Surveying(
            scale=self.scale,
            effort=self.effort,
            delay=self.delay,
            quiet=_hours(contact_quiet if self.quiet == AS_IN_CONTACT else self.quiet),
            throttle=self.throttle,
            remind_after=self.remind_after,
            expires_after=self.expires_after,
        )


class Nps(Section):
    most_a_day: Annotated[int, BeforeValidator(number)] = Field(
        0, ge=0, le=1000, description="customers a day from 1 to 1000, or 0 to ask nobody"
    )
    every: Annotated[Iso, _between(QUARTER, 2 * YEAR)] = Field(QUARTER, description=f"{_DAYS}, from 90 to 730")
    after: Annotated[Iso, _between(SOON, YEAR)] = Field(timedelta(days=14), description=f"{_DAYS}, from 8 to 365")
    known_for: Annotated[Iso, _between(timedelta(), 2 * YEAR)] = Field(
        timedelta(days=30), description=f"{_DAYS}, up to 730"
    )
    solved_tickets: Annotated[int, BeforeValidator(number)] = Field(
        2, ge=1, le=100, description="how many tickets, from 1 to 100"
    )
    open_for: Annotated[Iso, _between(timedelta(days=1), QUARTER)] = Field(
        timedelta(days=14), description=f"{_DAYS}, from 1 to 90"
    )

    def relationship(self) -> Relationship:
        return Relationship(**dict(self))


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
    yield from _effort_of_nobody(written)
    yield from _both_at_once(written)
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


def _effort_of_nobody(written: Written) -> Iterator[str]:
    """It follows the rating, so where nobody rates, nobody would ever be asked."""
    surveys, teams = table(written, "surveys"), tables(written, "teams")
    scale = surveys.get("scale", Scale.OFF)
    asked = [each.get("survey", scale) != Scale.OFF for each in teams]
    follows = "who has rated is asked how easy it was, and nobody is asked for a rating: set"
    if surveys.get("effort") is True and not any(asked):
        yield f'{path("surveys", "effort")}: {follows} surveys.scale = "1-5" or "thumbs"'
    for place, team in enumerate(teams):
        if team.get("effort") is True and not asked[place]:
            yield f'{path("teams", place, "effort")}: {follows} {path("teams", place, "survey")} = "1-5" or "thumbs"'


def _both_at_once(written: Written) -> Iterator[str]:
    """Nobody is asked about the relationship soon after a ticket, so all would be passed over."""
    given = table(written, "nps")
    try:
        surveys, nps = Surveys.model_validate(table(written, "surveys")), Nps.model_validate(given)
    except ValueError:
        return  # what is wrong with a value is told where it stands
    if nps.most_a_day and nps.after < surveys.delay + SOON:
        least = (surveys.delay + SOON + timedelta(hours=23, minutes=59)) // timedelta(days=1)
        after = quoted(given.get("after", "P14D"))
        apart = f"too soon after surveys.delay, for nobody is asked both: at least P{least}D"
        yield f"{path('nps', 'after')}: {after} is {apart}"
