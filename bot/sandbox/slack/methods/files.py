"""files.*: an upload in three steps, and what is known of a file."""

from mimetypes import guess_type
from typing import Any
from uuid import uuid4

from bot.sandbox.slack import posts
from bot.sandbox.slack.api import Api
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.workspace import File

Json = dict[str, Any]


LONGEST_ALT = 1000
"""Characters that describe a picture to whoever cannot see it."""


def described(api: Api, name: str, size: int, user: str) -> Json:
    """The file object as messages carry it; its addresses are on this server and want the bot's token."""
    file_id = api.workspace.new_id("F")
    address = f"{api.origin}/files/{file_id}/{name}"
    return {
        "id": file_id,
        "created": api.workspace.seconds(),
        "timestamp": api.workspace.seconds(),
        "name": name,
        "title": name,
        "mimetype": guess_type(name)[0] or "application/octet-stream",
        "filetype": name.rpartition(".")[2],
        "user": user,
        "mode": "hosted",
        "size": size,
        "is_external": False,
        "file_access": "visible",
        "url_private": address,
        "url_private_download": address,
    }


def get_upload_url(api: Api, given: Json) -> Json:
    if given["length"] < 1:
        raise Refused("invalid_arguments", "[ERROR] length must be greater than 0")
    if len(given.get("alt_txt", "")) > LONGEST_ALT:
        raise Refused("invalid_arguments", f"[ERROR] alt_txt must be at most {LONGEST_ALT} characters")
    body = described(api, given["filename"], given["length"], api.workspace.bot.id)
    body |= {"alt_txt": given["alt_txt"]} if given.get("alt_txt") else {}
    api.workspace.files[body["id"]] = File(body)
    secret = uuid4().hex
    api.uploads[secret] = body["id"]
    api.workspace.changes.happened()
    return {"upload_url": f"{api.origin}/upload/{secret}", "file_id": body["id"]}


def complete_upload(api: Api, given: Json) -> Json:
    """Without a channel the file stays private; with one it is posted there, and its message's ts is not told."""
    files = [_received(api, entry) for entry in given["files"]]
    targets = given.get("channels") or ([given["channel_id"]] if "channel_id" in given else [])
    for target in targets:
        _share(api, given, target, files)
    return {"files": [file.body for file in files]}


def _received(api: Api, entry: Json) -> File:
    file = api.workspace.files.get(entry.get("id", ""))
    if file is None or not file.received:
        raise Refused("file_not_found")
    if entry.get("title"):
        file.body["title"] = entry["title"]
    return file


def _share(api: Api, given: Json, target: str, files: list[File]) -> None:
    channel = api.writable(target)
    thread = given.get("thread_ts")
    if thread and thread not in channel.messages:
        raise Refused("thread_not_found")
    said = {"text": given.get("initial_comment", ""), "files": [file.body for file in files]}
    message = posts.post(api.workspace, channel, api.workspace.bot, said, thread=thread)
    for file in files:
        shares = file.body.setdefault("shares", {}).setdefault("public", {})
        shares.setdefault(channel.id, []).append({"ts": message.ts, "thread_ts": thread})


def info(api: Api, given: Json) -> Json:
    file = api.workspace.files.get(given["file"])
    if file is None:
        raise Refused("file_not_found")
    return {"file": file.body}


def delete(api: Api, given: Json) -> Json:
    """Only its own: what people shared is theirs. The messages that carry it stay, with a stub in its place."""
    file = api.workspace.files.get(given["file"])
    if file is None:
        raise Refused("file_not_found")
    if file.body["user"] != api.workspace.bot.id:
        raise Refused("cant_delete_file")
    del api.workspace.files[given["file"]]
    stub = {"id": file.body["id"], "mode": "tombstone"}
    for channel in api.workspace.channels.values():
        for message in channel.messages.values():
            files = message.body.get("files") or []
            if file.body in files:
                message.body["files"] = [stub if each is file.body or each == file.body else each for each in files]
    return {}
