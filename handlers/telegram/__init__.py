"""What customers do in their private chat with the bot: write, command, press, leave and come back.

May import the desk, the views and python-telegram-bot. Groups and channels are passed over in silence.
"""
