"""A local Slack: Web API, Socket Mode, signed HTTP, and the members who use it.

It speaks real HTTP and WebSocket on loopback, so the product is pointed at it by an address and is otherwise
unchanged. It refuses what Slack refuses, with Slack's own error codes.

May import: aiohttp, slack_sdk.models (to judge blocks), the sandbox's clock and faults, the standard library.
Never belongs here: anything of the product, anything about support.
"""
