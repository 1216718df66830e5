"""What we write to customers of our own accord, and what they make of it: reminders, return visits, quiet."""

from bot.desk.practice import Practice
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.catalogue import texts
from bot.views.telegram.screens import Button, Screen, filled, paragraphs, titled


def reminded(ticket: Ticket, practice: Practice, language: str, *, again: bool) -> Screen:
    """That we wait for their answer; the last time, with what comes of it if there is none."""
    _ = texts(language).gettext
    asked = (
        _("We still have no answer from you about {ticket}, so we cannot go on. Just reply to this message.")
        if again
        else _("To go on with {ticket} we need your answer. Just reply to this message.")
    )
    close = _("If we hear nothing, we close it. Nothing is lost: you can take it up again.")
    said = paragraphs(filled(asked, ticket=titled(ticket)), filled(close) if _last(ticket, practice, again) else "")
    return Screen(said, (((_("It is solved"), data(Press(Pressed.CLOSE, ticket.id))),),))


def _last(ticket: Ticket, practice: Practice, again: bool) -> bool:
    steps = practice.team(ticket.team).silence
    return bool(steps.solve_after and (again or not steps.remind_again_after))


def no_answer(ticket: Ticket, language: str) -> Screen:
    _ = texts(language).gettext
    said = paragraphs(
        filled(_("We had no answer from you, so we closed {ticket}."), ticket=titled(ticket)),
        filled(_("Do you still need help with it? Press the button, and we go on where we stopped.")),
    )
    return Screen(said, (((_("I still need help"), data(Press(Pressed.BACK, ticket.id))),),))


def still_fixed(ticket: Ticket, visit: str, language: str, *, again: bool) -> Screen:
    """`visit` is the follow-up's number."""
    _ = texts(language).gettext
    asked = (
        _("May we ask once more: is {ticket} still fixed?")
        if again
        else _("Some time ago we solved {ticket}. Is it still fixed?")
    )
    buttons: tuple[tuple[Button, ...], ...] = (
        ((_("Yes, it is fixed"), data(Press(Pressed.FIXED, int(visit)))),),
        ((_("No, it is not"), data(Press(Pressed.BROKEN, int(visit)))),),
        ((_("Please do not ask me such things"), data(Press(Pressed.QUIET))),),
    )
    return Screen(filled(asked, ticket=titled(ticket)), buttons)


def confirmed(ticket: Ticket, visit: str, language: str) -> Screen:
    _ = texts(language).gettext
    glad = filled(_("Thank you! We are glad that {ticket} is still fixed."), ticket=titled(ticket))
    return Screen(glad, (((_("It is not fixed after all"), data(Press(Pressed.BROKEN, int(visit)))),),))


def quiet(language: str) -> Screen:
    _ = texts(language).gettext
    only = _("From now on we write to you only about what you ask us: our answers, and how your tickets stand.")
    never = _("No reminders, and no questions whether all is well.")
    back = ((_("You may write to me again"), data(Press(Pressed.UNQUIET))),)
    return Screen(paragraphs(filled(only), filled(never)), (back,))


def not_quiet(language: str) -> Screen:
    _ = texts(language).gettext
    again = _("Good: we may remind you again when we need your answer, and ask whether what we solved is still fixed.")
    return Screen(paragraphs(filled(again), filled(_("To stop that, send /quiet."))))
