"""What `/metrics` shows of a desk at work; what is counted of what is told."""

from collections.abc import AsyncIterator, Iterable

import aiohttp
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.desk.tickets import handling
from bot.engine.database import Database
from bot.signals import Acted, Arrived, Asked, Carried, Fired, Signal, Span
from bot.telemetry.metrics import Metrics
from bot.telemetry.standing import FRESH_MS
from bot.telemetry.watching import Watch, watching
from tests.desk.world import ANN, World
from tests.stories.world import World as Town
from tests.stories.world import world as begun

TEXT = "text/plain; version=0.0.4; charset=utf-8"
Samples = dict[tuple[str, tuple[str, ...]], float]
CONNECTED = {"telegram": True, "slack": False}
A_SECOND = Span(0, 1_000_000_000)


def samples(page: bytes) -> Samples:
    """Each by its name and the values of its labels, in the order of their names."""
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families(page)
        for sample in family.samples
    }


def families(page: bytes) -> Iterable[Metric]:
    return text_string_to_metric_families(page.decode())


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


@pytest.fixture
def watch(desk: World) -> Watch:
    return watching(desk.door, {"version": "1", "database": desk.door.database.dialect})


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with begun(database_url, http={"metrics": True}) as here:
        yield here


async def read(town: Town, path: str = "/metrics") -> tuple[int, str, bytes]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{town.product.port}{path}") as answer,
    ):
        return answer.status, answer.headers["Content-Type"], await answer.read()


async def test_a_desk_at_work_shows_what_came_what_went_and_what_is_open(town: Town) -> None:
    ada, ben = town.customer("Ada"), town.agent("Ben")
    await ada.says("My invoice is wrong")
    card = await town.card()
    await ben.clicks("Claim", card)
    await town.settles()
    status, kind, page = await read(town)
    assert (status, kind) == (200, TEXT)
    shown = samples(page)
    assert shown["relaydesk_arrivals_total", ("done", "telegram")] == 2, "the message, and that we pinned one"
    assert shown["relaydesk_arrivals_total", ("done", "slack")] >= 1
    assert shown["relaydesk_sends_total", ("slack.post", "Sent")] >= 2
    assert shown["relaydesk_delivery_seconds_count", ("telegram",)] >= 1
    assert shown["relaydesk_database_calls_total", ("do", "done")] >= 3
    assert shown["relaydesk_open_tickets", ("open", "Support")] == 1
    assert shown["relaydesk_open_tickets", ("new", "Support")] == 0
    assert shown["relaydesk_polling", ()] == shown["relaydesk_connected", ("telegram",)] == 1
    assert shown["relaydesk_deadlines_due", ()] == 0
    assert b"invoice" not in page
    assert b"Ada" not in page


async def test_without_the_setting_nothing_is_shown_and_nothing_is_measured(database_url: str) -> None:
    async with begun(database_url) as town:
        assert (await read(town))[0] == 404
        assert town.product.watch is None


async def test_what_waits_is_shown_by_bucket_with_the_age_of_the_oldest(desk: World, watch: Watch) -> None:
    await desk.says("Hello")
    desk.passes(minutes=2)
    shown = samples(await watch.page(CONNECTED, polling=False))
    assert shown["relaydesk_waiting", ("slack.post",)] >= 1
    assert shown["relaydesk_waiting_lanes", ("slack.post",)] == 1
    assert shown["relaydesk_waiting_oldest_seconds", ("slack.post",)] == 120
    assert (shown["relaydesk_polling", ()], shown["relaydesk_connected", ("slack",)]) == (0, 0)


async def test_how_things_stand_is_read_once_in_some_seconds(desk: World, watch: Watch) -> None:
    assert samples(await watch.page(CONNECTED, polling=False))["relaydesk_open_tickets", ("new", "support")] == 0
    await desk.says("Hello")
    for passed, shown in ((FRESH_MS - 1, 0), (1, 1)):
        desk.passes(milliseconds=passed)
        page = await watch.page(CONNECTED, polling=False)
        assert samples(page)["relaydesk_open_tickets", ("new", "support")] == shown


async def test_while_the_database_is_away_nothing_is_said_of_what_is_in_it(desk: World, watch: Watch) -> None:
    await desk.says("Hello")
    await watch.page(CONNECTED, polling=False)
    desk.passes(milliseconds=FRESH_MS)
    await desk.door.database.close()
    shown = samples(await watch.page(CONNECTED, polling=False))
    assert shown["relaydesk_database_up", ()] == 0
    assert shown["relaydesk_connected", ("telegram",)] == 1
    assert not any(name.startswith(("relaydesk_open_tickets", "relaydesk_waiting")) for name, _ in shown)
    assert shown["relaydesk_database_calls_total", ("read", "away")] == 1


async def test_what_was_claimed_and_solved_is_open_no_more(desk: World, watch: Watch) -> None:
    ticket = await desk.claimed_ticket()
    assert samples(await watch.page(CONNECTED, polling=False))["relaydesk_open_tickets", ("open", "support")] == 1
    await desk.do(handling.solve, ticket, ANN)
    desk.passes(milliseconds=FRESH_MS)
    assert samples(await watch.page(CONNECTED, polling=False))["relaydesk_open_tickets", ("open", "support")] == 0


@pytest.mark.parametrize(
    ("signal", "counted", "value"),
    [
        (Arrived("slack", "slack:T/1", "parked", A_SECOND), ("relaydesk_arrivals_total", ("parked", "slack")), 1),
        (Arrived("slack", "slack:T/1", "done", A_SECOND), ("relaydesk_arrival_seconds_sum", ("slack",)), 1),
        (
            Carried("telegram", "relay", "", 1, "Sent", 2.5, A_SECOND),
            ("relaydesk_delivery_seconds_sum", ("telegram",)),
            2.5,
        ),
        (Carried("telegram", "relay", "", 1, "Again", 2.5, A_SECOND), ("relaydesk_send_seconds_sum", ("telegram",)), 1),
        (
            Carried("telegram", "relay", "", 1, "Again", 2.5, A_SECOND),
            ("relaydesk_sends_total", ("telegram", "Again")),
            1,
        ),
        (Fired("ticket.expire", "failed", 3, A_SECOND, ""), ("relaydesk_deadline_lateness_seconds_sum", ()), 3),
        (
            Fired("ticket.expire", "failed", 3, A_SECOND, ""),
            ("relaydesk_deadlines_total", ("ticket.expire", "failed")),
            1,
        ),
        (Asked("read", "done", A_SECOND), ("relaydesk_database_seconds_sum", ("read",)), 1),
    ],
)
def test_what_is_told_of_is_counted(signal: Signal, counted: tuple[str, tuple[str, ...]], value: float) -> None:
    metrics = Metrics({"version": "1"})
    metrics.notice(signal)
    assert samples(metrics.page([]))[counted] == value


def test_what_is_without_number_becomes_no_label() -> None:
    metrics = Metrics({"version": "1"})
    metrics.notice(Acted("wrote", "telegram:1/4711", "done", A_SECOND))
    metrics.notice(Arrived("telegram", "telegram:1/4711", "done", A_SECOND))
    assert b"4711" not in metrics.page([])


def test_two_desks_in_one_process_count_apart() -> None:
    one, other = Metrics({"version": "1"}), Metrics({"version": "1"})
    one.notice(Arrived("slack", "", "done", A_SECOND))
    assert ("relaydesk_arrivals_total", ("done", "slack")) not in samples(other.page([]))
