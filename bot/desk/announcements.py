"""Who must hear of what: one event, and the rows that go out because of it. Nothing else writes to the lanes."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from sqlmodel import col, select

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.desk import Desk, Thing
from bot.desk.escalation.audiences import Place
from bot.desk.escalation.tables import Telling
from bot.desk.files.enclosing import attached, begins_album, captions
from bot.desk.moments import milliseconds
from bot.desk.people.tables import Customer
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.bursts import first_of
from bot.desk.tickets.relations import pages
from bot.desk.tickets.tables import Card, Message, Offer, Ticket


def announce(desk: Desk, event: e.Event, entry: int | None) -> Iterator[out.Outgoing]:  # noqa: C901, PLR0915 - one table
    """The rows for one event, in the order they are to leave. `entry` is the id of its line of history."""
    match event:  # what comes in crowds, first: each case costs those below it
        case e.CardStale():
            yield from _redraw(desk, event.ticket)
        case e.TargetsMissed():
            if not (event.lapsed or event.ticket in desk.told_at_once):  # else an outage's summary or its chain has it
                yield from _line(desk, event, entry)
        case e.CardStarted():
            yield from _card_started(desk, event)
        case e.CustomerWrote():
            yield from _words(desk, event.message)
            if event.reopened:
                yield from _line(desk, event, entry)
        case e.CardRehomed():  # on the lane of the channel it left, behind what still waits there
            yield out.PostCard(channel=event.left, card=event.card)
            yield out.PostRecap(channel=event.left, card=event.card)
        case e.ReplyTyped() | e.NoteWritten() | e.WordsReleased():
            yield from _words(desk, event.message)
        case e.CustomerRewrote():
            yield from _redraw_words(desk, event.message)
            if event.answered:
                yield from _line(desk, event, entry)
        case e.FilesAdded():
            yield from _redraw_words(desk, event.message)
            if not desk.session.get_one(Message, event.message).held_back:
                yield from _files(desk, event.ticket, event.attachments)
        case e.ReplyChanged():
            yield _edit(desk, event.message)
        case e.ReplyTakenBack():
            yield _delete(desk, event.message)
            if desk.session.get_one(Message, event.message).question:
                yield from _mark(desk, event.message)
        case e.ReplyReleased():
            yield from _relay(desk, event.message)
        case e.MessageMarked():
            yield from _mark(desk, event.message)
        case e.ReplyHeld():
            yield from _held(desk, event)
        case e.ReplyFailed():
            yield from _mark(desk, event.message)
            yield from _failed(desk, event)
        case e.ReplyDelivered() | e.ReplyStopped():
            yield from _mark(desk, event.message)
        case e.TicketMoved():
            yield from _moved(desk, event, entry)
        case e.TicketMerged():
            yield from _merged(desk, event, entry)
        case e.FilesCarried():
            yield from _carried(desk, event)
        case e.TicketOpened():
            if event.follows:
                yield from _line(desk, event, entry)
        case (
            e.TicketClaimed()
            | e.TicketReleased()
            | e.TicketHandedOver()
            | e.StatusChanged()
            | e.TicketSolved()
            | e.TicketReopened()
            | e.TicketDiscarded()
            | e.CategorySet()
            | e.PrioritySet()
            | e.TierSet()
            | e.PersonAskedFor()
            | e.CustomerBlocked()
            | e.CustomerUnblocked()
            | e.CustomerFloods()
            | e.CustomerLeft()
            | e.CustomerReturned()
            | e.CopyRemoved()
            | e.CopyKept()
            | e.FileNotPassed()
            | e.TargetWarned()
            | e.TicketEscalated()
            | e.EscalationSkipped()
            | e.EscalationAcknowledged()
            | e.EscalationReleased()
            | e.LeaseRanOut()
            | e.TicketSnoozed()
            | e.SnoozeOver()
            | e.HoldOver()
            | e.CustomerNudged()
            | e.FollowUpPlanned()
            | e.FollowUpAsked()
            | e.FollowUpEnded()
            | e.CauseSet()
            | e.SurveyAnswered()
            | e.RecoveryJoined()
            | e.RecoveryTaken()
            | e.RecoveryHandedBack()
            | e.CallBackPlanned()
            | e.RecoveryEnded()
            | e.RecoveryResumed()
            | e.EffortRated()
            | e.NpsExplained()
            | e.LegalHoldPlaced()
            | e.LegalHoldLifted()
            | e.TicketMergedAway()
            | e.TicketParted()
            | e.TicketUnmerged()
            | e.TicketLinked()
            | e.TicketUnlinked()
            | e.DuplicateClosed()
            | e.CustomerReacted()
            | e.ReplyRepeated()
        ):
            yield from _line(desk, event, entry)
        case e.RecoveryOpened():
            yield from _line(desk, event, entry)
            yield out.PostRecovery(**_recovering(desk, event))
        case e.RecoveryReminded():
            yield out.PostRecoveryReminder(**_recovering(desk, event), agent=event.agent, of=event.of)
        case e.RecoveryStale():
            yield out.DrawRecovery(recovery=event.recovery)
        case e.RatingsGathered():
            yield out.PostRatings(channel=event.channel, digest=event.digest)
        case e.TicketErased() | e.SaidTooLate():
            yield from _clear(desk, event.ticket)
        case e.ThreadCleared():  # of what was only too old, nobody is told in hundreds of threads
            if event.actor != e.DESK and event.card == desk.session.get_one(Ticket, event.ticket).card_id:
                yield from _line(desk, event, entry)
        case e.TranscriptAskedFor():
            yield from _line(desk, event, entry)
            yield from _transcript(desk, event)
        case e.TicketExpired():
            return  # the card says so, and nobody has to be told
        case e.SurveyAsked():
            yield out.AskSurvey(**_surveyed(desk, event.survey), ticket=event.ticket, reminder=event.reminder)
        case e.SurveyStale():
            yield out.DrawSurvey(**_surveyed(desk, event.survey))
        case e.NpsAsked():
            yield out.AskNps(**_asked_nps(desk, event.nps))
        case e.NpsStale():
            yield out.DrawNps(**_asked_nps(desk, event.nps))
        case e.CustomerTold():
            yield _tell(desk, event)
        case e.CustomerForgotten():
            yield out.TellCustomer(
                chat=event.chat, customer=event.customer, notice=out.Notice.FORGOTTEN, instead_of=event.instead_of
            )
        case e.DataAskedFor():
            chat = desk.session.get_one(Customer, event.customer).chat
            yield out.SendData(chat=chat, customer=event.customer, asked=milliseconds(desk.moment))
        case e.AgentTold():
            yield out.Whisper(agent=event.agent, channel=event.channel, thread=event.thread, sentence=event.sentence)
        case e.TopicStale():
            yield out.DrawTopic(ticket=event.ticket)
        case e.StatusLineStale():
            yield out.DrawStatusLine(ticket=event.ticket)
        case e.StatusLineGivenUp():
            where = {"chat": event.chat, "customer": event.customer}
            yield out.EndStatusLine(**where, ticket=event.ticket, number=event.number)
        case e.AnswersOffered():
            yield from _offer(desk, event)
        case e.OfferStale():
            yield out.DrawOffer(offer=event.offer)
        case e.EscalationTold():
            yield from _telling(desk, event)
        case e.TellingStale():
            yield out.DrawTelling(telling=event.telling)
        case e.GapsFound():
            if desk.practice.supervisors:
                yield out.PostGaps(channel=desk.practice.supervisors, gaps=list(event.gaps))
        case e.WeekEnded():
            if desk.practice.supervisors:
                yield out.PostSatisfaction(channel=desk.practice.supervisors, last=event.last)
        case e.BoardMade():
            yield out.PostBoard(channel=event.channel, board=event.board)
        case e.BoardStale():
            yield out.DrawBoard(board=event.board)
        case e.OwnerReminded():
            yield from _reminder(desk, event)
        case e.ReminderStale():
            yield out.DrawReminder(reminder=event.reminder)
        case e.CalloutStale():
            yield out.DrawCallout(channel=desk.practice.team(event.team).channel, team=event.team)
        case e.HomeStale():
            yield out.DrawHome(agent=event.agent)
        case e.OperatorsAlerted():
            if desk.practice.operators:
                yield out.AlertOperators(channel=desk.practice.operators, sentence=event.sentence)
        case _:
            assert_never(event)


def _card(desk: Desk, ticket: int | None) -> Card | None:
    held = _found(desk, Ticket, ticket)
    return _found(desk, Card, held.card_id) if held else None


def _found(desk: Desk, kind: type[Thing], number: int | None) -> Thing | None:
    return (desk.at_hand(kind, number) or desk.session.get(kind, number)) if number else None


def _card_started(desk: Desk, event: e.CardStarted) -> Iterator[out.Outgoing]:
    card = desk.session.get_one(Card, event.card)
    yield out.PostCard(channel=card.channel, card=event.card)
    if event.moved:
        yield out.PostRecap(channel=card.channel, card=event.card)


def _words(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    """What is held back comes later, as it then is."""
    said = desk.session.get_one(Message, message)
    if said.held_back:
        return
    files = attached(desk, said)
    first = first_of(desk.session, said)
    if first != message:
        if not desk.session.get_one(Message, first).held_back:  # it then comes with all that was forwarded with it
            yield from _draw_words(desk, said.ticket_id, first)
    elif not files or not said.words.blank or begins_album(desk, said) or any(file.refused for file in files):
        card = _card(desk, said.ticket_id)
        if card and card.id:
            yield out.PostWords(channel=card.channel, card=card.id, message=message, text=said.text, spans=said.spans)
    yield from _files(desk, said.ticket_id, [file.id for file in files if not file.refused])


def _draw_words(desk: Desk, ticket: int | None, message: int) -> Iterator[out.Outgoing]:
    card = _card(desk, ticket)
    if card and card.id:
        yield out.DrawWords(channel=card.channel, card=card.id, message=message)


def _files(desk: Desk, ticket: int | None, attachments: Sequence[int]) -> Iterator[out.Outgoing]:
    """Each by itself, under the words they came with."""
    card = _card(desk, ticket) if attachments else None
    if card and card.id:
        for attachment in attachments:
            yield out.PostFile(channel=card.channel, card=card.id, attachment=attachment)


def _redraw_words(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    said = desk.session.get_one(Message, message)
    card = None if said.held_back else _card(desk, said.ticket_id)
    if card and card.id:
        yield out.RedrawWords(channel=card.channel, card=card.id, message=message)


def _relay(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    """What of it the customer does not have yet: its words, under the first file if they fit there, and its files."""
    said = desk.session.get_one(Message, message)
    files = [file for file in attached(desk, said) if not file.refused and file.chat_message is None]
    unsaid = not said.files or not (said.words.blank or said.parts)
    may_caption = unsaid and bool(files) and not said.begun
    captioned = may_caption and captions(said.words, desk.session.get_one(Ticket, said.ticket_id).subject)
    to = _to_customer(desk, said)
    if unsaid and not captioned:
        yield out.RelayToCustomer(**to, text=said.text, spans=said.spans)
    for place, file in enumerate(files):
        under = {"text": said.text, "spans": said.spans} if captioned and place == 0 else {}
        yield out.RelayFile(**to, attachment=file.id, **under)


def _to_customer(desk: Desk, said: Message, cause: str = "") -> dict[str, Any]:
    customer = desk.session.get_one(Customer, said.customer_id)
    return {
        "chat": customer.chat,
        "message": said.id,
        "ticket": said.ticket_id or 0,
        "cause": cause or said.cause,
    }


def _edit(desk: Desk, message: int) -> out.Outgoing:
    said = desk.session.get_one(Message, message)
    return out.EditRelayed(**_to_customer(desk, said, desk.cause), text=said.text, spans=said.spans)


def _delete(desk: Desk, message: int) -> out.Outgoing:
    return out.DeleteRelayed(**_to_customer(desk, desk.session.get_one(Message, message), desk.cause))


def _mark(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    said = desk.session.get_one(Message, message)
    if said.ticket_id:
        yield out.Mark(ticket=said.ticket_id, message=message, cause=desk.cause or said.cause)
        if said.unreached:
            yield from _redraw_offers(desk, said.ticket_id)


def _redraw_offers(desk: Desk, ticket: int) -> Iterator[out.Outgoing]:
    """Where one of the answers that a post names was sent, deleted or failed anew."""
    asked = select(Offer.id).where(Offer.ticket_id == ticket, col(Offer.settled_at).is_(None))
    for offer in desk.session.exec(asked).all():
        yield out.DrawOffer(offer=offer)


def _offer(desk: Desk, event: e.AnswersOffered) -> Iterator[out.Outgoing]:
    card = _card(desk, event.ticket)
    if card and card.id:
        yield out.PostOffer(channel=card.channel, card=card.id, offer=event.offer)


def _telling(desk: Desk, event: e.EscalationTold) -> Iterator[out.Outgoing]:
    card, told = _card(desk, event.ticket), desk.session.get_one(Telling, event.telling)
    if told.gathered not in (None, told.id):
        if told.leads:
            yield out.DrawTelling(telling=told.gathered)
    elif told.channel:
        yield out.PostTelling(channel=told.channel, telling=event.telling)
    elif told.place is Place.THREAD and card and card.id:
        yield out.PostTelling(channel=card.channel, card=card.id, telling=event.telling)


def _reminder(desk: Desk, event: e.OwnerReminded) -> Iterator[out.Outgoing]:
    card = _card(desk, event.ticket)
    if card and card.id:
        yield out.PostReminder(channel=card.channel, card=card.id, reminder=event.reminder)


def _held(desk: Desk, event: e.ReplyHeld) -> Iterator[out.Outgoing]:
    yield from _mark(desk, event.message)
    card = _card(desk, desk.session.get_one(Message, event.message).ticket_id)
    if card and card.id:
        yield out.PostHeld(channel=card.channel, card=card.id, message=event.message, mentions=list(event.mentions))


def _failed(desk: Desk, event: e.ReplyFailed) -> Iterator[out.Outgoing]:
    card = _card(desk, event.ticket)
    if card and card.id:
        yield out.PostFailed(channel=card.channel, card=card.id, message=event.message, why=event.why)


def _moved(desk: Desk, event: e.TicketMoved, entry: int | None) -> Iterator[out.Outgoing]:
    """A new card comes with a recap that says it; one that stayed where it is has a line in its thread."""
    if event.old_card:
        yield out.DrawCard(card=event.old_card)
    else:
        yield from _line(desk, event, entry)


def _merged(desk: Desk, event: e.TicketMerged, entry: int | None) -> Iterator[out.Outgoing]:
    """What was said in the other one, in as many posts as it takes."""
    card = _card(desk, event.ticket)
    if card and card.id and entry:
        for number, messages in enumerate(pages(desk.session, event.ticket, event.merged)):
            place = {"channel": card.channel, "card": card.id, "entry": entry}
            yield out.PostMerged(**place, messages=messages, begins=number == 0)


def _carried(desk: Desk, event: e.FilesCarried) -> Iterator[out.Outgoing]:
    card = desk.session.get_one(Card, event.card)
    for copy in event.copies:
        yield out.PostCopy(channel=card.channel, card=event.card, copy_id=copy)


def _line(desk: Desk, event: e.OfTicket, entry: int | None) -> Iterator[out.Outgoing]:
    card = _card(desk, event.ticket)
    if card and card.id and entry:
        yield out.PostEntry(channel=card.channel, card=card.id, entry=entry)


def _recovering(desk: Desk, event: e.RecoveryOpened | e.RecoveryReminded) -> dict[str, Any]:
    channel = desk.session.get_one(Recovery, event.recovery).channel
    return {"channel": channel, "ticket": event.ticket, "recovery": event.recovery}


def _surveyed(desk: Desk, survey: int) -> dict[str, Any]:
    customer = desk.session.get_one(Customer, desk.session.get_one(Survey, survey).customer_id)
    return {"chat": customer.chat, "customer": customer.id, "survey": survey}


def _asked_nps(desk: Desk, nps: int) -> dict[str, Any]:
    customer = desk.session.get_one(Customer, desk.session.get_one(Nps, nps).customer_id)
    return {"chat": customer.chat, "customer": customer.id, "nps": nps}


def _tell(desk: Desk, event: e.CustomerTold) -> out.Outgoing:
    customer = desk.session.get_one(Customer, event.customer)
    return out.TellCustomer(
        chat=customer.chat,
        customer=event.customer,
        notice=event.notice,
        ticket=event.ticket,
        about=event.about,
        instead_of=event.instead_of,
        topic=None if event.ticket else customer.topic,
    )


def _clear(desk: Desk, ticket: int) -> Iterator[out.Outgoing]:
    """Wherever it ever had a card, the words on that go as well."""
    for card in desk.session.exec(select(Card.id).where(Card.ticket_id == ticket)).all():
        yield out.DrawCard(card=card)
        yield out.ClearThread(card=card)


def _transcript(desk: Desk, event: e.TranscriptAskedFor) -> Iterator[out.Outgoing]:
    card = _card(desk, event.ticket)
    if card and card.id:
        place = {"channel": card.channel, "card": card.id, "ticket": event.ticket}
        yield out.PostTranscript(**place, notes=event.notes, asked=milliseconds(desk.moment))


def _redraw(desk: Desk, ticket: int) -> Iterator[out.Outgoing]:
    held = _found(desk, Ticket, ticket)
    if held and held.card_id:
        yield out.DrawCard(card=held.card_id)
