"""How the Bot API says no."""

from typing import Any

ABOUT_THE_WORLD = {403, 409}


class Refusal(Exception):
    """An answer that is not ok: `code` is the HTTP status too, `parameters` go beside the description.

    `in_order`: the call was, and met the world as it is.
    """

    def __init__(self, code: int, description: str, *, in_order: bool = False, **parameters: Any) -> None:
        super().__init__(description)
        self.in_order = in_order or code in ABOUT_THE_WORLD
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def no_longer(reason: str) -> Refusal:
    """What the call is about was there, or was different, a while ago."""
    return Refusal(400, f"Bad Request: {reason}", in_order=True)


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def moved(chat: int) -> Refusal:
    return Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat)


def conflict(reason: str) -> Refusal:
    return Refusal(409, f"Conflict: {reason}")


def too_many(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
