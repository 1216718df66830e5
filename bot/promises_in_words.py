"""Policies, chains and the times of teams as an operator reads them. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from bot.desk.escalation.chains import Chain, Step
from bot.desk.people.languages import LANGUAGES
from bot.desk.practice import Practice, Team
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy, Target, When
from bot.desk.tickets.tables import Priority

TARGETS = {
    Target.FIRST_RESPONSE: "answer",
    Target.NEXT_RESPONSE: "answer again",
    Target.RESOLUTION: "solve",
}


def in_words(policy: Policy) -> str:
    """`urgent or high, payments, VIP: answer within 15 working minutes, solve within 8 working hours (office)`."""
    working = "" if policy.calendar == ALWAYS else "working "
    promised = (_within(target, policy.within(target), working) for target in Target)
    counted = "" if policy.calendar == ALWAYS else f" ({policy.calendar.name})"
    missed = f'; when it is missed, the chain "{policy.chain}" is told' if policy.chain else ""
    return f"{_for(policy.when)}: {', '.join(filter(None, promised))}{counted}{missed}"


def chain_in_words(chain: Chain) -> str:
    """`owner, after 10 minutes team, after 20 minutes supervisors (within office); then once more`."""
    steps = ", ".join(map(_step, chain.steps))
    again = {0: "", 1: "; then once more"}.get(chain.repeats, f"; then {chain.repeats} times more")
    return f"{steps}{again}"


def _step(step: Step) -> str:
    after = f"after {_spoken(step.after, '')} " if step.after else ""
    return f"{after}{step.tell}{f' (within {step.within})' if step.within else ''}"


def team_in_words(team: Team) -> str | None:
    """`what nobody takes is called out after 5 minutes`, and what becomes of claims; none where nothing is set."""
    working = "" if team.calendar == ALWAYS else "working "
    claim, unclaimed = team.claim_within, team.unclaimed_after
    said = []
    if claim:
        times = (_spoken(claim, working), _spoken(2 * claim, working))
        said.append("the owner of an unanswered ticket is asked after {}, and it is nobody's after {}".format(*times))
    if unclaimed:
        said.append(f"what nobody takes is called out after {_spoken(unclaimed, working)}")
    counted = f" ({team.calendar.name})" if working else ""
    return "; ".join(said) + counted if said else None


def known(practice: Practice) -> When:
    """All values a ticket can have, of each kind."""
    return When(
        priority=frozenset(Priority),
        category=frozenset(category.name for category in practice.categories),
        tier=frozenset(practice.tiers),
        language=frozenset(LANGUAGES),
        team=frozenset(team.name for team in practice.teams),
    )


def _for(when: When) -> str:
    return ", ".join(" or ".join(sorted(wanted)) for _, wanted in when.wanted() if wanted) or "every ticket"


def _within(target: Target, amount: timedelta | None, working: str) -> str:
    return f"{TARGETS[target]} within {_spoken(amount, working)}" if amount else ""


def _spoken(amount: timedelta, working: str) -> str:
    return " ".join(_counted(number, f"{working}{unit}") for number, unit in _parts(amount) if number)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _parts(amount: timedelta) -> Iterator[tuple[int, str]]:
    minutes, seconds = divmod(round(amount.total_seconds()), 60)
    yield minutes // 60, "hour"
    yield minutes % 60, "minute"
    yield seconds, "second"
