"""What an act of the page is made of: the two platforms it happens on, and what was asked for, checked."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.telegram.server import TelegramServer

Json = dict[str, Any]


class CannotBeDone(Exception):
    """The argument is a sentence for the person at the page."""


@dataclass(frozen=True)
class Platforms:
    clock: Clock
    faults: Faults
    telegram: TelegramServer
    slack: SlackServer


@dataclass(frozen=True)
class Asked:
    """What came with an act. Raises CannotBeDone for what is missing or of another kind."""

    given: Json

    def text(self, name: str) -> str:
        value = self.given.get(name)
        if not isinstance(value, str):
            raise CannotBeDone(f"{name} must be a text.")
        return value

    def text_if_any(self, name: str) -> str | None:
        return None if self.given.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        value = self.given.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise CannotBeDone(f"{name} must be a whole number.")
        return value

    def number_if_any(self, name: str) -> int | None:
        return None if self.given.get(name) is None else self.number(name)

    def table(self, name: str) -> Json:
        value = self.given.get(name, {})
        if not isinstance(value, dict):
            raise CannotBeDone(f"{name} must be a table.")
        return value
