"""The processes under test: the desk, and what it is compared with, made of the libraries as they are shipped."""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.processes import answering

Json = dict[str, Any]


async def used() -> Json:
    """What this process has used: seconds of CPU, and bytes of memory now."""
    return {"cpu": time.process_time(), "rss": _rss()}


def _rss() -> int:
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # the most it ever was, where nothing else is told


@asynccontextmanager
async def polling(settings: Json, wrote: Any) -> AsyncIterator[Any]:
    """python-telegram-bot with its own Updater and transport, which calls back for each message."""
    from telegram.ext import ApplicationBuilder, MessageHandler, filters

    token, url = settings["telegram"]["token"], settings["telegram"]["api_url"]
    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, wrote))
    async with application:
        await application.start()
        if application.updater:
            await application.updater.start_polling()
        try:
            yield application.bot
        finally:
            if application.updater:
                await application.updater.stop()
            await application.stop()


@asynccontextmanager
async def listening(settings: Json, wrote: Any) -> AsyncIterator[Any]:
    """slack-bolt on a socket, which calls back for each message; gives its client."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(token=settings["slack"]["bot_token"], base_url=settings["slack"]["api_url"])
    app = AsyncApp(client=client)
    app.event("message")(wrote)
    socket = AsyncSocketModeHandler(app, settings["slack"]["app_token"], web_client=client)
    await socket.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield client
    finally:
        await socket.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def bare_relay(given: Json) -> AsyncIterator[None]:
    """What a customer writes goes to their thread, what is written in a thread to its customer. No database."""
    threads: dict[int, str] = {}
    chats: dict[str, int] = {}
    sides: Json = {}

    async def from_customer(update: Any, _context: Any) -> None:
        chat = update.effective_chat.id
        words = f"{update.effective_user.full_name}: {update.message.text}"
        done = await sides["slack"].chat_postMessage(channel=given["channel"], text=words, thread_ts=threads.get(chat))
        chats[threads.setdefault(chat, done["ts"])] = chat

    async def from_agent(event: Json) -> None:
        chat = chats.get(event.get("thread_ts", ""))
        if chat and "bot_id" not in event:
            await sides["telegram"].send_message(chat, event["text"])

    async with listening(given["settings"], from_agent) as client:
        sides["slack"] = client
        async with polling(given["settings"], from_customer) as bot:
            sides["telegram"] = bot
            yield


def telegram_echo(given: Json) -> AbstractAsyncContextManager[Any]:
    async def echo(update: Any, _context: Any) -> None:
        await update.message.reply_text(update.message.text)

    return polling(given["settings"], echo)


def slack_echo(given: Json) -> AbstractAsyncContextManager[Any]:
    async def echo(event: Json, say: Any) -> None:
        if "bot_id" not in event and "thread_ts" in event:
            await say(event["text"], thread_ts=event["thread_ts"])

    return listening(given["settings"], echo)


@asynccontextmanager
async def desk(given: Json) -> AsyncIterator[None]:
    """Relaydesk as it is run, with its log; only the pacing is off."""
    from bot import collector

    collector.seldom()
    from bot import logs
    from bot.app.joining import wall_clock
    from bot.app.running import running
    from bot.config import checked
    from bot.desk.practice import UNPACED

    logs.set_up("info", "json")
    async with running(checked(given["settings"]), wall_clock, UNPACED):
        collector.spare_what_is_there()
        yield


SUBJECTS = {"relay": bare_relay, "telegram-echo": telegram_echo, "slack-echo": slack_echo, "desk": desk}


async def main(which: str, given: Json) -> None:
    async with SUBJECTS[which](given):
        await answering({"used": used})


if __name__ == "__main__":
    options = json.loads(sys.argv[2])
    if options.get("profile"):
        from benchmarks.profiling import profiled

        with profiled(Path(options["profile"])):
            asyncio.run(main(sys.argv[1], options))
    else:
        asyncio.run(main(sys.argv[1], options))
