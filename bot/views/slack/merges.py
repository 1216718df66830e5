"""What is shown of tickets that became one."""

from collections.abc import Mapping, Sequence

from bot.desk.files.tables import Attachment
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Message
from bot.views.slack.lists import link, small
from bot.views.slack.threads import recalled
from bot.views.slack.words import Post, escaped, fallback


def recap(
    kept: Sheet,
    merged: Sheet,
    said: Sequence[tuple[Message, str | None]],
    files: Mapping[int, Sequence[Attachment]],
    by: str,
    workspace: str,
) -> Post:
    """What was said in the merged ticket, in full; `by` is who merged it, empty where a post before this one says so.

    `files` by message: they are named, and copies of them stand below.
    """
    where = linked_number(merged, workspace)
    head = f"🔀 {escaped(by)} merged {where} into this one. " if by else f"🔀 More of {where}. "
    about = "What was said there:" if said else "Nothing was said there."
    text = fallback(f"#{merged.ticket.id} was merged into #{kept.ticket.id}. {about}")
    return Post(
        text,
        [
            small(head + about),
            *(recalled(message, kept, who or "somebody", files.get(message.id, ())) for message, who in said),
        ],
    )


def linked_number(sheet: Sheet, workspace: str) -> str:
    """`#1002`, which leads to its card where there is one."""
    address = link(sheet.card, workspace)
    return f"<{address}|#{sheet.ticket.id}>" if address else f"#{sheet.ticket.id}"
