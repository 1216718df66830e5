"""What can happen. Frozen, past tense. An event about a ticket is also a line of its history."""

from bot.desk.happening import aftercare, colleagues, customers, promises, tickets, words
from bot.desk.happening.aftercare import *  # noqa: F403 - one vocabulary, in several files
from bot.desk.happening.colleagues import *  # noqa: F403
from bot.desk.happening.customers import *  # noqa: F403
from bot.desk.happening.of_ticket import *  # noqa: F403
from bot.desk.happening.promises import *  # noqa: F403
from bot.desk.happening.tickets import *  # noqa: F403
from bot.desk.happening.words import *  # noqa: F403

Event = (
    tickets.TicketEvent
    | words.WordsEvent
    | customers.CustomerEvent
    | promises.PromiseEvent
    | aftercare.AftercareEvent
    | colleagues.ColleagueEvent
)
