"""The whole sandbox, with a page and without the product.

A browser takes seconds to start, so all tests of the page share one, and the event loop it lives on. Each has a
sandbox and a page of its own.
"""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.pages import opened_browser, page_at
from tests.sandbox.scripted_desk import ScriptedDesk, connected


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with opened_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    opened = Sandbox()
    await opened.start()
    yield opened
    await opened.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(sandbox: Sandbox) -> AsyncIterator[ScriptedDesk]:
    async with connected(sandbox) as desk:
        yield desk


@pytest_asyncio.fixture(loop_scope="session")
async def page(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Page]:
    async with page_at(browser, sandbox.page_url) as page:
        yield page
