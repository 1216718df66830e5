"""`/desk csat`: how satisfied customers were, for whoever asks, as far as that is theirs to see."""

from bot.desk.measures import viewing
from bot.desk.measures.satisfaction import satisfaction
from bot.desk.people.tables import Agent
from bot.desk.tickets import reading
from bot.views.slack import satisfaction as view
from handlers.slack.payloads import Given, Json


async def csat(given: Given, agent: Agent, said: str, channel: str) -> Json:
    asked = await given.do(viewing.wanted, agent.id, said, channel)
    found = await given.ask(satisfaction, asked.period, given.practice.timezone, asked.scope)
    await given.do(viewing.read, agent.id, found)
    text, blocks = view.answer(found, given.practice, await given.ask(reading.names), asked.person, asked.today)
    return {"text": text, "blocks": blocks}
