"""Who an update comes from."""

from operator import index

from telegram import Update

from bot.desk.people.customers import Person


def person(update: Update) -> Person:
    """In a private chat, which is all we serve, the chat is the person's; its id is a whole number, or nobody's."""
    user = update.effective_user
    if user is None:
        raise ValueError("an update from nobody")
    return Person(index(user.id), user.full_name, user.username, user.language_code)
