"""The reaction that an agent's message wears, which says how far it has come; and the question under it."""

from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_posts import SlackPosts
from bot.delivery.slack_verdicts import error_code
from bot.delivery.verdicts import Moot, Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Ask, Desk
from bot.desk.tickets import deliveries, reading
from bot.desk.tickets.tables import State
from bot.views.slack import threads

MARKS = {
    State.WAITING: "hourglass_flowing_sand",
    State.QUEUED: "hourglass_flowing_sand",
    State.DELIVERED: "white_check_mark",
    State.INTERNAL: "lock",
    State.FAILED: "warning",
    State.HELD: "raising_hand",
    State.STOPPED: "no_entry_sign",
}
"""The reaction that a message wears in each state; a customer's own wears none."""
IN_DOUBT = {State.DELIVERED: "repeat", State.FAILED: "question"}
"""In their place where the customer may have it once more than is known."""

ASKED_ABOUT = (State.HELD, State.FAILED)
"""What a question under the message still waits to be settled."""

_NO_MATTER = ("already_reacted", "no_reaction", "message_not_found")


class SlackMarks:
    def __init__(self, ask: Ask, posts: SlackPosts, calm: AsyncWebClient) -> None:
        self._ask = ask
        self._posts = posts
        self._calm = calm

    async def mark(self, row: out.Mark) -> Verdict:
        message = await self._ask(reading.marking, row.message)
        wanted = _worn(message)
        if message.post is None or message.channel is None:
            return Moot()  # it is marked when it is shown
        answered = message.question is not None and message.state not in ASKED_ABOUT
        if message.question and answered:
            await self._answer(row.message, message.channel, message.question)
        if wanted != message.mark:
            await self._wear(message.mark, wanted, message.channel, message.post)

        def record(desk: Desk) -> None:
            deliveries.marked(desk, row.message, wanted)
            if answered:
                deliveries.settled(desk, row.message)

        return Sent(record)

    async def _answer(self, message: int, channel: str, question: str) -> None:
        """The question's buttons go, and it says what became of the message."""
        said = await self._ask(reading.message, message)
        await self._posts.edit(channel, question, threads.settled(said), _NO_MATTER)

    async def _wear(self, worn: str | None, wanted: str | None, channel: str, post: str) -> None:
        """The new one first, so that there is always one to see."""
        at = {"channel": channel, "timestamp": post}
        if wanted:
            await _settled(self._calm.reactions_add, name=wanted, **at)
        if worn:
            await _settled(self._calm.reactions_remove, name=worn, **at)


def _worn(message: reading.Marking) -> str | None:
    usual = MARKS.get(message.state)
    return IN_DOUBT.get(message.state, usual) if message.doubts else usual


async def _settled(react: Callable[..., Awaitable[object]], **at: str) -> None:
    """Somebody may have done it already, or the message is gone: either way there is nothing left to do."""
    try:
        await react(**at)
    except SlackApiError as error:
        if error_code(error) not in _NO_MATTER:
            raise
