"""New messages."""

from bot.sandbox.telegram.checks import Json, Params, Upload, caption_of_message, text_of_message
from bot.sandbox.telegram.keyboards import reply_markup
from bot.sandbox.telegram.refusals import bad
from bot.sandbox.telegram.storage import described, stored
from bot.sandbox.telegram.world import Chat, World

LARGEST = {"photo": 10 << 20}  # bytes
LARGEST_OTHER = 50 << 20


def send_message(world: World, params: Params) -> Json:
    text, entities = text_of_message(params)
    content: Json = {"text": text} | ({"entities": entities} if entities else {})
    if options := params.object("link_preview_options"):
        content["link_preview_options"] = options
    return _sent(world, params, content)


def send_photo(world: World, params: Params) -> Json:
    return _sent(world, params, _file(world, params, "photo") | _caption(params))


def send_document(world: World, params: Params) -> Json:
    return _sent(world, params, _file(world, params, "document") | _caption(params))


def send_voice(world: World, params: Params) -> Json:
    return _sent(world, params, _file(world, params, "voice") | _caption(params))


def send_audio(world: World, params: Params) -> Json:
    return _sent(world, params, _file(world, params, "audio") | _caption(params))


def send_video(world: World, params: Params) -> Json:
    return _sent(world, params, _file(world, params, "video") | _caption(params))


def _sent(world: World, params: Params, content: Json) -> Json:
    markup = reply_markup(params)
    chat = world.open_chat(params)
    content |= _thread(world, chat, params) | _reply(chat, params)
    if markup and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    message = world.keep(chat, content, by_bot=True)
    _change_keyboard(chat, markup)
    chat.action = ""
    return message


def _change_keyboard(chat: Chat, markup: Json | None) -> None:
    if markup and "keyboard" in markup:
        chat.keyboard = markup
    elif markup and "remove_keyboard" in markup:
        chat.keyboard = None


def _thread(world: World, chat: Chat, params: Params) -> Json:
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if not world.topics or thread not in chat.topics:
        raise chat.no_topic(thread)
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(chat: Chat, params: Params) -> Json:
    wanted = params.object("reply_parameters") or {"message_id": params.integer("reply_to_message_id")}
    if not wanted.get("message_id"):
        return {}
    held = chat.there(Params(wanted, {}).integer("message_id"))
    if held is None:
        if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    return {"reply_to_message": held.quoted()}


def _caption(params: Params) -> Json:
    text, entities = caption_of_message(params)
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})


def _file(world: World, params: Params, kind: str) -> Json:
    """The file of a call: uploaded with it, or one the server has, by its file_id."""
    upload = _upload(params, kind)
    if upload is None:
        return _known_file(world, params.text(kind), kind)
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > LARGEST.get(kind, LARGEST_OTHER):
        raise bad("PHOTO_INVALID_DIMENSIONS" if kind == "photo" else "file is too big")
    return described(stored(world.files, upload, kind), kind)


def _upload(params: Params, kind: str) -> Upload | None:
    name = params.text(kind).removeprefix("attach://")
    return params.uploads.get(kind) or params.uploads.get(name)


def _known_file(world: World, wanted: str, kind: str) -> Json:
    if not wanted:
        raise bad(f"there is no {kind} in the request")
    file = world.files.get(wanted)
    if file is None:
        raise bad("wrong remote file identifier specified: Wrong character in the string")
    if kind == "photo" and not file.path.startswith("photos/"):
        raise bad("can't use file of type Document as Photo")
    return described(file, kind)
