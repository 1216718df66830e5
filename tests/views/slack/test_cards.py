"""Cards, lists, the Home, forms and posts in threads: whatever is in them, Slack takes them as they are."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from inspect import getmembers, isclass
from typing import Any, get_args

import pytest

from bot.desk import events
from bot.desk.files.tables import Attachment
from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Author, State
from bot.desk.words import Words
from bot.sandbox.slack.lint import interactive_elements, lint_blocks, lint_view
from bot.views.slack import cards, facts, forms, history, home, lists, menu, merges, pauses, threads
from bot.views.slack.actions import Action, Form
from bot.views.slack.words import Post, block
from tests.views.slack.tickets import BEN, LONG, NASTY, PRACTICE, SHEETS, START, entry, message, sheet

Json = dict[str, Any]
WORKSPACE = "https://acme.slack.example/"
AGENTS = [Agent(id=f"U{n}", name=f"Agent {n} {LONG}", teams=["support"]) for n in range(150)]


def mrkdwn(value: Any) -> Iterator[str]:
    """Every text in which Slack looks for markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inside in value.values():
            yield from mrkdwn(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from mrkdwn(inside)


def assert_harmless(post: Post | Json) -> None:
    texts = [post.text, *mrkdwn(post.blocks)] if isinstance(post, Post) else list(mrkdwn(post))
    assert not any("<!channel>" in text or "<https://evil" in text for text in texts)


def assert_sound(post: Post) -> None:
    assert lint_blocks("message", post.blocks) == []
    assert 0 < len(post.text) <= 40_000
    ids = [element["action_id"] for part in post.blocks for element in interactive_elements(part)]
    assert len(ids) == len(set(ids))
    assert_harmless(post)


def assert_sound_view(view: Json) -> None:
    assert lint_view(view) == []
    ids = [element["action_id"] for part in view["blocks"] for element in interactive_elements(part)]
    assert view["type"] == "modal" or len(ids) == len(set(ids))
    assert_harmless(view)


@pytest.mark.parametrize("shown", SHEETS, ids=lambda one: f"{one.ticket.status}-{one.ticket.owner}-{one.ticket.spam}")
def test_every_card_and_every_menu_is_one_that_slack_takes(shown: Sheet) -> None:
    assert_sound(cards.card(shown, PRACTICE))
    assert_sound(cards.moved_card(shown, PRACTICE))
    assert_sound(cards.merged_card(shown, shown, WORKSPACE))
    assert_sound(cards.card(shown, PRACTICE, LONG, [shown] * 40, WORKSPACE))
    assert_sound_view(menu.menu(shown, PRACTICE, AGENTS))


@pytest.mark.parametrize(
    ("shown", "labels"),
    [
        (sheet(), ["Claim", "Reply", "Resolve", "More…"]),
        (sheet(status=Status.OPEN, owner="UBEN"), ["Reply", "Resolve", "More…"]),
        (sheet(status=Status.PENDING), ["Claim", "Reply", "Resolve", "More…"]),
        (sheet(status=Status.SOLVED, owner="UBEN"), ["Reopen", "More…"]),
        (sheet(status=Status.CLOSED), ["More…"]),
    ],
)
def test_a_card_offers_what_makes_sense_now(shown: Sheet, labels: list[str]) -> None:
    buttons = [element for part in cards.card(shown, PRACTICE).blocks for element in interactive_elements(part)]
    assert [button["text"]["text"] for button in buttons] == labels
    assert {button["value"] for button in buttons} == {"1042"}


def test_how_long_a_customer_waits_reads_as_english_with_slacks_words_for_it() -> None:
    """Slack says "5 minutes ago" where it reads `{ago}`."""
    waiting, answered = (str(cards.card(sheet(waiting_since=since), PRACTICE).blocks) for since in (START, None))
    assert "unanswered message: <!date^1772442000^{ago}|2026-03-02 09:00 UTC>" in waiting
    assert "customer last wrote <!date^1772442000^{ago}|2026-03-02 09:00 UTC>" in answered


def test_a_moved_ticket_leaves_a_card_that_points_on_and_offers_nothing() -> None:
    post = cards.moved_card(sheet(team="billing"), PRACTICE)
    assert "Moved to <#CBIL>" in str(post.blocks)
    assert not any(interactive_elements(part) for part in post.blocks)


def test_a_merged_ticket_leaves_a_card_that_leads_on_and_can_be_undone() -> None:
    post = cards.merged_card(sheet(status=Status.CLOSED, merged_into=1001), sheet(id=1001), WORKSPACE)
    assert "Merged into <https://acme.slack.example/archives/CSUP/p1700000000000100|#1001>" in str(post.blocks)
    assert [part["action_id"] for block in post.blocks for part in interactive_elements(block)] == ["more"]


def test_a_card_names_what_it_is_linked_with_and_a_duplicate_of() -> None:
    linked = [sheet(id=number) for number in range(1, 13)]
    shown = str(cards.card(sheet(duplicate_of=1), PRACTICE, "", linked, WORKSPACE).blocks)
    assert "duplicate of #1" in shown
    assert "p1700000000000100|#10> and 2 more" in shown


def test_what_joins_a_ticket_to_others_is_offered_where_it_can_be_done() -> None:
    together = {Action.MERGE, Action.UNMERGE, Action.DUPLICATE, Action.LINK, Action.UNLINK}

    def offered(parts: bool = False, **fields: Any) -> set[Action]:
        return together & set(menu.offered(sheet(**fields), PRACTICE, AGENTS, parts=parts))

    assert offered() == {Action.MERGE, Action.DUPLICATE, Action.LINK}
    assert offered(True, links=1) == together
    assert offered(status=Status.CLOSED) == {Action.LINK}
    assert set(menu.offered(sheet(status=Status.CLOSED, merged_into=1), PRACTICE, AGENTS)) == {Action.UNMERGE}


@pytest.mark.parametrize(
    ("shown", "there", "gone"),
    [
        (sheet(status=Status.OPEN, owner="UBEN"), {Action.PENDING, Action.HOLD, Action.RELEASE}, {Action.RESUME}),
        (sheet(status=Status.ON_HOLD), {Action.RESUME, Action.HOLD, Action.PENDING}, {Action.RELEASE, Action.WAKE}),
        (sheet(status=Status.SOLVED), {Action.REOPEN, Action.NOTE}, {Action.PENDING, Action.REPLY, Action.CLAIM}),
        (sheet(status=Status.CLOSED, spam=True), {Action.NOT_SPAM}, {Action.SPAM, Action.REOPEN}),
        (sheet(blocked=True), {Action.UNBLOCK}, {Action.BLOCK}),
    ],
)
def test_the_menu_offers_what_makes_sense_now(shown: Sheet, there: set[Action], gone: set[Action]) -> None:
    offered = set(menu.offered(shown, PRACTICE, AGENTS))
    assert there <= offered
    assert not gone & offered


def test_every_live_state_can_be_worked_on_from_the_menu() -> None:
    for status in LIVE:
        offered = set(menu.offered(sheet(status=status), PRACTICE, AGENTS))
        assert {Action.REPLY, Action.RESOLVE, Action.HAND_OVER, Action.SPAM} <= offered


ALONE = replace(PRACTICE, teams=PRACTICE.teams[:1])


@pytest.mark.parametrize(
    ("practice", "agents", "offered"),
    [(ALONE, [BEN], False), (ALONE, AGENTS[:2], True), (PRACTICE, [BEN], True), (ALONE, [], False)],
)
def test_a_ticket_is_handed_over_only_where_there_is_somebody_else(
    practice: Practice, agents: list[Agent], offered: bool
) -> None:
    mine = sheet(status=Status.OPEN, owner="UBEN")
    assert (Action.HAND_OVER in set(menu.offered(mine, practice, agents))) is offered


def test_every_agent_of_a_large_desk_can_be_chosen() -> None:
    view = forms.hand_over(sheet(), PRACTICE, [Agent(id=f"U{n}", name=f"Agent {n}", teams=["t"]) for n in range(250)])
    groups = view["blocks"][0]["element"]["option_groups"]
    assert [group["label"]["text"] for group in groups] == [
        "People 1 to 100",
        "People 101 to 200",
        "People 201 to 250",
        "Teams",
    ]
    assert {option["value"] for group in groups for option in group["options"]} >= {f"U{n}" for n in range(250)}
    assert_sound_view(view)


ANNOUNCED: dict[str, Json] = {
    "TicketOpened": {"follows": 1001},
    "CustomerWrote": {"reopened": True},
    "TicketHandedOver": {"to": "UADA", "summary": NASTY},
    "TicketMoved": {"team": NASTY, "summary": NASTY},
    "StatusChanged": {"before": "open", "after": "on_hold", "why": NASTY, "until_ms": 1_800_000_000_000},
    "TicketDiscarded": {"why": "spam"},
    "CategorySet": {"category": "c7"},
    "PrioritySet": {"priority": "urgent"},
    "TierSet": {"tier": "VIP"},
    "CustomerUnblocked": {"dropped": 12},
    "CustomerBlocked": {"unshown": 3},
    "CustomerFloods": {"most": 30},
    "CustomerLeft": {"why": "blocked"},
    "CopyKept": {"why": NASTY, "deleted": True},
    "FileNotPassed": {"name": NASTY, "why": NASTY},
    "TargetWarned": {"target": "first_response", "due_ms": 1_800_000_000_000, "owner": "UADA"},
    "TargetsMissed": {"targets": ["first_response", "resolution"], "due_ms": 1_800_000_000_000, "owner": None},
    "EscalationSkipped": {"tell": "UBEN", "passed": "away", "missed": "UBEN"},
    "EscalationAcknowledged": {"still": True},
    "EscalationReleased": {"who": "UBEN"},
    "TicketMergedAway": {"into": 1001},
    "TicketParted": {"merged": 1043},
    "TicketUnmerged": {"into": 1001},
    "TicketLinked": {"other": 1001},
    "TicketUnlinked": {"other": 1001},
    "DuplicateClosed": {"duplicate": 1043},
    "CustomerReacted": {"quoted": NASTY, "reaction": None, "former": NASTY},
    "ReplyRepeated": {"times": 3},
    "LeaseRanOut": {"owner": "UADA"},
    "TicketSnoozed": {"until_ms": 1_800_000_000_000},
    "SnoozeOver": {"mentions": ["UADA"]},
    "HoldOver": {"mentions": ["UADA", "SGROUP"], "why": NASTY},
    "CustomerNudged": {"number": 2, "passed": "quiet"},
    "FollowUpPlanned": {"at_ms": 1_800_000_000_000, "why": NASTY},
    "FollowUpAsked": {"number": 1, "late": True},
    "FollowUpEnded": {"outcome": "cancelled", "reason": "open"},
    "CauseSet": {"cause": NASTY},
    "SurveyAnswered": {"score": 1, "scale": "1-5", "former": 4, "agent": "UADA"},
    "RecoveryOpened": {"recovery": 1, "reason": "not_solved", "due_ms": 1_800_000_000_000},
    "RecoveryJoined": {"recovery": 1, "reason": "rated"},
    "CallBackPlanned": {"recovery": 1, "at_ms": 1_800_000_000_000, "told": True, "why": NASTY},
    "RecoveryEnded": {"recovery": 1, "outcome": "saved", "why": NASTY},
    "EffortRated": {"score": 6, "former": 2},
    "NpsExplained": {"score": 3},
}
SILENT = {"TicketExpired", "ReplyDelivered", "ReplyFailed", "ReplyStopped"} | {
    "AnswersOffered",
    "OwnerReminded",
    "SurveyAsked",
    "RecoveryReminded",
    "CardRehomed",
    "EscalationTold",
    "FilesAdded",
    "TicketMerged",
    "ReplyChanged",
    "ReplyTakenBack",
    "TicketErased",
}
OF_TICKETS = sorted(
    name for name, kind in getmembers(events, isclass) if issubclass(kind, events.OfTicket) and fields(kind)
)


@pytest.mark.parametrize("what", [name for name in OF_TICKETS if name not in {"OfTicket", "InThread", *SILENT}])
@pytest.mark.parametrize("actor", ["UBEN", events.CUSTOMER, events.DESK])
def test_every_event_of_a_ticket_reads_as_a_line(what: str, actor: str) -> None:
    post = history.line(entry(what, actor, **ANNOUNCED.get(what, {})), "Ben <b>", PRACTICE)
    assert_sound(post)
    assert what not in post.text


def test_all_events_of_tickets_are_among_those_told_or_silent() -> None:
    assert set(OF_TICKETS) & SILENT == SILENT
    assert {kind.__name__ for kind in get_args(events.Event)} >= set(OF_TICKETS) - {"OfTicket", "InThread"}


FILES = [
    Attachment(message_id=9, kind="photo", name="box.jpg", mime="image/jpeg", size=34 << 20),
    Attachment(message_id=9, kind="document", name=f"{NASTY}{LONG}", mime="x/y", refused="dangerous"),
    *(
        Attachment(message_id=9, kind="voice", name="v.ogg", mime="audio/ogg", size=3, refused="too_large")
        for _ in range(30)
    ),
]
POSTS = [
    threads.words(message(former=NASTY), NASTY, Words(""), "", FILES, NASTY),
    threads.words(message(former=LONG), LONG, Words(LONG * 3), "", FILES, LONG),
    threads.changed(message(LONG, former=f"<&>{LONG}"), LONG, FILES),
    threads.recap(sheet(), [(message(LONG), None)] * 200, "Ben <b>", NASTY, {9: FILES}),
    threads.words(message(), NASTY, Words(NASTY), ""),
    threads.words(message(LONG * 3), LONG, Words(LONG * 3), ""),
    threads.words(message(author=Author.AGENT, state=State.QUEUED), NASTY, Words("Hello"), "Ben"),
    threads.together([threads.words(message(LONG), "Ada", Words(LONG), "", FILES, LONG)] * 60)[0],
    threads.together([threads.words(message(), "Ada", Words("?"), "", answered=NASTY)] * 60)[0],
    threads.words(message(quoted_from=NASTY, forwarded_from=NASTY), NASTY, Words(NASTY), "", (), LONG),
    threads.words(message(forwarded_from="Bob"), "Ada", Words("Hi"), "", more=[message(forwarded_from=LONG)] * 30),
    threads.held(message(), ["@Cat", NASTY, LONG]),
    threads.failed(message(LONG), f"{NASTY} {LONG}"),
    threads.recap(sheet(), [(message(LONG), None)] * 200, "Ben <b>", NASTY),
    merges.recap(sheet(), sheet(id=1043), [(message(LONG), None)] * 40, {9: FILES}, "Ben <b>", WORKSPACE),
    merges.recap(sheet(), sheet(id=1043, posted=False), [], {}, "", WORKSPACE),
    threads.failed(message(LONG, unreached=True), NASTY),
    threads.failed(message(LONG * 9, begun=[7]), NASTY),
    threads.alert(f"{NASTY} `relaydesk parked list` {LONG}"),
]


@pytest.mark.parametrize("post", POSTS)
def test_every_post_in_a_thread_is_one_that_slack_takes(post: Post) -> None:
    assert_sound(post)


def test_who_says_what_to_whom_stands_above_the_words() -> None:
    note = message(author=Author.AGENT, state=State.INTERNAL)
    answer = message(author=Author.AGENT, state=State.QUEUED)
    said = [threads.words(one, "Ada", Words("Hi"), "Ben").text for one in (message(), note, answer)]
    assert said == ["Ada: Hi", "🔒 Note by Ben: Hi", "Ben → Ada: Hi".replace(">", "&gt;")]


@pytest.mark.parametrize(
    ("cited", "answered", "above"),
    [
        ({"quoted": "the bulb"}, "the bulb", "↩️ In answer to “the bulb”"),
        ({"quoted": "Free", "quoted_from": "Bob"}, "Free", "↩️ In answer to “Free” by Bob in another chat"),
        ({"quoted_from": "Bob"}, "", "↩️ In answer to a message by Bob in another chat"),
    ],
)
def test_what_they_answer_stands_above_their_words(cited: Json, answered: str, above: str) -> None:
    post = threads.words(message(**cited), "Ada", Words("Hi"), "", answered=answered)
    assert post.blocks[0]["elements"][0]["text"] == above


def test_each_author_of_what_they_forward_is_named_once() -> None:
    first, *more = (message(text, forwarded_from=author) for text, author in (("1", "Bob"), ("2", "Bob"), ("3", "Eve")))
    post = threads.words(first, "Ada", Words("1"), "", more=more)
    assert [heard_in(part) for part in post.blocks] == ["Ada, forwarded from Bob\n1", "2", "From Eve\n3"]
    assert post.text == "Ada, forwarded from Bob: 1"


def heard_in(part: Json) -> str:
    return "".join(element["text"] for section in part["elements"] for element in section["elements"])


@pytest.mark.parametrize(("words", "many"), [("?", 50), ("Is there any news? " * 30, 15), ("long " * 800, 2)])
def test_as_many_words_go_together_as_a_post_takes(words: str, many: int) -> None:
    posts = [threads.words(message(), "Ada", Words(words), "") for _ in range(60)]
    post, went = threads.together(posts)
    assert went == len(post.blocks) == many
    assert threads.together(posts[:1]) == (posts[0], 1)


def test_files_are_named_with_their_size_or_with_why_they_are_missing() -> None:
    post = threads.words(message(), "Ada", Words(""), "", FILES[:3])
    assert "📷 box.jpg (34 MB)" in str(post.blocks)
    assert "this desk does not pass on files of that kind" in str(post.blocks)
    assert "v.ogg (3 B) was not passed on: Telegram lets us fetch 20 MB at most" in str(post.blocks)


@pytest.mark.parametrize(("tickets", "said"), [(0, "Nothing"), (20, None), (21, "… and more")])
def test_an_answer_says_when_there_is_nothing_or_more_than_it_shows(tickets: int, said: str | None) -> None:
    there = [sheet(id=number) for number in range(1, tickets + 1)]
    _, *below = lists.found("Found", there, PRACTICE, WORKSPACE, "Nothing", "… and more")
    assert len([part for part in below if part["type"] == "section"]) == min(tickets, lists.MOST_FOUND)
    assert [part["elements"][0]["text"] for part in below if part["type"] == "context"] == ([said] if said else [])


TYPED = block(Words("Hello"))
FORMS = [
    forms.reply(sheet(LONG), PRACTICE),
    forms.reply(sheet(LONG), PRACTICE, forms.Answerable([(one, LONG + NASTY) for one in range(20)], 3)),
    forms.preview(sheet(), PRACTICE, Words(NASTY), TYPED, [NASTY, "@Cat"], True, forms.Answerable([(7, NASTY)])),
    forms.note(sheet()),
    forms.category(sheet(category="c7"), PRACTICE),
    forms.priority(sheet()),
    pauses.hold(sheet(id=10**12)),
    pauses.hold(sheet(on_hold_until=START, on_hold_for=LONG[:200])),
    pauses.snooze(sheet(id=10**12)),
    pauses.snooze(sheet(snoozed_until=START)),
    forms.hand_over(sheet(owner="UBEN"), PRACTICE, AGENTS),
    *(
        forms.another(form, sheet(LONG), [sheet(id=number, subject=LONG) for number in numbers], typed=typed)
        for form in (Form.MERGE, Form.UNMERGE, Form.DUPLICATE, Form.LINK, Form.UNLINK)
        for numbers, typed in (((1001,), True), ((), True), ((1001,), False), (range(1, 151), True))
    ),
    forms.told(f"{NASTY} {LONG}"),
]


@pytest.mark.parametrize("view", FORMS)
def test_every_form_is_one_that_slack_takes(view: Json) -> None:
    assert_sound_view(view)


def test_a_form_remembers_its_ticket_and_what_was_looked_at() -> None:
    kept = json.loads(forms.preview(sheet(), PRACTICE, Words("Hi"), TYPED, [], False)["private_metadata"])
    assert kept == {"ticket": 1042, "shown": forms.digest(Words("Hi"))}


def test_a_home_full_of_tickets_fits_and_says_how_many_more_there_are() -> None:
    many = [sheet(id=number, owner="UBEN") for number in range(1, 101)]
    view = home.home(BEN, many, [sheet(id=number) for number in range(200, 220)], PRACTICE, WORKSPACE)
    assert_sound_view(view)
    assert "and 40 more" in str(view)


def test_an_empty_home_and_a_closed_one_are_views_too() -> None:
    for view in (home.home(BEN, [], [], PRACTICE, WORKSPACE), home.closed_home()):
        assert_sound_view(view)


def test_a_row_leads_to_the_card_once_it_is_posted() -> None:
    assert "<https://acme.slack.example/archives/CSUP/p1700000000000100|" in str(
        lists.row(sheet(), PRACTICE, WORKSPACE, "mine")
    )
    assert "open the thread" not in str(lists.row(sheet(posted=False), PRACTICE, WORKSPACE, "mine"))


def test_a_row_says_what_is_due_where_something_is() -> None:
    promised = sheet(due_at=START, due="first_response")
    assert "The first answer <!date^" in str(lists.row(promised, PRACTICE, WORKSPACE, "mine"))
    assert "The first answer" not in str(lists.row(sheet(), PRACTICE, WORKSPACE, "mine"))


def test_the_answers_to_commands_are_messages_that_slack_takes() -> None:
    shown = lists.found(NASTY, [sheet(id=number) for number in range(1, 31)], PRACTICE, WORKSPACE, "Nothing", "more")
    for blocks in (shown, lists.found("None", [], PRACTICE, WORKSPACE, "Nothing", "more"), lists.help_blocks()):
        assert lint_blocks("message", blocks) == []


def test_nobody_is_waited_for_to_take_what_is_over() -> None:
    assert [facts.owner(sheet(status=each)) for each in (Status.NEW, Status.SOLVED)] == ["nobody yet", "nobody"]


def test_a_warning_names_its_owner_and_a_miss_says_that_nobody_has_it() -> None:
    warned, missed = (
        history.line(entry(what, events.DESK, **ANNOUNCED[what]), "", PRACTICE).text
        for what in ("TargetWarned", "TargetsMissed")
    )
    assert warned.startswith("⏳ <@UADA>, the first answer is due <!date^1800000000^")
    assert missed.startswith("🔴 Nobody has it: the first answer and the solution: due <!date^1800000000^")
