"""What came of it: nothing lost or doubled in Slack, what is repeated in Telegram explained and marked, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.sandbox.slack.workspace import Channel
from tests.crash.plan import label, rest
from tests.crash.town import REPEATED, Conversation


@dataclass(frozen=True)
class Outcome:
    """`may_repeat` is how many sends to customers were cut short: in flight at a kill, or with their answer lost."""

    kills: int = 0
    said: int = 0
    asked_about: int = 0
    may_repeat: int = 0
    repeated: int = 0
    marked: int = 0
    lost: tuple[str, ...] = field(default=())
    doubled: tuple[str, ...] = field(default=())
    out_of_order: tuple[str, ...] = field(default=())

    @property
    def sound(self) -> bool:
        return not self.faults

    def __add__(self, other: Outcome) -> Outcome:
        mine, theirs = vars(self), vars(other)
        return Outcome(**{each: mine[each] + theirs[each] for each in mine})

    def __str__(self) -> str:
        return (
            f"lost {len(self.lost)}, doubled in Slack {len(self.doubled)}, repeated in Telegram {self.repeated}"
            f" of which marked {self.marked}, out of order {len(self.out_of_order)}"
        )

    @property
    def faults(self) -> list[str]:
        """What is wrong, by name."""
        named = (("lost", self.lost), ("doubled in Slack", self.doubled), ("out of order", self.out_of_order))
        told = [f"{what}: {name}" for what, names in named for name in names]
        if self.marked < self.repeated:
            told.append(f"repeated without a mark: {self.repeated - self.marked}")
        if self.repeated > self.may_repeat:
            told.append(f"repeated {self.repeated} times, for {self.may_repeat} sends cut short")
        return told


def counted(talks: Sequence[Conversation], channels: Iterable[Channel], kills: int, may_repeat: int) -> Outcome:
    outcome = Outcome(kills=kills, may_repeat=may_repeat, doubled=tuple(_posted_twice(channels)))
    for talk in talks:
        outcome += in_slack(talk.talk.asked, talk.read_in_slack)
        outcome += in_slack([*filter(None, talk.talk.files)], talk.files_in_slack)
        outcome += in_slack([*filter(None, talk.talk.corrections)], talk.corrected_in_slack)
        by_hand = {label(text) for text, answer in talk.answers.items() if answer.asked}
        marked = {label(text) for text, answer in talk.answers.items() if REPEATED in answer.typed.reactions}
        said = [label(text) for text in talk.talk.answered]
        rests = {rest(text): label(text) for text in talk.talk.answered if rest(text) in text}
        outcome += in_telegram(said, talk.read_in_telegram, marked, by_hand, rests)
    return outcome


def in_slack(said: Sequence[str], read: Sequence[str]) -> Outcome:
    doubled = tuple(text for text, times in Counter(read).items() if times > 1)
    return Outcome(said=len(said), lost=_missing(said, read), doubled=doubled, out_of_order=_late(said, read))


def in_telegram(
    said: Sequence[str],
    read: Sequence[str],
    marked: set[str],
    by_hand: set[str],
    rests: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """`by_hand`: sent again because an agent said so, and therefore as late as that.

    `rests` are second parts of answers, and which: an answer is repeated as often as any part of it.
    """
    times = Counter(read)
    repeats = {text: max(times[part] for part in (text, *_parts(text, rests))) - 1 for text in said if times[text]}
    itself = [answer for text in read if (answer := rests.get(text, text)) not in by_hand]
    return Outcome(
        said=len(said),
        asked_about=len(by_hand),
        repeated=sum(repeats.values()),
        marked=sum(times for text, times in repeats.items() if text in marked),
        lost=_missing([*said, *rests], read),
        out_of_order=(*_late(said, itself), *_before_their_beginning(rests, read)),
    )


def _parts(answer: str, rests: Mapping[str, str]) -> list[str]:
    return [part for part, whole in rests.items() if whole == answer]


def _before_their_beginning(rests: Mapping[str, str], read: Sequence[str]) -> Iterator[str]:
    """Second parts after which their first comes once more, and they do not."""
    last = {text: place for place, text in enumerate(read)}
    return (part for part, whole in rests.items() if part in last and last[part] < last.get(whole, -1))


def _missing(said: Sequence[str], read: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in said if text not in read)


def _late(said: Sequence[str], read: Sequence[str]) -> tuple[str, ...]:
    """Those that come after something that was said later, a repeat like any other."""
    places = [said.index(text) for text in read]
    return tuple(text for number, text in enumerate(read) if places[number] < max(places[:number], default=-1))


def _posted_twice(channels: Iterable[Channel]) -> list[str]:
    """Every post of the desk carries the key of the row it was posted for."""
    posts = [post for channel in channels for post in channel.messages.values() if post.metadata]
    keys = Counter(post.metadata["event_payload"]["row"] for post in posts if post.metadata)
    return [f"the post of {key}" for key, times in keys.items() if times > 1]
