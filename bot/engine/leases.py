"""What one process does for all of them, for as long as its lease lasts. The token is the fence: whoever lost the
lease cannot renew or end the one that another has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, or_

from bot.engine.statements import big, for_this, upsert
from bot.engine.tables import lease

_THIS = lease.c.name == bindparam("which")


def _take(insert: Any) -> Executable:
    new = insert(lease)
    free = or_(lease.c.token == new.excluded.token, lease.c.until <= big("now"))
    kept = {"token": new.excluded.token, "until": new.excluded.until}
    taken = new.on_conflict_do_update(index_elements=["name"], set_=kept, where=free)
    statement: Executable = taken.returning(lease.c.until)
    return statement


TAKE = upsert(_take)
END = delete(lease).where(_THIS, lease.c.token == big("whose"))
END_ALL = delete(lease)
LET_GO = delete(lease).where(lease.c.until > big("limit"))


def take(connection: Connection, name: str, token: int, now: int, until: int) -> bool:
    """Take or renew it until then. False: it is another's, whose time is not over."""
    wanted = {"name": name, "token": token, "until": until, "now": now}
    return connection.execute(for_this(connection, TAKE), wanted).first() is not None


def end(connection: Connection, name: str, token: int) -> bool:
    """Leave it to whoever wants it. False: it was another's already."""
    return connection.execute(END, {"which": name, "whose": token}).rowcount == 1


def let_go(connection: Connection, now: int, beyond_ms: int) -> None:
    """None lasts for longer than that: it was taken by a clock that was set back since."""
    connection.execute(LET_GO, {"limit": now + beyond_ms})


def end_all(connection: Connection) -> int:
    """At the start of the only process: end what the one that was killed had; return how many."""
    return connection.execute(END_ALL).rowcount
