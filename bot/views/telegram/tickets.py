"""What a customer is told of a ticket: it is there, it goes on, it is over, it is one with another."""

from bot.views.telegram.facts import Facts
from bot.views.telegram.screens import Screen, about_what, filled, new_question, paragraphs
from bot.views.telegram.status import status
from bot.views.telegram.words import bold


def opened(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    taken = filled(_("We have your question. Its number is {ticket}."), ticket=facts.number)
    return _new_ticket(facts, taken)


def follow_up(facts: Facts) -> Screen:
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


def category_set(facts: Facts) -> Screen:
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


def reopened(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    again = filled(_("{ticket} is open again. One of us will answer right here."), ticket=facts.titled)
    return Screen(paragraphs(again, facts.expected))


def placed(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("Thank you, that went to {ticket}."), ticket=facts.titled))


def solved(facts: Facts) -> Screen:
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


def duplicate(facts: Facts) -> Screen:
    """`about` is the number of another ticket of theirs; where it is somebody else's, nothing tells of it."""
    _ = facts.texts.gettext
    if facts.about:
        same = _("{ticket} asks the same as {other}, so we closed it and go on with {other}.")
        return Screen(filled(same, ticket=facts.titled, other=_numbered(facts.about)))
    known = _("We already know about what you wrote in {ticket} and take care of it in one place, so it is closed.")
    return Screen(paragraphs(filled(known, ticket=facts.titled), _until(facts)), (new_question(facts.texts),))


def merged(facts: Facts) -> Screen:
    """`about` is the number that is no more than a part of this ticket now."""
    _ = facts.texts.gettext
    together = _("From now on we look at {merged} and {ticket} together, under the number {ticket}.")
    return Screen(filled(together, merged=_numbered(facts.about), ticket=facts.number))


def unmerged(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    apart = _("{other} and {ticket} are two tickets again. To say which one you mean, reply to one of its messages.")
    return Screen(filled(apart, other=_numbered(facts.about), ticket=facts.number))


def _numbered(number: str) -> str:
    return bold(f"#{number}")


def solved_by_you(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(
            filled(_("{ticket} is closed. Thank you for telling us!"), ticket=facts.titled),
            filled(_("Should you need it again, reply to this message.")),
        )
    )


def standing(facts: Facts) -> Screen:
    return status(facts.live, facts.language, facts.practice.zone_of(facts.language), facts.expectations, facts.over)


def no_tickets(facts: Facts) -> Screen:
    return status((), facts.language, facts.practice.zone_of(facts.language))


def person_coming(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    coming = _("We told the team that you would like a person to look at {ticket}. They will answer right here.")
    return Screen(paragraphs(filled(coming, ticket=facts.titled), facts.expected))


def you_are_welcome(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(filled(_("You are welcome! If something else comes up, just write.")))
