"""Was this helpful? Two buttons under an answer that the bot gives by itself, and what they become once pressed."""

from bot.desk.surveys.helpfulness import NO, YES
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.screens import Screen, filled, paragraphs
from bot.views.telegram.surveys import marked


def voted_on(answer: str, screen: Screen, vote: str, language: str) -> Screen:
    """The answer, with its key, and the question below it; `vote` is empty until there is one."""
    _ = texts(language).gettext
    asked = {
        "": _("Was this helpful?"),
        YES: _("Thank you for telling us!"),
        NO: _("Thank you for telling us. If you did not find what you need, just write: one of us answers."),
    }[vote]
    yes = marked(_("👍 Yes"), chosen=vote == YES), data(Press(Pressed.HELPFUL, 1, answer))
    no = marked(_("👎 No"), chosen=vote == NO), data(Press(Pressed.HELPFUL, 0, answer))
    return Screen(paragraphs(screen.html, filled(asked)), (*screen.buttons, (yes, no)))
