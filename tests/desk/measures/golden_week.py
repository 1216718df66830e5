"""The golden week: fourteen tickets whose measures were computed by somebody else, played through the desk.

Monday 2026-03-02 to Friday, in UTC. What the desk does not have yet is played as near as it can be: a bot's solution is
the customer's own, and the return visit of T14 takes up the ticket that it is about, which is T4.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.desk.people.customers import Person
from bot.desk.practice import Relay, Team
from bot.desk.surveys import answering, asking
from bot.desk.surveys.rules import Quiet, Scale, Surveying
from bot.desk.surveys.tables import Survey
from bot.desk.tickets import deliveries, discarding, handling, merging, replies, wishes
from bot.desk.tickets.tables import Message, State, Ticket
from bot.desk.words import Words
from bot.engine.database import Database
from tests.desk.world import ANN, BEN, PRACTICE, World

A1, A2 = ANN, BEN
DAY = timedelta(days=1)
ASKING = Surveying(Scale.FIVE, delay=DAY, quiet=Quiet(time(0), time(0)), throttle=timedelta(), remind_after=None)
TEAMS = (Team("support", "C-SUP", relay=Relay.ANYONE), Team("billing", "C-BIL", relay=Relay.ANYONE))
WEEK = replace(PRACTICE, teams=TEAMS, surveys=ASKING, supervisors="C-SHIFT")
MON, TUE, WED, THU, FRI = (datetime(2026, 3, day, tzinfo=UTC) for day in range(2, 7))


def at(day: datetime, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


class Golden:
    """`tickets` has the numbers that the desk gave them, by their names in the table."""

    def __init__(self, desk: World) -> None:
        self.desk = desk
        self.tickets: dict[str, int] = {}

    async def is_now(self, moment: datetime) -> None:
        """Everything that fell due on the way is done."""
        self.desk.now = moment
        await self.desk.fires()
        for survey in [each for each in await self.desk.all(Survey) if each.asked_at and not each.delivered_at]:
            await self.desk.do(asking.delivered, survey.id, 5000 + survey.id)
        await self.desk.heard()

    async def opens(self, name: str, who: Person, moment: datetime, *, new: bool = False) -> None:
        await self.is_now(moment)
        if new:
            await self.desk.do(wishes.asks_new, who)
        await self.desk.says(f"{name}?", who)
        self.tickets[name] = max(each.id for each in await self.desk.all(Ticket))

    async def writes(self, who: Person, moment: datetime) -> None:
        await self.is_now(moment)
        await self.desk.says("And?", who)

    async def replies(self, name: str, agent: str, moment: datetime) -> None:
        """The customer has it at that moment."""
        await self.is_now(moment)
        await self.desk.do(replies.reply, self.tickets[name], agent, Words("Like this"))
        for message in [each for each in await self.desk.all(Message) if each.state is State.QUEUED]:
            await self.desk.do(deliveries.delivered, message.id, 9000 + message.id, 9000 + message.id)

    async def solves(self, name: str, agent: str, moment: datetime | None = None) -> None:
        await self.is_now(moment or self.desk.now)
        await self.desk.do(handling.solve, self.tickets[name], agent)

    async def answers(self, name: str, agent: str, moment: datetime) -> None:
        await self.replies(name, agent, moment)
        await self.solves(name, agent)

    async def rates(self, name: str, who: Person, score: int, moment: datetime) -> None:
        """The last question about it, which is with them."""
        await self.is_now(moment)
        asked = [each for each in await self.desk.all(Survey) if each.ticket_id == self.tickets[name]][-1]
        await self.desk.do(answering.rate, who, asked.id, score, asked.numbers[0])


C1, C2, C3, C4, C5, C6, C7, C8, C9, C10 = (
    Person(chat=number, name=f"c{number}", language="en") for number in range(1, 11)
)


async def played(database: Database) -> Golden:
    """Read on the Monday after."""
    desk = World(database, WEEK)
    desk.now = at(MON, "08:00")
    week = Golden(await desk.opens())
    await _monday_and_tuesday(week)
    await _the_rest(week)
    await week.is_now(at(FRI, "12:00") + DAY)
    await week.is_now(at(FRI, "09:00") + 3 * DAY)
    return week


async def _monday_and_tuesday(week: Golden) -> None:
    await week.opens("T1", C1, at(MON, "09:00"))
    await week.desk.do(handling.set_category, week.tickets["T1"], A1, "invoice")
    await week.answers("T1", A1, at(MON, "09:10"))
    await week.opens("T2", C2, at(MON, "10:00"))
    await week.writes(C2, at(MON, "10:05"))
    await week.replies("T2", A1, at(MON, "10:40"))
    await week.writes(C2, at(MON, "11:40"))
    await week.answers("T2", A2, at(MON, "11:50"))
    await week.opens("T3", C3, at(MON, "17:45"))
    await week.replies("T3", A2, at(TUE, "09:15"))
    await week.writes(C3, at(TUE, "10:00"))
    await week.answers("T3", A2, at(TUE, "10:30"))
    await week.rates("T1", C1, 5, at(TUE, "10:31"))
    await week.opens("T4", C4, at(TUE, "11:00"))
    await week.replies("T4", A2, at(TUE, "11:20"))
    await week.desk.do(handling.put_on_hold, week.tickets["T4"], A2)
    await week.opens("T5", C5, at(TUE, "12:00"))
    await week.desk.do(wishes.closes, C5)
    await week.rates("T2", C2, 3, at(TUE, "12:30"))
    await week.opens("T6", C6, at(TUE, "14:00"))
    await week.answers("T6", A1, at(TUE, "14:13"))


async def _the_rest(week: Golden) -> None:
    await week.opens("T7", C7, at(WED, "08:00"))
    await week.writes(C3, at(WED, "09:00"))
    await week.desk.do(discarding.mark_spam, week.tickets["T7"], A1)
    await week.replies("T3", A1, at(WED, "09:20"))
    await week.replies("T4", A2, at(WED, "11:20"))
    await week.answers("T3", A1, at(WED, "12:00"))
    await week.solves("T4", A2, at(WED, "12:20"))
    await week.opens("T9", C8, at(WED, "13:00"))
    await week.opens("T8", C8, at(WED, "13:02"), new=True)
    await week.is_now(at(WED, "13:05"))
    await week.desk.do(merging.merge, week.tickets["T8"], A1, week.tickets["T9"])
    await week.answers("T9", A1, at(WED, "13:20"))
    await week.rates("T6", C6, 4, at(WED, "15:00"))
    await week.opens("T12", C1, at(THU, "09:00"), new=True)
    await week.answers("T12", A1, at(THU, "09:05"))
    await week.rates("T4", C4, 1, at(THU, "13:00"))
    await week.opens("T10", C9, at(THU, "16:00"))
    await week.opens("T13", C2, at(FRI, "09:00"), new=True)
    await week.solves("T13", A2, at(FRI, "09:30"))
    await week.rates("T12", C1, 5, at(FRI, "09:31"))
    await week.replies("T10", A2, at(FRI, "10:00"))
    await week.writes(C4, at(FRI, "11:30"))
    await week.answers("T4", A2, at(FRI, "11:36"))
    await week.opens("T11", C10, at(FRI, "17:50"))
