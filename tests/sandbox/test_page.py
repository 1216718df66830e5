"""The page in headless Chromium, driven as a person drives it: by what is written on its controls."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.cards import card, post
from tests.sandbox.pages import page_at
from tests.sandbox.scripted_desk import ScriptedDesk
from tests.sandbox.slack.blocks import button, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]

INJECTED = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold?</b> &amp; <@U0000000002>'


async def test_what_others_wrote_is_counted_until_it_is_read(page: Page, desk: ScriptedDesk) -> None:
    zofia = desk.sandbox.customer("Zofia")
    await zofia.says("Dzień dobry")
    await desk.telegram("sendMessage", chat_id=zofia.id, text="Witamy!")
    await page.get_by_role("button", name="Zofia, 1 unread").click()
    await expect(page.get_by_role("button", name="Zofia", exact=True)).to_be_visible()

    await desk.sandbox.slack.member("Dana").says("billing", "Anyone?")
    await page.get_by_role("button", name="billing, 1 unread").click()
    await expect(page.get_by_test_id("channel")).to_contain_text("Anyone?")
    await expect(page.get_by_role("button", name="billing", exact=True)).to_have_attribute("aria-current", "page")


async def test_nothing_anybody_writes_is_ever_markup(page: Page, desk: ScriptedDesk) -> None:
    ada = desk.sandbox.customer("Ada")
    await ada.says(INJECTED)
    await desk.telegram("sendMessage", chat_id=ada.id, text=INJECTED)
    await expect(page.get_by_test_id("phone").get_by_text(INJECTED)).to_have_count(2)

    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": INJECTED}]}
    blocks = [{"type": "rich_text", "elements": [rich]}, {"type": "section", "text": plain(INJECTED)}]
    await post(desk, "support", text="Injected", blocks=[*blocks, {"type": "header", "text": plain(INJECTED)}])
    await expect(page.get_by_test_id("channel").get_by_text(INJECTED)).to_have_count(3)
    await desk.sandbox.slack.member("Ben").says("support", INJECTED.replace("<@U0000000002>", ""))
    await expect(page.get_by_test_id("channel").get_by_text("<script>")).to_have_count(4)
    await post(desk, "support", text="<javascript:alert(1)|press here>")
    await expect(page.get_by_test_id("channel").get_by_text("press here")).to_be_visible()
    await expect(page.get_by_role("link", name="press here")).to_have_count(0)
    assert await page.title() == "Relaydesk sandbox"


async def test_everything_is_done_with_the_keyboard_alone(page: Page, desk: ScriptedDesk) -> None:
    await post(desk, "support", text="A card", blocks=card(button("Claim", "claim")))
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()
    await tabbed_to(page, page.get_by_label("Message as Ada"))
    await page.keyboard.type("Two lines,")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("one message")
    await page.keyboard.press("Enter")
    assert (await desk.update())["message"]["text"] == "Two lines,\none message"

    await tabbed_to(page, page.get_by_role("button", name="Claim"))
    ring = await page.get_by_role("button", name="Claim").evaluate("node => getComputedStyle(node).boxShadow")
    assert ring != "none"
    await page.keyboard.press("Enter")
    assert (await desk.heard("block_actions"))["actions"][0]["action_id"] == "claim"

    trouble = page.get_by_test_id("trouble")
    await trouble.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Telegram is away")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Slack answers 2 s late")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")
    await expect(trouble).to_be_focused()


async def tabbed_to(page: Page, wanted: Locator) -> None:
    for _ in range(60):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


async def test_half_typed_words_and_the_focus_survive_what_happens_meanwhile(page: Page, desk: ScriptedDesk) -> None:
    box = page.get_by_label("Message as Ada")
    await box.fill("I was just abou")
    await box.press("ArrowLeft")
    await post(desk, "support", text="Meanwhile", blocks=card())
    await expect(page.get_by_role("heading", name="#1042")).to_be_visible()
    await expect(box).to_be_focused()
    await page.keyboard.type("X")
    await expect(box).to_have_value("I was just aboXu")
    await page.get_by_role("button", name="Zofia").click()
    await page.get_by_role("button", name="Ada").click()
    await expect(box).to_have_value("I was just aboXu")


async def test_the_clock_is_moved_from_the_bar(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_role("button", name="Forward by 1 day").click()
    await expect(page.get_by_role("group", name="Clock")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
    await expect(page.get_by_title("The clock of this sandbox is 1 day ahead of yours.")).to_be_visible()
    assert sandbox.clock.offset.days == 1


async def test_the_page_says_whether_a_desk_is_there_and_what_to_do_first(sandbox: Sandbox, browser: Browser) -> None:
    async with page_at(browser, sandbox.page_url, scheme="dark") as page:
        await expect(page.get_by_text("Waiting for the desk")).to_be_visible()
        await expect(page.get_by_text("This is Ada’s phone.")).to_be_visible()
        await expect(page.get_by_text("#support is quiet.")).to_be_visible()


async def test_a_small_screen_shows_one_side_at_a_time(sandbox: Sandbox, browser: Browser) -> None:
    async with page_at(browser, sandbox.page_url, size=(400, 800)) as page:
        await expect(page.get_by_test_id("channel-box")).to_be_visible()
        await expect(page.get_by_test_id("phone")).to_be_hidden()
        await page.get_by_role("button", name="Phone", exact=True).click()
        await expect(page.get_by_test_id("phone")).to_be_visible()
        await expect(page.get_by_test_id("channel-box")).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 400
        await page.get_by_role("button", name="Forward by 1 day").click(trial=True)


async def test_the_tour_writes_as_a_customer_waits_for_a_card_and_can_be_left(page: Page, desk: ScriptedDesk) -> None:
    await page.get_by_role("button", name="Take the tour").click()
    strip = page.get_by_role("region", name="Guided tour")
    await expect(strip).to_contain_text("This is Ada’s phone.")
    await strip.get_by_role("button", name="Pause").click()
    await expect(strip.get_by_role("button", name="Go on")).to_be_visible()
    await strip.get_by_role("button", name="Next").click()
    words = (await desk.update())["message"]["text"]
    await expect(strip).to_contain_text("Waiting for it to happen")

    section = {"type": "section", "text": plain(words)}
    await post(desk, "support", text="A card", blocks=[section, *card(button("Claim", "claim"))])
    await expect(strip).to_contain_text("A card appears in Slack")
    await strip.get_by_role("button", name="Leave").click()
    await expect(strip).to_have_count(0)
    await expect(page.get_by_role("button", name="Take the tour")).to_be_focused()
