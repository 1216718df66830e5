"""A Telegram Bot API server for one bot, with people who hold phones.

`server` speaks HTTP; `methods` does what a call asks to the `world`; `people` are driven by stories and by the
page, and what they do reaches the bot through `updates` (long poll) or `webhook`.

May import: the standard library, aiohttp, the sandbox's clock and faults, python-telegram-bot's constants.
Never belongs here: mercy. What the real server refuses is refused, in its own words.
"""
