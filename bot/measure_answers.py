"""What a measure is, asked by an operator: numbers in rows for a table, or all of them for JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.desk.followups.coverage import Coverage
from bot.desk.measures.aftercare import Aftercare
from bot.desk.measures.csat import Csat, apart, wilson
from bot.desk.measures.periods import USUAL, Period, between, days
from bot.desk.measures.satisfaction import Satisfaction, satisfaction
from bot.desk.measures.scope import Scope
from bot.desk.practice import Practice
from bot.desk.recovery.rules import Saved
from bot.desk.refusals import NoSuchAgent, NoSuchCategory, NoSuchTeam, SeveralAgents
from bot.desk.relationship.figures import Recommended
from bot.desk.surveys.helpfulness import Helpfulness
from bot.desk.surveys.scores import Ease
from bot.desk.tickets import reading
from bot.door import Door
from bot.repairs import opened
from bot.views import aftercare
from bot.views import measures as words

NOTHING = words.NOBODY_ASKED
Json = dict[str, Any]
Names = Mapping[str, str]


class Asked(NamedTuple):
    """As it was typed; None where nothing was."""

    first: date | None = None
    last: date | None = None
    team: str | None = None
    agent: str | None = None
    category: str | None = None


class Answer(NamedTuple):
    """`names` are those of agents, by their ids."""

    shown: Satisfaction
    names: Names
    practice: Practice


@dataclass(frozen=True)
class CsatRow:
    of: str
    ratings: int
    score: str
    interval: str
    mean: str
    response: str
    comments: int
    shared: int


async def csat(config: Config, asked: Asked) -> Answer:
    """Raises `NotMigrated`, and a `Refusal` for days, a team, an agent or a category that cannot be."""
    practice = config.practice()
    async with opened(config) as database:
        door = Door(database, lambda: datetime.now(UTC), practice)
        period = _period(asked, door.clock().astimezone(ZoneInfo(practice.timezone)).date())
        names = await door.ask(reading.names)
        scope = Scope(_team(asked.team, practice), _agent(asked.agent, names), _category(asked.category, practice))
        return Answer(await door.ask(satisfaction, period, practice.timezone, scope), names, practice)


def _period(asked: Asked, today: date) -> Period:
    """Of which the last day is today's, and the first a month before that, where nothing else is said."""
    last = asked.last or today
    return between(asked.first, last, today) if asked.first else days(USUAL, last)


def _team(said: str | None, practice: Practice) -> frozenset[str] | None:
    if said is None:
        return None
    found = frozenset(team.name for team in practice.teams if team.name.casefold() == said.casefold())
    if not found:
        raise NoSuchTeam(said=said, teams=", ".join(team.name for team in practice.teams))
    return found


def _agent(said: str | None, names: Names) -> str | None:
    if said is None or said in names:
        return said
    called = [agent for agent, name in names.items() if name.casefold() == said.casefold()]
    if not called:
        raise NoSuchAgent(said=said)
    if len(called) > 1:
        raise SeveralAgents(said=said, ids=", ".join(called))
    return called[0]


def _category(said: str | None, practice: Practice) -> str | None:
    if said is not None and not practice.category(said):
        raise NoSuchCategory(said=said, categories=", ".join(each.name for each in practice.categories) or "none")
    return said


def title(answer: Answer) -> str:
    return f"How satisfied customers were: {words.days(answer.shown.period)} ({answer.practice.timezone})"


def rows(answer: Answer) -> list[CsatRow]:
    """None where nobody was asked."""
    shown = answer.shown
    if shown.is_empty:
        return []
    bot = [_row("what no person answered", shown.bot)] if not shown.bot.is_empty else []
    return [_row("everybody", shown.overall), *_parts(answer), *bot]


def _parts(answer: Answer) -> Iterator[CsatRow]:
    shown, names = answer.shown, answer.names
    yield from (_row(f"team {name}", csat) for name, csat in shown.teams.items())
    yield from (_row(f"category {name or '(none)'}", csat) for name, csat in shown.categories.items())
    agents = sorted((names.get(agent, agent), csat) for agent, csat in shown.agents.items())
    yield from (_row(f"agent {name}", csat) for name, csat in agents)


def _row(of: str, csat: Csat) -> CsatRow:
    return CsatRow(
        of=of,
        ratings=csat.n,
        score=words.percent(csat.score),
        interval=words.interval(csat),
        mean=words.mean(csat),
        response=words.response(csat),
        comments=csat.comments,
        shared=csat.shared,
    )


def below(answer: Answer) -> Iterator[str]:
    """What is said under the table."""
    shown, names = answer.shown, answer.names
    said = words.comparison({names.get(agent, agent): csat for agent, csat in shown.agents.items()})
    yield from (each for each in (said, words.elsewhere(shown.overall)) if each)
    yield from map(words.comment, shown.comments)
    yield words.CSAT
    beside = aftercare.figures(shown.beside)
    yield from (f"{each.name}: {each.said}" for each in beside)
    if beside:
        yield aftercare.definitions(beside)


def as_json(answer: Answer) -> Json:
    """Shares are from 0 to 1 and not rounded; null where there is nothing to divide by."""
    shown, names = answer.shown, answer.names
    agents = {agent: {"name": names.get(agent, agent)} | _numbers(csat) for agent, csat in shown.agents.items()}
    return {
        "measure": "csat",
        "definition": words.CSAT,
        "from": shown.period.first.isoformat(),
        "to": shown.period.last.isoformat(),
        "timezone": answer.practice.timezone,
        "overall": _numbers(shown.overall),
        "no_person_answered": _numbers(shown.bot),
        "teams": {name: _numbers(csat) for name, csat in shown.teams.items()},
        "categories": {name: _numbers(csat) for name, csat in shown.categories.items()},
        "agents": agents,
        "rated_higher": [{"better": better, "worse": worse} for better, worse in apart(shown.agents)],
        "latest_comments": [comment._asdict() for comment in shown.comments],
        **_beside(shown.beside),
    }


def _beside(of: Aftercare) -> Json:
    """Null where nobody was asked, or nothing came of it."""
    return {
        "nps": _recommended(of.recommended),
        "ces": _ease(of.ease) if of.ease else None,
        "helpful": {"definition": aftercare.HELPFUL, "answers": _helpful(of.helpful)} if of.helpful else None,
        "saved_customers": _saved(of.saved) if of.saved != Saved() else None,
        "return_visits": _visits(of.visits) if of.visits.due else None,
    }


def _recommended(found: Recommended) -> Json | None:
    if not (found.asked or found.promotion):
        return None
    scored = found.promotion._asdict() if found.promotion else {"score": None, "margin": None}
    answers = found.promotion.answers if found.promotion else 0
    return {"definition": aftercare.NPS, "asked": found.asked, "answers": answers} | scored


def _ease(found: Ease) -> Json:
    easy = round(found.easy * found.answers)
    return {"definition": aftercare.CES} | found._asdict() | {"interval": wilson(easy, found.answers)}


def _helpful(found: Mapping[str, Helpfulness]) -> Json:
    return {answer: of._asdict() | {"interval": wilson(of.yes, of.votes)} for answer, of in found.items()}


def _saved(found: Saved) -> Json:
    sure = wilson(found.saved, found.judged) if found.judged else None
    return {"definition": aftercare.SAVED} | asdict(found) | {"rate": found.rate, "interval": sure}


def _visits(found: Coverage) -> Json:
    shares = {"due": found.due, "share_on_time": found.share_on_time, "share_done": found.share_done}
    return {"definition": aftercare.VISITS} | asdict(found) | shares


def _numbers(csat: Csat) -> Json:
    low, high = csat.interval or (None, None)
    return {
        "ratings": csat.n,
        "good": csat.good,
        "counts": csat.counts,
        "score": csat.score,
        "interval": [low, high] if csat.n else None,
        "mean": csat.mean,
        "delivered": csat.delivered,
        "answered": csat.answered,
        "response": csat.response,
        "comments": csat.comments,
        "shared": csat.shared,
        "without_neutral": csat.without_neutral,
        "mean_as_share": csat.mean_as_share,
    }
