"""Who an update comes from."""

from operator import index

from telegram import Message, Update

from bot.desk.people.customers import Person


def person(update: Update) -> Person:
    """In a private chat, which is all we serve, the chat is the person's; its id is a whole number, or nobody's."""
    user = update.effective_user
    if user is None:
        raise ValueError("an update from nobody")
    topic = _topic(update.effective_message)
    return Person(index(user.id), user.full_name, user.username, user.language_code, topic)


def _topic(message: Message | None) -> int | None:
    """Of a reply outside of topics there may be a thread's number too."""
    return message.message_thread_id if message and message.is_topic_message else None
