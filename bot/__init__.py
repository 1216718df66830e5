"""Relaydesk: a support desk that lives in chat. Customers write on Telegram, agents answer in Slack.

Here: the command line, the configuration, the wiring (`app.py`) and the rooms, one package each. Only `app.py` may
import every room; ARCHITECTURE.md says what may import what. Nothing that belongs to a room lies here.
"""
