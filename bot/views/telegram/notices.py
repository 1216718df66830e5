"""Each thing the desk tells a customer: short, friendly, and with what they can do next."""

import json
from collections.abc import Callable, Mapping, Sequence
from gettext import GNUTranslations
from types import MappingProxyType
from typing import NamedTuple

from bot.desk import refusals
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, Reason, in_words
from bot.desk.outgoing import Notice
from bot.desk.people.languages import LANGUAGES
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.service_levels.expectations import Expectation
from bot.desk.surveys.helpfulness import HELP
from bot.desk.surveys.reading import Over
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.telegram import follow_ups, nps, privacy, surveys
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.call_backs import call_back
from bot.views.telegram.catalogue import texts
from bot.views.telegram.expectations import expected
from bot.views.telegram.helpfulness import voted_on
from bot.views.telegram.menus import menu
from bot.views.telegram.screens import Screen, about_what, choices, filled, new_question, paragraphs, titled
from bot.views.telegram.status import status
from bot.views.telegram.words import bold, escape


class Facts(NamedTuple):
    """What a notice is drawn from, as it is when it is sent: `live` are the customer's open tickets, oldest first.

    `over` are those that were solved lately, newest first.
    """

    customer: Customer
    practice: Practice
    ticket: Ticket | None = None
    live: Sequence[Sheet] = ()
    about: str = ""
    expectations: Mapping[int, Expectation] = MappingProxyType({})
    over: Sequence[Over] = ()

    @property
    def language(self) -> str:
        return self.customer.language

    @property
    def texts(self) -> GNUTranslations:
        return texts(self.customer.language)

    @property
    def number(self) -> str:
        return bold(f"#{self.ticket.id}") if self.ticket else ""

    @property
    def expected(self) -> str:
        """When they may expect an answer, as far as that is known."""
        return expected(self.expectation, self.language)

    @property
    def expectation(self) -> Expectation | None:
        return self.expectations.get(self.ticket.id) if self.ticket else None

    @property
    def titled(self) -> str:
        return titled(self.ticket) if self.ticket else ""


def notice(which: Notice, facts: Facts) -> Screen:
    return VIEWS[which](facts)


def _welcome(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(
            filled(_("Hello! This is {desk}."), desk=bold(facts.practice.name)),
            filled(_("Write your question here in your own words, and one of us will answer in this chat.")),
            filled(_("/help shows what else you can do.")),
        )
    )


def _help(facts: Facts) -> Screen:
    """`about` is what they said of it."""
    _ = facts.texts.gettext
    commands = "\n".join(f"/{command} – {escape(purpose)}" for command, purpose in menu(facts.language))
    answer = Screen(
        paragraphs(
            filled(_("Just write: your message opens a ticket, and one of us answers it in this chat.")),
            filled(_("With several tickets open, reply to a message to say which one you mean.")),
            commands,
        )
    )
    return voted_on(HELP, answer, facts.about, facts.language)


def _opened(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    taken = filled(_("We have your question. Its number is {ticket}."), ticket=facts.number)
    return _new_ticket(facts, taken)


def _follow_up(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    before = bold(f"#{facts.ticket.follows}") if facts.ticket else ""
    taken = _("Your ticket {before} is closed, so this is a new one: {ticket}. We see both together.")
    return _new_ticket(facts, filled(taken, before=before, ticket=facts.number))


def _new_ticket(facts: Facts, taken: str) -> Screen:
    """Asks what it is about where nobody has said so yet; it is answered all the same if they never do."""
    _ = facts.texts.gettext
    next_step = filled(_("One of us will answer right here. To add something, just write."))
    asked = about_what(facts.ticket, facts.practice, facts.language) if facts.ticket else Screen("")
    return Screen(paragraphs(taken, facts.expected, next_step, asked.html), asked.buttons)


def _category_set(facts: Facts) -> Screen:
    """Stands where the question stood, so it says again what was said there."""
    _ = facts.texts.gettext
    label = bold(facts.practice.label(facts.about, facts.language))
    return Screen(
        paragraphs(
            filled(_("Thank you. {ticket} is about: {category}"), ticket=facts.number, category=label),
            facts.expected,
            filled(_("One of us will answer right here. To add something, just write.")),
        )
    )


def _reopened(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    again = filled(_("{ticket} is open again. One of us will answer right here."), ticket=facts.titled)
    return Screen(paragraphs(again, facts.expected))


def _placed(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Thank you, that went to {ticket}."), ticket=facts.titled))


def _add_to(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Go ahead: what you write next goes to {ticket}."), ticket=facts.titled))


def _write_new(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Go ahead: what you write next opens a new ticket.")))


def _went_elsewhere(facts: Facts) -> Screen:
    """Stands where they asked for a new ticket; `about` is its number."""
    _ = facts.texts.gettext
    gone = _("Your new question has the number {new}. What you write here still goes to {ticket}.")
    return Screen(filled(gone, new=bold(f"#{facts.about}"), ticket=facts.titled))


def _solved(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(filled(_("We have solved {ticket}."), ticket=facts.titled), _until(facts)),
        (new_question(facts.texts),),
    )


def _until(facts: Facts) -> str:
    """How long it can be taken up again."""
    days = facts.practice.reopen_within.days
    until = facts.texts.ngettext(
        "Is something still missing? Reply to this message within {count} day, and we take it up again.",
        "Is something still missing? Reply to this message within {count} days, and we take it up again.",
        days,
    )
    return filled(until, count=str(days))


def _duplicate(facts: Facts) -> Screen:
    """`about` is the number of another ticket of theirs; where it is somebody else's, nothing tells of it."""
    _ = facts.texts.gettext
    if facts.about:
        same = _("{ticket} asks the same as {other}, so we closed it and go on with {other}.")
        return Screen(filled(same, ticket=facts.titled, other=_numbered(facts.about)))
    known = _("We already know about what you wrote in {ticket} and take care of it in one place, so it is closed.")
    return Screen(paragraphs(filled(known, ticket=facts.titled), _until(facts)), (new_question(facts.texts),))


def _merged(facts: Facts) -> Screen:
    """`about` is the number that is no more than a part of this ticket now."""
    _ = facts.texts.gettext
    together = _("From now on we look at {merged} and {ticket} together, under the number {ticket}.")
    return Screen(filled(together, merged=_numbered(facts.about), ticket=facts.number))


def _unmerged(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    apart = _("{other} and {ticket} are two tickets again. To say which one you mean, reply to one of its messages.")
    return Screen(filled(apart, other=_numbered(facts.about), ticket=facts.number))


def _numbered(number: str) -> str:
    return bold(f"#{number}")


def _solved_by_you(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(
            filled(_("{ticket} is closed. Thank you for telling us!"), ticket=facts.titled),
            filled(_("Should you need it again, reply to this message.")),
        )
    )


def _status(facts: Facts) -> Screen:
    return status(facts.live, facts.language, facts.practice.timezone, facts.expectations, facts.over)


def _no_tickets(facts: Facts) -> Screen:
    return status((), facts.language, facts.practice.timezone)


def _which(facts: Facts) -> Screen:
    _, minutes = facts.texts.gettext, int(facts.practice.ask_which_for.total_seconds() // 60)
    otherwise = facts.texts.ngettext(
        "If you do not choose within {count} minute, it goes to the ticket you wrote in last.",
        "If you do not choose within {count} minutes, it goes to the ticket you wrote in last.",
        minutes,
    )
    new = ((_("New question"), data(Press(Pressed.PLACE))),)
    return Screen(
        paragraphs(filled(_("Which ticket is your message for?")), filled(otherwise, count=str(minutes))),
        (*choices(facts.live, Pressed.PLACE), new),
    )


def _close_which(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Which ticket may we close?")), choices(facts.live, Pressed.CLOSE))


def _person_coming(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    coming = _("We told the team that you would like a person to look at {ticket}. They will answer right here.")
    return Screen(paragraphs(filled(coming, ticket=facts.titled), facts.expected))


def _languages(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    buttons = (((name, data(Press(Pressed.LANGUAGE, argument=code))),) for code, name in LANGUAGES.items())
    return Screen(filled(_("Which language shall we speak?")), tuple(buttons))


def _language_set(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    name = bold(LANGUAGES.get(facts.about, facts.about))
    return Screen(filled(_("From now on we speak {language}."), language=name))


def _you_are_welcome(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("You are welcome! If something else comes up, just write.")))


def _cannot_show(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    only = _("We cannot pass on messages of this kind: the team sees that you sent one, but not what is in it.")
    return Screen(paragraphs(filled(only), filled(_("Please describe it in words."))))


def _slow_down(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    fast = _("That was more than {count} messages in a minute, faster than we can read.")
    return Screen(
        paragraphs(
            filled(fast, count=str(facts.practice.flood)),
            filled(_("Nothing is lost: the team sees all of it, a little later.")),
            filled(_("It helps to put what belongs together into one message. Thank you!")),
        )
    )


def _file_refused(facts: Facts) -> Screen:
    """`about` is JSON: the file's `name`, its `size` in bytes if that is known, and `why` it stays behind."""
    _ = facts.texts.gettext
    file = json.loads(facts.about)
    name = bold(file["name"])
    if file["why"] != Reason.TOO_LARGE:
        refused = _("We could not pass on {name}: we do not take files of this kind.")
        return Screen(paragraphs(filled(refused, name=name), filled(_("Please describe it in words."))))
    most = escape(in_words(MOST_FROM_CUSTOMERS))
    large = _("We could not pass on {name}: it is too large, we can take {most} at most.")
    advice = _("Please send a smaller one, or a link to it.")
    return Screen(paragraphs(filled(large, name=name, most=most), filled(advice)))


def _refused(facts: Facts) -> Screen:
    """`about` is JSON: the refusal's class in `why`, and its fields."""
    told = json.loads(facts.about)
    refusal = FOR_CUSTOMERS.get(told["why"], refusals.Refusal)
    fields = {name: escape(str(value)) for name, value in told["fields"].items()}
    return Screen(filled(facts.texts.gettext(refusal.__doc__ or ""), **fields))


def _fault(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(
            filled(_("Sorry, something went wrong on our side. What you sent is kept, and the team has been told.")),
            filled(_("If you ask about it, name this: {reference}"), reference=f"<code>{escape(facts.about)}</code>"),
        )
    )


def _of_ticket(draw: Callable[[Ticket, Facts], Screen]) -> Callable[[Facts], Screen]:
    """What is always about a ticket."""

    def drawn(facts: Facts) -> Screen:
        return draw(facts.ticket, facts) if facts.ticket else Screen("")

    return drawn


FOR_CUSTOMERS: dict[str, type[refusals.Refusal]] = {
    refusal.__name__: refusal
    for refusal in (
        refusals.Refusal,
        refusals.NoSuchTicket,
        refusals.NoLongerAsked,
        refusals.NoSuchChoice,
        refusals.SurveyOver,
        refusals.NotYours,
        refusals.TicketIsOver,
        refusals.AlreadyOpen,
        refusals.HeldByLaw,
        refusals.ForgetTooLate,
        refusals.DataJustSent,
    )
}
"""The refusals that customers meet. Any other reads, to them, as the plainest of all: `Refusal`."""

VIEWS: dict[Notice, Callable[[Facts], Screen]] = {
    Notice.OPENED: _opened,
    Notice.REOPENED: _reopened,
    Notice.FOLLOW_UP: _follow_up,
    Notice.SOLVED: _solved,
    Notice.SOLVED_BY_YOU: _solved_by_you,
    Notice.DUPLICATE: _duplicate,
    Notice.MERGED: _merged,
    Notice.UNMERGED: _unmerged,
    Notice.WELCOME: _welcome,
    Notice.HELP: _help,
    Notice.STATUS: _status,
    Notice.WRITE_NEW: _write_new,
    Notice.WENT_ELSEWHERE: _went_elsewhere,
    Notice.ADD_TO: _add_to,
    Notice.WHICH: _which,
    Notice.PLACED: _placed,
    Notice.CATEGORY_SET: _category_set,
    Notice.LANGUAGES: _languages,
    Notice.LANGUAGE_SET: _language_set,
    Notice.PERSON_COMING: _person_coming,
    Notice.NO_TICKETS: _no_tickets,
    Notice.CLOSE_WHICH: _close_which,
    Notice.YOU_ARE_WELCOME: _you_are_welcome,
    Notice.CANNOT_SHOW: _cannot_show,
    Notice.SLOW_DOWN: _slow_down,
    Notice.FILE_REFUSED: _file_refused,
    Notice.HIDDEN: lambda facts: privacy.hidden(facts.language),
    Notice.PRIVACY: lambda facts: privacy.kept(facts.practice, facts.language),
    Notice.FORGET_ASKED: lambda facts: privacy.forget_asked(facts.about, facts.language),
    Notice.FORGOTTEN: lambda facts: privacy.forgotten(facts.language),
    Notice.NOT_FORGOTTEN: lambda facts: privacy.not_forgotten(facts.language),
    Notice.REMINDED: _of_ticket(
        lambda ticket, facts: follow_ups.reminded(ticket, facts.practice, facts.language, again=False)
    ),
    Notice.REMINDED_AGAIN: _of_ticket(
        lambda ticket, facts: follow_ups.reminded(ticket, facts.practice, facts.language, again=True)
    ),
    Notice.NO_ANSWER: _of_ticket(lambda ticket, facts: follow_ups.no_answer(ticket, facts.language)),
    Notice.STILL_FIXED: _of_ticket(
        lambda ticket, facts: follow_ups.still_fixed(ticket, facts.about, facts.language, again=False)
    ),
    Notice.STILL_FIXED_AGAIN: _of_ticket(
        lambda ticket, facts: follow_ups.still_fixed(ticket, facts.about, facts.language, again=True)
    ),
    Notice.CONFIRMED: _of_ticket(lambda ticket, facts: follow_ups.confirmed(ticket, facts.about, facts.language)),
    Notice.CALL_BACK: _of_ticket(
        lambda ticket, facts: call_back(ticket, facts.about, facts.practice.timezone, facts.language)
    ),
    Notice.QUIET: lambda facts: follow_ups.quiet(facts.language),
    Notice.NOT_QUIET: lambda facts: follow_ups.not_quiet(facts.language),
    Notice.NPS_COMMENT_TAKEN: lambda facts: nps.comment_taken(facts.language),
    Notice.COMMENT_TAKEN: lambda facts: surveys.comment_taken(facts.number, facts.language),
    Notice.REFUSED: _refused,
    Notice.FAULT: _fault,
}
