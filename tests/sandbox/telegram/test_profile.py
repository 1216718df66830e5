import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls

PRIVATE = BotCommandScopeAllPrivateChats()


def offered(person: Person) -> list[str]:
    return [command["description"] for command in person.menu]


async def test_the_bot_knows_itself(server: TelegramServer, bot: Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert str(me.id) == server.token.partition(":")[0]
    assert me.has_topics_enabled is False


async def test_the_menu_is_the_narrowest_scope_in_ones_own_language(server: TelegramServer, bot: Bot) -> None:
    ada, chen, tell = server.person("Ada"), server.person("Chen", "zh-hans"), server.person("Tell", None)
    assert offered(chen) == []
    await bot.set_my_commands([("help", "Default")])
    assert offered(ada) == offered(chen) == ["Default"]
    await bot.set_my_commands([("help", "Private")], scope=PRIVATE)
    await bot.set_my_commands([("help", "帮助")], scope=PRIVATE, language_code="zh")
    assert (offered(ada), offered(chen), offered(tell)) == (["Private"], ["帮助"], ["Private"])
    await ada.says("hello")
    await bot.set_my_commands([("help", "For Ada")], scope=BotCommandScopeChat(ada.id))
    assert offered(ada) == ["For Ada"]
    await bot.delete_my_commands(scope=PRIVATE, language_code="zh")
    assert offered(chen) == ["Private"]
    assert [one.description for one in await bot.get_my_commands(scope=PRIVATE)] == ["Private"]
    assert await bot.get_my_commands(scope=PRIVATE, language_code="tr") == ()


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "zh-hans"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "everyone"}}, "can't parse BotCommandScope: unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 12}}, "chat not found"),
    ],
)  # fmt: skip
async def test_a_bad_menu_is_refused(api: Calls, params: dict[str, object], complaint: str) -> None:
    assert await api.refusal("setMyCommands", **params) == f"Bad Request: {complaint}"


async def test_what_the_bot_says_about_itself_differs_by_language(bot: Bot) -> None:
    await bot.set_my_description("We help")
    await bot.set_my_description("Pomagamy", language_code="pl")
    await bot.set_my_short_description("Help")
    await bot.set_my_name("Desk")
    assert (await bot.get_my_description("pl")).description == "Pomagamy"
    assert (await bot.get_my_description("tr")).description == "We help"
    assert (await bot.get_my_short_description()).short_description == "Help"
    assert (await bot.get_my_name()).name == "Desk"
    with pytest.raises(BadRequest, match=r"(?i)too long"):
        await bot.set_my_short_description("x" * 121)
