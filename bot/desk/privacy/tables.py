"""Who has read what, and what was done that no ticket's history tells."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel


class Audit(SQLModel, table=True):
    """One line, only ever added: the database itself refuses to change or to delete it.

    `who` is an agent's id, `customer`, `desk` or `operator`; `what` is one of `Deed`. There are ids in it and never
    words or names, so that it never has to be erased.
    """

    id: int = Field(default=None, primary_key=True)
    at: datetime
    who: str
    what: str
    ticket_id: int | None = None
    customer_id: int | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))

    __table_args__ = (Index("audit_at", "at"), Index("audit_customer", "customer_id", "what"))
