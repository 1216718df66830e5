"""What measures mean, and their numbers as people read them. Plain text, for every place that they stand in."""

from collections.abc import Mapping
from datetime import date

from bot.desk.measures.csat import ENOUGH, Csat, apart, separate, wilson
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import Comment

NOBODY_ASKED = "Nobody was asked how it went in that time, and nobody answered."

CSAT = (
    "Score: ratings of 4 and 5 among all that were given or last changed in these days; who said nothing counts in "
    "none, and thumbs count as 5 and 1. Interval: where the score lies with 95 % certainty (Wilson). Response: of the "
    "questions sent in these days that arrived, how many have a rating by now. Credit goes to whoever replied last "
    "before the solve; “shared” says how often others had replied too. Spam and merged tickets count nowhere."
)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"


def interval(of: Csat) -> str:
    return f"{of.interval.low * 100:.1f}–{of.interval.high * 100:.1f} %" if of.interval else "–"


def mean(of: Csat) -> str:
    return "–" if of.mean is None else f"{of.mean:.1f}"


def response(of: Csat) -> str:
    return f"{of.answered} of {of.delivered} ({percent(of.response)})" if of.delivered else "–"


def ratings(many: int) -> str:
    return "1 rating" if many == 1 else f"{many} ratings"


def line(of: Csat) -> str:
    """One row of a list; a score of a few ratings stands as what it is, and not as a share."""
    if not of.n:
        return f"no rating, response {response(of)}"
    few = of.n < ENOUGH
    score = f"{of.good} of {ratings(of.n)} good" if few else f"{percent(of.score)} of {of.n} (interval {interval(of)})"
    return f"{score}, mean {mean(of)}, response {response(of)}{f', {of.shared} shared' if of.shared else ''}"


def counted(some: int, of: int, what: str) -> str:
    """A share of people with its interval; of a few it stands as what it is. `of` is at least 1."""
    if of < ENOUGH:
        return f"{some} of {of} {what}"
    low, high = wilson(some, of)
    return f"{percent(some / of)} of {of} {what} (interval {low * 100:.1f}–{high * 100:.1f} %)"


def comparison(agents: Mapping[str, Csat]) -> str:
    """Whether the figures of these people can be compared, in words. Nobody is ranked."""
    few = [name for name, csat in agents.items() if csat.n < ENOUGH]
    ways = [f"{better} is rated higher than {worse}" for better, worse in apart(agents)]
    said = [f"Not comparable, with fewer than {ENOUGH} ratings: {', '.join(few)}."] if few else []
    if ways:
        said.append(f"Hardly by chance, as the intervals do not meet: {'; '.join(ways)}.")
    elif len(agents) - len(few) > 1:
        said.append("The intervals meet, so what differs between these people may be chance.")
    return " ".join(said)


def elsewhere(of: Csat) -> str:
    """What other products would make of the same ratings, for whoever compares; empty where there are none."""
    if not of.n:
        return ""
    shares = f"{percent(of.without_neutral)} (a 3 counts for nobody), {percent(of.mean_as_share)} (mean − 1) ÷ 4"
    return f"The same ratings, as others count: {shares}."


def comment(said: Comment) -> str:
    """In one line, and nothing in it that a terminal would take for a command."""
    words = "".join(sign if sign.isprintable() else " " for sign in said.text)
    rated = "no rating" if said.score is None else f"{said.score} of 5"
    return f"#{said.ticket} · {rated} · “{' '.join(words.split())}”"


def change(now: Csat, before: Csat) -> str:
    """What is to be made of a difference to the days before; empty where there is nothing to compare with."""
    if not (now.n and before.n):
        return ""
    was = f"The seven days before: {percent(before.score)} of {ratings(before.n)}."
    if min(now.n, before.n) < ENOUGH:
        return f"{was} With fewer than {ENOUGH} ratings that is no comparison."
    if separate(now, before) or separate(before, now):
        return f"{was} The intervals do not meet: this is hardly chance."
    return f"{was} The intervals meet, so the difference may be chance."


def day(of: date) -> str:
    return f"{of.day} {of:%b}"


def days(period: Period) -> str:
    first, last = period
    if first == last:
        return f"{day(last)} {last.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{day(first)}{year} to {day(last)} {last.year}"
