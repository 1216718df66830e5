"""Forms and menus on the page: what is entered, what is wrong with it, what the app gets."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.cards import card, post
from tests.sandbox.scripted_desk import ScriptedDesk
from tests.sandbox.slack.blocks import button, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]


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
    await expect(page.get_by_role("button", name="Reply", exact=True)).to_be_focused()


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
