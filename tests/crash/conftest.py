"""Where desks begin at once: one place for all the tests of a file."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.crash.desks import Nursery, nursery


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("desks") / "log") as there:
        yield there


@pytest.fixture
async def desks(opened: Nursery) -> AsyncIterator[Nursery]:
    yield opened
    await opened.ends()
