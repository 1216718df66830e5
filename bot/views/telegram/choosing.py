"""What a customer is asked, or shown to choose from: where to begin, which ticket, which language."""

from bot.desk.people.languages import LANGUAGES
from bot.desk.surveys.helpfulness import HELP
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.buttons import Press, Pressed, data
from bot.views.telegram.facts import Facts
from bot.views.telegram.helpfulness import voted_on
from bot.views.telegram.menus import menu
from bot.views.telegram.screens import Screen, choices, filled, paragraphs
from bot.views.telegram.words import bold, escape


def welcome(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(
            filled(_("Hello! This is {desk}."), desk=bold(facts.practice.name)),
            filled(_("Write your question here in your own words, and one of us will answer in this chat.")),
            filled(_("/help shows what else you can do.")),
        )
    )


def what_helps(facts: Facts) -> Screen:
    """`about` is what they said of it."""
    _ = facts.texts.gettext
    in_charge = _(
        "Do you want somebody in charge to look at a ticket? Just say so, or press the button for it in /status."
    )
    heard = facts.practice.chain(facts.practice.escalating.asked) is not None
    answer = Screen(
        paragraphs(
            filled(_("Just write: your message opens a ticket, and one of us answers it in this chat.")),
            filled(_("With several tickets open, reply to a message to say which one you mean.")),
            filled(in_charge) if heard else "",
            _commands(facts),
        )
    )
    return voted_on(HELP, answer, facts.about, facts.language)


def no_command(facts: Facts) -> Screen:
    """Mistyped, most likely. Whether it was helpful is not asked: it is no answer to a question of theirs."""
    _ = facts.texts.gettext
    return Screen(paragraphs(filled(_("There is no such command. You can use these:")), _commands(facts)))


def _commands(facts: Facts) -> str:
    return "\n".join(f"/{command} – {escape(purpose)}" for command, purpose in menu(facts.language))


def add_to(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Go ahead: what you write next goes to {ticket}."), ticket=facts.titled))


def write_new(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Go ahead: what you write next opens a new ticket.")))


def went_elsewhere(facts: Facts) -> Screen:
    """Stands where they asked for a new ticket; `about` is its number."""
    _ = facts.texts.gettext
    gone = _("Your new question has the number {new}. What you write here still goes to {ticket}.")
    return Screen(filled(gone, new=bold(f"#{facts.about}"), ticket=facts.titled))


def which(facts: Facts) -> Screen:
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


def close_which(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Which ticket may we close?")), choices(facts.live, Pressed.CLOSE))


def close_whole(ticket: Ticket, facts: Facts) -> Screen:
    """`about` is the number of a ticket that is a part of this one now."""
    _ = facts.texts.gettext
    asked = _("{part} is a part of {ticket} now. Shall we close {ticket}?")
    said = filled(asked, part=bold(f"#{facts.about}"), ticket=facts.number)
    label = _("Close {ticket}").format(ticket=f"#{ticket.id}")
    return Screen(said, (((label, data(Press(Pressed.CLOSE, ticket.id))),),))


def languages(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    buttons = (((name, data(Press(Pressed.LANGUAGE, argument=code))),) for code, name in LANGUAGES.items())
    return Screen(filled(_("Which language shall we speak?")), tuple(buttons))


def language_set(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    name = bold(LANGUAGES.get(facts.about, facts.about))
    return Screen(filled(_("From now on we speak {language}."), language=name))
