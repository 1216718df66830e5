"""What came of a send: a value, decided apart from doing anything about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.desk.desk import Desk
from bot.desk.outgoing import Outgoing

Record = Callable[[Desk], None]
"""What the desk is to remember of it, in the transaction that takes the row off its lane, or gives it back to it.

What goes back may have been begun: then the next attempt, whoever makes it, goes on from there.
"""


def both(first: Record | None, second: Record | None) -> Record | None:
    if first is None or second is None:
        return first or second

    def recorded(desk: Desk) -> None:
        first(desk)
        second(desk)

    return recorded


@dataclass(frozen=True)
class Sent:
    """`together` are the numbers of the rows behind it that went with it."""

    record: Record | None = None
    together: tuple[int, ...] = ()


@dataclass(frozen=True)
class NotYet:
    """Certainly not sent, and nobody's fault: this lane waits (Retry-After, or a card that is not there yet)."""

    after: timedelta
    why: str
    record: Record | None = None


@dataclass(frozen=True)
class SlowDown:
    """Certainly not sent: the platform asks everything of this kind to wait."""

    after: timedelta
    why: str
    record: Record | None = None


@dataclass(frozen=True)
class Again:
    """Certainly not sent, for a reason that passes: tried again, ever more seldom."""

    why: str
    record: Record | None = None


@dataclass(frozen=True)
class Uncertain:
    """Perhaps sent: the connection broke, or the platform failed, after it had the request."""

    why: str
    record: Record | None = None


@dataclass(frozen=True)
class GiveUp:
    """It cannot be sent as it is, and will not be: `record` tells whoever has to know."""

    why: str
    record: Record | None = None


@dataclass(frozen=True)
class Moot:
    """There is nothing to send any more, or nobody there to read it: forgotten, and no letter is kept of it."""

    record: Record | None = None


@dataclass(frozen=True)
class Held:
    """Certainly not sent, and only an operator can put it right: it waits as long as that takes.

    `place` and `code` are those of a `Trouble`.
    """

    place: str
    code: str
    record: Record | None = None


Verdict = Sent | Moot | Held | NotYet | SlowDown | Again | Uncertain | GiveUp


R = TypeVar("R", bound=Outgoing, covariant=True)


class Behind(NamedTuple, Generic[R]):
    """A row that waits behind another on its lane, and its number there."""

    number: int
    row: R


@dataclass(frozen=True)
class Attempt:
    """`key` is the row's own, the same at every attempt; `number` counts from 1, also what a crash cut short.

    `behind` is what might go with it, or might have gone with it at an earlier attempt. `doubts`: how many of the
    attempts before may have sent it, since nobody knows what came of them.
    """

    key: str
    number: int
    behind: Sequence[Behind[Outgoing]] = ()
    doubts: int = 0


class Sender(Protocol):
    """Draw the row as things are now, send it, and say what came of it. Never raises for what a platform does."""

    async def __call__(self, row: Outgoing, attempt: Attempt) -> Verdict: ...
