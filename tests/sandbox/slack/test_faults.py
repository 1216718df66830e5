"""What goes wrong on purpose, and rate limits."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.faults import Kind
from bot.sandbox.slack.limits import POSTS_AT_ONCE, Bucket
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Channel


async def test_a_rate_limited_post_is_not_done_and_says_when(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    slack.faults.next("chat.postMessage", "rate_limited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=support.id, text="Hi")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert support.messages == {}


@pytest.mark.parametrize(("kind", "done"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_dropped_post_may_or_may_not_be_done(
    slack: SlackServer, client: AsyncWebClient, support: Channel, kind: Kind, done: int
) -> None:
    slack.faults.next("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=support.id, text="Hi")
    assert len(support.messages) == done


async def test_a_fault_is_not_among_what_was_refused(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    slack.faults.next("chat.postMessage", "server_error", status=503)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=support.id, text="Hi")
    assert slack.refused == []
    assert slack.calls == []


async def test_posting_faster_than_slack_likes_is_limited_per_channel(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    slack.rate_limits.on = True
    for number in range(POSTS_AT_ONCE):
        await client.chat_postMessage(channel=support.id, text=f"line {number}")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel=support.id, text="one too many")
    await client.chat_postMessage(channel=slack.channel("other").id, text="elsewhere it is fine")


def test_a_bucket_fills_with_time() -> None:
    bucket = Bucket(rate=0.5, holds=1, level=1, seen=100.0)
    assert bucket.wait(100.0) == 0
    assert bucket.wait(100.0) == 2.0
    assert bucket.wait(102.0) == 0
