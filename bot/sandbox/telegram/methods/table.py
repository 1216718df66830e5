"""Which methods there are. What is not here does not exist: 404, as for a name mistyped."""

from collections.abc import Awaitable, Callable

from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.methods import chats, editing, profile, sending
from bot.sandbox.telegram.world import World


async def get_updates(world: World, params: Params) -> list[Json]:
    return await world.updates.poll(params)


def set_webhook(world: World, params: Params) -> bool:
    world.webhook.set(params)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    dropping = {key: value for key, value in params.given.items() if key == "drop_pending_updates"}
    world.webhook.set(Params(dropping, {}))
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    return world.webhook.info()


Method = Callable[[World, Params], object | Awaitable[object]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendAudio": sending.send_audio,
    "sendVideo": sending.send_video,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "setMessageReaction": editing.set_message_reaction,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "getChat": chats.get_chat,
    "sendChatAction": chats.send_chat_action,
    "answerCallbackQuery": chats.answer_callback_query,
    "createForumTopic": chats.create_forum_topic,
    "editForumTopic": chats.edit_forum_topic,
    "deleteForumTopic": chats.delete_forum_topic,
    "getFile": chats.get_file,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
}
# The server does not mind how a method's name is capitalised.
SPELLED = {name.lower(): name for name in METHODS}
