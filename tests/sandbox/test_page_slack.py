"""Slack on the page: cards, threads, whispers, commands, the Home."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.slack import posts
from bot.sandbox.slack.workspace import File
from tests.sandbox.cards import card, post, said
from tests.sandbox.scripted_desk import ScriptedDesk
from tests.sandbox.slack.blocks import button, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The smallest PNG."""


async def test_a_card_is_drawn_and_its_button_reaches_the_app(page: Page, desk: ScriptedDesk) -> None:
    elements = card(button("Claim", "claim", style="primary"), button("Resolve", "resolve"))
    posted = await post(desk, "support", text="#1042", blocks=elements)
    drawn = page.get_by_test_id(f"message-{posted['ts']}")
    await expect(drawn.get_by_role("heading", name="#1042 · Broken screen")).to_be_visible()
    await expect(drawn.locator("em")).to_have_text("Ada")
    await expect(drawn.get_by_role("link", name="us")).to_have_attribute("href", "https://example.com")
    await expect(drawn.locator("time").filter(has_text="2026-01-01")).to_be_visible()
    await expect(drawn.get_by_text("👀 nobody yet")).to_be_visible()

    await page.get_by_label("Acting as").select_option(label="Chloe · support")
    await drawn.get_by_role("button", name="Claim").click()
    press = await desk.heard("block_actions")
    assert press["actions"][0]["action_id"] == "claim"
    assert press["user"]["id"] == desk.sandbox.slack.member("Chloe").id
    assert press["container"]["message_ts"] == posted["ts"]

    await desk.slack("chat.update", channel=posted["channel"], ts=posted["ts"], text="#1042", blocks=card())
    await expect(drawn.get_by_role("button", name="Claim")).to_have_count(0)


async def test_whoever_claims_a_ticket_is_led_into_its_thread(page: Page, desk: ScriptedDesk) -> None:
    posted = await post(desk, "support", text="#1042", blocks=card(button("Claim", "claim"), button("Resolve", "done")))
    await post(desk, "support", text="Ada: it is broken", thread_ts=posted["ts"])
    drawn, thread = page.get_by_test_id("channel"), page.get_by_role("complementary", name="Thread")
    await drawn.get_by_role("button", name="Resolve").click()
    await desk.heard("block_actions")
    await expect(thread).to_have_count(0)
    await drawn.get_by_role("button", name="Claim").click()
    await expect(thread).to_contain_text("Ada: it is broken")
    await expect(thread.get_by_label("Reply in thread as Ben")).to_be_visible()


async def test_an_agent_talks_in_the_thread_of_a_card(page: Page, desk: ScriptedDesk) -> None:
    posted = await post(desk, "support", text="A card", blocks=card())
    await post(desk, "support", text="Ada: it is broken", thread_ts=posted["ts"])
    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await said(thread.get_by_label("Reply in thread as Ben"), "Sorry! A *new one* is on its way :tada:")
    event = (await desk.heard("message"))["event"]
    while event.get("user") != desk.sandbox.slack.member("Ben").id:
        event = (await desk.heard("message"))["event"]
    assert event["thread_ts"] == posted["ts"]
    mine = thread.get_by_role("article", name=re.compile("^Ben"))
    await expect(mine.locator("strong").filter(has_text="new one")).to_be_visible()

    await desk.slack("reactions.add", channel=posted["channel"], timestamp=event["ts"], name="hourglass_flowing_sand")
    await expect(mine.get_by_role("button", name="hourglass flowing sand, by Relaydesk")).to_be_visible()
    assert (await desk.heard("reaction_added"))["event"]["reaction"] == "hourglass_flowing_sand"
    await mine.get_by_role("button", name="React").click()
    await page.get_by_role("button", name="eyes").click()
    assert (await desk.heard("reaction_added"))["event"]["reaction"] == "eyes"

    await mine.get_by_role("button", name="More about this message").click()
    await page.get_by_role("button", name="Edit message").click()
    await said(page.get_by_test_id("slack-edit"), "Sorry! It is on its way.")
    await expect(mine).to_contain_text("Sorry! It is on its way.")
    await mine.get_by_role("button", name="More about this message").click()
    await page.get_by_role("button", name="Delete message").click()
    await expect(mine).to_have_count(0)


async def test_what_is_whispered_is_seen_by_one_only(page: Page, desk: ScriptedDesk) -> None:
    support, ben = desk.sandbox.slack.channel("support"), desk.sandbox.slack.member("Ben")
    await desk.slack("chat.postEphemeral", channel=support.id, user=ben.id, text="Chloe has it already.")
    whisper = page.get_by_role("article").filter(has_text="Chloe has it already.")
    await expect(whisper).to_contain_text("Only visible to you")
    await page.get_by_label("Acting as").select_option(label="Chloe · support")
    await expect(whisper).to_have_count(0)
    await page.get_by_label("Acting as").select_option(label="Ben · support")
    await whisper.get_by_role("button", name="Dismiss").click()
    await expect(whisper).to_have_count(0)


async def test_a_slash_command_is_typed_into_the_box_but_not_in_a_thread(page: Page, desk: ScriptedDesk) -> None:
    desk.answers["/desk"] = {"text": "Nobody is waiting.", "response_type": "ephemeral"}
    await said(page.get_by_test_id("channel-box"), "/desk queue billing")
    command = await desk.heard("/desk")
    assert (command["command"], command["text"]) == ("/desk", "queue billing")
    await expect(page.get_by_test_id("channel")).to_contain_text("Nobody is waiting.")

    posted = await post(desk, "support", text="A card")
    await post(desk, "support", text="A reply", thread_ts=posted["ts"])
    await page.get_by_test_id("thread-link").click()
    await said(page.get_by_test_id("thread-box"), "/desk my")
    await expect(page.get_by_role("alert")).to_contain_text("Slack has no slash commands in threads")
    await expect(page.get_by_test_id("thread-box")).to_have_value("/desk my")


async def test_home_is_what_the_app_published_for_this_member(page: Page, desk: ScriptedDesk) -> None:
    await page.get_by_test_id("place-Home").click()
    event = (await desk.heard("app_home_opened"))["event"]
    await expect(page.get_by_test_id("home")).to_contain_text("The desk has not put anything here yet.")
    blocks = [
        {"type": "header", "text": plain("Your tickets")},
        {"type": "actions", "elements": [button("Take", "take")]},
    ]
    await desk.slack("views.publish", user_id=event["user"], view={"type": "home", "blocks": blocks})
    await page.get_by_test_id("home").get_by_role("button", name="Take").click()
    assert (await desk.heard("block_actions"))["container"]["type"] == "view"


async def test_a_guest_sees_only_the_channel_they_are_in(page: Page) -> None:
    await page.get_by_test_id("place-billing").click()
    await page.get_by_label("Acting as").select_option(label="Gus · guest")
    await expect(page.get_by_role("heading", name="#support")).to_be_visible()
    await expect(page.get_by_test_id("place-billing")).to_have_count(0)


async def test_a_picture_is_shown_with_its_words_and_no_other_file_is(page: Page, desk: ScriptedDesk) -> None:
    slack = desk.sandbox.slack
    for name, mime in (("chart.png", "image/png"), ("page.html", "text/html")):
        body = {"id": f"F-{name}", "name": name, "mimetype": mime, "alt_txt": "A line that rises"}
        slack.workspace.files[body["id"]] = File(body, PIXEL, received=True)
        shown = {"text": name, "files": [body]}
        posts.post(slack.workspace, slack.channel("support"), slack.workspace.bot, shown)
    await expect(page.get_by_role("img", name="A line that rises")).to_have_count(1)
    assert (await page.request.get(f"{desk.sandbox.page_url}slack/files/F-chart.png")).status == 200
    assert (await page.request.get(f"{desk.sandbox.page_url}slack/files/F-page.html")).status == 404
