"""A file that goes with a message."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from bot.desk.stored import Stored


class Kind(StrEnum):
    """What a file is to whoever gets it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    STICKER = "sticker"


class Attachment(Stored, table=True):
    """One file of a message. `size` is in bytes, where the platform it came from says it.

    `telegram_file` and `slack_file` are its ids there: where it came from, and, of a customer's file, where it was
    uploaded to. `chat_message` is the message in the customer's chat that carries it; `shared`, whether it stands in
    the thread. `refused` says that policy or size keep it from being passed on; `why`, what went wrong on its way.
    """

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    kind: str
    name: str
    mime: str
    size: int | None = Field(default=None, sa_column=Column(BigInteger))
    telegram_file: str | None = None
    telegram_unique: str | None = None
    slack_file: str | None = None
    chat_message: int | None = Field(default=None, sa_column=Column(BigInteger))
    shared: bool = False
    refused: str | None = None
    why: str | None = None


class FileCopy(Stored, table=True):
    """A file that is shown once more, in the thread its ticket has come to.

    `slack_file` is the id of the copy's upload, `shared` whether it stands in the thread.
    """

    __tablename__ = "file_copy"

    id: int = Field(default=None, primary_key=True)
    attachment_id: int = Field(foreign_key="attachment.id", index=True)
    card_id: int = Field(foreign_key="card.id")
    slack_file: str | None = None
    shared: bool = False
