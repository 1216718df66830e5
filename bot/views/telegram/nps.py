"""Whether they would recommend us, asked in a customer's chat; and the same message once they have said so."""

from gettext import GNUTranslations
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.desk.practice import Practice
from bot.desk.relationship.reading import Asked
from bot.desk.relationship.rules import CHOICES, Group, group
from bot.desk.relationship.tables import Nps
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.screens import Button, Screen, filled, lines, paragraphs
from bot.views.telegram.surveys import marked
from bot.views.telegram.words import bold, escape

IN_A_ROW = 6
"""Eleven numbers do not fit into one row of a phone."""


def question(asked: Asked, practice: Practice) -> Screen:
    """As it stands now: to be answered, answered and still to be changed, or over."""
    nps, said = asked.nps, texts(asked.customer.language)
    _ = said.gettext
    about = filled(_("How likely are you to recommend {desk} to somebody you know?"), desk=bold(practice.name))
    if nps.over_at:
        return Screen(paragraphs(about, _chosen(nps, said), filled(_("This question is closed. Thank you!"))))
    until = _until(asked, practice, said)
    if nps.score is not None:
        return Screen(paragraphs(about, _chosen(nps, said), _what_next(nps.score, said), until), _buttons(nps))
    scale = filled(_("0 is not at all likely, 10 is extremely likely."))
    no_more = ((_("Please do not ask me such things"), data(Press(Pressed.QUIET))),)
    return Screen(paragraphs(lines(about, scale), until), (*_buttons(nps), no_more))


def _chosen(nps: Nps, said: GNUTranslations) -> str:
    if nps.score is None:
        return ""
    return filled(said.gettext("Your choice: {choice}"), choice=bold(str(nps.score)))


def _what_next(score: int, said: GNUTranslations) -> str:
    _ = said.gettext
    next_steps = {
        Group.PROMOTER: _("Thank you, that is good to hear! What do you like most? Reply to this message to tell us."),
        Group.PASSIVE: _("Thank you! What would make it a 10? Reply to this message to tell us."),
        Group.DETRACTOR: _("We are sorry. What should we do better? Reply to this message: one of us reads it."),
    }
    return filled(next_steps[group(score)])


def _until(asked: Asked, practice: Practice, said: GNUTranslations) -> str:
    _, nps = said.gettext, asked.nps
    if nps.expires_at is None:
        return ""
    language = asked.customer.language
    day = format_skeleton("MMMd", nps.expires_at, ZoneInfo(practice.zone_of(language)), locale=language)
    until = (
        _("You can choose, and choose again, until {day}. To tell us more about it, reply to this message.")
        if nps.score is None
        else _("You can change your choice until {day}.")
    )
    return filled(until, day=escape(day))


def _buttons(nps: Nps) -> tuple[tuple[Button, ...], ...]:
    scores = [_button(nps, score) for score in CHOICES]
    return tuple(scores[:IN_A_ROW]), tuple(scores[IN_A_ROW:])


def _button(nps: Nps, score: int) -> Button:
    return marked(str(score), chosen=nps.score == score), data(Press(Pressed.NPS, nps.id, str(score)))


def comment_taken(language: str) -> Screen:
    _ = texts(language).gettext
    taken = filled(_("Thank you, the team reads your comment."))
    return Screen(paragraphs(taken, filled(_("If you need help with something, just write."))))
