"""The page in headless Chromium, driven as a person drives it: by what is written on its controls."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.pages import page_at
from tests.sandbox.scripted_desk import ScriptedDesk

Json = dict[str, Any]

INJECTED = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold?</b> &amp; <@U0000000002>'


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(label: str, action: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action, "text": plain(label), "value": "1042"} | more


def card(*elements: Json) -> list[Json]:
    fields = [mrkdwn("*State*\nNew"), mrkdwn("*Opened*\n<!date^1767225600^{date_num}|2026-01-01>")]
    return [
        {"type": "header", "text": plain("#1042 · Broken screen")},
        {"type": "section", "text": mrkdwn("_Ada_ wrote to <https://example.com|us>"), "fields": fields},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn(":eyes: nobody yet")]},
        {"type": "actions", "block_id": "acts", "elements": list(elements)},
    ]


async def post(desk: ScriptedDesk, channel: str, **said: Any) -> Json:
    return await desk.slack("chat.postMessage", channel=desk.sandbox.slack.channel(channel).id, **said)


async def said(box: Locator, text: str) -> None:
    await box.fill(text)
    await box.press("Enter")


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

    await phone.get_by_role("button", name="Edit this").last.click()
    await expect(page.get_by_test_id("phone-box")).to_have_value("About my account")
    await said(page.get_by_test_id("phone-box"), "About my other account")
    assert (await desk.update())["edited_message"]["text"] == "About my other account"

    await page.get_by_test_id("phone-menu").click()
    await phone.get_by_role("button", name="/status").click()
    assert (await desk.update())["message"]["text"] == "/status"


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


async def test_overflow_menus_selects_and_confirmations_reach_the_app(page: Page, desk: ScriptedDesk) -> None:
    options = [{"text": plain(words), "value": value} for words, value in (("Low", "1"), ("High", "3"))]
    asked = {"title": plain("Spam?"), "text": plain("It goes away."), "confirm": plain("Yes"), "deny": plain("No")}
    elements = [
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "static_select", "action_id": "priority", "placeholder": plain("Priority"), "options": options},
        {"type": "users_select", "action_id": "hand_over", "placeholder": plain("Hand over")},
        button("Spam", "spam", confirm=asked),
    ]
    await post(desk, "support", text="Pick", blocks=[{"type": "actions", "block_id": "acts", "elements": elements}])
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("button", name="High").click()
    assert (await desk.heard("block_actions"))["actions"][0]["selected_option"]["value"] == "3"

    await page.get_by_label("Priority").select_option("Low")
    assert (await desk.heard("block_actions"))["actions"][0]["selected_option"]["value"] == "1"
    await page.get_by_label("Hand over").select_option("Chloe")
    chosen = (await desk.heard("block_actions"))["actions"][0]["selected_user"]
    assert chosen == desk.sandbox.slack.member("Chloe").id

    await page.get_by_role("button", name="Spam").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Yes").click()
    assert (await desk.heard("block_actions"))["actions"][0]["action_id"] == "spam"


def form(*extra: Json) -> Json:
    words = {"type": "plain_text_input", "action_id": "words", "multiline": True}
    urgency = {
        "type": "radio_buttons",
        "action_id": "how",
        "options": [{"text": plain(words), "value": words.lower()} for words in ("Calm", "Urgent")],
    }
    blocks = [
        {"type": "input", "block_id": "message", "label": plain("Message"), "element": words},
        {"type": "input", "block_id": "urgency", "label": plain("Urgency"), "element": urgency, "optional": True},
        *extra,
    ]
    return {"type": "modal", "title": plain("Reply"), "submit": plain("Send"), "blocks": blocks}


async def test_a_form_opens_tells_its_errors_under_the_fields_and_is_submitted(page: Page, desk: ScriptedDesk) -> None:
    posted = await post(desk, "support", text="A card", blocks=card(button("Reply", "reply")))
    await page.get_by_role("button", name="Reply", exact=True).click()
    press = await desk.heard("block_actions")
    await desk.slack("views.open", trigger_id=press["trigger_id"], view=form())
    modal = page.get_by_role("dialog", name="Reply")
    await expect(modal.get_by_label("Message")).to_be_focused()

    await modal.get_by_role("button", name="Send").click()
    await expect(modal.get_by_role("alert")).to_have_text("Please complete this required field.")

    desk.answers["view_submission"] = {"response_action": "errors", "errors": {"message": "Say it kindly."}}
    await modal.get_by_label("Message").fill("No.")
    await modal.get_by_label("Urgent").check()
    await modal.get_by_role("button", name="Send").click()
    await expect(modal.get_by_role("alert")).to_have_text("Say it kindly.")
    await expect(modal.get_by_label("Message")).to_have_value("No.")

    await desk.heard("view_submission")
    del desk.answers["view_submission"]
    await modal.get_by_label("Message").fill("Of course!")
    await modal.get_by_label("Message").press("Control+Enter")
    values = (await desk.heard("view_submission"))["view"]["state"]["values"]
    assert values["message"]["words"]["value"] == "Of course!"
    assert values["urgency"]["how"]["selected_option"]["value"] == "urgent"
    await expect(modal).to_have_count(0)
    assert posted["ok"]


async def test_a_form_may_be_redrawn_while_it_is_filled_and_closed_with_escape(page: Page, desk: ScriptedDesk) -> None:
    await post(desk, "support", text="A card", blocks=card(button("Reply", "reply")))
    await page.get_by_role("button", name="Reply", exact=True).click()
    press = await desk.heard("block_actions")
    opened = await desk.slack("views.open", trigger_id=press["trigger_id"], view=form())
    modal = page.get_by_role("dialog", name="Reply")
    await modal.get_by_label("Message").fill("Half a sen")
    preview = {"type": "actions", "block_id": "acts", "elements": [button("Preview", "preview")]}
    await desk.slack("views.update", view_id=opened["view"]["id"], view=form(preview))
    await expect(modal.get_by_role("button", name="Preview")).to_be_visible()
    await modal.get_by_label("Message").press_sequentially("tence")
    await expect(modal.get_by_label("Message")).to_have_value("Half a sentence")

    await modal.get_by_role("button", name="Preview").click()
    state = (await desk.heard("block_actions"))["view"]["state"]["values"]
    assert state["message"]["words"]["value"] == "Half a sentence"
    await modal.get_by_label("Message").press("Escape")
    await expect(modal).to_have_count(0)


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


async def test_the_page_says_whether_a_desk_is_there_and_what_to_do_first(sandbox: Sandbox) -> None:
    async with page_at(sandbox.page_url, scheme="dark") as page:
        await expect(page.get_by_text("Waiting for the desk")).to_be_visible()
        await expect(page.get_by_text("This is Ada’s phone.")).to_be_visible()
        await expect(page.get_by_text("#support is quiet.")).to_be_visible()


async def test_a_small_screen_shows_one_side_at_a_time(sandbox: Sandbox) -> None:
    async with page_at(sandbox.page_url, size=(400, 800)) as page:
        await expect(page.get_by_test_id("channel-box")).to_be_visible()
        await expect(page.get_by_test_id("phone")).to_be_hidden()
        await page.get_by_role("button", name="Phone", exact=True).click()
        await expect(page.get_by_test_id("phone")).to_be_visible()
        await expect(page.get_by_test_id("channel-box")).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 400


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
