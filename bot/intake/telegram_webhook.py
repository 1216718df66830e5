"""Telegram answers a poll only while it calls nobody: whom it calls, and an end to that where it is ourselves."""

from telegram import Bot


class AnotherWebhook(Exception):
    """Telegram has been told to call a program that is not this desk."""


async def polled_from_now(bot: Bot, ours: str | None) -> None:
    """Have Telegram call nobody, so that it can be polled; `ours` is where it called this desk before.

    What waits to be called stays and is polled. Raises `AnotherWebhook`, TelegramError.
    """
    calls = (await bot.get_webhook_info()).url
    if calls and calls != ours:
        raise AnotherWebhook(
            f"Telegram calls {calls} for this bot, so this desk cannot poll it: stop that program and delete its "
            "webhook, use a bot of the desk's own, or name the address in telegram.webhook_url if it was this desk's"
        )
    if calls:
        await bot.delete_webhook()
