"""Databases to keep: their tables are changed here, and one that was changed must not be lent on."""

from __future__ import annotations

import pytest

from tests.databases import Fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    fresh: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return fresh()
