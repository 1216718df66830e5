"""What waits for the bot: one queue of updates, confirmed by offset or by webhook, and the long poll on it."""

import asyncio
import copy
from collections import deque
from dataclasses import dataclass

from bot.sandbox.changes import Changes
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.refusals import conflict

FIRST_ID = 700_000_001
MOST = 100
LONGEST_POLL = 50  # seconds
ONLY_IF_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class Queued:
    """One update. Order is kept within its `queue`: a chat, or a person's presses; not between queues."""

    id: int
    raw: Json
    queue: str


class Updates:
    def __init__(self, faults: Faults) -> None:
        self.queued: deque[Queued] = deque()
        self.moved = Changes()
        self.next_id = FIRST_ID
        self.delivered = 0
        self.allowed: list[str] = []
        self.webhook_url = ""
        self.waiting = False  # a poll, for something to give
        self._faults = faults
        self._poll = 0
        self._ended = ""

    def add(self, kind: str, payload: Json) -> None:
        """Queue what happened, unless the bot did not ask for such updates."""
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_IF_ASKED_FOR
        if wanted:
            now = copy.deepcopy(payload)  # it may be edited while it waits
            self.put({kind: now}, queue_of(kind, payload))

    def put(self, raw: Json, queue: str = "injected") -> int:
        """Queue an update as it is; it gets an id if it has none. Answers with the id."""
        number = int(raw.get("update_id", self.next_id))
        self.next_id = max(self.next_id, number + 1)
        self.queued.append(Queued(number, {"update_id": number} | raw, queue))
        self.moved.happened()
        return number

    def drop(self, number: int) -> None:
        """That update has been delivered."""
        self.delivered += 1
        self._keep([queued for queued in self.queued if queued.id != number])

    def clear(self) -> None:
        self._keep([])

    def _keep(self, queued: list[Queued]) -> None:
        self.queued = deque(queued)
        self.moved.happened()

    async def quiet(self, within: float) -> None:
        """Wait until what is queued now has been delivered; TimeoutError after `within` seconds."""
        last = self.next_id - 1
        async with asyncio.timeout(within):
            await self.moved.until(lambda: all(queued.id > last for queued in self.queued))

    async def listened_to(self, within: float) -> None:
        """Wait until a poll waits or a webhook is set; TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            await self.moved.until(lambda: self.waiting or bool(self.webhook_url))

    async def poll(self, params: Params) -> list[Json]:
        """getUpdates: confirm by offset, then wait for something to give. A newer call ends this one."""
        if self.webhook_url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._ask_for(params)
        self.end_polls("terminated by other getUpdates request; make sure that only one bot instance is running")
        turn = self._poll
        self._confirm(params.integer("offset"))
        timeout = min(max(params.integer("timeout"), 0), LONGEST_POLL)
        await self._something(turn, timeout)
        if turn != self._poll and self._ended:
            raise conflict(self._ended)
        limit = params.integer("limit", MOST)
        return self._batch(limit if 1 <= limit <= MOST else MOST)

    def end_polls(self, reason: str) -> None:
        """End the call that waits now, with a conflict for that reason, or empty-handed if it is empty."""
        self._poll += 1
        self.waiting = False
        self._ended = reason
        self.moved.happened()

    def _ask_for(self, params: Params) -> None:
        """The list is remembered until another one is given; an empty one means the default."""
        if "allowed_updates" in params.given:
            self.allowed = [str(kind) for kind in params.array("allowed_updates")]

    async def _something(self, turn: int, timeout: int) -> None:  # noqa: ASYNC109 - a parameter of the call
        if self.queued or timeout == 0:
            return
        self.waiting = True
        self.moved.happened()
        try:
            async with asyncio.timeout(timeout):
                await self.moved.until(lambda: bool(self.queued) or turn != self._poll)
        except TimeoutError:
            return
        finally:
            self.waiting = self.waiting and turn != self._poll
            self.moved.happened()

    def _confirm(self, offset: int) -> None:
        """What lies before the offset is forgotten. One beyond the end of the queue counts as none."""
        if offset < 0:
            self._keep(list(self.queued)[offset:])
        elif offset <= self.next_id and any(queued.id < offset for queued in self.queued):
            self._keep([queued for queued in self.queued if queued.id >= offset])

    def _batch(self, limit: int) -> list[Json]:
        batch = list(self.queued)[:limit]
        fault = self._faults.on_delivery() if batch else None
        if fault and fault.kind == "duplicate":
            batch = [batch[0], *batch]
        if fault and fault.kind == "reorder":
            batch = _other_queues_first(batch)
        return [queued.raw for queued in batch]


def _other_queues_first(batch: list[Queued]) -> list[Queued]:
    """Order within a queue is promised, between queues it is not."""
    queues = list(dict.fromkeys(queued.queue for queued in batch))
    return sorted(batch, key=lambda queued: -queues.index(queued.queue))


def queue_of(kind: str, payload: Json) -> str:
    """Messages and their edits wait per chat; presses, memberships and reactions in queues of their own."""
    who = payload.get("chat") or payload["from"]
    return f"{kind.removeprefix('edited_')} {who['id']}"
