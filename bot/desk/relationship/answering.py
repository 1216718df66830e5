"""What customers say when they are asked whether they would recommend us: a score, and why, if they like."""

from bot.desk.desk import HELD, Desk
from bot.desk.events import CUSTOMER, CustomerTold, NpsExplained, NpsStale
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer
from bot.desk.people.tables import Customer
from bot.desk.refusals import NoSuchChoice, NotYours, SurveyOver
from bot.desk.relationship.asking import known_as
from bot.desk.relationship.rules import CHOICES
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.answering import replied_to


def rate(desk: Desk, person: Person, nps: int, score: int, under: int) -> None:
    """They pressed a number of the message `under`. The same one twice is the same as once; another one counts instead.

    Somebody who is blocked is not heard. Raises `NoSuchChoice`, `NotYours`, `SurveyOver`.
    """
    known = customer(desk, person)
    asked = desk.session.get(Nps, nps, with_for_update=HELD)
    if asked is None or score not in CHOICES:
        raise NoSuchChoice()
    if asked.customer_id != known.id:
        raise NotYours()
    if known.blocked_at:
        return
    if not _open(desk, asked):
        raise SurveyOver()
    asked.delivered_at = asked.delivered_at or desk.moment
    if asked.score == score and under in asked.numbers:
        return
    known_as(asked, under)
    if asked.score != score:
        asked.score, asked.answered_at = score, desk.moment
    desk.happened(NpsStale(nps=nps))


def _open(desk: Desk, nps: Nps) -> bool:
    """By the moment, and not by whether a tick has noticed it yet."""
    return nps.is_open and nps.expires_at is not None and desk.moment < nps.expires_at


def commented_on(desk: Desk, known: Customer, reply_to: int | None) -> Nps | None:
    """The open question that a message answers, as `commented_on` of surveys has it."""
    return replied_to(desk, known, reply_to, Nps, _open)


def comments(desk: Desk, nps: Nps, ticket: int, message: int) -> None:
    """The message is kept with that ticket, which stays as it is. Its thread is told what the words are about: those
    who know the customer read them there, and of somebody who would warn others of us they hear it at once.
    """
    nps.comment_id = message
    desk.happened(NpsExplained(ticket=ticket, actor=CUSTOMER, nps=nps.id, score=nps.score))
    desk.happened(CustomerTold(customer=nps.customer_id, notice=Notice.NPS_COMMENT_TAKEN))
