"""End to end: people, both platforms over real HTTP, the whole product, on each database."""

import pytest

pytest.register_assert_rewrite("tests.stories.proof")
