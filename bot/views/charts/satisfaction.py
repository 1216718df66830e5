"""How satisfied customers were, week by week: the score with its interval, and below it how many answered.

Blue and orange of Okabe and Ito's palette, told apart by anybody and in grey; no colour alone says anything.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from bot.desk.measures.csat import ENOUGH

BLUE, ORANGE, INK, FAINT = "#0072B2", "#E69F00", "#333333", "#D9D9D9"
INCHES = (9.6, 5.4)
DPI = 125


class Week(NamedTuple):
    """Shares from 0 to 1; none where nobody has rated, or nobody was asked. With few ratings no line leads to it."""

    first: date
    last: date
    n: int
    score: float | None
    low: float | None
    high: float | None
    response: float | None


def drawn(weeks: Sequence[Week]) -> bytes:
    """A PNG."""
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    _score(above, weeks)
    _response(below, weeks)
    _plain(above)
    _plain(below)
    into = BytesIO()
    figure.savefig(into, format="png")
    return into.getvalue()


def _score(axes: Axes, weeks: Sequence[Week]) -> None:
    for place, week in enumerate(weeks):
        if week.score is not None and week.low is not None and week.high is not None:
            band = axes.bar(place, week.high - week.low, bottom=week.low, width=0.62, color=BLUE, alpha=0.18)
            band[0].set_hatch("//" if week.n < ENOUGH else "")
            band[0].set_edgecolor(BLUE)
            _say(axes, week.score, place, 9)
    enough = [week.score if week.n >= ENOUGH and week.score is not None else float("nan") for week in weeks]
    few = [week.score if week.n < ENOUGH and week.score is not None else float("nan") for week in weeks]
    places = range(len(weeks))
    axes.plot(places, enough, color=BLUE, linewidth=2, marker="o", markersize=7)
    axes.plot(places, few, color=BLUE, linewidth=0, marker="o", markersize=7, markerfacecolor="white")
    axes.set_ylim(0, 1.09)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_title("Share of good ratings (4 and 5) by week, with 95 % interval", loc="left", color=INK, fontsize=13)
    axes.set_title(f"hollow and hatched: fewer than {ENOUGH} ratings", loc="right", color=INK, fontsize=9)


def _response(axes: Axes, weeks: Sequence[Week]) -> None:
    for place, week in enumerate(weeks):
        if week.response is not None:
            axes.bar(place, week.response, width=0.62, color=ORANGE)
            _say(axes, week.response, place, 3)
    axes.set_ylim(0, 1.35)
    axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axes.set_title("Response: of those asked that week", loc="left", color=INK, fontsize=10)
    axes.set_xticks(range(len(weeks)), [_label(week) for week in weeks])
    axes.set_xlim(-0.6, len(weeks) - 0.4)


def _say(axes: Axes, share: float, place: int, above: int) -> None:
    """In figures, with a rim, so that it can be read across a line."""
    text = axes.annotate(
        f"{share * 100:.0f} %",
        (place, share),
        (0, above),
        textcoords="offset points",
        ha="center",
        color=INK,
        fontsize=9.5,
    )
    text.set_path_effects([withStroke(linewidth=3, foreground="white")])


def _label(week: Week) -> str:
    return f"{week.first.day} {week.first:%b}\nn = {week.n}"


def _plain(axes: Axes) -> None:
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.tick_params(colors=INK, length=0, labelsize=9)
    for side in axes.spines.values():
        side.set_visible(False)
