"""A profile of a whole process: each thread has its own, in CPU time, for threads wait for each other."""

import cProfile
import io
import pstats
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def profiled(file: Path) -> Iterator[None]:
    """Of everything this thread does within it, and the threads that begin meanwhile."""
    profiles = [cProfile.Profile(time.thread_time)]

    def begun(*_: Any) -> None:
        """The first thing a thread does; from then on it is its profile that listens."""
        profiles.append(cProfile.Profile(time.thread_time))
        profiles[-1].enable()

    threading.setprofile(begun)
    profiles[0].enable()
    try:
        yield
    finally:
        profiles[0].disable()
        threading.setprofile(None)
        for each in profiles:
            each.create_stats()
        pstats.Stats(*profiles).dump_stats(file)


def top(file: Path, lines: int, by: str = "tottime") -> str:
    """The lines of the profile where the most time was spent, in seconds."""
    told = io.StringIO()
    pstats.Stats(str(file), stream=told).strip_dirs().sort_stats(by).print_stats(lines)
    table = told.getvalue().partition("ncalls")
    return (table[1] + table[2]).strip()
