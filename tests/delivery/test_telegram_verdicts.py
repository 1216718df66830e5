"""What each answer of Telegram means for the message that was to be sent."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.delivery.telegram import verdict
from bot.delivery.telegram_request import Flooded, NotSent
from bot.delivery.verdicts import Again, GiveUp, NotYet, Uncertain, Verdict

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Flooded(MINUTE), NotYet(MINUTE, "Too many requests: retry after 60 s")),
        (NotSent("refused"), Again("refused")),
        (InvalidToken(), Again("Invalid token")),
        (Conflict("twice"), Again("twice")),
        (TimedOut(), Uncertain("Timed out")),
        (NetworkError("Bad Gateway"), Uncertain("Bad Gateway")),
        (TelegramError("Invalid server response"), Uncertain("Invalid server response")),
        (
            Forbidden("Forbidden: bot was blocked by the user"),
            GiveUp("Ada blocked the bot, so this cannot reach them."),
        ),
        (
            Forbidden("Forbidden: user is deactivated"),
            GiveUp("Ada deleted their Telegram account, so this cannot reach them."),
        ),
        (
            BadRequest("Bad Request: chat not found"),
            GiveUp("Telegram does not let the bot write to Ada (Chat not found), so this cannot reach them."),
        ),
        (ChatMigrated(-5), GiveUp("The chat with Ada has moved, so this cannot reach them.")),
        (
            BadRequest("Bad Request: message is too long"),
            GiveUp("Telegram refuses this message: Message is too long."),
        ),
    ],
)
def test_a_verdict_for_every_answer(error: TelegramError, expected: Verdict) -> None:
    assert verdict(error, "Ada") == expected
