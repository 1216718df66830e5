"""How it went, asked in a customer's chat; and the same message once they have said so."""

from collections.abc import Sequence
from gettext import GNUTranslations
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.desk.practice import Practice
from bot.desk.recovery.following import place
from bot.desk.surveys.effort import CHOICES
from bot.desk.surveys.reading import Asked
from bot.desk.surveys.rules import HIGH, LOW, Scale
from bot.desk.surveys.stages import Stage
from bot.desk.surveys.tables import Survey
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.screens import Button, Screen, filled, lines, paragraphs, titled
from bot.views.telegram.words import bold, escape

FACES = {1: "😠", 2: "🙁", 3: "😐", 4: "🙂", 5: "😀"}
THUMBS = {1: "👎", 5: "👍"}


def question(asked: Asked, practice: Practice, *, reminder: bool = False) -> Screen:
    """As it stands now: to be answered, answered and still to be changed, or over."""
    survey, said = asked.survey, texts(asked.customer.language)
    _ = said.gettext
    about = filled(_("How did we do with {ticket}?"), ticket=titled(asked.ticket))
    if survey.over_at:
        return Screen(paragraphs(about, _chosen(survey, said), filled(_("This question is closed. Thank you!"))))
    until = _until(asked, practice, said)
    if survey.score is not None:
        seen_to = place(practice, asked.ticket.team) is not None
        answered = (_chosen(survey, said), _what_next(survey.score, said, seen_to=seen_to))
        return Screen(paragraphs(about, *answered, _effort(survey, said), until), (*_buttons(survey), *_eases(survey)))
    again = filled(_("You have not told us yet. One tap is enough.")) if reminder else ""
    scale = filled(_("1 is very bad, 5 is very good.")) if survey.scale == Scale.FIVE else ""
    return Screen(paragraphs(lines(about, scale), again, until), _buttons(survey))


def _chosen(survey: Survey, said: GNUTranslations) -> str:
    if survey.score is None:
        return ""
    choice = bold(_label(survey.score, survey.scale))
    return filled(said.gettext("Your choice: {choice}"), choice=choice)


def _what_next(score: int, said: GNUTranslations, *, seen_to: bool) -> str:
    """`seen_to`: whoever is unhappy is a task for somebody."""
    _ = said.gettext
    if score <= LOW and not seen_to:
        return filled(_("We are sorry. Your rating goes to the people who helped you."))
    if score <= LOW:
        return filled(_("We are sorry. Your rating goes to the people who helped you, and one of us looks at it."))
    if score >= HIGH:
        return filled(_("Thank you! The people who helped you see it too."))
    return filled(_("Thank you! We want to do better than that."))


def _effort(survey: Survey, said: GNUTranslations) -> str:
    """Asked of whoever has rated, in the same place; the scale is of agreement, from 1 to 7."""
    if not survey.asks_effort:
        return ""
    _ = said.gettext
    asked = filled(_("One more, if you like. Do you agree: “It was easy to get my problem solved”?"))
    return lines(asked, filled(_("1 is not at all, 7 is completely.")))


def _eases(survey: Survey) -> tuple[tuple[Button, ...], ...]:
    if not survey.asks_effort:
        return ()
    return (tuple(_ease(survey, score) for score in CHOICES),)


def _ease(survey: Survey, score: int) -> Button:
    return marked(str(score), chosen=survey.effort == score), data(Press(Pressed.EFFORT, survey.id, str(score)))


def marked(label: str, *, chosen: bool) -> str:
    """The one that they chose can be told from the others."""
    return f"✓ {label}" if chosen else label


def _until(asked: Asked, practice: Practice, said: GNUTranslations) -> str:
    """By when; and how a comment is told from a new question."""
    _, expires = said.gettext, asked.survey.expires_at
    if expires is None:
        return ""
    language = asked.customer.language
    day = format_skeleton("MMMd", expires, ZoneInfo(practice.zone_of(language)), locale=language)
    until = _("You can choose, and choose again, until {day}. To tell us more about it, reply to this message.")
    return filled(until, day=escape(day))


def _buttons(survey: Survey) -> tuple[tuple[Button, ...], ...]:
    scores: Sequence[int] = Scale(survey.scale).scores
    return (tuple(_button(survey, score) for score in (scores if len(scores) > 2 else reversed(scores))),)


def _button(survey: Survey, score: int) -> Button:
    label = marked(_label(score, survey.scale), chosen=survey.score == score)
    return label, data(Press(Pressed.RATE, survey.id, str(score)))


def _label(score: int, scale: str) -> str:
    return THUMBS.get(score, "") if scale == Scale.THUMBS else f"{FACES[score]} {score}"


def comment_taken(ticket: str, language: str) -> Screen:
    """`ticket` is its number, in HTML."""
    _ = texts(language).gettext
    more = _("If you still need help with {ticket}, just write: we take it up again.")
    return Screen(paragraphs(filled(_("Thank you, the team reads your comment.")), filled(more, ticket=ticket)))


def stage_reached(stage: Stage, language: str) -> str:
    """Where a ticket is on its way, of five stages."""
    _ = texts(language).gettext
    names = {
        Stage.INTAKE: _("received"),
        Stage.HANDLING: _("being worked on"),
        Stage.TRACKING: _("followed up"),
        Stage.SATISFACTION: _("how did we do?"),
        Stage.IMPROVEMENT: _("learning from it"),
    }
    return filled(_("Stage {number} of 5: {stage}"), number=str(int(stage)), stage=escape(names[stage]))
