"""Each thing the desk tells a customer: short, friendly, and with what they can do next."""

from collections.abc import Callable

from bot.desk.outgoing import Notice
from bot.desk.tickets.tables import Ticket
from bot.views.telegram import choosing, follow_ups, nps, privacy, refusing, surveys, tickets
from bot.views.telegram.call_backs import call_back
from bot.views.telegram.facts import Facts
from bot.views.telegram.screens import Screen


def notice(which: Notice, facts: Facts) -> Screen:
    return VIEWS[which](facts)


def _of_ticket(draw: Callable[[Ticket, Facts], Screen]) -> Callable[[Facts], Screen]:
    """What is always about a ticket."""

    def drawn(facts: Facts) -> Screen:
        return draw(facts.ticket, facts) if facts.ticket else Screen("")

    return drawn


VIEWS: dict[Notice, Callable[[Facts], Screen]] = {
    Notice.OPENED: tickets.opened,
    Notice.REOPENED: tickets.reopened,
    Notice.FOLLOW_UP: tickets.follow_up,
    Notice.SOLVED: tickets.solved,
    Notice.SOLVED_BY_YOU: tickets.solved_by_you,
    Notice.DUPLICATE: tickets.duplicate,
    Notice.MERGED: tickets.merged,
    Notice.UNMERGED: tickets.unmerged,
    Notice.WELCOME: choosing.welcome,
    Notice.HELP: choosing.what_helps,
    Notice.NO_COMMAND: choosing.no_command,
    Notice.STATUS: tickets.standing,
    Notice.WRITE_NEW: choosing.write_new,
    Notice.WENT_ELSEWHERE: choosing.went_elsewhere,
    Notice.ADD_TO: choosing.add_to,
    Notice.WHICH: choosing.which,
    Notice.PLACED: tickets.placed,
    Notice.CATEGORY_SET: tickets.category_set,
    Notice.LANGUAGES: choosing.languages,
    Notice.LANGUAGE_SET: choosing.language_set,
    Notice.PERSON_COMING: tickets.person_coming,
    Notice.NO_TICKETS: tickets.no_tickets,
    Notice.CLOSE_WHICH: choosing.close_which,
    Notice.CLOSE_WHOLE: _of_ticket(choosing.close_whole),
    Notice.YOU_ARE_WELCOME: tickets.you_are_welcome,
    Notice.CANNOT_SHOW: refusing.cannot_show,
    Notice.SLOW_DOWN: refusing.slow_down,
    Notice.FILE_REFUSED: refusing.file_refused,
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
        lambda ticket, facts: call_back(ticket, facts.about, facts.practice.zone_of(facts.language), facts.language)
    ),
    Notice.QUIET: lambda facts: follow_ups.quiet(facts.language),
    Notice.NOT_QUIET: lambda facts: follow_ups.not_quiet(facts.language),
    Notice.NPS_COMMENT_TAKEN: lambda facts: nps.comment_taken(facts.language),
    Notice.COMMENT_TAKEN: lambda facts: surveys.comment_taken(facts.number, facts.language),
    Notice.REFUSED: refusing.refused,
    Notice.FAULT: refusing.fault,
}
