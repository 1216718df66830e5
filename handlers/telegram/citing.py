"""What a message says of words that were said before: the part it answers, and whose words it passes on."""

from telegram import (
    ExternalReplyInfo,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.desk.tickets.citing import Cited

KINDS = {
    "photo": "photo",
    "video": "video",
    "animation": "animation",
    "voice": "voice message",
    "audio": "audio",
    "video_note": "video message",
    "document": "file",
    "sticker": "sticker",
    "location": "location",
    "contact": "contact",
    "poll": "poll",
    "story": "story",
}
"""What Telegram says of a message in another chat besides words. An animation is a document as well."""


def cited(message: Message) -> Cited:
    elsewhere, forwarded = message.external_reply, message.forward_origin
    return Cited(
        quoted=_quoted(message),
        quoted_from=_author(elsewhere.origin) if elsewhere else "",
        forwarded_from=_author(forwarded) if forwarded else "",
    )


def _quoted(message: Message) -> str:
    """The part that was marked, else what the other chat's message is; nothing where the whole one is known."""
    if message.quote:
        return message.quote.text
    return _kind(message.external_reply) if message.external_reply else ""


def _kind(said: ExternalReplyInfo) -> str:
    return next((f"[{told}]" for kind, told in KINDS.items() if getattr(said, kind)), "")


def _author(origin: MessageOrigin) -> str:
    """Whoever wrote it, as Telegram tells; a channel may name who signed."""
    match origin:
        case MessageOriginUser():
            return origin.sender_user.full_name
        case MessageOriginHiddenUser():
            return origin.sender_user_name
        case MessageOriginChat():
            return _signed(origin.sender_chat.effective_name, origin.author_signature)
        case MessageOriginChannel():
            return _signed(origin.chat.effective_name, origin.author_signature)
        case _:
            return ""


def _signed(chat: str | None, signature: str | None) -> str:
    return " · ".join(filter(None, (chat, signature)))
