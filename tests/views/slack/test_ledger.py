"""Why something is due when it is, as an agent reads it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.desk.service_levels.accounting import Account, Accounts
from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.clocks import History, Span, clocks
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.ledgers import ledger as reckoned
from bot.desk.service_levels.policies import Policy, Target
from bot.desk.service_levels.tables import Outcome, Promise
from bot.sandbox.slack.lint import lint_view
from bot.views.slack.ledger import ledger
from tests.views.slack.tickets import LONG, NASTY

FIRST, _, RESOLUTION = Target
HOUR = timedelta(hours=1)
OFFICE = Calendar("office", "Europe/Warsaw", ((window("09:00-12:00"), window("13:00-17:00")),) * 5 + ((), ()))
GOLD = Policy("gold & more", OFFICE, first_response=4 * HOUR, resolution=100 * HOUR)


def at(clock: str, day: int = 16) -> datetime:
    """In November 2026, of which the 16th is a Monday; an hour behind the clocks of Warsaw."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}").replace(tzinfo=UTC)


ASKED = History(waits_from=at("15:00"), unanswered_since=at("15:00"), with_us=(Span(at("15:00")),))


def account(
    target: Target = FIRST,
    history: History = ASKED,
    policies: tuple[Policy, ...] = (GOLD,),
    words: str = "My <bill>",
    now: datetime | None = None,
    **judged: Any,
) -> Account:
    clock = clocks(history, GOLD)[target]
    promise = Promise(
        target=target,
        policy=GOLD.name,
        version=GOLD.version,
        started_at=clock.started_at,
        within_ms=clock.within // timedelta(milliseconds=1),
        due_at=clock.due_at,
        **{"outcome": Outcome.RUNNING, **judged},
    )
    return Account(reckoned(promise, history, policies, now or at("15:30")), words)


def said(*accounts: Account, more: int = 0) -> str:
    view = ledger(1042, Accounts(accounts, more), "Europe/Warsaw")
    assert lint_view(view) == []
    texts = [block.get("text", {}).get("text", "") for block in view["blocks"]]
    return "\n".join([*texts, *(each["text"] for block in view["blocks"] for each in block.get("elements", []))])


def test_it_says_all_that_makes_the_moment() -> None:
    words = said(account())
    for line in (
        "The first answer",
        "*Began* Mon 16 Nov 2026 16:00 with the first message: “My &lt;bill&gt;”",
        f"*Promised* within 4 h of working time: policy gold &amp; more (version {GOLD.version}), calendar office",
        "*Counted* (times in Europe/Warsaw)",
        "• Mon 16 Nov: 16:00–17:00 (1 h)",
        "• Tue 17 Nov: 09:00–12:00 (3 h)",
        "*Due* Tue 17 Nov 2026 12:00. *Margin* 3 h 30 min of working time left",
    ):
        assert line in words


def test_pauses_are_named_and_what_is_paused_is_due_at_no_time() -> None:
    history = History(at("08:00"), with_us=(Span(at("08:00"), at("09:00")), Span(at("10:00"), at("11:00"))))
    words = said(account(RESOLUTION, history, now=at("12:30")))
    assert "⏸️ Paused" in words
    assert "• Mon 16 Nov 2026 10:00 to Mon 16 Nov 2026 11:00" in words
    assert "• Mon 16 Nov 2026 12:00 to now" in words
    assert "• Mon 16 Nov: 09:00–10:00, 11:00–12:00 (2 h)" in words


def test_of_a_long_span_the_days_in_the_middle_are_added_up() -> None:
    words = said(account(RESOLUTION))
    assert "• … 10 more days: 70 h" in words
    assert words.count("\n• ") == 7


@pytest.mark.parametrize(
    ("outcome", "used", "words"),
    [
        (Outcome.MET, 3 * HOUR, ("✅ Kept", "*Margin* 1 h of working time to spare")),
        (
            Outcome.MISSED,
            4 * HOUR + timedelta(minutes=35),
            ("🔴 Not kept: it came", "*Margin* 35 min of working time too"),
        ),
    ],
)
def test_what_was_judged_says_by_how_much(outcome: Outcome, used: timedelta, words: tuple[str, ...]) -> None:
    judged = account(outcome=outcome, used_ms=used // timedelta(milliseconds=1), ended_at=at("11:00", 17))
    assert all(each in said(judged) for each in words)


def test_a_policy_that_has_changed_since_is_said_to_have() -> None:
    judged = account(policies=(), outcome=Outcome.MET, used_ms=3_600_000, ended_at=at("16:00"))
    assert "has been changed since" in said(judged)
    assert "*Margin* 3 h of working time to spare" in said(judged)


def test_where_nothing_is_promised_it_says_so() -> None:
    assert "Nothing is promised" in said()


def test_whatever_was_written_slack_takes_it() -> None:
    many = [account(words=words) for words in (NASTY, LONG, "", "<@U1>")]
    assert "<!channel>" not in said(*many, more=3)
    assert "3 earlier ones are not shown." in said(*many, more=3)
