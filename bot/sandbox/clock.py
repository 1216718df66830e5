"""The sandbox's one clock: both platforms stamp messages with it, and the page moves it forward."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

Listener = Callable[[datetime], Awaitable[None] | None]


class Clock:
    """The wall clock plus an offset that only grows; given `fixed`, it stands still until it is moved."""

    def __init__(self, fixed: datetime | None = None) -> None:
        if fixed is not None and fixed.tzinfo is None:
            raise ValueError("a fixed clock needs an aware datetime")
        self._fixed = fixed
        self._offset = timedelta(0)
        self._listeners: list[Listener] = []

    @property
    def offset(self) -> timedelta:
        """How far the clock was moved in all; a process beside us adds it to its own wall clock."""
        return self._offset

    def now(self) -> datetime:
        """An aware UTC datetime."""
        return (self._fixed or datetime.now(UTC)).astimezone(UTC) + self._offset

    async def forward(self, by: timedelta) -> datetime:
        """Move on, tell every listener in the order they came, and answer with the new now."""
        if by < timedelta(0):
            raise ValueError("time moves forward only")
        self._offset += by
        for listener in tuple(self._listeners):
            heard = listener(self.now())
            if heard is not None:
                await heard
        return self.now()

    def on_move(self, listener: Listener) -> Callable[[], None]:
        """Call the listener (plain or async) after every move. The answer is how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
