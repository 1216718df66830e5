"""What is stored as JSON is read as it was written, by this version and by those before."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import as_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(VALUES)
def test_what_is_written_is_read_again_also_by_the_version_before(value: object) -> None:
    assert as_json.read(as_json.written(value)) == value
    assert json.loads(as_json.written(value)) == value
    assert as_json.read(json.dumps(value)) == value


@pytest.mark.parametrize("half", ["\ud83e", "a\udd9a", {"\ud83e": ["\udd9a"]}])
def test_half_a_surrogate_pair_that_was_stored_once_is_still_read(half: object) -> None:
    assert as_json.read(json.dumps(half)) == half
    assert as_json.read(as_json.written(half)) == half
