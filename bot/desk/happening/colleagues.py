"""What agents, supervisors and operators are told for itself, and not about a ticket."""

from dataclasses import dataclass

from bot.desk.outgoing import Sentence


@dataclass(frozen=True, kw_only=True)
class AgentTold:
    """Only the agent sees it, in that channel (and thread)."""

    agent: str
    channel: str
    thread: str | None
    sentence: Sentence


@dataclass(frozen=True, kw_only=True)
class HomeStale:
    agent: str


@dataclass(frozen=True, kw_only=True)
class WeekEnded:
    """The supervisors are to be told how satisfied customers were in the seven days up to `last` (ISO)."""

    last: str


@dataclass(frozen=True, kw_only=True)
class OperatorsAlerted:
    sentence: Sentence


ColleagueEvent = AgentTold | HomeStale | WeekEnded | OperatorsAlerted
