"""What a post about an escalation, or about many, has to show, read together."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case
from sqlmodel import Session, col, func, select

from bot.desk.escalation.audiences import Place
from bot.desk.escalation.gathering import UNANSWERED
from bot.desk.escalation.tables import Escalation, Stage, Telling
from bot.desk.people.tables import Agent
from bot.desk.tickets.reading import SHEETS, Sheet, sheet
from bot.desk.tickets.tables import Ticket

MOST_LISTED = 10
"""Escalations that one post names. The rest are a number."""


class Standing(NamedTuple):
    """An escalation as it is now, for the post of one `telling`; `tellings` are all of its, `names` those of agents.

    `root` is the supervisors' one post of it.
    """

    escalation: Escalation
    telling: Telling
    tellings: Sequence[Telling]
    sheet: Sheet
    names: Mapping[str, str]
    root: str | None = None


class Gathered(NamedTuple):
    """Many escalations in the post of one `telling`: how many, of which nobody is on some, and some are over.

    Those listed are not over; what nobody is on comes first. `names` are those of agents.
    """

    telling: Telling
    total: int
    unanswered: int
    over: int
    listed: Sequence[tuple[Sheet, Escalation]]
    names: Mapping[str, str]


_IN_POST = col(Escalation.id).in_(select(Telling.escalation_id).where(Telling.gathered == bindparam("telling")))
_STAGES: Any = select(Escalation.stage, func.count()).where(_IN_POST).group_by(col(Escalation.stage))
_LISTED: Any = (
    SHEETS.add_columns(Escalation)
    .join(Escalation, col(Escalation.ticket_id) == col(Ticket.id))
    .where(_IN_POST, col(Escalation.stage) != Stage.OVER)
    .order_by(case((col(Escalation.stage).in_(UNANSWERED), 0), else_=1), col(Escalation.id))
    .limit(MOST_LISTED)
)


def gathered(session: Session, telling: Telling) -> Gathered:
    counts = dict(session.exec(_STAGES, params={"telling": telling.id}).all())
    open_still = sum(counts.get(stage, 0) for stage in UNANSWERED)
    rows = session.exec(_LISTED, params={"telling": telling.id}).all()
    listed = [(Sheet(*about), escalation) for *about, escalation in rows]
    names = _names(session, {each for _, of in listed for each in (of.by, of.taken_by, telling.all_by) if each})
    return Gathered(telling, sum(counts.values()), open_still, counts.get(Stage.OVER, 0), listed, names)


def standing(session: Session, number: int) -> Standing:
    telling = session.get_one(Telling, number)
    escalation = session.get_one(Escalation, telling.escalation_id)
    tellings = session.exec(
        select(Telling).where(Telling.escalation_id == escalation.id).order_by(col(Telling.id))
    ).all()
    spoken_of = {each for told in tellings for each in (*told.people, told.missed, told.tell) if each}
    spoken_of |= {each for each in (escalation.by, escalation.taken_by) if each}
    about = sheet(session, escalation.ticket_id)
    return Standing(escalation, telling, tellings, about, _names(session, spoken_of), _root(session, tellings))


def _names(session: Session, people: Collection[str]) -> Mapping[str, str]:
    return dict(session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(people))).all())


def _root(session: Session, tellings: Sequence[Telling]) -> str | None:
    lead = next((each for each in tellings if each.place is Place.SUPERVISORS and each.leads), None)
    if lead and lead.gathered:
        lead = session.get_one(Telling, lead.gathered)
    return lead.post if lead else None


def told(session: Session, number: int) -> Standing | Gathered:
    """What the post of that telling shows."""
    telling = session.get_one(Telling, number)
    alone = telling.gathered != telling.id or not telling.leads
    return standing(session, number) if alone else gathered(session, telling)


def channel(session: Session, number: int) -> str | None:
    return session.get_one(Telling, number).channel
