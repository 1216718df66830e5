"""The file that a message carries, as Telegram describes it."""

from typing import Any

from telegram import Message

from bot.desk.files.policy import File
from bot.desk.files.tables import Kind

NAMES = {
    Kind.VOICE: ("voice.ogg", "audio/ogg"),
    Kind.AUDIO: ("audio.mp3", "audio/mpeg"),
    Kind.VIDEO: ("video.mp4", "video/mp4"),
    Kind.VIDEO_NOTE: ("video.mp4", "video/mp4"),
    Kind.ANIMATION: ("animation.mp4", "video/mp4"),
    Kind.STICKER: ("sticker.webp", "image/webp"),
    Kind.DOCUMENT: ("file", "application/octet-stream"),
}
"""What each is called and is where Telegram does not say. An animation is a document as well, so it comes first."""


def enclosed(message: Message) -> tuple[File, ...]:
    """None or one: what is sent together comes as several messages. A sticker that moves is no picture."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (_file(Kind.PHOTO, largest, "photo.jpg", "image/jpeg"),)
    for kind, (name, mime) in NAMES.items():
        found = getattr(message, kind.value)
        if found and not (kind is Kind.STICKER and (found.is_animated or found.is_video)):
            return (_file(kind, found, name, mime),)
    return ()


def _file(kind: Kind, found: Any, name: str, mime: str) -> File:
    return File(
        kind=kind,
        id=found.file_id,
        name=getattr(found, "file_name", None) or name,
        mime=getattr(found, "mime_type", None) or mime,
        size=found.file_size,
        unique=found.file_unique_id,
    )
