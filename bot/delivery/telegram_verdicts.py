"""What a Telegram error means for what was being sent, and for whom it was sent to."""

from functools import partial

from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.delivery.telegram_request import Flooded, NotSent
from bot.delivery.verdicts import Again, GiveUp, Held, NotYet, Record, Sent, Uncertain, Verdict
from bot.desk.desk import Desk
from bot.desk.people.tables import Absence
from bot.desk.tickets.absence import left, reached
from bot.desk.troubles.tables import TELEGRAM, UNAUTHORIZED

ANYBODY = "The customer"


def verdict(error: TelegramError, who: str = ANYBODY) -> Verdict:
    """`why` of a `GiveUp` is a sentence for the agent. Raises ChatMigrated as it is: its chat has another id now."""
    match error:
        case Flooded(after=after):
            return NotYet(after, error.message)
        case InvalidToken() | EndPointNotFound():  # the same, as the library says it of calls that it has no method for
            return Held(TELEGRAM, UNAUTHORIZED)
        case NotSent() | Conflict():
            return Again(error.message)
        case ChatMigrated():
            raise error
        case Forbidden() | BadRequest():
            return GiveUp(_sentence(error, who))
        case _:
            return Uncertain(error.message)


def absence(error: TelegramError) -> Absence | None:
    """Why the customer cannot be written to at all, if that is what it says."""
    if says(error, "blocked by the user"):
        return Absence.BLOCKED
    if says(error, "deactivated"):
        return Absence.DELETED
    refused = isinstance(error, Forbidden) or says(error, "chat not found")
    return Absence.REFUSED if refused else None


def _sentence(error: TelegramError, who: str) -> str:
    match absence(error):
        case Absence.BLOCKED:
            return f"{who} blocked the bot, so this cannot reach them."
        case Absence.DELETED:
            return f"{who} deleted their Telegram account, so this cannot reach them."
        case Absence.REFUSED:
            return f"Telegram does not let the bot write to {who} ({error.message}), so this cannot reach them."
        case None:
            return f"Telegram refuses this message: {error.message}."


def says(error: TelegramError, words: str) -> bool:
    return words in error.message.casefold()


def gone(error: TelegramError, customer: int) -> Record | None:
    """They are away, if that is what it says."""
    why = absence(error)
    return partial(left, customer_id=customer, why=why) if why else None


def arrived(record: Record, customer: int, *, was_away: bool) -> Sent:
    """What has reached somebody who was thought to be away says that they are not."""

    def recorded(desk: Desk) -> None:
        reached(desk, customer)
        record(desk)

    return Sent(recorded if was_away else record)


def harmless_twice(said: Verdict) -> Verdict:
    """Changing or removing something twice is the same as once, so what is uncertain is simply tried again."""
    return Again(said.why) if isinstance(said, Uncertain) else said
