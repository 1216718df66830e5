"""Who says what to whom, and when which desk is killed: everything that chance decides, from one seed."""

import random
from dataclasses import dataclass
from typing import Literal

AGENTS = ("Ben", "Chloe", "Dana", "Sam")
CALLS_APART = (10, 70)
"""Between two kills, in calls of the desks to the platforms: while a few sends, or a few dozen, have been made."""
FILLING = " One thing after another." * 140
"""With which an answer takes a message and a half."""
CALLS_OF_AN_EXCHANGE = 8
"""A post, a message, what marks it and redraws its card: what a question and its answer cost at least."""


@dataclass(frozen=True)
class Talk:
    """What a customer asks and their agent answers. `waits`: whether each sees that it arrived before they go on.

    With some questions comes a file, and some are corrected afterwards: their names and new words, each in the place of
    its question, and nothing where there is none.
    """

    customer: int
    agent: str
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    waits: tuple[bool, ...]
    files: tuple[str, ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True)
class Kill:
    """After so many further calls, just when that platform has taken one; `desk` is which of them dies."""

    calls: int
    taken_by: Literal["slack", "telegram"]
    desk: int


@dataclass(frozen=True)
class Plan:
    seed: int
    talks: tuple[Talk, ...]
    kills: tuple[Kill, ...]
    replicas: int


def plan(seed: int, *, kills: int, customers: int, replicas: int = 1) -> Plan:
    """Talk enough that the last kill comes in the midst of it."""
    chance = random.Random(seed)
    exchanges = 2 + kills * sum(CALLS_APART) // 2 // CALLS_OF_AN_EXCHANGE // customers
    talks = tuple(_talk(chance, number, exchanges) for number in range(customers))
    return Plan(seed, talks, tuple(_kill(chance, replicas) for _ in range(kills)), replicas)


def _talk(chance: random.Random, customer: int, exchanges: int) -> Talk:
    """Everybody sends a file and corrects themselves once; one in four has an answer that takes two messages."""
    asked = [f"question {number} of customer {customer}." for number in range(exchanges + chance.randrange(3))]
    answered = [f"answer {number} to customer {customer}." for number in range(exchanges)]
    if customer % 4 == 0:
        at_length = chance.randrange(exchanges)
        answered[at_length] = f"{answered[at_length]}{FILLING}\n\n{rest(answered[at_length])}{FILLING}"
    return Talk(
        customer,
        AGENTS[customer % len(AGENTS)],
        tuple(asked),
        tuple(answered),
        tuple(chance.random() < 0.5 for _ in range(exchanges + 3)),
        _one_of(chance, [f"file {number} of customer {customer}.txt" for number in range(len(asked))]),
        _one_of(chance, [f"correction {number} by customer {customer}." for number in range(len(asked))]),
    )


def _one_of(chance: random.Random, them: list[str]) -> tuple[str, ...]:
    """That in its place, and nothing in those of the others."""
    kept = chance.choice(them)
    return tuple(each if each == kept else "" for each in them)


def label(text: str) -> str:
    """What an answer, or a part of one, begins with: no other does."""
    return text.partition(".")[0] + "."


def rest(answer: str) -> str:
    """What the second part of that answer begins with, if it has one."""
    return f"rest of {label(answer)}"


def _kill(chance: random.Random, replicas: int) -> Kill:
    platform: Literal["slack", "telegram"] = chance.choice(("slack", "telegram"))
    return Kill(chance.randint(*CALLS_APART), platform, chance.randrange(replicas))
