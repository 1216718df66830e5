"""Files: kept in memory, known by a file_id, described in messages, fetched by a path."""

from bot.sandbox.telegram.checks import Json, Upload
from bot.sandbox.telegram.world import File

FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "video_note": "video_notes",
    "animation": "animations",
    "sticker": "stickers",
}
ABOUT: dict[str, Json] = {
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "video": {"duration": 1, "width": 320, "height": 240},
    "video_note": {"duration": 1, "length": 240},
    "animation": {"duration": 1, "width": 320, "height": 240},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}
"""What else the Bot API says of each kind. The sandbox looks into no file."""
NAMED = ("document", "audio", "video", "animation")
LARGEST_DOWNLOAD = 20 << 20  # bytes


def stored(files: dict[str, File], upload: Upload, kind: str, size: int | None = None) -> File:
    """Keep the content under a new file_id. `size` is for a file larger than anyone wants to make."""
    number = len(files) + 1
    ending = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
    path = f"{FOLDERS[kind]}/file_{number}.{'jpg' if kind == 'photo' else ending}"
    size = len(upload.content) if size is None else size
    facts: Json = {
        "file_id": f"sandbox-{kind}-{number}",
        "file_unique_id": f"unique-{number}",
        "file_size": size,
    }
    facts |= ABOUT.get(kind, {})
    if kind in NAMED:
        facts |= {"file_name": upload.name}
    if kind in (*NAMED, "voice"):
        facts |= {"mime_type": upload.mime}
    file = File(facts["file_id"], path, upload.content, size, facts)
    files[file.id] = file
    return file


def described(file: File, kind: str) -> Json:
    """As it stands in a message. An animation is a document as well, for those who know none."""
    if kind == "photo":
        return described_photo(file)
    return {kind: file.facts} | ({"document": file.facts} if kind == "animation" else {})


def described_photo(file: File) -> Json:
    """The sizes of a photo, smallest first. The sandbox scales nothing: they differ in what they claim."""
    thumbnail = file.facts | {"file_unique_id": file.facts["file_unique_id"] + "-s", "width": 90, "height": 67}
    return {"photo": [thumbnail, file.facts | {"width": 800, "height": 600}]}
