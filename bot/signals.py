"""What is worth measuring, as values: whoever does something tells of it and never knows who listens.

No customer's word is in any of them. Times are nanoseconds since the epoch.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    began: int
    ended: int

    @property
    def seconds(self) -> float:
        return (self.ended - self.began) / 1e9


@dataclass(frozen=True)
class Arrived:
    """A delivery of a platform's; `cause` is its key, that all which follows from it carries on."""

    platform: str
    cause: str
    outcome: str
    span: Span


@dataclass(frozen=True)
class Acted:
    """A verb of the desk's, with the transaction around it."""

    verb: str
    cause: str
    outcome: str
    span: Span


@dataclass(frozen=True)
class Carried:
    """One attempt to send a row. `waited` is seconds since the row was written, this attempt included."""

    bucket: str
    kind: str
    cause: str
    attempt: int
    outcome: str
    waited: float
    span: Span


@dataclass(frozen=True)
class Fired:
    """A deadline, so many seconds after it fell due; `cause` is of what follows from it."""

    kind: str
    outcome: str
    late: float
    span: Span
    cause: str


@dataclass(frozen=True)
class Asked:
    """The database, to `do` or to `read`."""

    how: str
    outcome: str
    span: Span


Signal = Arrived | Acted | Carried | Fired | Asked
Listener = Callable[[Signal], None]


def unheard(_: Signal) -> None:
    """Nobody listens."""


def both(one: Listener, other: Listener) -> Listener:
    def hear(signal: Signal) -> None:
        one(signal)
        other(signal)

    return hear


def now() -> int:
    return time.time_ns()


def since(began: int) -> Span:
    return Span(began, now())
