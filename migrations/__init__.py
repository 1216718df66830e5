"""The history of the tables: Alembic, its revisions named by date and change, and how we run it.

`run` is what the product calls; `env` is what Alembic calls; `versions` are the revisions. May import the
tables of the engine and of the desk, and nothing that works with them.
"""
