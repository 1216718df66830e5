from typing import Any

import pytest

from bot.intake.slack_payloads import by_ourselves

POST: dict[str, Any] = {"type": "message", "user": "U-BOT", "bot_id": "B-BOT", "ts": "1.0"}
EVENTS: list[tuple[dict[str, Any], bool]] = [
    (POST, True),
    (POST | {"bot_id": "B-ANOTHER"}, False),
    ({"type": "message", "user": "U-BEN"}, False),
    ({"type": "message", "subtype": "message_changed", "message": POST}, True),
    ({"type": "message", "subtype": "message_changed", "message": {"user": "U-BEN"}}, False),
    ({"type": "message", "subtype": "message_deleted", "previous_message": POST, "bot_id": "B-BOT"}, False),
    ({"type": "reaction_added", "user": "U-BOT", "item": {}}, True),
    ({"type": "reaction_removed", "user": "U-BEN", "item": {}}, False),
    ({"type": "member_joined_channel", "user": "U-BOT"}, False),
]


@pytest.mark.parametrize(("event", "ours"), EVENTS)
def test_only_what_we_did_ourselves_is_passed_over(event: dict[str, Any], ours: bool) -> None:
    assert by_ourselves({"type": "event_callback", "event": event}, "U-BOT", "B-BOT") is ours


@pytest.mark.parametrize("payload", [{}, {"event": None}, {"event": "message"}, {"type": "block_actions"}])
def test_what_is_no_event_is_never_ours(payload: dict[str, Any]) -> None:
    assert not by_ourselves(payload, "U-BOT", "B-BOT")
