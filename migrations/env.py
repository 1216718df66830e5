"""Alembic's entry. The product comes through `run` with a connection in an open transaction; a developer
at the command line names a database with `alembic -x url=... `."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from migrations.connect import inside
from migrations.models import models


def migrate(connection: Connection) -> None:
    """Run what Alembic was asked for; the transaction and the lock are the caller's."""
    context.configure(
        connection=connection,
        target_metadata=models(),
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    inside(context.get_x_argument(as_dictionary=True).get("url", "sqlite:///relaydesk.db"), migrate)
