"""What people press, fill in and ask for, against the real Bolt."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.finding import NoSuchButton, NoSuchField, NoSuchOption
from bot.sandbox.slack.interactions import COMPLETE_THIS, Unanswered
from bot.sandbox.slack.member import Member, NotAllowed
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.waiting import NotSeen
from bot.sandbox.slack.workspace import Channel
from tests.sandbox.slack.blocks import actions, button, field, home, modal, option, section, written

Json = dict[str, Any]

NOTE = modal("Note", field("Words", "words", written("text", max_length=20)), callback_id="note")


@pytest.fixture
def ben(slack: SlackServer) -> Member:
    return slack.member("Ben")


async def post(client: AsyncWebClient, channel: Channel, *blocks: Json, text: str = "A card") -> str:
    posted = await client.chat_postMessage(channel=channel.id, text=text, blocks=list(blocks))
    return str(posted["ts"])


def opens(app: AsyncApp, action: str, view: Json) -> None:
    @app.action(action)
    async def open_view(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)


def noted(app: AsyncApp, answer: Json | None = None) -> list[Json]:
    """The values of every note submitted; the app answers each as told."""
    values: list[Json] = []

    @app.view("note")
    async def keep(ack: Any, view: Json) -> None:
        values.append(view["state"]["values"])
        await ack(**(answer or {}))

    return values


async def note_open_for(ben: Member, app: AsyncApp, client: AsyncWebClient, channel: Channel, view: Json) -> None:
    opens(app, "note", view)
    await post(client, channel, actions(button("Note", "note")))
    await ben.clicks("Note")


async def test_a_click_carries_who_where_and_what(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    pressed: list[Json] = []

    @connected.action("claim")
    async def claim(ack: Any, body: Json) -> None:
        await ack()
        pressed.append(body)

    ts = await post(client, support, section("Printer on fire"), actions(button("Claim", "claim", value="1042")))
    await ben.clicks("Claim")
    assert pressed[0]["user"]["id"] == ben.id
    assert pressed[0]["user"]["team_id"] == SlackServer.team_id
    assert pressed[0]["container"]["message_ts"] == ts
    assert pressed[0]["actions"][0]["value"] == "1042"
    assert pressed[0]["message"]["blocks"][0]["text"]["text"] == "Printer on fire"


async def test_the_newest_button_of_that_name_is_meant_unless_it_is_said_near_what(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    values: list[str] = []

    @connected.action("claim")
    async def claim(ack: Any, action: Json) -> None:
        await ack()
        values.append(action["value"])

    await post(client, support, actions(button("Claim", "claim", value="old")))
    await post(
        client,
        support,
        section("#1", accessory=button("Claim", "claim", value="1")),
        section("#2", accessory=button("Claim", "claim", value="2")),
    )
    await ben.clicks("Claim")
    await ben.clicks("Claim", near="#2")
    assert values == ["1", "2"]


async def test_a_button_that_is_not_there_is_named_with_those_that_are(
    ben: Member, client: AsyncWebClient, support: Channel
) -> None:
    await post(client, support, actions(button("Claim", "claim"), button("Resolve", "resolve")))
    with pytest.raises(NoSuchButton, match=re.escape("['Claim', 'Resolve']")):
        await ben.clicks("Escalate")


async def test_a_click_nobody_answers_is_not_repeated_and_shown_as_trouble(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    await post(client, support, actions(button("Claim", "claim")))
    slack.deliveries.patience = Patience(ack=0.05)
    before = len(slack.sockets.given)
    with pytest.raises(Unanswered, match="operation_timeout"):
        await ben.clicks("Claim")
    assert 'Claim failed with the error "operation_timeout"' in ben.troubles
    assert len(slack.sockets.given) == before + 1


async def test_a_choice_from_a_menu_or_from_the_three_dots_is_told(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    chosen: list[str] = []

    @connected.action(re.compile("priority|more"))
    async def choose(ack: Any, action: Json) -> None:
        await ack()
        chosen.append(action["selected_option"]["value"])

    select = {
        "type": "static_select",
        "action_id": "priority",
        "placeholder": {"type": "plain_text", "text": "Priority"},
        "options": [option("High", "p1"), option("Low", "p3")],
    }
    dots = {
        "type": "overflow",
        "action_id": "more",
        "options": [option("Merge", "merge"), option("Spam", "spam")],
    }
    await post(client, support, actions(select, dots))
    await ben.chooses("Priority", "High")
    await ben.chooses("More…", "Spam")
    assert chosen == ["p1", "spam"]
    with pytest.raises(NoSuchButton, match="Medium"):
        await ben.chooses("Priority", "Medium")


async def test_a_person_is_picked_by_name(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    chosen: list[str] = []

    @connected.action("owner")
    async def choose(ack: Any, action: Json) -> None:
        await ack()
        chosen.append(action["selected_user"])

    mia = slack.member("Mia")
    pick = {"type": "users_select", "action_id": "owner", "placeholder": {"type": "plain_text", "text": "Hand over"}}
    await post(client, support, actions(pick))
    await ben.chooses("Hand over", "Mia")
    assert chosen == [mia.id]


async def test_what_is_chosen_in_a_form_outside_its_fields_is_kept_and_told(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    states: list[Json] = []

    @connected.action("pick")
    async def choose(ack: Any, body: Json) -> None:
        await ack()
        states.append(body["view"]["state"]["values"]["row"])

    pick = {"type": "static_select", "action_id": "pick", "options": [option("High", "p1"), option("Low", "p3")]}
    await note_open_for(ben, connected, client, support, modal("Pick", actions(pick) | {"block_id": "row"}))
    await ben.chooses_in_modal("pick", "Low")
    assert states[0]["pick"]["selected_option"]["value"] == "p3"


async def test_a_form_opened_by_a_click_is_filled_and_submitted(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    values = noted(connected)
    await note_open_for(ben, connected, client, support, NOTE)
    assert (await ben.sees_modal("Words")).title == "Note"
    assert await ben.submits() == {"Words": COMPLETE_THIS}
    await ben.fills({"Words": "Call back"})
    assert await ben.submits() is None
    assert ben.modal is None
    assert values == [{"words": {"text": {"type": "plain_text_input", "value": "Call back"}}}]


async def test_a_field_or_option_that_is_not_there_is_named(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    pick = {"type": "static_select", "action_id": "pick", "options": [option("High", "p1")]}
    await note_open_for(ben, connected, client, support, modal("Pick", field("Priority", "p", pick)))
    with pytest.raises(NoSuchField, match="Priority"):
        await ben.fills({"Urgency": "High"})
    with pytest.raises(NoSuchOption, match="High"):
        await ben.fills({"Priority": "Low"})


async def test_errors_are_shown_under_their_fields_and_the_form_stays(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    noted(connected, {"response_action": "errors", "errors": {"words": "Say more"}})
    await note_open_for(ben, connected, client, support, NOTE)
    await ben.fills({"Words": "Hm"})
    assert await ben.submits() == {"Words": "Say more"}
    assert ben.modal is not None


async def test_an_error_for_a_field_that_is_not_there_is_refused(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    noted(connected, {"response_action": "errors", "errors": {"elsewhere": "Say more"}})
    await note_open_for(ben, connected, client, support, NOTE)
    await ben.fills({"Words": "Hm"})
    await ben.submits()
    assert [refusal.error for refusal in slack.invalid] == ["invalid_response_action"]


async def test_an_answer_may_redraw_the_form_or_lay_another_on_top(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    answers: Iterator[Json] = iter(
        [
            {"response_action": "update", "view": NOTE | {"title": {"type": "plain_text", "text": "Sure?"}}},
            {"response_action": "push", "view": modal("Really?", section("No way back"), callback_id="note")},
            {"response_action": "clear"},
        ]
    )

    @connected.view("note")
    async def keep(ack: Any) -> None:
        await ack(**next(answers))

    await note_open_for(ben, connected, client, support, NOTE)
    await ben.fills({"Words": "Delete it"})
    await ben.submits()
    assert ben.modal is not None
    assert ben.modal.title == "Sure?"
    assert ben.modal.typed["words"]["text"]["value"] == "Delete it"
    await ben.submits()
    assert [view.title for view in ben.user.screen.modals] == ["Sure?", "Really?"]
    await ben.submits()
    assert ben.modal is None


async def test_closing_a_form_is_told_only_if_it_asked_for_that(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    closed: list[str] = []

    @connected.view_closed("note")
    async def hear(ack: Any, view: Json) -> None:
        await ack()
        closed.append(view["callback_id"])

    await note_open_for(ben, connected, client, support, NOTE)
    await ben.closes_modal()
    opens(connected, "told", NOTE | {"notify_on_close": True})
    await post(client, support, actions(button("Told", "told")))
    await ben.clicks("Told")
    await ben.closes_modal()
    assert closed == ["note"]


async def test_a_trigger_is_good_once_and_only_for_a_while(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    triggers: list[str] = []

    @connected.action("note")
    async def keep(ack: Any, body: Json) -> None:
        await ack()
        triggers.append(body["trigger_id"])

    await post(client, support, actions(button("Note", "note")))
    await ben.clicks("Note")
    await client.views_open(trigger_id=triggers[0], view=NOTE)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=triggers[0], view=NOTE)
    await ben.clicks("Note")
    slack.deliveries.patience = slack.patience
    slack.triggers.lifetime = 0.0
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=triggers[1], view=NOTE)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="made.up", view=NOTE)


async def test_a_view_updated_with_an_old_hash_is_a_conflict(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    await note_open_for(ben, connected, client, support, NOTE)
    assert ben.modal is not None
    view_id, old = ben.modal.id, ben.modal.body["hash"]
    await client.views_update(view_id=view_id, hash=old, view=NOTE)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view_id, hash=old, view=NOTE)
    await ben.closes_modal()
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view_id, view=NOTE)


async def test_home_is_published_seen_and_pressed(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient
) -> None:
    slack.app.events.add("app_home_opened")
    pressed: list[str] = []

    @connected.event("app_home_opened")
    async def draw(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("My tickets"), actions(button("Go", "go"))))

    @connected.action("go")
    async def go(ack: Any, body: Json) -> None:
        await ack()
        pressed.append(body["container"]["type"])

    await ben.opens_home()
    await ben.sees_home("My tickets")
    await ben.clicks_in_home("Go")
    assert pressed == ["view"]


async def test_a_command_is_answered_on_the_screen_of_who_asked(
    ben: Member, connected: AsyncApp, support: Channel, slack: SlackServer
) -> None:
    @connected.command("/desk")
    async def desk(ack: Any, command: Json) -> None:
        await ack(f"{command['text']} in {command['channel_name']}: empty")

    assert await ben.command("/desk", "queue", support) == {"text": "queue in support: empty"}
    assert (await ben.sees("queue in support: empty")).shown_to == ben.id
    with pytest.raises(NotSeen):
        await slack.member("Mia").sees("queue in support", timeout=0.01)


async def test_a_command_nobody_answers_fails_with_a_timeout(
    slack: SlackServer, ben: Member, connected: AsyncApp, support: Channel
) -> None:
    slack.deliveries.patience = Patience(ack=0.05)
    with pytest.raises(Unanswered, match="/desk failed"):
        await ben.command("/desk", "queue", support)


async def test_a_message_shortcut_carries_the_message(ben: Member, connected: AsyncApp, support: Channel) -> None:
    used: list[Json] = []

    @connected.shortcut("make_ticket")
    async def make(ack: Any, body: Json) -> None:
        await ack()
        used.append(body)

    message = await ben.says(support, "Somebody should look at this")
    await ben.shortcut("make_ticket", message)
    assert used[0]["type"] == "message_action"
    assert used[0]["message"]["text"] == "Somebody should look at this"
    assert used[0]["message_ts"] == message.ts


async def test_respond_replaces_what_was_whispered(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    @connected.action("yes")
    async def yes(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Done", replace_original=True)

    ask = actions(button("Yes", "yes"))
    await client.chat_postEphemeral(channel=support.id, user=ben.id, text="Sure?", blocks=[ask])
    await ben.clicks("Yes")
    await ben.sees("Done")
    assert [whisper.text for whisper in ben.whispers] == ["Done"]


async def test_suggestions_of_an_external_menu_come_from_the_app(
    ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    @connected.options("macro")
    async def offer(ack: Any, payload: Json) -> None:
        await ack(options=[option(f"{payload['value']} policy", "m1")])

    values = noted(connected)
    view = modal("Macro", field("Macro", "macro", {"type": "external_select", "action_id": "macro"}))
    await note_open_for(ben, connected, client, support, view | {"callback_id": "note"})
    assert await ben.suggestions("Macro", "Refund") == ["Refund policy"]
    await ben.fills({"Macro": "Refund policy"})
    assert await ben.submits() is None
    assert values[0]["macro"]["macro"]["selected_option"]["value"] == "m1"


async def test_commands_and_shortcuts_are_those_of_the_manifest(
    slack: SlackServer, ben: Member, support: Channel
) -> None:
    slack.app.commands, slack.app.shortcuts = {"/desk"}, set()
    with pytest.raises(NotAllowed, match="/dsek"):
        await ben.command("/dsek", "", support)
    with pytest.raises(NotAllowed, match="make_ticket"):
        await ben.shortcut("make_ticket")


async def test_a_press_finds_another_socket_where_one_is_just_closing(
    slack: SlackServer, ben: Member, connected: AsyncApp, client: AsyncWebClient, support: Channel
) -> None:
    pressed: list[str] = []

    @connected.action("go")
    async def go(ack: Any, action: Json) -> None:
        await ack()
        pressed.append(action["action_id"])

    await post(client, support, actions(button("Go", "go")))
    for _ in range(2):  # the next one is among them
        request = slack.sockets.connections[0].socket._req
        assert request
        assert request.transport
        request.transport.close()
        await ben.clicks("Go")
        await slack.connected(2)
    assert pressed == ["go", "go"]
