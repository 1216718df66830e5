"""Charts are drawn by a process of their own, which ends with its chart.

What draws takes 60 MB and a second or two: a desk has neither to spare, and draws once a week. Weeks go in as JSON, a
PNG comes out: `python -m bot.delivery.drawing`.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import date

from bot.desk.measures.csat import Csat
from bot.desk.measures.periods import Period

PATIENCE = 60
"""Seconds. The first chart on a machine also looks through its fonts."""


class CannotDraw(Exception):
    """The process came to no chart; the argument says how it ended."""


async def satisfaction_chart(weeks: Sequence[tuple[Period, Csat]]) -> bytes:
    """A PNG. Raises `CannotDraw`."""
    given = json.dumps([_week(*each) for each in weeks], default=date.isoformat).encode()
    try:
        drawing = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as fault:
        raise CannotDraw(str(fault)) from fault
    return await _outcome(drawing, given)


async def _outcome(drawing: asyncio.subprocess.Process, given: bytes) -> bytes:
    try:
        chart, said = await asyncio.wait_for(drawing.communicate(given), PATIENCE)
    except BaseException as ended:
        drawing.kill()
        await drawing.wait()
        if isinstance(ended, TimeoutError):
            raise CannotDraw(f"no chart after {PATIENCE} s") from ended
        raise
    if drawing.returncode:
        raise CannotDraw(said.decode(errors="replace").strip().rpartition("\n")[2])
    return chart


def _week(week: Period, csat: Csat) -> tuple[object, ...]:
    low, high = csat.interval or (None, None)
    return (*week, csat.n, csat.score, low, high, csat.response)


def main() -> None:
    """Standard input to standard output."""
    from bot.views.charts.satisfaction import Week, drawn

    given = json.load(sys.stdin)
    days = ((date.fromisoformat(first), date.fromisoformat(last), rest) for first, last, *rest in given)
    sys.stdout.buffer.write(drawn([Week(first, last, *rest) for first, last, rest in days]))


if __name__ == "__main__":
    main()
