"""What customers are told about what we keep, hide, send them and erase."""

from bot.desk.practice import Practice
from bot.desk.privacy.requests import BUTTON_LIVES
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.screens import Screen, filled, paragraphs
from bot.views.telegram.words import bold, escape


def kept(practice: Practice, language: str) -> Screen:
    """What the desk itself knows, and what its operator adds."""
    _ = texts(language).gettext
    what = _("We keep your name, username and language as Telegram tells us, what you write and send, and our answers.")
    who = _("Our team reads it in Slack. Nobody else does; the files stay with Telegram and Slack.")
    hides = _("We hide card numbers before we keep anything, except for the last four digits.")
    yours = _("/mydata sends you a copy of all of it, and /forget erases it.")
    told = practice.privacy
    asking = filled(_("Questions? {contact}"), contact=escape(told.contact)) if told.contact else ""
    policy = told.policy.get(language) or told.policy.get(practice.language, "")
    return Screen(
        paragraphs(
            filled(_("Your privacy at {desk}"), desk=bold(practice.name)),
            filled(what),
            _how_long(practice, language),
            *(filled(text) for text in (who, hides, yours)),
            escape(policy),
            asking,
        )
    )


def _how_long(practice: Practice, language: str) -> str:
    """Of several teams, the longest: which of them has a ticket changes."""
    said = texts(language)
    spans = [team.keep for team in practice.teams]
    days = max((span.days for span in spans if span), default=0)
    if not days or None in spans:
        return filled(said.gettext("We keep it until you ask us to erase it."))
    erased = said.ngettext(
        "We erase it {count} day after a ticket is closed, at the latest.",
        "We erase it {count} days after a ticket is closed, at the latest.",
        days,
    )
    return filled(erased, count=str(days))


def hidden(language: str) -> Screen:
    _ = texts(language).gettext
    hid = _("To keep you safe, we hid a card number, or something else that we must not keep: nobody here can read it.")
    advice = _("Your own message still shows it. You may want to delete it from this chat.")
    return Screen(paragraphs(filled(hid), filled(advice)))


def forget_asked(asked_at: str, language: str) -> Screen:
    said = texts(language)
    _, minutes = said.gettext, int(BUTTON_LIVES.total_seconds() // 60)
    what = _("Shall we erase your name, everything you wrote and sent, and our answers? Open tickets are closed.")
    lives = said.ngettext(
        "This cannot be undone. The buttons work for {count} minute.",
        "This cannot be undone. The buttons work for {count} minutes.",
        minutes,
    )
    buttons = (
        (_("Erase everything"), data(Press(Pressed.FORGET, argument=asked_at))),
        (_("Keep everything"), data(Press(Pressed.KEEP))),
    )
    return Screen(paragraphs(filled(what), filled(lives, count=str(minutes))), tuple((button,) for button in buttons))


def forgotten(language: str) -> Screen:
    _ = texts(language).gettext
    done = _("Everything is erased, and your tickets are closed. If you write again, we start anew.")
    yours = _("What stands in this chat is yours: it stays on your phone until you delete it.")
    return Screen(paragraphs(filled(done), filled(yours)))


def not_forgotten(language: str) -> Screen:
    _ = texts(language).gettext
    return Screen(filled(_("Nothing was erased.")))


def caption(language: str) -> str:
    """Under the file with their data; plain text."""
    _ = texts(language).gettext
    return _("This is everything that we keep about you.")
