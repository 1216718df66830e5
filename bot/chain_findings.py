"""Whether somebody would hear of each step of a chain, and can be on duty, asked of who the agents are. Pure."""

from collections.abc import Collection, Iterator

from bot.config_faults import path
from bot.desk.escalation.chains import Chain, Role
from bot.desk.practice import Practice
from bot.findings import Finding, fault, fine
from bot.promises_in_words import chain_in_words


def used(practice: Practice) -> Iterator[Finding]:
    """Each chain in words, and those that nothing ever begins."""
    rules = practice.escalating
    begun = {policy.chain for policy in practice.policies} | {rules.asked, rules.passed_on}
    for chain in practice.chains:
        what = f"chains.{chain.name}"
        if chain.name in begun:
            yield fine(what, chain_in_words(chain))
        else:
            yield fault(what, "nothing begins it", "name it in a policy's chain or in [escalation], or take it out")


def heard(practice: Practice, agents: Collection[str]) -> Iterator[Finding]:
    """`agents` are the ids of those who are on the roster. Groups are not among what is asked here."""
    for number, chain in enumerate(practice.chains):
        yield from _steps_heard(practice, number, chain, agents)
    for number, shift in enumerate(practice.rota.shifts):
        for person in sorted(set(shift.people) - set(agents)):
            where, cure = path("rota", "shifts", number, "people"), "add them to a team's agents, or take them out"
            yield fault(where, f"{person} is no agent of this desk, so they are never on duty", cure)
    for number, each in enumerate(practice.escalating.deputies):
        if each.deputy not in agents:
            where = path("escalation", "deputies", number, "deputy")
            yield fault(where, f"{each.deputy} is no agent of this desk", "name somebody who is in a team's agents")


def _steps_heard(practice: Practice, number: int, chain: Chain, agents: Collection[str]) -> Iterator[Finding]:
    for place, step in enumerate(chain.steps):
        if step.tell in list(Role) or step.tell.startswith("S") or step.tell in agents:
            continue
        where, instead = path("chains", number, "steps", place, "tell"), practice.escalating.deputy_of(step.tell)
        if instead and instead.deputy in agents:
            yield fine(where, f"{step.tell} is no agent of this desk: {instead.deputy} is told instead")
        else:
            cure = "add them to a team's agents, give them a deputy, or take the step out"
            yield fault(where, f"{step.tell} is no agent of this desk, so nobody would hear of it", cure)


def groups(practice: Practice) -> Iterator[tuple[str, str]]:
    """Where each user group is named, and its id."""
    for number, chain in enumerate(practice.chains):
        for place, step in enumerate(chain.steps):
            if step.tell.startswith("S"):
                yield path("chains", number, "steps", place, "tell"), step.tell
