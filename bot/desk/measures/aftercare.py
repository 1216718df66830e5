"""What customers said beside their ratings, and what came of those who were let down and of return visits.

Whether somebody would recommend us, who was saved and who was visited is nobody's own doing, so of one agent none of it
is said. What customers think of the bot's answers is of the desk as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from bot.desk.followups import coverage
from bot.desk.followups.coverage import Coverage
from bot.desk.measures.periods import Span
from bot.desk.measures.scope import EVERYTHING, Scope
from bot.desk.recovery.figures import outcomes
from bot.desk.recovery.rules import Saved, saved_rate
from bot.desk.relationship.figures import Recommended, ease, recommended
from bot.desk.surveys.helpfulness import Helpfulness, of_answers
from bot.desk.surveys.scores import Ease

NOBODY = Recommended(asked=0, promotion=None)


@dataclass(frozen=True)
class Aftercare:
    """Empty, each of them, where nobody was asked, or nothing came of it. `helpful` is by the answers' keys."""

    recommended: Recommended = NOBODY
    ease: Ease | None = None
    helpful: Mapping[str, Helpfulness] = field(default_factory=dict)
    saved: Saved = field(default_factory=Saved)
    visits: Coverage = field(default_factory=Coverage)


def aftercare(session: Session, span: Span, scope: Scope = EVERYTHING) -> Aftercare:
    easy = ease(session, *span, scope)
    if scope.agent:
        return Aftercare(ease=easy)
    return Aftercare(
        recommended=recommended(session, *span, scope),
        ease=easy,
        helpful=of_answers(session, *span) if scope == EVERYTHING else {},
        saved=saved_rate(outcome for _, outcome in outcomes(session, *span, scope)),
        visits=coverage.due_between(session, *span, scope),
    )
