"""Payloads as the platforms send them, and ways to spoil them."""

import copy
import os
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.sandbox.slack.envelopes import Envelope, Road
from tests.bad_input.scene import Scene

Json = dict[str, Any]

FUZZED = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "30")),
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
"""The short run of `make test` is always the same; `make fuzz` looks elsewhere each time."""

GONE = object()
BAD: list[object] = [
    GONE, None, True, 0, -1, 2**31, 2**63, 2**70, -(2**63), 1.5, 1e308, float("nan"), float("inf"),
    "", " ", "\0", "\ud83d", "\u202e\u2066", "\u200b", "x" * 5000, "<!channel> <@U1>", "<a href='x'>&amp;", "0", "-1",
    "9" * 30, "99999", "None", "1e9", "../..", "{}", [], {}, [[]], [{}], [None], {"id": None}, {"type": 5}, ["a", 1],
]  # fmt: skip

WHICH = st.integers(0, 1000)
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(BAD) | st.text(max_size=20)), min_size=1, max_size=4
)
"""Where, counted among all places of the payload, and what stands there afterwards."""


def changed(payload: Json, changes: Sequence[tuple[int, object]]) -> Json:
    spoilt = copy.deepcopy(payload)
    for number, value in changes:
        places = list(_places(spoilt))
        if not places:
            break
        inside, place = places[number % len(places)]
        if value is GONE:
            del inside[place]
        else:
            inside[place] = copy.deepcopy(value)
    return spoilt


def _places(within: Any) -> Iterator[tuple[Any, Any]]:
    """Each place of a tree, and what it is in."""
    inside = within.items() if isinstance(within, dict) else enumerate(within)
    for name, value in list(inside):
        yield within, name
        if isinstance(value, dict | list):
            yield from _places(value)


async def updates(scene: Scene) -> list[Json]:
    """One of each kind that a customer's phone makes; they have been sent as well, and have had their effects."""
    ada = scene.ada
    said = await ada.says("*Bold* https://a.example /help 😀", reply_to=1)
    made = [
        {"message": said},
        {"message": await ada.says("/close 1001")},
        {"message": await ada.sends_photo(caption="A photo", album="a1")},
        {"message": await ada.sends_document("a.pdf", caption="A file")},
        {"message": await ada.sends("voice")},
        {"message": await ada.sends("sticker")},
        {"message": await ada.sends_location(1.5, 2.5)},
        {"message": await ada.sends_contact("Grace", "+1")},
        {"edited_message": await ada.edits(said["message_id"], "Changed")},
        {"callback_query": await ada.presses("Something is broken")},
    ]
    await scene.heard()
    return copy.deepcopy(made)


class Recorder:
    """Keeps what Slack sends on its way to the desk."""

    def __init__(self, road: Road) -> None:
        self.sent: list[Json] = []
        self._road = road

    async def carry(self, envelope: Envelope, within: float) -> Json | None:
        self.sent.append(copy.deepcopy(envelope.payload))
        return await self._road.carry(envelope, within)

    async def close(self) -> None:
        await self._road.close()


async def payloads(scene: Scene) -> list[Json]:
    """One of each kind that an agent makes; they have been sent as well."""
    deliveries = scene.world.slack.deliveries
    deliveries.road = recorder = Recorder(deliveries.road)
    ben, card = scene.ben, scene.card
    typed = await ben.says("support", "A *bold* `answer` with <https://a.example|a link>", card.ts)
    await scene.world.slack.quiet(30)
    await ben.edits(typed, "Another answer")
    await scene.world.slack.quiet(30)
    await ben.deletes(typed)
    await ben.shares("support", "a.pdf", b"content", "A file", card.ts)
    await ben.reacts(card, "eyes")
    await ben.opens_home()
    await ben.clicks("Reply", card)
    await ben.sees_modal("Reply to")
    await ben.fills({"Message": "From a form"})
    await ben.submits()
    await ben.command("/desk", "find refund", "support")
    await ben.shortcut("internal_note", card)
    await scene.world.settles()
    return recorder.sent
