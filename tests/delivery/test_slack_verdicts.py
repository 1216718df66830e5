"""What each of Slack's errors means for what was being sent."""

from datetime import timedelta

import aiohttp
import pytest
from multidict import CIMultiDict
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.slack_verdicts import Call, verdict
from bot.delivery.verdicts import Again, GiveUp, Held, NotYet, SlowDown, Uncertain, Verdict


def answered(error: str, status: int = 200, **headers: str) -> SlackApiError:
    data = {"ok": False, "error": error} if error else {}
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers=CIMultiDict(headers),  # type: ignore[arg-type]
        status_code=status,
    )
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]


TABLE: list[tuple[str, type[Verdict], type[Verdict], type[Verdict]]] = [
    ("invalid_auth", Held, Held, Held),
    ("account_inactive", Held, Held, Held),
    ("token_revoked", Held, Held, Held),
    ("missing_scope", Held, Held, Held),
    ("channel_not_found", Held, Held, GiveUp),
    ("is_archived", Held, Held, GiveUp),
    ("not_in_channel", Held, Held, GiveUp),
    ("internal_error", Uncertain, Again, Again),
    ("fatal_error", Uncertain, Again, Again),
    ("invalid_blocks", GiveUp, GiveUp, GiveUp),
    ("msg_too_long", GiveUp, GiveUp, GiveUp),
    ("no_text", GiveUp, GiveUp, GiveUp),
    ("message_not_found", GiveUp, GiveUp, GiveUp),
    ("cant_update_message", GiveUp, GiveUp, GiveUp),
    ("user_not_in_channel", GiveUp, GiveUp, GiveUp),
    ("something_new", GiveUp, GiveUp, GiveUp),
]


@pytest.mark.parametrize(("error", "posted", "repeated", "whispered"), TABLE, ids=[row[0] for row in TABLE])
def test_an_answer_has_one_meaning_for_each_kind_of_call(
    error: str, posted: type, repeated: type, whispered: type
) -> None:
    meant = [type(verdict(answered(error), call, "C1")) for call in (Call.POST, Call.REPEATABLE, Call.WHISPER)]
    assert meant == [posted, repeated, whispered]


def test_a_token_shuts_all_of_slack_and_a_channel_only_itself() -> None:
    assert verdict(answered("token_revoked"), Call.POST, "C1") == Held("slack", "token_revoked")
    assert verdict(answered("is_archived"), Call.POST, "C1") == Held("slack:C1", "is_archived")


def test_what_goes_to_no_channel_cannot_wait_for_one() -> None:
    assert isinstance(verdict(answered("channel_not_found"), Call.REPEATABLE), GiveUp)


def test_a_limit_on_posting_is_the_channels_and_any_other_the_methods() -> None:
    limited = answered("ratelimited", 429, **{"Retry-After": "7"})
    assert verdict(limited, Call.POST) == NotYet(timedelta(seconds=7), "rate limited")
    assert verdict(limited, Call.REPEATABLE) == SlowDown(timedelta(seconds=7), "rate limited")


def test_a_limit_without_a_readable_time_is_a_second() -> None:
    soon = answered("ratelimited", 429, **{"Retry-After": "a while"})
    assert verdict(soon, Call.REPEATABLE) == SlowDown(timedelta(seconds=1), "rate limited")


@pytest.mark.parametrize(
    "fault",
    [answered("", 503), aiohttp.ServerDisconnectedError(), TimeoutError(), aiohttp.ClientOSError(104, "reset")],
    ids=lambda fault: type(fault).__name__,
)
def test_after_a_broken_call_a_post_may_be_there_and_the_rest_may_be_repeated(fault: Exception) -> None:
    assert isinstance(verdict(fault, Call.POST), Uncertain)
    assert isinstance(verdict(fault, Call.REPEATABLE), Again)


async def test_where_nobody_listens_nothing_was_sent() -> None:
    client = AsyncWebClient(token="xoxb", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    client.proxy = None
    with pytest.raises(aiohttp.ClientConnectorError) as refused:
        await client.chat_postMessage(channel="C1", text="Hello")
    assert isinstance(verdict(refused.value, Call.POST), Again)


def test_slacks_own_words_about_a_refusal_are_kept() -> None:
    error = answered("invalid_blocks")
    error.response.data["response_metadata"] = {"messages": ["[ERROR] too long"]}
    assert verdict(error, Call.POST) == GiveUp("Slack refused: invalid_blocks ([ERROR] too long)")
