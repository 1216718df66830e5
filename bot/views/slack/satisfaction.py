"""How satisfied customers were: the answer to `/desk csat`, and what supervisors read once a week."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject, PlainTextObject, SectionBlock

from bot.desk.measures.csat import ENOUGH, Csat
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import Comment, Satisfaction
from bot.desk.practice import Practice
from bot.desk.surveys.asking import scale_of
from bot.desk.surveys.rules import Scale
from bot.views.aftercare import Figure, definitions, figures
from bot.views.measures import (
    CSAT,
    NOBODY_ASKED,
    change,
    comparison,
    days,
    interval,
    line,
    mean,
    percent,
    ratings,
    response,
)
from bot.views.slack.lists import heading, plain, small
from bot.views.slack.surveys import rating
from bot.views.slack.words import Post, cut, escaped, fallback

Json = dict[str, Any]
MOST_LINES = 20
"""Of one list: nobody reads more in chat, and the command line shows all."""
LONGEST_COMMENT = 300
LONGEST_LIST = 2900
"""Characters, of the 3000 that a section takes."""


def answer(shown: Satisfaction, practice: Practice, names: Mapping[str, str], person: str | None, today: date) -> Post:
    """`person`: of persons, only they are shown. `today`: a period that is not over says so."""
    so_far = ", so far" if shown.period.first <= today <= shown.period.last else ""
    title = f"How satisfied customers were: {days(shown.period)}{so_far}"
    beside = figures(shown.beside)
    if shown.is_empty:
        nothing = plain(f"{NOBODY_ASKED} {_whether(practice)}".strip())
        return Post(fallback(title), [heading(title), nothing, *_beside(beside)])
    blocks = [heading(title), plain(headline(shown.overall)), *_lists(shown, practice, names, person)]
    if shown.comments:
        blocks += [_title("Latest comments"), *(_comment(each) for each in shown.comments)]
    blocks += [small(CSAT), *_beside(beside), *_whose(person, practice)]
    return Post(fallback(f"{title}. {headline(shown.overall)}"), blocks)


def _beside(beside: list[Figure]) -> list[Json]:
    """What else was asked, and what came of it; nothing where nobody was."""
    if not beside:
        return []
    text = "\n".join(["*Beside the ratings*", *(f"• {_figure(each)}" for each in beside)])
    return [SectionBlock(text=MarkdownTextObject(text=text)).to_dict(), small(definitions(beside))]


def _figure(of: Figure) -> str:
    return f"*{of.name}*: {of.said}"


def headline(overall: Csat) -> str:
    if not overall.n:
        return f"Nobody has given a rating. Response: {response(overall)}."
    were = "was" if overall.n == 1 else "were"
    score = f"{percent(overall.score)} of {ratings(overall.n)} {were} good (interval {interval(overall)})"
    return f"{score}, mean {mean(overall)}. Response: {response(overall)}.{_how_many_comments(overall.comments)}"


def _how_many_comments(many: int) -> str:
    return {0: "", 1: " 1 comment."}.get(many, f" {many} comments.")


def _whether(practice: Practice) -> str:
    asks = any(scale_of(practice, team.name) is not Scale.OFF for team in practice.teams)
    return "" if asks else "This desk asks nobody: whoever runs it can set [surveys] scale."


def _lists(shown: Satisfaction, practice: Practice, names: Mapping[str, str], person: str | None) -> Iterator[Json]:
    if len(shown.teams) > 1:
        yield from _list("By team", shown.teams)
    if len(shown.categories) > 1:
        labels = {name: practice.label(name, "en") or "without a category" for name in shown.categories}
        yield from _list("By category", _renamed(shown.categories, lambda name: labels[name]))
    theirs = {agent: csat for agent, csat in shown.agents.items() if person in (None, agent)}
    agents = dict(
        sorted(_renamed(theirs, lambda agent: names.get(agent, agent)).items(), key=lambda each: each[0].lower())
    )
    if agents:
        yield from _list("Yours" if person else "By agent, from A to Z", agents)
    if said := comparison(agents):
        yield small(escaped(cut(said, LONGEST_LIST)))
    if not shown.bot.is_empty:
        yield from _list("Apart", {"What no person answered": shown.bot})


def _renamed(lines: Mapping[str, Csat], name: Callable[[str], str]) -> dict[str, Csat]:
    """Two of one name become one line of it each."""
    found: dict[str, Csat] = {}
    for key, csat in lines.items():
        called = name(key)
        found[called if called not in found else f"{called} ({key})"] = csat
    return found


def _list(title: str, lines: Mapping[str, Csat]) -> list[Json]:
    said = [f"*{escaped(name)}*: {line(csat)}" for name, csat in list(lines.items())[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        said.append(f"and {len(lines) - MOST_LINES} more: `relaydesk csat` shows all")
    text = f"*{title}*"
    for each in said:
        text = f"{text}\n• {each}" if len(text) + len(each) < LONGEST_LIST else text
    return [SectionBlock(text=MarkdownTextObject(text=text)).to_dict()]


def _title(text: str) -> Json:
    return SectionBlock(text=MarkdownTextObject(text=f"*{text}*")).to_dict()


def _comment(said: Comment) -> Json:
    """Plain text: it is the customer's own."""
    return ContextBlock(elements=[PlainTextObject(text=_words(said), emoji=False)]).to_dict()


def _words(said: Comment) -> str:
    given = "no rating" if said.score is None else rating(said.score, said.scale)
    return cut(f"#{said.ticket} · {given} · “{' '.join(said.text.split())}”", LONGEST_COMMENT)


def _whose(person: str | None, practice: Practice) -> list[Json]:
    if person is None:
        return []
    where = f" in <#{practice.supervisors}>" if practice.supervisors else ""
    return [small(f"You see your own teams, and of persons yourself. Supervisors see all when they ask{where}.")]


def weekly(shown: Satisfaction, before: Csat) -> str:
    """What stands above the chart, or alone where there is nothing to draw: mrkdwn.

    No person is named in it, and nothing that a customer wrote: it stays where it is, whoever is forgotten later.
    """
    said = [f"*How satisfied customers were: {days(shown.period)}*"]
    said += [NOBODY_ASKED] if shown.overall.is_empty else _week(shown, before)
    beside = figures(shown.beside)
    said += [*(f"• {_figure(each)}" for each in beside), *_more(shown)]
    means = ("" if shown.overall.is_empty else CSAT, definitions(beside))
    return "\n".join([*said, *(f"_{each}_" for each in means if each)])


def _week(shown: Satisfaction, before: Csat) -> list[str]:
    many = list(shown.teams.items())[:MOST_LINES] if len(shown.teams) > 1 else []
    teams = [f"• *{escaped(name)}*: {line(csat)}" for name, csat in many]
    return [f"{headline(shown.overall)} {change(shown.overall, before)}".strip(), *teams]


def _more(shown: Satisfaction) -> Iterator[str]:
    first, last = shown.period
    if not shown.overall.is_empty:
        yield f"`/desk csat {first} {last}` shows it by category, with the latest comments, and here by agent too."


def as_blocks(words: str) -> list[Json]:
    """The same, where no chart stands below it: a line each, as no section takes all of it."""
    return [SectionBlock(text=MarkdownTextObject(text=line)).to_dict() for line in words.splitlines()]


def chart_in_words(weeks: Sequence[tuple[Period, Csat]]) -> str:
    """For whoever cannot see the chart."""
    told = [f"{days(week)}: {_short(csat)}" for week, csat in weeks if csat.n]
    return cut(f"Share of good ratings by week, with 95 % intervals. {'; '.join(told)}.", 1000)


def _short(csat: Csat) -> str:
    few = f", fewer than {ENOUGH} ratings" if csat.n < ENOUGH else ""
    return f"{csat.good} of {csat.n} ({interval(csat)}{few}), {csat.answered} of {csat.delivered} answered"
