"""What is done when a deadline comes, and how the thing that it belongs to is locked."""

from collections.abc import Callable

from bot.desk.alerting import breaches, episodes, gathering
from bot.desk.claims import leasing, unclaimed
from bot.desk.desk import Desk
from bot.desk.escalation import all_at_once, climbing
from bot.desk.followups import silence, visits
from bot.desk.measures import weekly
from bot.desk.privacy import retention
from bot.desk.recovery import digests, tasks, timing
from bot.desk.relationship import asking as relationship
from bot.desk.relationship import choosing
from bot.desk.rota import watching
from bot.desk.service_levels import figures, promises
from bot.desk.surveys import asking
from bot.desk.tickets import floods, handling, pauses, placing, sending, status_lines

ACTS: dict[str, Callable[[Desk, int], None]] = {
    "ticket.expire": handling.expire,
    "message.release": sending.release,
    "customer.place": placing.place_unasked,
    "promise.warn": promises.warn,
    "promise.judge": promises.judge,
    retention.SLOT: retention.sweep,
    "customer.catch_up": floods.catch_up,
    "escalation.act": climbing.act,
    "telling.take": all_at_once.take_more,
    watching.SLOT: watching.look,
    breaches.SLOT: gathering.gather,
    "episode.review": episodes.review,
    "ticket.remind": leasing.remind,
    "ticket.return": leasing.give_back,
    "ticket.call_out": unclaimed.call_out,
    "ticket.hold_over": pauses.hold_over,
    "ticket.snooze_over": pauses.snooze_over,
    "statusline.turn": status_lines.turn,
    figures.SLOT: figures.measure,
    weekly.SLOT: weekly.tell,
    "silence.act": silence.act,
    "followup.act": visits.act,
    "survey.ask": asking.ask,
    "survey.remind": asking.remind,
    "survey.expire": asking.expire,
    "recovery.call": timing.remind,
    "recovery.overdue": timing.fall_due,
    digests.SLOT: digests.gather,
    choosing.SLOT: choosing.choose,
    "nps.ask": relationship.ask,
    "nps.expire": relationship.expire,
}
"""What is done when a deadline comes: the kind of thing, and the deadline's name."""
HOLDS: dict[str, Callable[[Desk, int], object]] = {
    "ticket": Desk.ticket,
    "message": Desk.message,
    "customer": Desk.customer,
    "promise": promises.held,
    "escalation": climbing.lock,
    "episode": episodes.held,
    "statusline": status_lines.held,
    "silence": silence.held,
    "followup": visits.held,
    "survey": asking.held,
    "recovery": tasks.held,
    "nps": relationship.held,
}
"""How the things that own deadlines are locked."""
