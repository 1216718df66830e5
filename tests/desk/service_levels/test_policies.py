"""Which policy a ticket has."""

from datetime import timedelta

import pytest

from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import Case, Policy, When, chosen, unreachable

HOUR = timedelta(hours=1)
CASE = Case(priority="urgent", category="payments", tier=None, language="pl", team="Billing")
KNOWN = When(
    priority=frozenset({"low", "urgent"}),
    category=frozenset({"payments", "fault"}),
    tier=frozenset({"VIP"}),
    language=frozenset({"en", "pl"}),
    team=frozenset({"Billing", "Support"}),
)


def policy(name: str, **when: str) -> Policy:
    return Policy(name, ALWAYS, HOUR, when=When(**{kind: frozenset(text.split()) for kind, text in when.items()}))


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({}, True),
        ({"priority": "high urgent"}, True),
        ({"priority": "high"}, False),
        ({"priority": "urgent", "team": "Billing"}, True),
        ({"priority": "urgent", "team": "Support"}, False),
        ({"tier": "VIP"}, False),
        ({"category": "payments", "language": "en pl"}, True),
    ],
)
def test_every_kind_that_is_named_must_fit(when: dict[str, str], fits: bool) -> None:
    assert chosen([policy("it", **when)], CASE) == (policy("it", **when) if fits else None)


def test_case_53_the_first_that_fits_counts() -> None:
    urgent, everybody, billing = policy("urgent", priority="urgent"), policy("all"), policy("billing", team="Billing")
    assert chosen([urgent, everybody, billing], CASE) == urgent
    assert chosen([everybody, urgent], CASE) == everybody
    assert chosen([], CASE) is None


def test_a_policy_that_nothing_can_choose_is_found() -> None:
    urgent, low, everybody = policy("urgent", priority="urgent"), policy("low", priority="low"), policy("all")
    late = policy("late", team="Billing")
    assert unreachable([urgent, low, late], KNOWN) == [late]
    assert unreachable([urgent, everybody, late], KNOWN) == [late]
    assert unreachable([urgent, late, everybody], KNOWN) == []


def test_a_version_changes_with_the_policy_and_with_its_calendar() -> None:
    week = ((window("09:00-17:00"),),) * 7
    one = Policy("p", Calendar("office", "UTC", week), HOUR, when=When(team=frozenset({"a", "b", "c"})))
    same = Policy("p", Calendar("office", "UTC", week), HOUR, when=When(team=frozenset({"c", "b", "a"})))
    slower = Policy("p", Calendar("office", "UTC", week), 2 * HOUR, when=one.when)
    shorter = Policy("p", Calendar("office", "UTC", (*week[:6], ())), HOUR, when=one.when)
    one.calendar.year(2026)  # what is reckoned is no part of it
    assert one.version == same.version
    assert len({one.version, slower.version, shorter.version}) == 3
