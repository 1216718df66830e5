"""Files by their names, for those who read a thread."""

from collections.abc import Sequence

from bot.desk.files.enclosing import SIGNS
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, Reason, in_words
from bot.desk.files.tables import Attachment, Kind
from bot.views.slack.words import escaped_within

MOST_NAMED = 10
LONGEST_NAME = 100
"""Characters, escaped: small print takes 3000 in all."""

TOO_LARGE = (
    f"Telegram lets us fetch {in_words(MOST_FROM_CUSTOMERS)} at most. The customer was told; "
    "ask them for a smaller file or a link"
)
DANGEROUS = "this desk does not pass on files of that kind. The customer was told"


def names(files: Sequence[Attachment]) -> str:
    """A line for each, as mrkdwn: what it is, and why it is missing where it is."""
    return "\n".join(_name(file) for file in files[:MOST_NAMED])


def _name(file: Attachment) -> str:
    name, size = escaped_within(file.name, LONGEST_NAME), in_words(file.size)
    said = f"{name} ({size})" if size else name
    if file.refused:
        return f"⚠️ {said} was not passed on: {_why(file.refused)}."
    return f"{SIGNS.get(Kind(file.kind), '📎')} {said}"


def _why(refused: str) -> str:
    return {Reason.TOO_LARGE: TOO_LARGE, Reason.DANGEROUS: DANGEROUS}.get(Reason(refused), "it cannot be fetched")
