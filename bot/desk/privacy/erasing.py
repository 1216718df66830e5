"""Erasure: of a ticket's words, and of a person. What is left counts, and says nothing about anybody."""

from sqlmodel import col, delete, select, update

from bot.desk.desk import Desk
from bot.desk.events import DESK, AgentTold, ThreadCleared, TicketDiscarded, TicketErased
from bot.desk.files.tables import Attachment
from bot.desk.followups.tables import Contact, FollowUp
from bot.desk.people.tables import Customer
from bot.desk.privacy.leftovers import forget_parked, reword_outgoing
from bot.desk.recovery.tables import Recovery
from bot.desk.refusals import HeldByLaw
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey, Vote
from bot.desk.tickets.life import LIVE, Step
from bot.desk.tickets.status_lines import given_up
from bot.desk.tickets.tables import Card, Entry, Message, State, Ticket, Topic

WORDS_IN_HISTORY = ("former", "summary", "why", "name", "source", "quoted")
"""What an entry's detail calls that which somebody wrote."""
FINISHED = (State.DELIVERED, State.RECEIVED, State.INTERNAL)


def erase_customer(desk: Desk, known: Customer, by: str) -> None:
    """All that was said with them, and who they are. Locked by the caller. Raises `HeldByLaw`.

    Somebody who is blocked keeps their chat's number and that they are blocked, or a word would unblock them.
    """
    theirs = select(Ticket).where(Ticket.customer_id == known.id).order_by(col(Ticket.id))
    tickets = [desk.watched(ticket) for ticket in desk.session.exec(theirs.with_for_update(key_share=True)).all()]
    held = next((ticket for ticket in tickets if ticket.hold_since), None)
    if held:
        raise HeldByLaw()
    for ticket in tickets:
        erase_ticket(desk, ticket, by)
    erase_person(desk, known)


def erase_person(desk: Desk, known: Customer) -> None:
    """Who they are; what they said is erased already, but for what never came to a ticket."""
    _forget_unplaced(desk, known)
    forget_parked(desk, str(known.chat))
    known.name, known.username, known.source = "", None, None
    known.active_ticket, known.wants_new, known.asked_which_at = None, False, None
    known.hidden_told_at, known.erased_at, known.quiet_since = None, desk.moment, None
    _update(desk, delete(Contact).where(col(Contact.customer_id) == known.id))
    _update(desk, delete(Vote).where(col(Vote.customer_id) == known.id))
    _update(desk, update(Nps).where(col(Nps.customer_id) == known.id).values(numbers=[], comment_id=None))
    if known.blocked_at is None:
        known.chat = -known.id


def _forget_unplaced(desk: Desk, known: Customer) -> None:
    waiting = select(Message).where(Message.customer_id == known.id, col(Message.ticket_id).is_(None))
    for message in desk.session.exec(waiting).all():
        for file in desk.session.exec(select(Attachment).where(Attachment.message_id == message.id)).all():
            desk.session.delete(file)
        desk.session.flush()
        desk.session.delete(message)
    desk.session.flush()


def erase_ticket(desk: Desk, ticket: Ticket, by: str) -> None:
    """Its words, files and remarks, here and in Slack; one that is open is closed first. Doing it twice does no harm.

    The ticket is locked and watched by the caller, and under no hold.
    """
    if ticket.erased_at:
        return
    if ticket.status in LIVE:
        _tell_owner(desk, ticket)
    cards = desk.session.exec(select(Card).where(Card.ticket_id == ticket.id)).all()
    given_up(desk, ticket)
    _close(desk, ticket)
    desk.session.flush()
    _erase_messages(desk, ticket)
    _update(desk, update(Survey).where(col(Survey.ticket_id) == ticket.id).values(numbers=[], comment_id=None))
    _update(desk, update(Nps).where(col(Nps.ticket_id) == ticket.id).values(numbers=[], comment_id=None))
    _update(desk, delete(Topic).where(col(Topic.ticket_id) == ticket.id))
    _update(desk, update(FollowUp).where(col(FollowUp.ticket_id) == ticket.id).values(note=""))
    _update(desk, update(Recovery).where(col(Recovery.ticket_id) == ticket.id).values(note="", call_note=""))
    _erase_history(desk, ticket)
    reword_outgoing(desk, ticket, desk.customer_of(ticket).chat, cards)
    for card in cards:
        if card.post:
            forget_parked(desk, card.post)
    desk.happened(TicketErased(ticket=ticket.id, actor=by))


def _close(desk: Desk, ticket: Ticket) -> None:
    desk.move(ticket, Step.ERASED)
    ticket.closed_at = ticket.closed_at or desk.moment
    ticket.subject, ticket.source, ticket.waiting_since, ticket.topic_id = "", None, None, None
    ticket.erased_at = desk.moment


def _tell_owner(desk: Desk, ticket: Ticket) -> None:
    card = desk.session.get(Card, ticket.card_id) if ticket.card_id else None
    if ticket.owner and card:
        said = f"The customer of #{ticket.id} asked to be forgotten: it is closed, and what was said is being erased."
        desk.happened(AgentTold(agent=ticket.owner, channel=card.channel, thread=card.post, sentence=said))


def _erase_messages(desk: Desk, ticket: Ticket) -> None:
    """What is still on its way is stopped."""
    its = col(Message.ticket_id) == ticket.id
    files = col(Attachment.message_id).in_(select(Message.id).where(its))
    nothing = {"name": "", "telegram_file": None, "telegram_unique": None, "slack_file": None, "why": None}
    wordless: dict[str, object] = {
        "text": "",
        "spans": [],
        "former": None,
        "quoted": None,
        "quoted_from": None,
        "forwarded_from": None,
        "why": None,
        "erased": True,
        "reaction": None,
    }
    unlinked: dict[str, object] = {
        "album": None,
        "send_at": None,
        "parts": [],
        "begun": [],
        "chat_first": None,
        "chat_last": None,
    }
    _update(desk, update(Attachment).where(files).values(**nothing))
    _update(desk, update(Message).where(its, col(Message.state).not_in(FINISHED)).values(state=State.STOPPED))
    _update(desk, update(Message).where(its).values(**wordless, **unlinked))


def _update(desk: Desk, statement: object) -> None:
    """Many rows at once, unseen by the session: nothing that was read of them before is true any more."""
    desk.session.exec(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]


def _erase_history(desk: Desk, ticket: Ticket) -> None:
    """That it happened stays, and who did it; what they wrote about it goes."""
    spoken = col(Entry.what) != TicketDiscarded.__name__  # of which `why` is a word of ours
    for entry in desk.session.exec(select(Entry).where(Entry.ticket_id == ticket.id, spoken)).all():
        if any(entry.detail.get(key) for key in WORDS_IN_HISTORY):
            entry.detail = {key: value for key, value in entry.detail.items() if key not in WORDS_IN_HISTORY}


def thread_cleared(desk: Desk, card: int, left: int) -> None:
    """Nothing of ours stands in the card's thread any more; `left` is what people typed there themselves."""
    ticket = desk.session.get_one(Card, card).ticket_id
    erased = select(Entry.actor).where(Entry.ticket_id == ticket, Entry.what == TicketErased.__name__)
    by = desk.session.exec(erased.order_by(col(Entry.id).desc()).limit(1)).first()
    desk.happened(ThreadCleared(ticket=ticket, actor=by or DESK, card=card, left=left))
