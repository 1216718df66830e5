"""Relaydesk: a support desk that lives in chat. Customers write on Telegram, agents answer in Slack.

Here: the command line, the configuration, and the rooms, one package each. Only the wiring (`app`) may import every
room; ARCHITECTURE.md says what may import what. Nothing that belongs to a room lies here.
"""
