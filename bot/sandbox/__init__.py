"""Local stand-ins for the two platforms: a Telegram Bot API server and a Slack, over real HTTP on loopback.

The unchanged product is pointed here by `telegram.api_url` and `slack.api_url`. A newcomer plays with it in a
browser, and every story of the tests runs against it, so it refuses what the real platform refuses.

May import: the standard library and aiohttp, and lists of names and limits from the platforms' own libraries.
Never belongs here: anything of the desk. A sandbox that knew the product would agree with its mistakes.
"""
