"""What is wrong now."""

from datetime import datetime

from sqlmodel import Field

from bot.desk.stored import Stored

TELEGRAM = "telegram"
SLACK = "slack"
STEPS = "steps:due"
"""No place to get through to: what is due is not done."""
UNAUTHORIZED = "unauthorized"
"""Telegram's word for a token that was revoked."""


class Trouble(Stored, table=True):
    """One episode: a place that the desk cannot get through to, and the platform's word for why.

    `place` is a whole platform, or a channel as `slack:C0123`. The row is there for as long as it lasts.
    """

    place: str = Field(primary_key=True)
    code: str
    since: datetime


def in_channel(channel: str) -> str:
    return f"{SLACK}:{channel}"
