"""CSAT of the golden week, on real tickets and surveys and on both databases."""

from datetime import date

from bot.desk.measures.csat import Csat, apart
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import satisfaction, week_by_week
from bot.desk.measures.scope import Scope
from bot.desk.surveys.tables import Survey
from bot.engine.database import Database
from tests.desk.measures.golden_week import A1, A2, Golden, played

WEEK = Period(date(2026, 3, 2), date(2026, 3, 8))


async def test_m01_and_m02_are_what_somebody_else_computed(database: Database) -> None:
    week = await played(database)
    shown = await week.desk.ask(satisfaction, WEEK, "UTC")
    overall = shown.overall
    assert overall.counts == (1, 0, 1, 1, 2)
    assert overall.score == 0.6
    assert overall.interval
    assert [round(edge * 100, 1) for edge in overall.interval] == [23.1, 88.2]
    assert overall.mean == 3.6
    assert overall.without_neutral == 0.75
    assert overall.mean_as_share == 0.65
    assert (overall.answered, overall.delivered, overall.response) == (5, 8, 0.625)
    assert {agent: (csat.good, csat.n) for agent, csat in shown.agents.items()} == {A1: (3, 3), A2: (0, 2)}
    assert apart(shown.agents) == []
    assert (shown.agents[A2].shared, overall.shared) == (1, 1)
    assert shown.bot.is_empty
    assert {name: csat.n for name, csat in shown.categories.items()} == {"": 4, "invoice": 1}
    assert list(shown.teams) == ["support"]

    agents = [await week.desk.ask(satisfaction, WEEK, "UTC", Scope(agent=agent)) for agent in (A1, A2)]
    assert [(each.overall.good, each.overall.n) for each in agents] == [(3, 3), (0, 2)]
    invoices = await week.desk.ask(satisfaction, WEEK, "UTC", Scope(category="invoice"))
    assert (invoices.overall.n, invoices.overall.delivered) == (1, 1)
    nobody = await week.desk.ask(satisfaction, WEEK, "UTC", Scope(teams=frozenset({"billing"})))
    assert nobody.overall == Csat()
    by_week = await week.desk.ask(week_by_week, WEEK.last, 2, "UTC")
    assert [csat.n for _, csat in by_week] == [0, 5]

    await _says_why_the_others_were_not_asked(week)


async def _says_why_the_others_were_not_asked(week: Golden) -> None:
    passed = {each.ticket_id: each.passed for each in await week.desk.all(Survey) if each.asked_at is None}
    assert passed == {
        week.tickets["T3"]: "reopened",
        week.tickets["T5"]: "nobody_replied",
        week.tickets["T13"]: "nobody_replied",
    }
