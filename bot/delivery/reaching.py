"""Whether a platform lets us in, when the desk starts and from then on; where not, that is said with its cure."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from slack_sdk.errors import SlackApiError
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.delivery.slack_verdicts import FAULTS, Call, error_code, verdict
from bot.delivery.verdicts import Held
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import SLACK
from bot.door import Door


class NotReached(Exception):
    """A platform did not answer, or does not let us in."""


@contextmanager
def reaching(platform: str, address: str) -> Iterator[None]:
    """Raises `NotReached` for whatever comes of it but an answer."""
    try:
        yield
    except (*FAULTS, TelegramError) as error:
        where = f"at {address} refuses" if _answered(error) else f"cannot be reached at {address}"
        raise NotReached(f"{platform} {where}: {_said(error)}; run `relaydesk check` to see what is wrong") from error


@asynccontextmanager
async def let_in(door: Door) -> AsyncIterator[None]:
    """Note whether Slack lets us in, where nothing may be waiting to be sent that would find out. Raises as is."""
    try:
        yield
    except SlackApiError as error:
        shut = verdict(error, Call.REPEATABLE)
        if isinstance(shut, Held):
            await door.do(episodes.begins, shut.place, shut.code)
        raise
    await door.do(episodes.over, [SLACK])


def _answered(error: Exception) -> bool:
    if isinstance(error, SlackApiError):
        return bool(error_code(error))
    return isinstance(error, InvalidToken) or (isinstance(error, TelegramError) and not isinstance(error, NetworkError))


def _said(error: Exception) -> str:
    """The library's own message for a wrong token has the token in it."""
    if isinstance(error, SlackApiError):
        return error_code(error) or "its answer is not Slack's"
    return "it does not know this token" if isinstance(error, InvalidToken) else str(error) or type(error).__name__
