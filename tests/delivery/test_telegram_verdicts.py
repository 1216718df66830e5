"""What each answer of Telegram means for the message that was to be sent."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.delivery.telegram_request import Flooded, NotSent
from bot.delivery.telegram_verdicts import absence, verdict
from bot.delivery.verdicts import Again, GiveUp, Held, NotYet, Uncertain, Verdict
from bot.desk.people.tables import Absence

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Flooded(MINUTE), NotYet(MINUTE, "Too many requests: retry after 60 s")),
        (NotSent("refused"), Again("refused")),
        (InvalidToken(), Held("telegram", "unauthorized")),
        (EndPointNotFound("sendMessage"), Held("telegram", "unauthorized")),
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
        (
            BadRequest("Bad Request: message is too long"),
            GiveUp("Telegram refuses this message: Message is too long."),
        ),
    ],
)
def test_a_verdict_for_every_answer(error: TelegramError, expected: Verdict) -> None:
    assert verdict(error, "Ada") == expected


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Absence.BLOCKED),
        (Forbidden("Forbidden: user is deactivated"), Absence.DELETED),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Absence.REFUSED),
        (BadRequest("Bad Request: chat not found"), Absence.REFUSED),
        (BadRequest("Bad Request: message is too long"), None),
        (InvalidToken(), None),
        (TimedOut(), None),
    ],
)
def test_whether_somebody_is_away_and_why(error: TelegramError, why: Absence | None) -> None:
    assert absence(error) is why


def test_a_chat_that_has_moved_is_followed_by_who_sends() -> None:
    with pytest.raises(ChatMigrated):
        verdict(ChatMigrated(-5), "Ada")
