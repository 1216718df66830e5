"""Which files may be passed on. Pure: a file, and what the operator and the platforms allow."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.files.tables import Kind
from bot.desk.refusals import FileElsewhere, FileNotAllowed, FileTooLarge, Refusal

MEGABYTE = 1 << 20
MOST_FROM_CUSTOMERS = 20 * MEGABYTE
"""What Telegram lets a bot fetch."""
MOST_TO_CUSTOMERS = 50 * MEGABYTE
"""What Telegram lets a bot send."""
MOST_AS_PHOTO = 10 * MEGABYTE
"""A larger picture goes as a document."""
LONGEST_NAME = 120

_PHOTOS = ("image/jpeg", "image/png", "image/webp")
_VOICES = ("audio/ogg", "audio/opus")
_AUDIOS = ("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac")


class Reason(StrEnum):
    """Why a file is not passed on."""

    TOO_LARGE = "too_large"
    DANGEROUS = "dangerous"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class File:
    """A file as a platform describes it: `id` is its id there, `unique` the same for every copy of it.

    `elsewhere`: the platform only links to it.
    """

    kind: Kind
    id: str
    name: str
    mime: str = "application/octet-stream"
    size: int | None = None
    unique: str | None = None
    elsewhere: bool = False


def reason(file: File, most: int, dangerous: Collection[str]) -> Reason | None:
    """Why it is not passed on; None where it may be. `most` is in bytes."""
    if file.elsewhere:
        return Reason.ELSEWHERE
    if ending(file.name) in dangerous:
        return Reason.DANGEROUS
    return Reason.TOO_LARGE if file.size is not None and file.size > most else None


def ending(name: str) -> str:
    """What a computer goes by: `exe` of `Invoice.pdf.EXE `; empty where there is none."""
    _, dot, last = clean(name).rstrip(". ").rpartition(".")
    return last.casefold() if dot else ""


def clean(name: str) -> str:
    """A name that can stand anywhere: no path, no signs that cannot be seen, not too long (its ending stays)."""
    seen = "".join(sign for sign in name if sign.isprintable() and sign not in "/\\").strip()
    if len(seen) <= LONGEST_NAME:
        return seen or "file"
    return f"{seen[: LONGEST_NAME - 21]}…{seen[-20:]}"


def kind_for_customers(mime: str, size: int | None) -> Kind:
    """As what an agent's file is best sent, so that a phone shows or plays it."""
    if mime in _PHOTOS and (size or 0) <= MOST_AS_PHOTO:
        return Kind.PHOTO
    if mime in _VOICES:
        return Kind.VOICE
    if mime in _AUDIOS:
        return Kind.AUDIO
    return Kind.VIDEO if mime == "video/mp4" else Kind.DOCUMENT


def in_words(size: int | None) -> str:
    """`34 MB`, `120 KB`; empty where nobody knows."""
    if size is None:
        return ""
    if size >= MEGABYTE:
        return f"{-(-size // MEGABYTE)} MB"
    return f"{-(-size // 1024)} KB" if size >= 1024 else f"{size} B"


def refusal(refused: str, name: str, size: int | None) -> Refusal:
    """What the agent whose file it is reads."""
    match refused:
        case Reason.TOO_LARGE:
            most = in_words(MOST_TO_CUSTOMERS)
            return FileTooLarge(name=name, size=in_words(size) or "too large", most=most)
        case Reason.DANGEROUS:
            return FileNotAllowed(name=name)
        case _:
            return FileElsewhere(name=name)
