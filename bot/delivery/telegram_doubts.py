"""What may have reached a customer already: Telegram has no key that would make a repeat harmless, and cannot be asked.

An answer is sent again once, marked in the thread, and then its agent is asked; or the agent is asked at once, as the
desk is set. A notice of the desk's own is sent again unmarked: it says what holds anyway, and nobody typed it.
"""

from functools import partial

from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.telegram_verdicts import verdict
from bot.delivery.verdicts import Again, Attempt, GiveUp, Held, Moot
from bot.desk.outgoing import RelayFile, RelayToCustomer
from bot.desk.practice import InDoubt
from bot.desk.tickets import deliveries
from bot.desk.tickets.tables import Message, State

CUT_SHORT = "the connection broke while it was being sent."
UNPLACED = "The connection broke while it was being sent, so we do not know where it stands in their chat."


def given_to_the_agent(row: RelayToCustomer | RelayFile, attempt: Attempt, in_doubt: InDoubt) -> GiveUp | None:
    """Where it has been sent as often as the desk may without asking."""
    if attempt.doubts <= in_doubt.repeats:
        return None
    record = partial(deliveries.failed, message=row.message, why=CUT_SHORT, doubts=attempt.doubts)
    return GiveUp(CUT_SHORT, record)


async def still_away(bot: Bot, attempt: Attempt) -> Again | Held | None:
    """Before a repeat, a call that does no harm: in an outage the one repeat would be in doubt like the first."""
    if not attempt.doubts:
        return None
    try:
        await bot.get_me()
    except TelegramError as error:
        said = verdict(error)
        return said if isinstance(said, Held) else Again(error.message)
    return None


def not_needed(row: RelayToCustomer | RelayFile, attempt: Attempt) -> Moot:
    """It is there or was taken back: what may have arrived before is remembered all the same."""
    return Moot(partial(deliveries.doubted, message=row.message, doubts=attempt.doubts) if attempt.doubts else None)


def unplaced(message: Message) -> bool:
    """It stands in the customer's chat, or may, and nobody knows where; or so it is with the rest of it."""
    somewhere = message.chat_first is None or message.half_there
    return somewhere and (message.state is State.DELIVERED or message.doubts > 0)
