"""The addresses are what their description says, whatever they are sent."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from aiohttp import web
from hypothesis import Phase, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
)

from bot.web import surface as described
from bot.web.surface import surface
from tests.bad_input.changing import FUZZED
from tests.bad_input.over_http import SECRET_HEADER
from tests.bad_input.scene import SECRET, Scene, scene, signed
from tests.databases import Fresh

SCHEMA = Path(described.__file__).with_name("openapi.yaml")

AT_LENGTH = FUZZED.max_examples > 100
"""Then every value at the edge of what is described is tried as well, which takes a while."""
A_FEW = settings(
    FUZZED,
    max_examples=max(FUZZED.max_examples // 5, 1),
    phases=FUZZED.phases if AT_LENGTH else [Phase.generate],
)

LENIENT = [ignored_auth, missing_required_header, negative_data_rejection, positive_data_acceptance]
"""Who is known is always known here. What nobody can handle is taken and set aside; and a schema cannot say of a text
in a form that it is JSON."""

schema = schemathesis.openapi.from_path(SCHEMA)


async def nothing(_: web.Request) -> web.Response:
    return web.Response()


def test_every_address_is_described_and_every_description_has_its_address() -> None:
    routes = surface(nothing, nothing, (nothing, nothing), nothing).router.routes()
    there = {(route.resource.canonical, route.method) for route in routes if route.resource and route.method != "HEAD"}
    paths = schema.raw_schema["paths"]
    assert {(path, method.upper()) for path, methods in paths.items() for method in methods} == there


@contextmanager
def in_a_thread(database_url: str) -> Iterator[Scene]:
    """A desk at work beside the test, whose requests block."""
    ready: Future[Scene] = Future()
    loop, over = asyncio.new_event_loop(), asyncio.Event()

    async def works() -> None:
        async with scene(database_url) as here:
            ready.set_result(here)
            await over.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(works())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield ready.result(30)
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(30)


@pytest.fixture(scope="module")
def desk(fresh_sqlite: Fresh) -> Iterator[Scene]:
    with in_a_thread(fresh_sqlite()) as here:
        yield here


@schema.parametrize()
@A_FEW
def test_a_stranger_gets_what_the_description_says(case: Case[Any], desk: Scene) -> None:
    case.call_and_validate(base_url=desk.address)


@schema.parametrize()
@A_FEW
def test_a_platform_gets_what_the_description_says(case: Case[Any], desk: Scene) -> None:
    case.call_and_validate(base_url=desk.address, auth=partial(proven, desk), excluded_checks=LENIENT)


def proven(desk: Scene, request: Any) -> Any:
    """Whose it is, for the very bytes that are sent."""
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    request.headers.update({SECRET_HEADER: SECRET} | signed(body, desk.world.slack.signing_secret))
    return request
