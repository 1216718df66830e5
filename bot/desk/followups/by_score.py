"""Return visits that a rule plans for what the customer said of us, when they say it."""

from bot.desk.as_seen import Shown
from bot.desk.desk import Desk
from bot.desk.events import SurveyAnswered
from bot.desk.followups import contacting
from bot.desk.followups.contacting import unwanted
from bot.desk.followups.tables import Outcome
from bot.desk.followups.visits import end, fitting, open_of, put_down
from bot.desk.surveys.rules import is_rating
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """Of what is solved, and was. `before` is how the ticket was when the desk first saw it."""
    if before.status in LIVE or ticket.status in LIVE or ticket.spam or ticket.merged_into or ticket.erased_at:
        return
    score = _rated(desk, ticket)
    if score is not None:
        _plan(desk, ticket, score)


def _rated(desk: Desk, ticket: Ticket) -> int | None:
    """From 1 to 5, just now."""
    said = (each for each in desk.happened_to(ticket.id) if isinstance(each, SurveyAnswered))
    return next((each.score for each in said if is_rating(each.scale)), None)


def _plan(desk: Desk, ticket: Ticket, score: int) -> None:
    """In the place of what another rule planned, a rule for another rating among them; an agent's day stays."""
    planned = open_of(desk.session, ticket.id)
    if planned and (planned.asked_at or planned.rule is None):
        return
    by_score = [each for each in desk.practice.follow_ups if each.scores]
    rule = fitting(desk, ticket, [each for each in by_score if score in each.scores])
    customer = desk.customer_of(ticket)
    if rule and not unwanted(customer):
        if planned is None or planned.rule != rule.name:
            at = contacting.allowed(desk, customer, desk.moment + rule.after)
            put_down(desk, ticket, planned, at, rule=rule.name)
    elif planned and planned.rule in [each.name for each in by_score]:
        end(desk, planned, Outcome.CANCELLED, reason="rated")
