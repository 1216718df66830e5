"""When a customer may expect an answer, in their language.

Times are told in the time zone of the desk, and carry the moment itself: a phone that stands elsewhere shows, when it
is tapped, what that is there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from gettext import GNUTranslations
from math import ceil
from typing import Literal

from babel.dates import format_datetime, format_skeleton, format_timedelta

from bot.desk.service_levels.expectations import DueBy, Expectation, Overdue, Usually, WhenOpen
from bot.desk.service_levels.nearness import Day, Near
from bot.views.telegram.catalogue import texts
from bot.views.telegram.screens import filled
from bot.views.telegram.words import escape

FIVE_MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


def expected(expectation: Expectation | None, language: str) -> str:
    """HTML; empty where nothing is known."""
    said = texts(language)
    match expectation:
        case DueBy(by):
            return _told(_by(said), by, language)
        case WhenOpen(opens, by):
            then = _then(said) if by.at.date() == opens.at.date() else _by(said)[by.day]
            return f"{_told(_opens(said), opens, language)} {_filled(then, by, language)}"
        case Usually(half, most):
            return _usually(half, most, said, language)
        case Overdue():
            late = said.gettext("This takes longer than it should. We are sorry, and have not forgotten you.")
            return filled(late)
        case None:
            return ""


def _by(said: GNUTranslations) -> Mapping[Day, str]:
    _ = said.gettext
    return {
        Day.TODAY: _("We answer by {time} today."),
        Day.TOMORROW: _("We answer by {time} tomorrow."),
        Day.WEEKDAY: _("We answer by {time} on {weekday}."),
        Day.DATE: _("We answer by {time} on {date}."),
    }


def _opens(said: GNUTranslations) -> Mapping[Day, str]:
    _ = said.gettext
    return {
        Day.TODAY: _("We are closed now and open again today at {time}."),
        Day.TOMORROW: _("We are closed now and open again tomorrow at {time}."),
        Day.WEEKDAY: _("We are closed now and open again on {weekday} at {time}."),
        Day.DATE: _("We are closed now and open again on {date} at {time}."),
    }


def _then(said: GNUTranslations) -> str:
    return said.gettext("We answer by {time} then.")


def _told(by_day: Mapping[Day, str], when: Near, language: str) -> str:
    return _filled(by_day[when.day], when, language)


def _filled(template: str, when: Near, language: str) -> str:
    return filled(template, **times(when.at, language))


def times(at: datetime, language: str) -> dict[str, str]:
    """What a text may say of a moment, as HTML: its `time`, `weekday` and `date`, in the moment's own time zone."""
    zone = at.tzinfo
    clock = escape(format_skeleton("Hm", at, zone, locale=language))
    return {
        "time": f'<tg-time unix="{int(at.timestamp())}">{clock}</tg-time>',
        "weekday": escape(format_datetime(at, "EEEE", zone, locale=language)),
        "date": escape(format_skeleton("MMMEd", at, zone, locale=language)),
    }


def _usually(half: timedelta, most: timedelta, said: GNUTranslations, language: str) -> str:
    """One figure, where both read the same."""
    short, long = (_roughly(span, language) for span in (half, most))
    if short == long:
        return filled(said.gettext("Such questions usually have an answer within {most}."), most=long)
    usual = said.gettext("Half of such questions have an answer within {half}, and most within {most}.")
    return filled(usual, half=short, most=long)


def _roughly(span: timedelta, language: str) -> str:
    """Rounded up, so that it says nothing better than it was."""
    if span <= HOUR - FIVE_MINUTES:
        return _shown(max(1, ceil(span / FIVE_MINUTES)) * FIVE_MINUTES, "minute", language)
    if span <= DAY - HOUR:
        return _shown(ceil(span / HOUR) * HOUR, "hour", language)
    return _shown(ceil(span / DAY) * DAY, "day", language)


def _shown(span: timedelta, unit: Literal["minute", "hour", "day"], language: str) -> str:
    return escape(format_timedelta(span, granularity=unit, threshold=1000, locale=language))
