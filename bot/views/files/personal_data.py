"""All that is kept about a customer, as one JSON file that people can read as well. Its keys are English."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.desk.followups.tables import FollowUp
from bot.desk.people.languages import LANGUAGES
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.privacy.reading import Said
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey, Vote
from bot.desk.tickets.tables import Author, Ticket

NAME = "my-data.json"


class Unasked(NamedTuple):
    """When we wrote to them of our own accord, or plan to; what they said of us, and what we did about that."""

    contacts: Sequence[datetime] = ()
    follow_ups: Sequence[FollowUp] = ()
    surveys: Sequence[Survey] = ()
    recoveries: Sequence[Recovery] = ()
    recommendations: Sequence[Nps] = ()
    votes: Sequence[Vote] = ()


def head(customer: Customer, tickets: Sequence[Ticket], practice: Practice, made_at: datetime, unasked: Unasked) -> str:
    """Everything but the messages, which follow one by one."""
    whole = {
        "desk": practice.name,
        "made_at": _moment(made_at),
        "contact": practice.privacy.contact or None,
        "you": {
            "telegram_id": customer.chat,
            "name": customer.name,
            "username": customer.username,
            "language": LANGUAGES.get(customer.language, customer.language),
            "known_since": _moment(customer.since),
            "came_from": customer.source,
            "tier": customer.tier,
            "blocked_since": _moment(customer.blocked_at),
            "messages_dropped_while_blocked": customer.dropped,
            "wants_quiet_since": _moment(customer.quiet_since),
            "written_to_unasked_at": [_moment(at) for at in unasked.contacts],
        },
        "tickets": [_ticket(ticket, practice) for ticket in tickets],
        "follow_ups": [_follow_up(each) for each in unasked.follow_ups],
        "ratings": [_rating(survey) for survey in unasked.surveys],
        "seen_to": [_recovery(task) for task in unasked.recoveries],
        "recommendations": [_recommendation(nps) for nps in unasked.recommendations],
        "helpful": [_vote(vote) for vote in unasked.votes],
    }
    return _indented(whole).removesuffix("\n}") + ',\n  "messages": ['


def _ticket(ticket: Ticket, practice: Practice) -> dict[str, Any]:
    return {
        "number": ticket.id,
        "subject": ticket.subject,
        "about": practice.label(ticket.category, practice.language) or None,
        "state": ticket.status.value,
        "opened_at": _moment(ticket.opened_at),
        "closed_at": _moment(ticket.closed_at or ticket.solved_at),
        "erased_at": _moment(ticket.erased_at),
    }


def _follow_up(visit: FollowUp) -> dict[str, Any]:
    return {
        "ticket": visit.ticket_id,
        "due_at": _moment(visit.due_at),
        "asked_at": _moment(visit.asked_at),
        "outcome": visit.outcome,
        "ended_at": _moment(visit.ended_at),
    }


def _rating(survey: Survey) -> dict[str, Any]:
    return {
        "ticket": survey.ticket_id,
        "asked_at": _moment(survey.asked_at),
        "rated_at": _moment(survey.answered_at),
        "rating_from_1_to_5": survey.score,
        "ease_from_1_to_7": survey.effort,
    }


def _recovery(task: Recovery) -> dict[str, Any]:
    return {
        "ticket": task.ticket_id,
        "since": _moment(task.made_at),
        "call_back_at": _moment(task.call_at),
        "outcome": task.outcome,
        "ended_at": _moment(task.ended_at),
    }


def _recommendation(nps: Nps) -> dict[str, Any]:
    return {
        "asked_at": _moment(nps.asked_at),
        "answered_at": _moment(nps.answered_at),
        "likely_from_0_to_10": nps.score,
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {"answer": vote.answer, "helpful": vote.helpful, "at": _moment(vote.at)}


def said(one: Said, practice: Practice, *, first: bool) -> str:
    message = one.message
    by = {Author.CUSTOMER: "you", Author.DESK: practice.name}.get(message.author) or one.agent.partition(" ")[0]
    entry = {
        "at": _moment(message.source_at),
        "ticket": message.ticket_id,
        "by": by,
        "text": message.text,
        **({"forwarded_from": message.forwarded_from} if message.forwarded_from else {}),
        **({"in_answer_to": message.quoted} if message.quoted else {}),
        **({"at_first": message.former} if message.former else {}),
        **({"files": [{"name": file.name, "bytes": file.size} for file in one.files]} if one.files else {}),
    }
    lead = "\n    " if first else ",\n    "
    return lead + json.dumps(entry, ensure_ascii=False)


def foot() -> str:
    return "\n  ]\n}\n"


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
