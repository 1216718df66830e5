import pytest

from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, choose_language, customer, show
from bot.desk.people.languages import spoken
from bot.desk.people.roster import Member, roster_is
from bot.desk.refusals import NoSuchChoice, TakenByAnother
from bot.desk.tickets import handling, reading
from tests.desk.world import ADA, ANN, BEN, FIRST, START, World


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("tr", "tr"),
        ("pl-PL", "pl"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-hans", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("pt-br", "pl"),
        ("", "pl"),
        (None, "pl"),
        ("???", "pl"),
    ],
)
def test_a_tag_becomes_the_nearest_of_our_languages_or_the_desks_own(tag: str | None, language: str) -> None:
    assert spoken(tag, otherwise="pl") == language


async def test_a_customer_is_known_by_their_chat_and_described_as_they_are_now(desk: World) -> None:
    await desk.says("Hello")
    await desk.says("Hello", person=Person(chat=ADA.chat, name="Ada L.", username=None, language="zh-TW"))
    known = await desk.customer()
    assert (known.id, known.name, known.username, known.language, known.since) == (1, "Ada L.", None, "zh_Hant", START)


async def test_a_chosen_language_stays_whatever_the_app_says(desk: World) -> None:
    await desk.do(choose_language, ADA, "pl", instead_of=4)
    await desk.says("Hello")
    known = await desk.customer()
    assert (known.language, known.chose_language) == ("pl", True)
    assert await desk.told() == [Notice.LANGUAGE_SET, Notice.OPENED]
    with pytest.raises(NoSuchChoice):
        await desk.do(choose_language, ADA, "xx")


async def test_help_changes_nothing(desk: World) -> None:
    await desk.do(show, ADA, Notice.HELP)
    assert await desk.told() == [Notice.HELP]
    assert await desk.do(lambda verb: customer(verb, ADA).active_ticket) is None


async def test_who_is_not_on_the_roster_any_more_keeps_their_name_and_no_right(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(roster_is, [Member(BEN, "Benjamin", ("billing",))])
    assert [agent.name for agent in await desk.ask(reading.agents)] == ["Benjamin"]
    assert (await desk.ask(reading.names))[ANN] == "Ann"
    assert (await desk.ask(reading.sheet, FIRST)).owner is not None
    with pytest.raises(TakenByAnother, match="Ann already has"):
        await desk.do(handling.claim, FIRST, BEN)
    await desk.do(handling.release, FIRST, BEN)
    await desk.do(roster_is, [Member(ANN, "Ann", ("support",))])
    await desk.do(handling.claim, FIRST, ANN)
