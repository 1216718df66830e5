"""Trouble a person can make from the page, each under a name, and what is still going on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from time import time_ns

from bot.sandbox.acting import Asked, CannotBeDone, Json, Platforms
from bot.sandbox.faults import DELIVERY
from bot.sandbox.slack.methods.table import METHODS as SLACK_METHODS
from bot.sandbox.telegram.methods.table import METHODS as TELEGRAM_METHODS

MOST_TOLD = 6
ONE_CALL_IN_TEN = 0.1
SLOW = 2.0  # seconds
WAIT = 5  # seconds
FURTHEST = timedelta(days=366)

Make = Callable[[Platforms], Awaitable[None]]


@dataclass(frozen=True)
class Trouble:
    """`lasting` trouble goes on until all of it is ended; the other happens once.

    `mend` undoes what clearing the faults does not.
    """

    label: str
    make: Make
    lasting: bool = False
    mend: Make | None = None


async def _telegram_away(there: Platforms) -> None:
    for method in TELEGRAM_METHODS:
        there.faults.always(method, "server_error", status=502)


async def _slack_slow(there: Platforms) -> None:
    for method in SLACK_METHODS:
        there.faults.always(method, "slow", seconds=SLOW)


async def _one_call_in_ten(there: Platforms) -> None:
    there.faults.randomly(ONE_CALL_IN_TEN, time_ns())


async def _telegram_says_wait(there: Platforms) -> None:
    there.faults.next("sendMessage", "rate_limited", retry_after=WAIT)


async def _slack_says_wait(there: Platforms) -> None:
    there.faults.next("chat.postMessage", "rate_limited", retry_after=WAIT)


async def _answer_lost(there: Platforms) -> None:
    there.faults.next("chat.postMessage", "drop_after")


async def _answer_in_doubt(there: Platforms) -> None:
    there.faults.next("sendMessage", "drop_after")


async def _told_twice(there: Platforms) -> None:
    there.faults.next(DELIVERY, "duplicate")


async def _telegram_token_revoked(there: Platforms) -> None:
    there.telegram.revokes_token()


async def _telegram_token_restored(there: Platforms) -> None:
    there.telegram.restores_token()


async def _slack_token_revoked(there: Platforms) -> None:
    await there.slack.shuts_out()


async def _slack_token_restored(there: Platforms) -> None:
    await there.slack.lets_in()


async def _slack_hangs_up(there: Platforms) -> None:
    await there.slack.sockets.cut()


TROUBLES: dict[str, Trouble] = {
    "telegram_away": Trouble("Telegram is away", _telegram_away, lasting=True),
    "slack_slow": Trouble(f"Slack answers {SLOW:g} s late", _slack_slow, lasting=True),
    "one_in_ten": Trouble("One call in ten goes wrong", _one_call_in_ten, lasting=True),
    "telegram_token": Trouble(
        "Telegram’s token is revoked", _telegram_token_revoked, lasting=True, mend=_telegram_token_restored
    ),
    "slack_token": Trouble("Slack’s token is revoked", _slack_token_revoked, lasting=True, mend=_slack_token_restored),
    "telegram_wait": Trouble(f"Telegram: “wait {WAIT} s” to the next message", _telegram_says_wait),
    "slack_wait": Trouble(f"Slack: “wait {WAIT} s” to the next post", _slack_says_wait),
    "answer_lost": Trouble("The next post in Slack arrives, its answer is lost", _answer_lost),
    "in_doubt": Trouble("The next message to a customer arrives, its answer is lost", _answer_in_doubt),
    "told_twice": Trouble("The next event is delivered twice", _told_twice),
    "slack_hangs_up": Trouble("Slack cuts its connections now", _slack_hangs_up),
}


class Mischief:
    """What goes on, and how to start and end it."""

    def __init__(self, there: Platforms) -> None:
        self.there = there
        self.going_on: list[str] = []

    async def make(self, there: Platforms, asked: Asked) -> Json:
        name = asked.text("name")
        trouble = TROUBLES.get(name)
        if trouble is None:
            raise CannotBeDone("There is no such trouble to make.")
        await trouble.make(there)
        if trouble.lasting and name not in self.going_on:
            self.going_on.append(name)
        return {}

    async def end(self, there: Platforms, asked: Asked) -> Json:
        there.faults.clear()
        for name in self.going_on:
            if mend := TROUBLES[name].mend:
                await mend(there)
        self.going_on.clear()
        return {}

    def pictured(self) -> Json:
        """What can be made, what goes on, and the last that happened of it, newest first."""
        kinds = [{"name": name, "label": each.label, "lasting": each.lasting} for name, each in TROUBLES.items()]
        done = self.there.faults.done[: -MOST_TOLD - 1 : -1]
        told = [f"{method}: {fault.kind.replace('_', ' ')}" for method, fault in done]
        return {"kinds": kinds, "going_on": list(self.going_on), "happened": told, "count": len(self.there.faults.done)}


async def forward(there: Platforms, asked: Asked) -> Json:
    """Moves the clock by `seconds`."""
    by = timedelta(seconds=asked.number("seconds"))
    if not timedelta(0) <= by <= FURTHEST:
        raise CannotBeDone("Time moves forward, by a year at most.")
    return {"now": (await there.clock.forward(by)).isoformat()}
