"""A desk whose first team is asked about its claims, and has its queue called out."""

from dataclasses import replace
from datetime import timedelta

from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.hours import window
from bot.desk.tickets import deliveries
from tests.desk.world import ANN, PRACTICE, World

WITHIN, AFTER = timedelta(minutes=30), timedelta(minutes=5)
OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))
SUPPORT = replace(PRACTICE.teams[0], claim_within=WITHIN, unclaimed_after=AFTER)
TEAMS = (SUPPORT, *PRACTICE.teams[1:])
IN_HOURS = (replace(SUPPORT, calendar=OFFICE), *PRACTICE.teams[1:])


async def goes_by(desk: World, span: timedelta) -> None:
    """Minute by minute, as the heartbeat does it."""
    end = desk.now + span
    while desk.now < end:
        desk.now = min(end, desk.now + timedelta(minutes=1))
        await desk.fires()


async def answers(desk: World, text: str = "Try the other socket") -> None:
    """Ann's answer is with the customer."""
    message = await desk.types(ANN, text)
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900 + message.id, 900 + message.id)
