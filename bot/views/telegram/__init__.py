"""What customers see in Telegram: HTML and buttons, in their language.

May import the desk and Babel; never python-telegram-bot. A customer's words are escaped in `words`, nowhere else.
"""
