"""What is done about an escalation: the next step, a reminder, an acknowledgement; and an agent who begins one."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.escalation.audiences import Audience, Place, audience
from bot.desk.escalation.chains import FIRST, Turn, following, thawed
from bot.desk.escalation.following import around, changed, finish, going, when
from bot.desk.escalation.gathering import channel_of, gather
from bot.desk.escalation.tables import Cause, End, Escalation, Stage, Telling
from bot.desk.events import (
    DESK,
    EscalationAcknowledged,
    EscalationReleased,
    EscalationSkipped,
    EscalationTold,
    TellingStale,
    TicketEscalated,
)
from bot.desk.moments import milliseconds
from bot.desk.refusals import (
    AlreadyEscalated,
    CannotNow,
    EscalationOver,
    NoLongerAsked,
    NowhereToEscalate,
    OnItAlready,
)
from bot.desk.rota.duty import on_duty
from bot.desk.tickets import holding
from bot.desk.tickets.holding import Ids
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Priority
from bot.engine.statements import among

_THESE = among(col(Escalation.id), "escalations")
_WHOSE: Any = select(Escalation.id, Escalation.ticket_id).where(_THESE)
_THOSE: Any = select(Escalation).where(_THESE).order_by(col(Escalation.id)).with_for_update()
OLDEST = timedelta(days=30)
"""After which nobody is told or reminded any more: it would help nobody."""


def act(desk: Desk, escalation: int) -> None:
    """What falls due now: the next step, a reminder, or that nobody answered it. Too early, it does nothing."""
    held = lock(desk, escalation)
    held.armed = {}  # its timer is used up, so what is still wanted is set anew
    if held.next_at is None or milliseconds(held.next_at) > milliseconds(desk.moment):
        return
    if desk.moment - held.began_at > OLDEST:
        finish(desk, held, End.OLD)
        return
    match held.stage:
        case Stage.CLIMBING:
            _tell(desk, held)
        case Stage.TAKEN:
            _remind(desk, held)
        case Stage.ASKED:
            _release(desk, held)
        case Stage.OVER:
            return


def lock(desk: Desk, escalation: int) -> Escalation:
    """Its ticket is locked first, as wherever a ticket is touched. Raises `NoLongerAsked` for one that never was."""
    loaded = desk.at_hand(Escalation, escalation)
    if loaded:  # and so held already
        return loaded
    ticket = desk.session.exec(select(Escalation.ticket_id).where(Escalation.id == escalation)).first()
    if ticket is None:
        raise NoLongerAsked()
    desk.ticket(ticket)
    return desk.session.get_one(Escalation, escalation, with_for_update=True)


def hold_free(desk: Desk, escalations: Ids) -> set[int]:
    """Those of the escalations whose tickets nobody else holds, which are then held with them."""
    wanted = {"escalations": list(escalations)}
    whose = dict(desk.session.exec(_WHOSE, params=wanted).all())
    free = holding.hold_free(desk, set(whose.values()))
    held = {escalation for escalation, ticket in whose.items() if ticket in free}
    if held:
        desk.session.exec(_THOSE, params={"escalations": sorted(held)}).all()
    return held


def _tell(desk: Desk, held: Escalation) -> None:
    chain, turn = thawed(held.chain), Turn(held.run, held.step)
    tell = chain.steps[turn.step].tell
    ticket = desk.ticket(held.ticket_id)
    duty = on_duty(desk.practice.rota, desk.moment)
    reached = audience(tell, around(desk, ticket)._replace(on_duty=duty, asked=held.by))
    told = _note(desk, held, tell, reached, leads=not _has_led(desk, held, reached.place))
    if reached.place is Place.NOWHERE:
        why, who = reached.passed or "", reached.missed
        desk.happened(EscalationSkipped(ticket=held.ticket_id, actor=DESK, tell=tell, passed=why, missed=who))
    else:
        told.channel = channel_of(desk, ticket, reached.place)
        gather(desk, told, urgent=ticket.priority == Priority.URGENT)
        desk.happened(EscalationTold(ticket=held.ticket_id, actor=DESK, telling=told.id))
    held.run, held.step = following(chain, turn) or Turn(turn.run, len(chain.steps))
    held.next_at = when(desk, held)
    changed(desk, held, everywhere=False)


def _has_led(desk: Desk, held: Escalation, place: Place) -> bool:
    """The supervisors have one post of it, which is edited; whatever they are told again stands below it."""
    told = select(Telling.id).where(Telling.escalation_id == held.id, Telling.place == Place.SUPERVISORS)
    return place is Place.SUPERVISORS and desk.session.exec(told.limit(1)).first() is not None


def _note(desk: Desk, held: Escalation, tell: str, reached: Audience, *, leads: bool, reminds: bool = False) -> Telling:
    told = Telling(
        escalation_id=held.id,
        at=desk.moment,
        tell=tell,
        place=reached.place,
        people=list(reached.people),
        passed=reached.passed,
        missed=reached.missed,
        leads=leads,
        reminds=reminds,
    )
    desk.keep(told)
    return told


def _remind(desk: Desk, held: Escalation) -> None:
    """Whoever has it is asked once. Somebody who is not there any more cannot answer."""
    who = held.taken_by or ""
    if not desk.has_agent(who):
        _release(desk, held)
        return
    told = _note(desk, held, who, Audience(Place.THREAD, (who,)), leads=True, reminds=True)
    desk.happened(EscalationTold(ticket=held.ticket_id, actor=DESK, telling=told.id))
    held.stage = Stage.ASKED
    held.next_at = when(desk, held)
    changed(desk, held, everywhere=False)


def _release(desk: Desk, held: Escalation) -> None:
    """Nobody has it any more: it begins again."""
    desk.happened(EscalationReleased(ticket=held.ticket_id, actor=DESK, who=held.taken_by or ""))
    held.stage, held.taken_by, held.taken_at = Stage.CLIMBING, None, None
    held.run, held.step = FIRST
    held.next_at = when(desk, held)
    changed(desk, held)


def acknowledge(desk: Desk, escalation: int, agent: str) -> None:
    """The agent is on it, or still is: nobody else is told, until they are asked whether they still are.

    Pressing it twice is the same as once. Raises `OnItAlready` where somebody was first, and `EscalationOver`.
    """
    desk.agent(agent)
    held = lock(desk, escalation)
    if held.stage is Stage.OVER:
        raise EscalationOver(ticket=held.ticket_id)
    if held.stage is Stage.TAKEN:
        if held.taken_by != agent:
            raise OnItAlready(name=desk.name(held.taken_by), ticket=held.ticket_id)
        return
    take(desk, held, agent)


def take(desk: Desk, held: Escalation, agent: str) -> None:
    still = held.taken_by == agent
    held.stage, held.taken_by = Stage.TAKEN, agent
    held.taken_at = held.taken_at if still else desk.moment
    held.next_at = when(desk, held)
    desk.happened(EscalationAcknowledged(ticket=held.ticket_id, actor=agent, still=still))
    changed(desk, held)


def escalate(desk: Desk, ticket: int, agent: str) -> None:
    """The customer wants somebody above the agent, or needs them. Raises `AlreadyEscalated`, `NowhereToEscalate`."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if held.status not in LIVE:
        raise CannotNow(status=held.status)
    if desk.practice.chain(desk.practice.escalating.asked) is None:
        raise NowhereToEscalate()
    if any(each.cause is Cause.ASKED for each in going(desk, ticket)):
        raise AlreadyEscalated(ticket=ticket)
    desk.happened(TicketEscalated(ticket=ticket, actor=agent))


def posted(desk: Desk, telling: int, channel: str, post: str, drawn: int) -> None:
    """The post is there. It is drawn again where the escalation has changed since: `drawn` is its count of changes."""
    told = desk.session.get_one(Telling, telling, with_for_update=True)
    told.channel, told.post = channel, post
    changes = desk.session.exec(select(Escalation.changes).where(col(Escalation.id) == told.escalation_id)).one()
    if told.gathered not in (None, telling):  # it was posted just when it was to join another's, which is to leave it
        desk.happened(TellingStale(telling=told.gathered))
        told.gathered = None
    if told.leads and (told.gathered or changes != drawn):
        desk.happened(TellingStale(telling=telling))
