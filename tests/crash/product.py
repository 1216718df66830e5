"""Desks as processes of their own that begin at once: this one imports everything, and forks for each.

    python -m tests.crash.product

Each line that comes in is JSON, the `settings` of a desk and its `lease_ms`; each line that goes out is JSON too,
`{"running": <process id>}` when that desk is at work, or `{"failed": <what>}`. SIGTERM stops a desk. All of them end
with whoever began this; it must lead a process group of its own.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any, NoReturn

from bot import logs
from bot.app.running import running
from bot.config import checked
from bot.desk.practice import UNPACED


def say(**facts: object) -> None:
    os.write(sys.stdout.fileno(), (json.dumps(facts) + "\n").encode())


async def work(settings: dict[str, Any], lease_ms: int) -> None:
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    logs.set_up("info", "json")
    async with running(checked(settings), pace=UNPACED, lease_ms=lease_ms):
        say(running=os.getpid())
        await asked.wait()


def desk(order: dict[str, Any]) -> NoReturn:
    try:
        asyncio.run(work(**order))
    except BaseException as fault:
        say(failed=repr(fault))
    finally:
        os._exit(0)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    for line in sys.stdin:
        if os.fork() == 0:
            desk(json.loads(line))
    os.killpg(0, signal.SIGKILL)  # whoever began us is gone: so are all the desks


if __name__ == "__main__":
    main()
