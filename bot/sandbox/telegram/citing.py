"""What a message says of words that were said before: a part of what it answers, or whose words it passes on."""

from bot.sandbox.telegram.checks import Json
from bot.sandbox.telegram.mishaps import NotPossible
from bot.sandbox.telegram.world import Held


def marked(held: Held, part: str) -> Json:
    """The part of a message that somebody marked before they replied to it."""
    text = str(held.message.get("text") or held.message.get("caption", ""))
    place = text.find(part)
    if place < 0:
        raise NotPossible(f"nobody can mark {part!r} in {text!r}")
    return {"quote": {"text": part, "position": len(text[:place].encode("utf-16-le")) // 2, "is_manual": True}}


def elsewhere(author: str, date: int, part: str) -> Json:
    """A message of another chat, which somebody who hides who they are wrote. Without a part, a photo."""
    photo = {"file_id": "elsewhere", "file_unique_id": "elsewhere", "width": 90, "height": 90}
    return {
        "external_reply": {"origin": hidden(author, date)} | ({} if part else {"photo": [photo]}),
        **({"quote": {"text": part, "position": 0}} if part else {}),
    }


def hidden(author: str, date: int) -> Json:
    """The origin of somebody's words who does not let Telegram tell more than a name."""
    return {"type": "hidden_user", "sender_user_name": author, "date": date}
