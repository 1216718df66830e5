"""How satisfied customers were in a period: counted by the database, over ranges of indexes.

A rating belongs to the moment of its last change; how many answer is counted of the questions that were sent. Spam and
what was merged away count nowhere. Team and category are the ticket's, the agent is whoever has the credit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from bot.desk.measures.aftercare import Aftercare, aftercare
from bot.desk.measures.csat import SCORES, Csat
from bot.desk.measures.periods import Period, Span, weeks
from bot.desk.measures.scope import EVERYTHING, Scope, of_tickets
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.tables import Message, Ticket

LATEST_COMMENTS = 5
LONGEST_OPEN = timedelta(days=90)
"""No question stays open longer, so none that was asked before can have been commented on."""


class Of(NamedTuple):
    """What a survey is counted under; of what no person answered there is no agent."""

    team: str
    category: str | None
    agent: str | None


Counted = Mapping[Of, Csat]


class Comment(NamedTuple):
    ticket: int
    text: str
    score: int | None
    scale: str


@dataclass(frozen=True)
class Satisfaction:
    """`overall` and what it is made of; `bot` is apart: what no person answered. `comments` are the latest.

    `beside` is what else was asked, and what came of it.
    """

    period: Period
    overall: Csat = field(default_factory=Csat)
    bot: Csat = field(default_factory=Csat)
    teams: Mapping[str, Csat] = field(default_factory=dict)
    categories: Mapping[str, Csat] = field(default_factory=dict)
    agents: Mapping[str, Csat] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    beside: Aftercare = field(default_factory=Aftercare)

    @property
    def is_empty(self) -> bool:
        """Whether nobody was asked how it went, or answered that."""
        return self.overall.is_empty and self.bot.is_empty


def satisfaction(session: Session, period: Period, timezone: str, scope: Scope = EVERYTHING) -> Satisfaction:
    span = period.span(timezone)
    counted = _counted(session, span, scope)
    people = {of: csat for of, csat in counted.items() if of.agent}
    return Satisfaction(
        period=period,
        overall=_sum(people),
        bot=_sum({of: csat for of, csat in counted.items() if not of.agent}),
        teams=_by(people, lambda of: of.team),
        categories=_by(people, lambda of: of.category or ""),
        agents=_by(people, lambda of: of.agent or ""),
        comments=tuple(_latest_comments(session, span, scope)),
        beside=aftercare(session, span, scope),
    )


def week_by_week(session: Session, last: date, many: int, timezone: str) -> list[tuple[Period, Csat]]:
    """Oldest first; the latest ends with that day."""
    return [(week, _of_people(_counted(session, week.span(timezone), EVERYTHING))) for week in weeks(last, many)]


def _of_people(counted: Counted) -> Csat:
    return _sum({of: csat for of, csat in counted.items() if of.agent})


def _sum(counted: Counted) -> Csat:
    return sum(counted.values(), Csat())


def _by(counted: Counted, name: Callable[[Of], str]) -> dict[str, Csat]:
    found: dict[str, Csat] = defaultdict(Csat)
    for of, csat in counted.items():
        found[name(of)] += csat
    return dict(sorted(found.items()))


def _counted(session: Session, span: Span, scope: Scope) -> Counted:
    found: dict[Of, Csat] = defaultdict(Csat)
    for part in (_ratings, _responses, _comments):
        for of, csat in part(session, span, scope):
            found[of] += csat
    return found


_OF = (col(Ticket.team), col(Ticket.category), col(Survey.agent))


def _surveys(scope: Scope, *shown: Any) -> Any:
    """Those that count, with their tickets."""
    theirs = (col(Survey.agent) == scope.agent,) if scope.agent else ()
    found = select(*shown).select_from(Survey).join(Ticket, col(Ticket.id) == col(Survey.ticket_id))
    return found.where(*of_tickets(scope), *theirs)


def _in(moment: Any, span: Span) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(moment) >= span.start, col(moment) < span.end


def _ratings(session: Session, span: Span, scope: Scope) -> Iterator[tuple[Of, Csat]]:
    helped = func.sum(case((col(Survey.shared), 1), else_=0))
    found = _surveys(scope, *_OF, Survey.score, func.count(), helped).where(*_in(Survey.answered_at, span))
    for team, category, agent, score, count, shared in session.exec(found.group_by(*_OF, Survey.score)).all():
        counts = tuple(count if score == each else 0 for each in SCORES)
        yield Of(team, category, agent), Csat(counts=counts, shared=shared)  # type: ignore[arg-type]


def _responses(session: Session, span: Span, scope: Scope) -> Iterator[tuple[Of, Csat]]:
    arrived = _surveys(scope, *_OF, func.count(), func.count(col(Survey.score))).where(
        *_in(Survey.asked_at, span), col(Survey.delivered_at).is_not(None)
    )
    for team, category, agent, delivered, answered in session.exec(arrived.group_by(*_OF)).all():
        yield Of(team, category, agent), Csat(delivered=delivered, answered=answered)


def _commented(span: Span, scope: Scope, *shown: Any) -> Any:
    asked = Span(span.start - LONGEST_OPEN, span.end)
    words = _surveys(scope, *shown).join(Message, col(Message.id) == col(Survey.comment_id))
    return words.where(*_in(Survey.asked_at, asked), *_in(Message.received_at, span))


def _comments(session: Session, span: Span, scope: Scope) -> Iterator[tuple[Of, Csat]]:
    for team, category, agent, count in session.exec(_commented(span, scope, *_OF, func.count()).group_by(*_OF)).all():
        yield Of(team, category, agent), Csat(comments=count)


def _latest_comments(session: Session, span: Span, scope: Scope) -> Iterator[Comment]:
    said = _commented(span, scope, Survey.ticket_id, Message.text, Survey.score, Survey.scale)
    latest = said.where(Message.text != "").order_by(col(Message.received_at).desc(), col(Message.id).desc())
    for row in session.exec(latest.limit(LATEST_COMMENTS)).all():
        yield Comment(*row)
