"""What customers do: write, say which ticket they mean, ask for a person, close."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_
from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import (
    CUSTOMER,
    CardStarted,
    CategorySet,
    CustomerTold,
    CustomerWrote,
    PersonAskedFor,
    TicketOpened,
    TicketSolved,
)
from bot.desk.files.enclosing import album_ticket, attached, enclose, in_short
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, File
from bot.desk.files.refusing import say_what_stays
from bot.desk.files.tables import Attachment
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer
from bot.desk.people.tables import Customer
from bot.desk.privacy.hiding import hidden, say_so
from bot.desk.refusals import NoLongerAsked, NoSuchChoice, NotYours, TicketIsOver
from bot.desk.relationship import answering as relationship
from bot.desk.relationship.tables import Nps
from bot.desk.surveys import answering
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.absence import back
from bot.desk.tickets.bursts import burst
from bot.desk.tickets.citing import NOTHING, Cited, cite, discreetly
from bot.desk.tickets.floods import holds_back, watch
from bot.desk.tickets.life import LIVE, Step
from bot.desk.tickets.moving import change_team
from bot.desk.tickets.placement import AskWhich, Hint, Join, Open, Placement, Reopen, Thank, place
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from bot.desk.tickets.thanks import only_thanks
from bot.desk.tickets.topics import left_behind, settle, ticket_here
from bot.desk.words import Words

SUBJECT_LENGTH = 80


def _could_be_for(over: Any) -> Any:
    """The tickets pointed to, those being worked on, and the latest that is over, by `over`."""
    theirs = and_(
        col(Ticket.customer_id) == bindparam("whose"),
        col(Ticket.spam).is_(False),
        col(Ticket.merged_into).is_(None),
    )
    live = col(Ticket.status).in_(LIVE)
    latest = select(Ticket.id).where(theirs, ~live).order_by(over.desc(), col(Ticket.id)).limit(1).scalar_subquery()
    return (
        select(Ticket, Card)
        .join(Card, col(Card.id) == col(Ticket.card_id), isouter=True)
        .where(theirs, or_(live, col(Ticket.id).in_(bindparam("pointed", expanding=True)), col(Ticket.id) == latest))
        .order_by(col(Ticket.id))
        .with_for_update(key_share=True, of=Ticket)
    )


# Built once: building a query costs as much as asking it. As `placement` has it: of the tickets that are over, the
# latest is the one that could come back.
COULD_BE_FOR = _could_be_for(func.coalesce(Ticket.solved_at, Ticket.closed_at, Ticket.opened_at))
WRITTEN_IN_LAST = _could_be_for(col(Ticket.customer_wrote_at))


@dataclass(frozen=True)
class Letter:
    """One message as it came: its id in the customer's chat, what it replies to there, and when it was written.

    `album` is what those that were sent together have in common. `unshown`: the words only name what came.
    `forwarded`: somebody else wrote it, or they did elsewhere.
    """

    chat_message: int
    words: Words
    written_at: datetime
    reply_to: int | None = None
    files: tuple[File, ...] = ()
    album: str | None = None
    unshown: bool = False
    forwarded: bool = False
    cited: Cited = NOTHING


def wrote(desk: Desk, person: Person, letter: Letter, *, anew: bool = False) -> None:
    """The customer wrote: into the ticket it belongs to, or a new one; kept aside while they say which.

    `anew`: they said that it is a new question, whatever it replies to.
    """
    known = customer(desk, person)
    back(desk, known)
    if _dropped(known):
        return
    question = None if anew else _question_answered(desk, known, letter)
    if question:
        _comment(desk, known, letter, question)
        return
    if letter.forwarded:
        length = len(letter.words.text)
        letter = replace(letter, album=burst(desk, known.id, letter.chat_message, letter.written_at, length))
    replied, ticket = _replied(desk, known, letter.reply_to)
    message = _kept(desk, known, discreet(desk, letter), replied)
    enclosed = _enclosed(desk, message, letter.files)
    hint = Hint(
        topic=ticket_here(desk, known),
        replied=None if anew else (album_ticket(desk, known.id, letter.album) if letter.album else None) or ticket,
        active=known.active_ticket,
        wants_new=known.wants_new,
        thanks=not letter.files and only_thanks(letter.words.text),
    )
    tickets = _tickets(desk, known, (hint.topic, hint.replied))
    _put(desk, known, message, place(tickets, hint, desk.moment, desk.practice.reopen_within))
    say_what_stays(desk, message, enclosed)
    if letter.unshown:
        _tell(desk, known, Notice.CANNOT_SHOW, ticket=message.ticket_id)
    if message.words != letter.words:
        say_so(desk, known, message.ticket_id)


def _dropped(known: Customer) -> bool:
    """Of somebody we blocked nothing is taken, and nothing is said that would have them write."""
    if known.blocked_at is None:
        return False
    known.dropped += 1
    return True


def _question_answered(desk: Desk, known: Customer, letter: Letter) -> Survey | Nps | None:
    """What shows more than it says, or somebody else wrote, is no comment: it goes to the ticket."""
    if letter.files or letter.forwarded or letter.unshown:
        return None
    survey = answering.commented_on(desk, known, letter.reply_to)
    return survey or relationship.commented_on(desk, known, letter.reply_to)


def _comment(desk: Desk, known: Customer, letter: Letter, question: Survey | Nps) -> None:
    """It stands in the ticket's thread and neither opens nor reopens anything."""
    replied, _ = _replied(desk, known, letter.reply_to)
    message = _kept(desk, known, discreet(desk, letter), replied)
    ticket = answering.in_place_of(desk, question.ticket_id)
    _into(desk, known, ticket, message, step=False)
    if isinstance(question, Nps):
        relationship.comments(desk, question, ticket.id, message.id)
    else:
        answering.comments(desk, question, message.id)
    if message.words != letter.words:
        say_so(desk, known, message.ticket_id)


def discreet(desk: Desk, letter: Letter) -> Letter:
    """Without what must not be kept."""
    return replace(letter, words=hidden(desk, letter.words), cited=discreetly(desk, letter.cited))


def _enclosed(desk: Desk, message: Message, files: Sequence[File]) -> list[Attachment]:
    if not files:
        return []
    desk.session.flush()
    return enclose(desk, message, files, MOST_FROM_CUSTOMERS)


def _kept(desk: Desk, known: Customer, letter: Letter, replied: int | None) -> Message:
    message = Message(
        customer_id=known.id,
        author=Author.CUSTOMER,
        state=State.RECEIVED,
        text=letter.words.text,
        spans=[list(span) for span in letter.words.spans],
        source_at=desk.believed(letter.written_at),
        received_at=desk.moment,
        chat_first=letter.chat_message,
        chat_last=letter.chat_message,
        cause=desk.cause,
        album=letter.album,
        replies_to=replied,
    )
    cite(message, letter.cited)
    desk.session.add(message)
    return message


def _tickets(
    desk: Desk, known: Customer, pointed: Sequence[int | None] = (), wanted: Any = COULD_BE_FOR
) -> list[Ticket]:
    """What a message could be for.

    Not all they ever had: each is locked, and comes with its card.
    """
    found = desk.session.exec(wanted, params={"whose": known.id, "pointed": [each for each in pointed if each]}).all()
    return [desk.watched(ticket) for ticket, _ in found]


def _replied(desk: Desk, known: Customer, chat_message: int | None) -> tuple[int | None, int | None]:
    """The message that they replied to, and its ticket; of one that was merged, the ticket it was merged into."""
    if chat_message is None:
        return None, None
    found = desk.session.exec(
        select(Message.id, func.coalesce(Ticket.merged_into, Message.ticket_id))
        .join(Ticket, col(Ticket.id) == col(Message.ticket_id), isouter=True)
        .where(
            Message.customer_id == known.id,
            col(Message.chat_first) <= chat_message,
            col(Message.chat_last) >= chat_message,
        )
        .order_by(col(Message.chat_first).desc())
        .limit(1)
    ).first()
    return found or (None, None)


def _put(desk: Desk, known: Customer, message: Message, placement: Placement) -> None:
    match placement:
        case Join(ticket) | Thank(ticket):
            _into(desk, known, ticket, message, step=isinstance(placement, Join))
            if isinstance(placement, Thank):
                _tell(desk, known, Notice.YOU_ARE_WELCOME, ticket=ticket.id)
        case Reopen(ticket):
            ticket.solved_at = ticket.duplicate_of = None
            _into(desk, known, ticket, message, reopened=True)
            _tell(desk, known, Notice.REOPENED, ticket=ticket.id)
        case Open(follows):
            _open(desk, known, message, follows)
        case AskWhich():
            _ask_which(desk, known)


def _into(
    desk: Desk, known: Customer, ticket: Ticket, message: Message, *, step: bool = True, reopened: bool = False
) -> None:
    message.ticket_id = ticket.id
    settle(desk, known, ticket)
    if step:
        watch(desk, known, ticket, message)
        known.active_ticket = ticket.id
        desk.move(ticket, Step.CUSTOMER_WROTE)
        ticket.waiting_since = ticket.waiting_since or message.source_at
        ticket.customer_wrote_at = max(ticket.customer_wrote_at, message.source_at)
    message.held_back = holds_back(desk, known)
    desk.session.flush()
    desk.happened(CustomerWrote(ticket=ticket.id, actor=CUSTOMER, message=message.id, reopened=reopened))


def _open(desk: Desk, known: Customer, message: Message, follows: Ticket | None) -> None:
    team = desk.practice.team(follows.team) if follows else desk.practice.first_team
    ticket = Ticket(
        customer_id=known.id,
        team=team.name,
        category=follows.category if follows else None,
        subject=subject(desk, message),
        source=known.source,
        follows=follows.id if follows else None,
        opened_at=desk.moment,
        waiting_since=message.source_at,
        waits_from=message.source_at,
        promised_under=desk.practice.promises,
        with_us=[[milliseconds(message.source_at), None]],
        customer_wrote_at=message.source_at,
    )
    desk.session.add(ticket)
    desk.session.flush()
    desk.watched(ticket)
    card = Card(ticket_id=ticket.id, channel=team.channel)
    desk.session.add(card)
    desk.session.flush()
    ticket.card_id, message.ticket_id = card.id, ticket.id
    watch(desk, known, ticket, message)
    message.held_back = holds_back(desk, known)
    settle(desk, known, ticket)
    behind = left_behind(desk, known)
    known.active_ticket, known.wants_new = ticket.id, False
    desk.session.flush()
    desk.happened(CardStarted(ticket=ticket.id, card=card.id))
    desk.happened(TicketOpened(ticket=ticket.id, actor=CUSTOMER, source=known.source, follows=ticket.follows))
    desk.happened(CustomerWrote(ticket=ticket.id, actor=CUSTOMER, message=message.id))
    _tell(desk, known, Notice.FOLLOW_UP if follows else Notice.OPENED, ticket=ticket.id)
    if behind:
        _tell(desk, known, Notice.WENT_ELSEWHERE, ticket=behind, about=str(ticket.id))


def subject(desk: Desk, message: Message) -> str:
    """What a ticket that begins with the message is called."""
    return message.words.first(SUBJECT_LENGTH) or in_short(attached(desk, message))


def _ask_which(desk: Desk, known: Customer) -> None:
    """Asked once: further messages wait with the first, and go where it goes."""
    if known.asked_which_at is None:
        known.asked_which_at = desk.moment
        _tell(desk, known, Notice.WHICH)


def _tell(
    desk: Desk,
    known: Customer,
    notice: Notice,
    *,
    ticket: int | None = None,
    about: str = "",
    instead_of: int | None = None,
) -> None:
    desk.happened(CustomerTold(customer=known.id, notice=notice, ticket=ticket, about=about, instead_of=instead_of))


def place_unplaced(desk: Desk, person: Person, ticket: int | None, instead_of: int | None = None) -> None:
    """The customer said which ticket the waiting messages are for; no ticket means a new question."""
    known = customer(desk, person)
    waiting = _unplaced(desk, known)
    if not waiting:
        raise NoLongerAsked()
    onto = _own(desk, known, ticket) if ticket else None
    _place_all(desk, known, waiting, onto)
    _tell(desk, known, Notice.PLACED, ticket=waiting[0].ticket_id, instead_of=instead_of)


def place_unasked(desk: Desk, customer_id: int) -> None:
    """They never said: the messages go to the ticket that was written in last, rather than be lost."""
    known = desk.customer(customer_id)
    waiting = _unplaced(desk, known)
    if waiting:
        candidates = _tickets(desk, known, wanted=WRITTEN_IN_LAST)
        _place_all(desk, known, waiting, max(candidates, key=_liveliest, default=None))
    known.asked_which_at = None


def _liveliest(ticket: Ticket) -> tuple[bool, datetime]:
    """One that is being worked on comes before any that is over."""
    return ticket.status in LIVE, ticket.customer_wrote_at


def _unplaced(desk: Desk, known: Customer) -> list[Message]:
    waiting = select(Message).where(Message.customer_id == known.id, col(Message.ticket_id).is_(None))
    return list(desk.session.exec(waiting.order_by(col(Message.id))).all())


def _place_all(desk: Desk, known: Customer, waiting: list[Message], onto: Ticket | None) -> None:
    known.asked_which_at = None
    first, *rest = waiting
    within = desk.practice.reopen_within
    _put(desk, known, first, place([onto], Hint(replied=onto.id), desk.moment, within) if onto else Open())
    for message in rest:
        _into(desk, known, desk.ticket(first.ticket_id or 0), message)


def started(desk: Desk, person: Person, source: str) -> None:
    """They pressed Start; `source` is a deep link's payload, or empty."""
    known = customer(desk, person)
    back(desk, known)
    if _dropped(known):
        return
    known.source = source or known.source
    _tell(desk, known, Notice.WELCOME)


def asks_new(desk: Desk, person: Person, letter: Letter | None = None) -> None:
    """New question: the letter, or else their next message, opens a ticket of its own."""
    known = customer(desk, person)
    if _dropped(known):
        return
    known.wants_new, known.wants_new_in = True, known.topic
    if letter:
        wrote(desk, person, letter, anew=True)
    else:
        _tell(desk, known, Notice.WRITE_NEW)


def adds_to(desk: Desk, person: Person, ticket: int) -> None:
    """Their next messages go to that ticket."""
    known = customer(desk, person)
    held = _own(desk, known, ticket)
    if held.status not in LIVE:
        raise TicketIsOver(ticket=held.id)
    known.active_ticket, known.wants_new = held.id, False
    _tell(desk, known, Notice.ADD_TO, ticket=held.id)


def asks_for_person(desk: Desk, person: Person, ticket: int) -> None:
    known = customer(desk, person)
    held = _own(desk, known, ticket)
    if held.status not in LIVE:
        raise TicketIsOver(ticket=held.id)
    desk.move(held, Step.CUSTOMER_WROTE)
    held.waiting_since = held.waiting_since or desk.moment
    desk.happened(PersonAskedFor(ticket=held.id, actor=CUSTOMER))
    _tell(desk, known, Notice.PERSON_COMING, ticket=held.id)


def closes(desk: Desk, person: Person, ticket: int | None = None, instead_of: int | None = None) -> None:
    """The customer needs no more help with it. Without a number: with the one in whose topic they are, else the only
    one, else they are asked which.
    """
    known = customer(desk, person)
    ticket = ticket or ticket_here(desk, known)
    live = [held for held in _tickets(desk, known) if held.status in LIVE]
    if ticket is None and len(live) != 1:
        _tell(desk, known, Notice.CLOSE_WHICH if live else Notice.NO_TICKETS)
        return
    held = _own(desk, known, ticket or live[0].id)
    if held.status in LIVE:
        desk.move(held, Step.SOLVED)
        held.solved_at, held.waiting_since = desk.moment, None
        desk.happened(TicketSolved(ticket=held.id, actor=CUSTOMER))
    _tell(desk, known, Notice.SOLVED_BY_YOU, ticket=held.id, instead_of=instead_of)


def chooses_category(desk: Desk, person: Person, ticket: int, category: str, instead_of: int | None = None) -> None:
    """What it is about. It moves to the category's team as long as nobody has taken it."""
    known = customer(desk, person)
    held = _own(desk, known, ticket)
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
    _tell(desk, known, Notice.CATEGORY_SET, ticket=held.id, about=category, instead_of=instead_of)


def _own(desk: Desk, known: Customer, ticket: int) -> Ticket:
    """Theirs, by a number they may have from before: of one that was merged, what it is a part of now."""
    held = desk.ticket(ticket)
    if held.customer_id != known.id:
        raise NotYours()
    return _own(desk, known, held.merged_into) if held.merged_into else held
