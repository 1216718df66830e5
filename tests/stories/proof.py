"""What must be true after trouble: nothing lost, nothing doubled in Slack, order kept in each conversation."""

from collections.abc import Iterable
from itertools import groupby

from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person


def nothing_doubled(slack: SlackServer) -> None:
    """Every post of the desk carries the key of the row it was posted for."""
    posts = [message for channel in slack.workspace.channels.values() for message in channel.messages.values()]
    rows = [post.metadata["event_payload"]["row"] for post in posts if post.metadata]
    assert rows
    assert len(rows) == len(set(rows))


def said_by(name: str, thread: Iterable[Message]) -> list[str]:
    """A customer's words, as the team reads them in the thread. Those that waited for long are posted together."""
    posts = [reply.words.removeprefix(f"{name}\n") for reply in thread if reply.words.startswith(f"{name}\n")]
    return [words for post in posts for words in post.split(f"\n{name}\n")]


def read_by(customer: Person, answers: Iterable[str]) -> list[str]:
    """Those of the answers that are in the chat, in its order, repeats and all."""
    wanted = set(answers)
    return [seen.text for seen in customer.chat if seen.sender == "bot" and seen.text in wanted]


def without_repeats(said: Iterable[str]) -> list[str]:
    """What may have been sent is sent again before anything else is."""
    return [each for each, _ in groupby(said)]
