"""The rows of what comes from Slack."""

from tests.bad_input.rows import (
    Fate,
    Section,
    clicks,
    commands,
    event,
    listed,
    nested,
    pressed,
    rich,
    row,
    submits,
    types,
)
from tests.bad_input.scene import CUSTOMER, DOER, OPERATORS, TEAM, Scene

KEPT, DONE, REFUSED, PARKED, PASSED = Fate.KEPT, Fate.DONE, Fate.REFUSED, Fate.PARKED, Fate.PASSED

MARKUP = "<a href='x'>&amp; <b>b</b> </blockquote> [x](tg://user?id=1)"


def emoji(code_points: str) -> dict[str, object]:
    return {"type": "emoji", "name": "odd", "unicode": code_points}


def by_guest(scene: Scene) -> dict[str, object]:
    return types("As a guest", user=scene.gus.id)(scene)


def by_stranger(scene: Scene) -> dict[str, object]:
    return types("From afar", user=scene.eve.id)(scene)


def guest_presses(scene: Scene) -> dict[str, object]:
    return pressed(user={"id": scene.gus.id})(scene)


def stranger_presses(scene: Scene) -> dict[str, object]:
    return pressed(user={"id": scene.eve.id})(scene)


def by_ourselves(scene: Scene) -> dict[str, object]:
    return types("An echo", user=scene.world.slack.bot_user_id)(scene)


WORDS = Section(
    "What agents type",
    [
        row("A NUL character", types("a\0b"), KEPT, CUSTOMER, shows="a\ufffdb"),
        row("Half of a surrogate pair", types("half \ud83d"), KEPT, CUSTOMER, shows="half \ufffd"),
        row("HTML, entities, Telegram's links", types("", blocks=[rich(MARKUP)]), KEPT, CUSTOMER, shows=MARKUP),
        row("`<!channel>` and `<@U1>`", types("<!channel> and <@U1>"), Fate.HELD, TEAM),
        row("4,096 characters", types("y" * 4096), KEPT, CUSTOMER, shows="y" * 96),
        row("40,000 characters", types("z " * 20000), KEPT, CUSTOMER, shows="z z z"),
        row("A link to `javascript:`", types("", blocks=[rich({
            "type": "link", "url": "javascript:alert(1)", "text": "press me"})]), KEPT, CUSTOMER, shows="press me"),
        row("A list a million levels deep", types("", blocks=[listed(10**6)]), KEPT, CUSTOMER, shows="so deep"),
        row("A list above its margin", types("", blocks=[listed(-9)]), KEPT, CUSTOMER, shows="so deep"),
        row("An emoji that is no character", types("", blocks=[rich(emoji("d800"))]), KEPT, CUSTOMER, shows=":odd:"),
        row("An emoji beyond all characters", types("", blocks=[rich(emoji("f" * 40))]), KEPT, CUSTOMER, shows=":odd:"),
        row("An element that nobody knows yet", types("", blocks=[rich({"type": "hologram"}, "still here")]),
            KEPT, CUSTOMER, shows="still here"),
        row("Blocks that are none", types("x", blocks=5), PARKED, DOER, OPERATORS),
        row("A file without an id", types("x", files=[{}]), PARKED, DOER, OPERATORS),
        row("A time that is none", types("x", ts="soon"), PARKED, DOER, OPERATORS),
        row("A time of twenty digits", types("x", ts="9" * 20 + ".1"), PARKED, DOER, OPERATORS),
        row("A time in the year 9999", types("far off", ts="253402300799.000001"), KEPT, CUSTOMER, shows="far off"),
        row("A channel that is an object", types("x", channel={"id": "C1"}), PARKED, OPERATORS),
        row("A user that is a number", types("x", user=5), PARKED, OPERATORS),
        row("Objects in objects, 300 levels", types("levels", extra=nested(300)), KEPT, CUSTOMER, shows="levels"),
        row("Objects in objects, too many to write down", types("many", extra=nested(5000)), KEPT, CUSTOMER,
            shows="many"),
        row("An edit without its message", event(type="message", subtype="message_changed", message=None, channel="C1"),
            PARKED, OPERATORS),
        row("A deletion of nothing", event(type="message", subtype="message_deleted", channel="C1"), PARKED, OPERATORS),
        row("A reaction to nothing", event(type="reaction_added", reaction="eyes", user="U1", item=None),
            PARKED, OPERATORS),
        row("An event that nobody knows yet", event(type="telepathy"), PASSED),
        row("No event in an event", lambda _: {"type": "event_callback", "event_id": "Ev0", "event": None},
            PARKED, OPERATORS),
        row("A payload of no kind", lambda _: {"type": 5}, PARKED, OPERATORS),
        row("Nothing", lambda _: {}, PARKED, OPERATORS),
    ],
)  # fmt: skip

PRESSES = Section(
    "What agents press and submit",
    [
        row("A button that carries no number", clicks(value="x"), PARKED, DOER, OPERATORS),
        row("A button that carries nothing", clicks(value=None), PARKED, DOER, OPERATORS),
        row("A number above 2^63", clicks(value=str(2**70)), PARKED, DOER, OPERATORS),
        row("The number of no ticket", clicks(value="99999"), REFUSED, DOER),
        row("The number of no message", clicks(action_id="retry", value="99999"), PARKED, DOER, OPERATORS),
        row("The number of a customer's message", clicks(action_id="retry", value="1"), REFUSED, DOER),
        row("A button of an older version", clicks(action_id="grab"), REFUSED, DOER),
        row("A button whose name is a number", clicks(action_id=5), PARKED, DOER, OPERATORS),
        row("A press of nothing", pressed(actions=[]), PARKED, DOER, OPERATORS),
        row("A press by nobody", pressed(user=None), PARKED, OPERATORS),
        row("A form for no ticket", submits(private_metadata='{"ticket": 99999}'), REFUSED, DOER),
        row("A form that forgot its ticket", submits(private_metadata="{"), PARKED, DOER, OPERATORS),
        row("A form that nests its ticket 100,000 levels deep", submits(private_metadata="[" * 100_000), PARKED,
            DOER, OPERATORS),
        row("A form without fields", submits(state=None), PARKED, DOER, OPERATORS),
        row("A priority that is none", submits(callback_id="priority", state={
            "values": {"field": {"field": {"selected_option": {"value": "nuclear"}}}}}), REFUSED, DOER),
        row("A form of an older version", submits(callback_id="grab"), REFUSED, DOER),
        row("A menu that looks for options", lambda scene: {
            "type": "block_suggestion", "user": {"id": scene.ben.id}, "action_id": "x", "value": "y"},
            PARKED, OPERATORS),
    ],
)  # fmt: skip

COMMANDS = Section(
    "What is entered behind /desk",
    [
        row("A NUL character", commands("find \0"), DONE, DOER),
        row("Half of a surrogate pair", commands("find \ud800"), DONE, DOER),
        row("Wildcards and escapes", commands("find %_\\'; --"), DONE, DOER),
        row("A word of 5,000 letters", commands("x" * 5000), DONE, DOER),
        row("A number of 25 digits", commands("show " + "9" * 25), DONE, DOER),
        row("A number below zero", commands("show -1"), DONE, DOER),
        row("A number instead of text", commands(5), PARKED, DOER, OPERATORS),
        row("By somebody who is no agent", commands("my", user_id="U0NOBODY"), REFUSED, DOER),
    ],
)

STRANGERS = Section(
    "Who is no agent",
    [
        row("A guest in the thread", by_guest, REFUSED, DOER),
        row("Somebody from another workspace in the thread", by_stranger, REFUSED, DOER),
        row("An app in the thread", types("Beep", bot_id="B0TOTHER"), PASSED),
        row("Ourselves in the thread", by_ourselves, PASSED),
        row("Slackbot in the thread", types("Reminder", user="USLACKBOT"), PASSED),
        row("Nobody in the thread", types("From nobody", user=None), PASSED),
        row("A guest at a button", guest_presses, REFUSED, DOER),
        row("Somebody from another workspace at a button", stranger_presses, REFUSED, DOER),
        row("Somebody whom nobody knows at a button", pressed(user={"id": "U0NOBODY"}), REFUSED),
    ],
)

SECTIONS = [WORDS, PRESSES, COMMANDS, STRANGERS]
