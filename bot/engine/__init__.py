"""The machine room: rows, keys, leases and milliseconds, on SQLite and on PostgreSQL.

Here live the only door to the data (`database`), the ledger of what came in, the lanes of what must go
out, and the timers of what is due. Every function that changes rows is plain and synchronous, takes a
SQLAlchemy `Connection` inside the caller's transaction, and is told the time (`now`, milliseconds since
the epoch): replicas that share a database must have clocks that agree to a small part of a lane's gap.

May import: the standard library, SQLAlchemy, asyncpg and pydantic's JSON. Never belongs here: a ticket, a person, a
platform, a sentence for a customer, or the wall clock.
"""
