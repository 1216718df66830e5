"""What a post about an escalation has to show, read together."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.escalation.audiences import Place
from bot.desk.escalation.tables import Escalation, Telling
from bot.desk.people.tables import Agent
from bot.desk.tickets.reading import Sheet, sheet


class Standing(NamedTuple):
    """An escalation as it is now, for the post of one `telling`; `tellings` are all of its, `names` those of agents."""

    escalation: Escalation
    telling: Telling
    tellings: Sequence[Telling]
    sheet: Sheet
    names: Mapping[str, str]

    @property
    def lead(self) -> Telling | None:
        """The supervisors' one post."""
        return next((each for each in self.tellings if each.place is Place.SUPERVISORS and each.leads), None)


def standing(session: Session, number: int) -> Standing:
    telling = session.get_one(Telling, number)
    escalation = session.get_one(Escalation, telling.escalation_id)
    tellings = session.exec(
        select(Telling).where(Telling.escalation_id == escalation.id).order_by(col(Telling.id))
    ).all()
    spoken_of = {each for told in tellings for each in (*told.people, told.missed, told.tell) if each}
    spoken_of |= {each for each in (escalation.by, escalation.taken_by) if each}
    named = session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(spoken_of))).all()
    return Standing(escalation, telling, tellings, sheet(session, escalation.ticket_id), dict(named))


def channel(session: Session, number: int) -> str | None:
    return session.get_one(Telling, number).channel
