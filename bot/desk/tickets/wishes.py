"""What customers ask for besides writing: a new ticket, a person, that it be closed; and what it is about."""

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CategorySet, PersonAskedFor, TicketSolved
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer, tell
from bot.desk.refusals import NoSuchChoice, TicketIsOver
from bot.desk.tickets.absence import back
from bot.desk.tickets.conversation import Letter, dropped, wrote
from bot.desk.tickets.life import LIVE, Step
from bot.desk.tickets.moving import change_team
from bot.desk.tickets.placing import could_be_for, own
from bot.desk.tickets.topics import ticket_here


def started(desk: Desk, person: Person, source: str) -> None:
    """They pressed Start; `source` is a deep link's payload, or empty."""
    known = customer(desk, person)
    back(desk, known)
    if dropped(known):
        return
    known.source = source or known.source
    tell(desk, known, Notice.WELCOME)


def asks_new(desk: Desk, person: Person, letter: Letter | None = None) -> None:
    """New question: the letter, or else their next message, opens a ticket of its own."""
    known = customer(desk, person)
    if dropped(known):
        return
    known.wants_new, known.wants_new_in = True, known.topic
    if letter:
        wrote(desk, person, letter, anew=True)
    else:
        tell(desk, known, Notice.WRITE_NEW)


def adds_to(desk: Desk, person: Person, ticket: int) -> None:
    """Their next messages go to that ticket."""
    known = customer(desk, person)
    held = own(desk, known, ticket)
    if held.status not in LIVE:
        raise TicketIsOver(ticket=held.id)
    known.active_ticket, known.wants_new = held.id, False
    tell(desk, known, Notice.ADD_TO, ticket=held.id)


def asks_for_person(desk: Desk, person: Person, ticket: int) -> None:
    known = customer(desk, person)
    held = own(desk, known, ticket)
    if held.status not in LIVE:
        raise TicketIsOver(ticket=held.id)
    desk.move(held, Step.CUSTOMER_WROTE)
    held.waiting_since = held.waiting_since or desk.moment
    desk.happened(PersonAskedFor(ticket=held.id, actor=CUSTOMER))
    tell(desk, known, Notice.PERSON_COMING, ticket=held.id)


def closes(desk: Desk, person: Person, ticket: int | None = None, instead_of: int | None = None) -> None:
    """The customer needs no more help with it. Without a number: with the one in whose topic they are, else the only
    one, else they are asked which. Of a part of another they are asked whether that may be closed as a whole.
    """
    known = customer(desk, person)
    ticket = ticket or ticket_here(desk, known)
    live = [held for held in could_be_for(desk, known) if held.status in LIVE]
    if ticket is None and len(live) != 1:
        tell(desk, known, Notice.CLOSE_WHICH if live else Notice.NO_TICKETS)
        return
    held = own(desk, known, ticket or live[0].id)
    if held.status in LIVE and ticket and held.id != ticket:
        tell(desk, known, Notice.CLOSE_WHOLE, ticket=held.id, about=str(ticket))
        return
    if held.status in LIVE:
        desk.move(held, Step.SOLVED)
        held.solved_at, held.waiting_since = desk.moment, None
        desk.happened(TicketSolved(ticket=held.id, actor=CUSTOMER))
    tell(desk, known, Notice.SOLVED_BY_YOU, ticket=held.id, instead_of=instead_of)


def chooses_category(desk: Desk, person: Person, ticket: int, category: str, instead_of: int | None = None) -> None:
    """What it is about. It moves to the category's team as long as nobody has taken it."""
    known = customer(desk, person)
    held = own(desk, known, ticket)
    chosen = desk.practice.category(category)
    if chosen is None:
        raise NoSuchChoice()
    if held.status not in LIVE:
        raise TicketIsOver(ticket=held.id)
    if held.category != category:
        held.category = category
        if held.owner is None:  # first, since what is said of a ticket goes to the thread it has now
            change_team(desk, held, chosen.team, CUSTOMER)
        desk.happened(CategorySet(ticket=held.id, actor=CUSTOMER, category=category))
    tell(desk, known, Notice.CATEGORY_SET, ticket=held.id, about=category, instead_of=instead_of)
