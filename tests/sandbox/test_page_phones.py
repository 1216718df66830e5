"""A customer's phone on the page."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.cards import said
from tests.sandbox.pages import page_at
from tests.sandbox.scripted_desk import ScriptedDesk, connected

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]

MARK = """(node, part) => {
    const words = node.firstChild, from = words.data.indexOf(part), marked = new Range();
    marked.setStart(words, from);
    marked.setEnd(words, from + part.length);
    getSelection().removeAllRanges();
    getSelection().addRange(marked);
}"""
"""As with the mouse."""


async def test_a_customer_writes_and_reads_the_answer(page: Page, desk: ScriptedDesk) -> None:
    phone = page.get_by_test_id("phone")
    await said(phone.get_by_label("Message as Ada"), "My order arrived broken.")
    await expect(phone.get_by_role("article", name="Ada")).to_contain_text("My order arrived broken.")
    message = (await desk.update())["message"]
    assert (message["text"], message["from"]["first_name"]) == ("My order arrived broken.", "Ada")

    answer = "<b>Sorry!</b> See <a href='https://example.com/'>this page</a>"
    await desk.telegram("sendMessage", chat_id=message["chat"]["id"], text=answer, parse_mode="HTML")
    bubble = phone.get_by_role("article", name="Acme Support")
    await expect(bubble.locator("strong")).to_have_text("Sorry!")
    await expect(bubble.get_by_role("link", name="this page")).to_have_attribute("href", "https://example.com/")


async def test_what_is_pinned_stands_above_the_chat_for_as_long_as_it_is(page: Page, desk: ScriptedDesk) -> None:
    phone = page.get_by_test_id("phone")
    await said(phone.get_by_label("Message as Ada"), "My order arrived broken.")
    chat = (await desk.update())["message"]["chat"]["id"]
    words = '<b>#1001</b>\nAnn is looking into it\nWe answer by <tg-time unix="1772460600">14:10</tg-time> today.'
    sent = await desk.telegram("sendMessage", chat_id=chat, text=words, parse_mode="HTML")
    await desk.telegram("pinChatMessage", chat_id=chat, message_id=sent["message_id"], disable_notification=True)
    pinned = phone.get_by_test_id("phone-pinned")
    await expect(pinned).to_have_text("#1001Ann is looking into it")
    await expect(phone.get_by_role("article", name="Acme Support")).to_contain_text("We answer by 14:10 today.")
    await desk.telegram("editMessageText", chat_id=chat, message_id=sent["message_id"], text="#1001\nIt is closed")
    await expect(pinned).to_have_text("#1001It is closed")
    await desk.telegram("unpinChatMessage", chat_id=chat, message_id=sent["message_id"])
    await expect(pinned).to_have_count(0)


async def test_a_customer_presses_replies_edits_and_uses_the_menu(page: Page, desk: ScriptedDesk) -> None:
    await desk.telegram("setMyCommands", commands=[{"command": "status", "description": "My questions"}])
    phone = page.get_by_test_id("phone")
    await phone.get_by_role("button", name="How do I change my password?").click()
    first = (await desk.update())["message"]
    keys = {"inline_keyboard": [[{"text": "Something else", "callback_data": "c:2"}]]}
    await desk.telegram("sendMessage", chat_id=first["chat"]["id"], text="What is it about?", reply_markup=keys)

    await phone.get_by_role("button", name="Something else").click()
    press = (await desk.update())["callback_query"]
    assert press["data"] == "c:2"
    await desk.telegram("answerCallbackQuery", callback_query_id=press["id"], text="Thank you!")
    await expect(phone.get_by_role("status")).to_have_text("Thank you!")

    await phone.get_by_role("article", name="Acme Support").hover()
    await phone.get_by_role("button", name="Reply to this").last.click()
    await said(page.get_by_test_id("phone-box"), "About my account")
    reply = (await desk.update())["message"]
    assert reply["reply_to_message"]["text"] == "What is it about?"

    await expect(phone.get_by_role("article", name="Ada")).to_have_count(2)
    await phone.get_by_role("button", name="Edit this").last.click()
    await expect(page.get_by_test_id("phone-box")).to_have_value("About my account")
    await said(page.get_by_test_id("phone-box"), "About my other account")
    assert (await desk.update())["edited_message"]["text"] == "About my other account"

    await page.get_by_test_id("phone-menu").click()
    await phone.get_by_role("button", name="/status").click()
    assert (await desk.update())["message"]["text"] == "/status"


async def test_what_is_marked_in_a_message_is_what_a_reply_quotes(page: Page, desk: ScriptedDesk) -> None:
    phone = page.get_by_test_id("phone")
    await said(phone.get_by_label("Message as Ada"), "Hello")
    chat = (await desk.update())["message"]["chat"]["id"]
    await desk.telegram("sendMessage", chat_id=chat, text="The green or the blue one?")
    bubble = phone.get_by_role("article", name="Acme Support")
    await bubble.locator(".words").evaluate(MARK, "the blue one")
    await bubble.hover()
    await phone.get_by_role("button", name="Reply to this").last.click()
    await expect(phone.locator(".about")).to_have_text("Replying to the blue one")
    await said(phone.get_by_label("Message as Ada"), "This one")
    assert (await desk.update())["message"]["quote"]["text"] == "the blue one"
    await expect(phone.locator(".quoted")).to_have_text("the blue one")


async def test_a_customer_reacts_takes_it_back_and_forwards(page: Page, desk: ScriptedDesk) -> None:
    phone = page.get_by_test_id("phone")
    await said(phone.get_by_label("Message as Ada"), "Hello")
    chat = (await desk.update())["message"]["chat"]["id"]
    await desk.telegram("getUpdates", allowed_updates=["message", "message_reaction"], offset=0)
    await desk.telegram("sendMessage", chat_id=chat, text="Good morning")
    for wanted in ([{"type": "emoji", "emoji": "👍"}], []):
        await phone.get_by_role("article", name="Acme Support").hover()
        await phone.get_by_role("button", name="React to this").click()
        await phone.get_by_role("button", name="👍").click()
        assert (await desk.update())["message_reaction"]["new_reaction"] == wanted

    await page.get_by_test_id("phone-more").click()
    await phone.get_by_role("button", name="Forward three messages").click()
    forwarded = [(await desk.update())["message"] for _ in range(3)]
    assert [message["forward_origin"]["sender_user_name"] for message in forwarded] == ["Bob"] * 3


async def test_a_new_customer_gets_a_phone_and_may_block_the_bot(page: Page, desk: ScriptedDesk) -> None:
    await page.get_by_role("button", name="Add a customer").click()
    await page.get_by_label("Name").fill("Björk")
    await page.get_by_label("Telegram in").select_option("zh-hant")
    await page.get_by_role("button", name="Add customer").click()
    await expect(page.get_by_role("button", name="Björk")).to_have_attribute("aria-pressed", "true")
    await said(page.get_by_label("Message as Björk"), "你好")
    assert (await desk.update())["message"]["from"]["language_code"] == "zh-hant"

    await page.get_by_test_id("phone-more").click()
    await page.get_by_role("button", name="Block the bot").click()
    await expect(page.get_by_text("Björk blocked the bot.")).to_be_visible()
    assert (await desk.update())["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await page.get_by_role("button", name="Unblock", exact=True).click()
    await expect(page.get_by_label("Message as Björk")).to_be_visible()


async def test_each_topic_is_a_tab_to_read_and_to_write_in(browser: Browser) -> None:
    sandbox = Sandbox(topics=True)
    await sandbox.start()
    async with connected(sandbox) as desk, page_at(browser, sandbox.page_url) as page:
        phone, box = page.get_by_test_id("phone"), page.get_by_test_id("phone-box")
        await said(box, "My order arrived broken.")
        chat = (await desk.update())["message"]["chat"]["id"]
        topic = (await desk.telegram("createForumTopic", chat_id=chat, name="💬 #7 · My order"))["message_thread_id"]
        await desk.telegram("sendMessage", chat_id=chat, text="Which one?", message_thread_id=topic)
        await phone.get_by_role("button", name="#7 · My order, 1 unread").click()
        await expect(phone.get_by_role("article", name="Acme Support")).to_contain_text("Which one?")
        await expect(phone.get_by_role("article", name="Ada")).to_have_count(0)
        await said(box, "The red one")
        assert (await desk.update())["message"]["message_thread_id"] == topic

        await page.get_by_test_id("phone-more").click()
        await page.get_by_role("button", name="Delete this topic").click()
        await expect(page.get_by_test_id("topics")).to_have_count(0)
        await expect(phone.get_by_role("article", name="Ada")).to_contain_text("My order arrived broken.")
    await sandbox.stop()
