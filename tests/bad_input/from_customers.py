"""The rows of what comes from Telegram."""

from tests.bad_input.rows import (
    Fate,
    Section,
    called,
    edited,
    message,
    nested,
    presses,
    query,
    row,
    says,
)
from tests.bad_input.scene import CUSTOMER, OPERATORS, TEAM, Scene

KEPT, DONE, REFUSED, PARKED, PASSED = Fate.KEPT, Fate.DONE, Fate.REFUSED, Fate.PARKED, Fate.PASSED

INJECTED = "<!channel> <@U1> <a href='http://a.example'>x</a> &amp; *b* @here [x](http://a.example)"
UNSHOWN = "[a message that cannot be shown here]"


def bold(offset: int, length: int) -> list[dict[str, object]]:
    return [{"type": "bold", "offset": offset, "length": length}]


def link(address: str) -> list[dict[str, object]]:
    return [{"type": "text_link", "offset": 0, "length": 4, "url": address}]


def somebody_else(scene: Scene) -> dict[str, object]:
    """A message of hers, from a group."""
    sent = message(text="In a group", chat={"id": -100, "type": "supergroup", "title": "Group"})(scene)
    sent["message"]["sender_chat"] = {"id": -100, "type": "supergroup", "title": "Group"}
    return sent


def without_sender(scene: Scene) -> dict[str, object]:
    sent = says("From nobody")(scene)
    del sent["message"]["from"]
    return sent


WORDS = Section(
    "What customers write",
    [
        row("A NUL character", says("a\0b"), KEPT, TEAM, shows="a\ufffdb"),
        row("Half of a surrogate pair", says("half \ud83d"), KEPT, TEAM, shows="half \ufffd"),
        row("An escape that only looks like one, `\\u0000`", says("\\u0000"), KEPT, TEAM, shows="\\u0000"),
        row("Text that turns the direction of reading", says("\u202elive"), KEPT, TEAM, shows="\u202elive"),
        row("Only zero-width characters", says("\u200b\u200b"), KEPT, TEAM, shows="\u200b\u200b"),
        row("4,096 characters", says("x" * 4096), KEPT, TEAM, shows="x" * 4096),
        row("4,096 emoji", says("😀" * 4096), KEPT, TEAM, shows="😀" * 4096),
        row("A hundred combining marks", says("e" + "\u0301" * 100), KEPT, TEAM, shows="e" + "\u0301" * 100),
        row("Slack's mentions, HTML, entities, Markdown", says(INJECTED), KEPT, TEAM, shows=INJECTED),
        row("Bold far outside of the text", says("bold", entities=bold(-5, 10**9)), KEPT, TEAM, shows="bold"),
        row("Bold of no length", says("thin", entities=bold(1, -3)), KEPT, TEAM, shows="thin"),
        row("A link to `javascript:`", says("link", entities=link("javascript:alert(1)")), KEPT, TEAM, shows="link"),
        row("A link that is no address", says("nolink", entities=link("http:// |>")), KEPT, TEAM, shows="nolink"),
        row("A link of 5,000 characters", says("long", entities=link(f"http://{'a' * 5000}")), KEPT, TEAM,
            shows="long"),
        row("A link without an address", says("none", entities=[{**bold(0, 4)[0], "type": "text_link"}]), KEPT, TEAM,
            shows="none"),
        row("A command with a number of 40 digits", says(f"/close {'9' * 40}", entities=[
            {"type": "bot_command", "offset": 0, "length": 6}]), KEPT, TEAM, shows=f"/close {'9' * 40}"),
        row("A command with the number of nobody's ticket", says("/close 99999", entities=[
            {"type": "bot_command", "offset": 0, "length": 6}]), REFUSED, CUSTOMER),
    ],
)  # fmt: skip

NAMES = Section(
    "What customers are called",
    [
        row("A name that turns the line around", called(first_name="Ada\u202egpj"), KEPT, TEAM,
            shows="Adagpj\nWho am I?"),
        row("A name with zero-width characters, NUL and line breaks", called(first_name="A\u200bd\0a\nB"), KEPT, TEAM,
            shows="Ad\ufffda B\nWho am I?"),
        row("A name of zero-width characters alone", called(first_name="\u200b"), KEPT, TEAM, shows="?\nWho am I?"),
        row("A name that is written from the right", called(first_name="שרה"), KEPT, TEAM,
            shows="\u2068שרה\u2069\nWho am I?"),
        row("A name with markup", called(first_name="<!channel> *b* &lt;"), KEPT, TEAM,
            shows="<!channel> *b* &lt;\nWho am I?"),
        row("A name of 5,000 characters", called(first_name="n" * 5000), KEPT, TEAM, shows="n" * 130 + "\nWho am I?"),
        row("A language that is none", called(language_code="x-" * 3000), KEPT, TEAM, shows="Ada\nWho am I?"),
        row("A language that is a number", called(language_code=5), PARKED, CUSTOMER, OPERATORS),
        row("A user name that is a list", called(username=["ada"]), PARKED, CUSTOMER, OPERATORS),
    ],
)  # fmt: skip

NUMBERS = Section(
    "Numbers and dates in updates",
    [
        row("A message id above 2^63", says("huge", message_id=2**70), PARKED, CUSTOMER, OPERATORS),
        row("A message id below zero", says("negative", message_id=-5), KEPT, TEAM, shows="negative"),
        row("A message id with a fraction", says("half", message_id=1.5), PARKED, CUSTOMER, OPERATORS),
        row("A message id that is text", says("text", message_id="x"), PARKED, CUSTOMER, OPERATORS),
        row("A user id above 2^63", called(id=2**70), PARKED, OPERATORS),
        row("A date in the year 1", says("long ago", date=-62135596800), KEPT, TEAM, shows="long ago"),
        row("A date in the year 9999", says("far off", date=253402300799), KEPT, TEAM, shows="far off"),
        row("A date beyond all calendars", says("beyond", date=10**15), PARKED, CUSTOMER, OPERATORS),
        row("A date in words", says("soon", date="tomorrow"), PARKED, CUSTOMER, OPERATORS),
        row("No date", says("when", date=None), PARKED, CUSTOMER, OPERATORS),
        row("A file of 2^70 bytes", message(document={"file_id": "a", "file_unique_id": "a", "file_size": 2**70}),
            PARKED, CUSTOMER, OPERATORS),
    ],
)  # fmt: skip

A_POLL = {
    "id": "1", "question": "<b>Which?</b>", "options": [{"text": "&", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_revoting": True,
    "allows_multiple_answers": False, "members_only": False,
}  # fmt: skip
A_PLACE = {"latitude": 1.5, "longitude": 2.5}
A_MAP = "https://www.openstreetmap.org/?mlat=1.5&mlon=2.5"

KINDS = Section(
    "Messages that are no words",
    [
        row("A die", message(dice={"emoji": "🎲", "value": 3}), KEPT, TEAM, shows="[🎲 3]"),
        row("A poll", message(poll=A_POLL), KEPT, TEAM, shows="[poll: <b>Which?</b> (&)]"),
        row("A place", message(location=A_PLACE), KEPT, TEAM, shows=f"[location 1.5, 2.5: {A_MAP}]"),
        row("A contact", message(contact={"phone_number": "+1", "first_name": "<b>"}), KEPT, TEAM,
            shows="[contact <b>, +1]"),
        row("A story", message(story={"id": 1, "chat": {"id": 5, "type": "private"}}), KEPT, CUSTOMER, TEAM,
            shows="[story]"),
        row("A game", message(game={"title": "t", "description": "d", "photo": []}), KEPT, CUSTOMER, TEAM,
            shows=UNSHOWN),
        row("Paid media", message(paid_media={"star_count": 1, "paid_media": []}), KEPT, CUSTOMER, TEAM, shows=UNSHOWN),
        row("A payment", message(successful_payment={
            "currency": "EUR", "total_amount": 1, "invoice_payload": "p",
            "telegram_payment_charge_id": "a", "provider_payment_charge_id": "b"}), KEPT, CUSTOMER, TEAM,
            shows=UNSHOWN),
        row("A passport", message(passport_data={"data": [], "credentials": {"data": "", "hash": "", "secret": ""}}),
            KEPT, CUSTOMER, TEAM, shows=UNSHOWN),
        row("A kind that nobody knows yet", message(hologram={"x": 1}), KEPT, CUSTOMER, TEAM, shows=UNSHOWN),
        row("A photo in no size", message(photo=[]), KEPT, CUSTOMER, TEAM, shows=UNSHOWN),
        row("A photo without its facts", message(photo=[{}]), PARKED, CUSTOMER, OPERATORS),
        row("A message that was pinned", message(pinned_message={
            "message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}), PASSED),
        row("A topic that was made", message(forum_topic_created={"name": "x", "icon_color": 1}), PASSED),
        row("An edit of a message that never came", edited(text="Edited first", edit_date=1772442000), KEPT, TEAM,
            shows="Edited first"),
        row("Objects in objects, 300 levels", says("levels", extra=nested(300)), KEPT, TEAM, shows="levels"),
        row("Objects in objects, too many to write down", says("many levels", extra=nested(5000)), KEPT, TEAM,
            shows="many levels"),
        row("No message in a message", lambda _: {"message": None}, PASSED),
        row("Text for a message", lambda _: {"message": "x"}, PARKED, OPERATORS),
        row("An update of a kind of next year", lambda _: {"telepathy": {"from": {"id": 1}}}, PASSED),
    ],
)  # fmt: skip

BUTTONS = Section(
    "Buttons that customers press, and forge",
    [
        row("Nothing", presses(""), REFUSED, CUSTOMER),
        row("Garbage", presses("\0\ud800;DROP TABLE"), REFUSED, CUSTOMER),
        row("500 characters", presses("x" * 500), REFUSED, CUSTOMER),
        row("An agent's button", presses("claim:1001"), REFUSED, CUSTOMER),
        row("The number of nobody's ticket", presses("add:99999"), REFUSED, CUSTOMER),
        row("The number of somebody else's ticket", presses("add:1002"), REFUSED, CUSTOMER),
        row("The number 0 where there must be one", presses("close:0"), REFUSED, CUSTOMER),
        row("A number of 300 digits", presses("add:" + "9" * 300), REFUSED, CUSTOMER),
        row("A category that is none", presses("category:1001:none"), REFUSED, CUSTOMER),
        row("A language that is none", presses("language:0:xx"), REFUSED, CUSTOMER),
        row("A question that was settled long ago", presses("place:1001"), REFUSED, CUSTOMER),
        row("One under no message", query(data="add:1001"), PASSED),
        row("One under a message that is too old to be seen",
            lambda scene: query(data="add:1001", message={
                "message_id": 2, "date": 0, "chat": {"id": scene.ada.id, "type": "private"}})(scene), DONE, CUSTOMER),
    ],
)  # fmt: skip

STRANGERS = Section(
    "Who is no customer",
    [
        row(
            "A bot, ourselves included", says("Beep", **{"from": {"id": 7, "is_bot": True, "first_name": "B"}}), PASSED
        ),
        row("Somebody in a group, and who hides behind it", somebody_else, PASSED),
        row("A channel", message(text="News", chat={"id": -5, "type": "channel", "title": "News"}), PASSED),
        row("Nobody", without_sender, PARKED, OPERATORS),
    ],
)

SECTIONS = [WORDS, NAMES, NUMBERS, KINDS, BUTTONS, STRANGERS]
