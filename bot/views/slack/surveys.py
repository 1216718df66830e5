"""How it went, and how far a ticket has come, as agents read it."""

from slack_sdk.models.blocks import ContextBlock, PlainTextObject

from bot.desk.practice import Practice
from bot.desk.surveys.reading import Said
from bot.desk.surveys.rules import LOW, Scale
from bot.desk.surveys.stages import Stage, stage
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket
from bot.views.slack.words import cut, escaped

LONGEST_COMMENT = 300
"""Characters on the card; the whole of it is in the thread."""

_STAGES = {
    Stage.INTAKE: "intake",
    Stage.HANDLING: "handling",
    Stage.TRACKING: "status tracking",
    Stage.SATISFACTION: "satisfaction",
    Stage.IMPROVEMENT: "improvement",
}


def fields(ticket: Ticket, practice: Practice, said: Said | None) -> dict[str, str]:
    """What a card says of it, by label; for mrkdwn."""
    survey = said.survey if said else None
    reached = stage(ticket, survey)
    return {
        **({"Stage": f"{int(reached)} of 5: {_STAGES[reached]}"} if reached else {}),
        **_cause(ticket, practice, survey),
        **({"Rating": _rating(survey)} if survey and survey.asked_at else {}),
    }


def _cause(ticket: Ticket, practice: Practice, survey: Survey | None) -> dict[str, str]:
    """Shown when it has one, and missed where it is over without; most of all where the customer was unhappy."""
    known = practice.cause(ticket.cause)
    if ticket.cause:
        return {"Cause": escaped(known.label if known else ticket.cause)}
    if not practice.causes or ticket.status in LIVE or ticket.spam:
        return {}
    unhappy = survey is not None and survey.score is not None and survey.score <= LOW
    return {"Cause": "⚠️ wanted, for the customer was unhappy: More → Cause" if unhappy else "not named"}


def _rating(survey: Survey) -> str:
    if survey.score is None:
        return "asked, and not answered" if survey.over_at else "asked"
    ease = f" · ease {survey.effort} of 7" if survey.effort is not None else ""
    return f"{rating(survey.score, survey.scale)}{ease}{' · others replied too' if survey.shared else ''}"


def rating(score: int, scale: str) -> str:
    if scale == Scale.THUMBS:
        return "👎" if score <= LOW else "👍"
    return f"{'🔻' if score <= LOW else '⭐'} {score} of 5"


def comment(said: Said | None) -> list[ContextBlock]:
    """Plain text: it is the customer's own."""
    if said is None or not said.comment:
        return []
    words = cut(f"💬 “{' '.join(said.comment.split())}”", LONGEST_COMMENT)
    return [ContextBlock(elements=[PlainTextObject(text=words, emoji=False)])]
