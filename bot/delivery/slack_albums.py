"""Files that a customer sent together are one post in the thread, as far as they wait together.

Telegram sends each by itself, and none says how many there are. Nothing waits for the rest: while the words above them
are posted and their channel keeps its pace, they come. What comes later is a post of its own.
"""

from collections.abc import Sequence

from bot.delivery.slack_files import Along
from bot.delivery.slack_words import going_along
from bot.delivery.verdicts import Behind
from bot.desk import outgoing as out
from bot.desk.desk import Ask
from bot.desk.files import enclosing
from bot.desk.tickets.tables import Message

MOST_TOGETHER = 10
"""Files in one post, which is as many as people can put into one; an album has no more either."""


async def album(
    ask: Ask, row: out.PostFile, message: Message, behind: Sequence[Behind[out.Outgoing]]
) -> Sequence[Along]:
    """What came together with a file of that message and can stand in one post with it."""
    if message.album is None:
        return ()
    rows = list(going_along(row, behind))[: MOST_TOGETHER - 1]
    found = await ask(enclosing.with_messages, [each.row.attachment for each in rows])
    along = [(each.number, *found[each.row.attachment]) for each in rows if each.row.attachment in found]
    return [Along(number, file) for number, file, its in along if its.album == message.album and not file.shared]
