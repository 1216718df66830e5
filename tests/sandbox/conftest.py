"""The whole sandbox, with a page and without the product."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.pages import page_at
from tests.sandbox.scripted_desk import ScriptedDesk, connected


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    opened = Sandbox()
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def desk(sandbox: Sandbox) -> AsyncIterator[ScriptedDesk]:
    async with connected(sandbox) as desk:
        yield desk


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with page_at(sandbox.page_url) as page:
        yield page
