"""One process for one SQLite file: its lanes are released at start, which two processes must not do."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.engine.faults import DatabaseAway, DatabaseBusy


@dataclass(frozen=True)
class FileLock:
    """Held while its file is open, so that a killed process holds nothing."""

    file: TextIO

    def release(self) -> None:
        self.file.close()


def lock_file(database: Path) -> FileLock:
    """Lock `<database>.lock`. Raises DatabaseBusy, naming the holder, or DatabaseAway if it cannot."""
    path = database.with_name(database.name + ".lock")
    try:
        file = path.open("a+")
    except OSError as error:
        raise DatabaseAway(f"Cannot write beside the database: {error}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise DatabaseBusy(
            f"{database} is in use by another process (number {holder}): stop it first, or use PostgreSQL"
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return FileLock(file)
