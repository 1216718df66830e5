"""How Slack says no, and the record of it."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

RACES = frozenset(
    {
        "account_inactive",
        "already_pinned",
        "already_reacted",
        "cant_update_message",
        "exchanged_trigger_id",
        "expired_trigger_id",
        "file_not_found",
        "hash_conflict",
        "is_archived",
        "message_not_found",
        "no_pin",
        "no_reaction",
        "not_found",
        "not_in_channel",
        "ratelimited",
        "thread_not_found",
        "token_revoked",
        "user_not_in_channel",
    }
)
"""What a correct app may be told: the world moved between its looking and its asking."""


class Refused(Exception):
    """The request is not done, and its answer names why."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = list(messages)
        self.more = more

    def as_json(self) -> Json:
        answer: Json = {"ok": False, "error": self.error} | self.more
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


@dataclass(frozen=True)
class Call:
    """A request of the app that was done."""

    method: str
    arguments: Json
    answer: Json


@dataclass(frozen=True)
class Refusal:
    """A request of the app, or an answer to one of ours, that Slack does not take."""

    method: str
    arguments: Json
    error: str
    messages: list[str] = field(default_factory=list)

    @property
    def invalid(self) -> bool:
        """Whether no correct app would have sent it."""
        return self.error not in RACES
