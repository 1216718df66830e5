"""The Home: drawn anew whenever somebody opens it."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.tickets import handling
from handlers.slack.payloads import Given, Json, Taken


async def opened(given: Given, body: Json) -> None:
    event = body["event"]
    if event.get("tab") == "home":
        await given.do(handling.look_home, agent=event["user"])


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.event("app_home_opened")(taken(partial(opened, given)))
