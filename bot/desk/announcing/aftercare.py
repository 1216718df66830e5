"""Who must hear of what comes after the answer."""

from collections.abc import Iterator
from typing import Any, assert_never

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcing.threads import line
from bot.desk.desk import Desk
from bot.desk.people.tables import Customer
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey


def announce(desk: Desk, event: e.AftercareEvent, entry: int | None) -> Iterator[out.Outgoing]:
    match event:
        case e.RecoveryOpened():
            yield from line(desk, event, entry)
            yield out.PostRecovery(**_recovering(desk, event))
        case e.RecoveryReminded():
            yield out.PostRecoveryReminder(**_recovering(desk, event), agent=event.agent, of=event.of)
        case e.RecoveryStale():
            yield out.DrawRecovery(recovery=event.recovery)
        case e.RatingsGathered():
            yield out.PostRatings(channel=event.channel, digest=event.digest)
        case e.SurveyAsked():
            yield out.AskSurvey(**_surveyed(desk, event.survey), ticket=event.ticket, reminder=event.reminder)
        case e.SurveyStale():
            yield out.DrawSurvey(**_surveyed(desk, event.survey))
        case e.NpsAsked():
            yield out.AskNps(**_asked_nps(desk, event.nps))
        case e.NpsStale():
            yield out.DrawNps(**_asked_nps(desk, event.nps))
        case e.InThread():
            yield from line(desk, event, entry)
        case _:
            assert_never(event)


def _surveyed(desk: Desk, survey: int) -> dict[str, Any]:
    customer = desk.session.get_one(Customer, desk.session.get_one(Survey, survey).customer_id)
    return {"chat": customer.chat, "customer": customer.id, "survey": survey}


def _asked_nps(desk: Desk, nps: int) -> dict[str, Any]:
    customer = desk.session.get_one(Customer, desk.session.get_one(Nps, nps).customer_id)
    return {"chat": customer.chat, "customer": customer.id, "nps": nps}


def _recovering(desk: Desk, event: e.RecoveryOpened | e.RecoveryReminded) -> dict[str, Any]:
    channel = desk.session.get_one(Recovery, event.recovery).channel
    return {"channel": channel, "ticket": event.ticket, "recovery": event.recovery}
