"""Trigger ids: what a person just did lets the app open one modal for them, soon."""

import time
from dataclasses import dataclass
from itertools import count

from bot.sandbox.slack.refusals import Refused


@dataclass
class Trigger:
    user: str
    born: float  # monotonic seconds
    in_modal: bool  # whether it was done inside a modal, so that another may be laid on top
    used: bool = False


class Triggers:
    """Each is good once and for `lifetime` seconds of real time, as a person waits in real time."""

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self._issued: dict[str, Trigger] = {}
        self._numbers = count(1)

    def issue(self, user: str, in_modal: bool = False) -> str:
        number = next(self._numbers)
        name = f"{number:013d}.{number:013d}.{number:032x}"
        self._issued[name] = Trigger(user, time.monotonic(), in_modal)
        return name

    def exchange(self, name: str) -> Trigger:
        """Raises Refused: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
        trigger = self._issued.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.lifetime:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger
