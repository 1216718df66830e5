"""What was asked beside the ratings, and what came of it, with what each number means. Plain text, for every place."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.desk.followups.coverage import Coverage
from bot.desk.measures.aftercare import Aftercare
from bot.desk.measures.csat import ENOUGH
from bot.desk.recovery.rules import Saved
from bot.desk.relationship.figures import Recommended
from bot.desk.surveys.helpfulness import HELP, Helpfulness
from bot.desk.surveys.scores import MOST_AGREEMENT, Ease, Promotion
from bot.views.measures import counted, percent

NPS = (
    "Recommend us (Net Promoter Score): of those who said in these days how likely that is, from 0 to 10, the "
    "percentage of 9 and 10 less that of 0 to 6; 7 and 8 count in the whole. ±: true to so many points with 95 % "
    "certainty. A team's are those whose last solved ticket was with it."
)
CES = (
    "Easy (Customer Effort Score): of those who rated in these days and said from 1 to 7 how easy it was, the share of "
    "5 to 7, and the mean."
)
HELPFUL = (
    "Helpful: of the votes under what the bot answers by itself, given or last changed in these days, those for yes."
)
SAVED = (
    "Saved: of the tasks for customers who were let down that were done in these days, saved ÷ (saved + not saved), as "
    "whoever did them says. Who could not be reached, and what needed no action, stand apart."
)
VISITS = (
    "Return visits: of the follow-ups that were due in these days, those that were asked within a day (on time), and "
    "those that were asked at all (done). Missed: it was a week too late to ask. What was cancelled before is not due."
)
ANSWERS = {HELP: "/help"}


class Figure(NamedTuple):
    """`means` is its definition, which goes wherever the number goes."""

    name: str
    said: str
    means: str


def figures(beside: Aftercare) -> list[Figure]:
    """Those of which there is anything to say."""
    return list(_figures(beside))


def _figures(beside: Aftercare) -> Iterator[Figure]:
    if beside.recommended.asked or beside.recommended.promotion:
        yield Figure("Recommend us", _recommended(beside.recommended), NPS)
    if beside.ease:
        yield Figure("Easy", _ease(beside.ease), CES)
    for answer, votes in beside.helpful.items():
        yield Figure(f"{ANSWERS.get(answer, answer)} was helpful", _helpful(votes), HELPFUL)
    if beside.saved != Saved():
        yield Figure("Saved customers", _saved(beside.saved), SAVED)
    if beside.visits.due:
        yield Figure("Return visits", _visits(beside.visits), VISITS)


def definitions(shown: list[Figure]) -> str:
    return " ".join(dict.fromkeys(each.means for each in shown))


def _recommended(found: Recommended) -> str:
    had = f"{found.asked} had the question"
    if found.promotion is None:
        return f"nobody has answered; {had}"
    of = found.promotion
    groups = f"{_many(of.promoters, 'promoter')}, {_many(of.passives, 'passive')}, {_many(of.detractors, 'detractor')}"
    score = "" if of.answers < ENOUGH else f"{_points(of)}, "
    return f"{score}{_many(of.answers, 'answer')}: {groups}; {had}"


def _points(of: Promotion) -> str:
    """Where all are of one group, the margin is nothing, and says nothing."""
    margin = f" ± {of.margin:.1f}" if of.margin else ""
    return f"{round(of.score):+d}{margin}".replace("-", "−")


def _ease(of: Ease) -> str:
    return (
        f"{counted(round(of.easy * of.answers), of.answers, 'found it easy')}, mean {of.mean:.1f} of {MOST_AGREEMENT}"
    )


def _helpful(of: Helpfulness) -> str:
    return counted(of.yes, of.votes, "said yes")


def _saved(of: Saved) -> str:
    spoken = counted(of.saved, of.judged, "were saved") if of.judged else "nobody was spoken with"
    return f"{spoken}; apart: {of.unreachable} could not be reached, {of.no_action} needed no action"


def _visits(of: Coverage) -> str:
    """Counted and not sampled, so there is no interval."""
    shares = f"{percent(of.share_on_time)} on time, {percent(of.share_done)} done, of {of.due}"
    return f"{shares}: {of.on_time} on time, {of.late} late, {of.unreachable} unreachable, {of.missed} missed"


def _many(many: int, of: str) -> str:
    return f"{many} {of}" if many == 1 else f"{many} {of}s"
