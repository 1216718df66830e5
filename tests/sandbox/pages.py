"""A page in headless Chromium. What goes wrong on it, and any look beyond this machine, fails the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect
from yarl import URL

from tests.browser import find

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LATE = 15_000  # milliseconds, on a busy machine
WIDE = (1440, 900)

expect.set_options(timeout=LATE)


@asynccontextmanager
async def opened_browser() -> AsyncIterator[Browser]:
    path = find()
    if path is None:
        pytest.fail("There is no browser to test the page in: `python -m tests.browser --install` gets one.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@asynccontextmanager
async def page_at(
    browser: Browser, url: str, *, size: tuple[int, int] = WIDE, scheme: Literal["light", "dark"] = "light"
) -> AsyncIterator[Page]:
    """The sandbox's page, drawn for the first time, for somebody who was never there before."""
    wrong: list[str] = []
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(LATE)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.extend(_complaint(message)))
    page.on("request", lambda request: wrong.extend(_elsewhere(request, URL(url))))
    await page.goto(url)
    await page.get_by_test_id("slack").wait_for()
    yield page
    await context.close()
    assert wrong == []


def _complaint(message: ConsoleMessage) -> list[str]:
    """An act that is refused is logged by the browser as a failed request; that is no fault of the page."""
    refused = "400 (Bad Request)" in message.text
    return [message.text] if message.type == "error" and not refused else []


def _elsewhere(request: Request, own: URL) -> list[str]:
    there = URL(request.url)
    return [] if (there.host, there.port) == (own.host, own.port) else [f"asked for {request.url}"]
