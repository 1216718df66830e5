"""What a customer is told where something does not go as they meant it."""

import json

from bot.desk import refusals
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, Reason, in_words
from bot.views.telegram.facts import Facts
from bot.views.telegram.screens import Screen, filled, paragraphs
from bot.views.telegram.words import bold, escape


def cannot_show(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    only = _("We cannot pass on messages of this kind: the team sees that you sent one, but not what is in it.")
    return Screen(paragraphs(filled(only), filled(_("Please describe it in words."))))


def slow_down(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    fast = _("That was more than {count} messages in a minute, faster than we can read.")
    return Screen(
        paragraphs(
            filled(fast, count=str(facts.practice.flood)),
            filled(_("Nothing is lost: the team sees all of it, a little later.")),
            filled(_("It helps to put what belongs together into one message. Thank you!")),
        )
    )


def file_refused(facts: Facts) -> Screen:
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


def refused(facts: Facts) -> Screen:
    """`about` is JSON: the refusal's class in `why`, and its fields."""
    told = json.loads(facts.about)
    refusal = FOR_CUSTOMERS.get(told["why"], refusals.Refusal)
    fields = {name: escape(str(value)) for name, value in told["fields"].items()}
    return Screen(filled(facts.texts.gettext(refusal.__doc__ or ""), **fields))


def fault(facts: Facts) -> Screen:
    _ = facts.texts.gettext
    return Screen(
        paragraphs(
            filled(_("Sorry, something went wrong on our side. What you sent is kept, and the team has been told.")),
            filled(_("If you ask about it, name this: {reference}"), reference=f"<code>{escape(facts.about)}</code>"),
        )
    )


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
