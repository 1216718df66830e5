"""`make crash`: the desk killed again and again while people talk, and what came of it in one line.

Exits with 1 where anything was lost, doubled, repeated without a mark or out of order, and names it.
"""

import argparse
import asyncio
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.desks import nursery
from tests.crash.outcome import Outcome
from tests.crash.plan import AGENTS, Plan, plan
from tests.crash.run import crash
from tests.databases import postgresql_copies, postgresql_server, sqlite_copies

KINDS = {"sqlite": (1,), "postgresql": (1, 2)}
"""On each database, with how many desks at a time."""


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def wanted(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--seed", type=int, help="plays the run of that seed again")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--customers", type=int, default=40)
    parser.add_argument("--database", choices=sorted(KINDS), help="both, if it is not said")
    parser.add_argument("--replicas", type=int, choices=(1, 2), help="on PostgreSQL; both, if it is not said")
    given = parser.parse_args(arguments)
    if given.replicas == 2 and given.database == "sqlite":
        parser.error("two desks need PostgreSQL: --database postgresql")
    return given


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield sqlite_copies(folder)()
        return
    with postgresql_server(folder) as server, postgresql_copies(server) as fresh:
        yield fresh()


def carried_out(kind: str, wanted: Plan) -> Outcome:
    say(f"{wanted.replicas} desk(s) on {kind}, {len(wanted.talks)} customers, {len(AGENTS)} agents")
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="relaydesk-crash-", ignore_cleanup_errors=True) as folder,
        database(kind, Path(folder)) as url,
        nursery(Path(folder) / "log") as desks,
    ):
        came_of_it = asyncio.run(crash(wanted, url, desks, lambda words: say(f"  {words}")))
    say(
        f"  {came_of_it.said} messages, {came_of_it.kills} kills, {came_of_it.may_repeat} sends cut short, "
        f"{came_of_it.asked_about} put to an agent, {time.monotonic() - begun:.0f} s"
    )
    for fault in came_of_it.faults:
        say(f"  {fault}")
    say(f"  {came_of_it}")
    return came_of_it


def main(arguments: list[str]) -> int:
    given = wanted(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left running
    seed = secrets.randbelow(100_000) if given.seed is None else given.seed
    say(f"seed {seed} (SEED={seed} plays it again)")
    kinds = [given.database] if given.database else [*KINDS]
    total = Outcome()
    for kind in kinds:
        for replicas in KINDS[kind]:
            if given.replicas in (None, replicas):
                planned = plan(seed, kills=given.kills, customers=given.customers, replicas=replicas)
                total += carried_out(kind, planned)
                if total.kills < given.kills:
                    say(f"  the talk was over after {total.kills} of {given.kills} kills")
    say(str(total))
    return 0 if total.sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
