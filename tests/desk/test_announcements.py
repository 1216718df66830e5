"""Who hears of what, and on which lane."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypedDict, get_args

import pytest
from sqlalchemy import Connection, create_engine
from sqlmodel import Session

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcements import announce
from bot.desk.closing import written_down
from bot.desk.desk import Desk
from bot.desk.escalation.audiences import Place as Where
from bot.desk.escalation.tables import Cause, Escalation, Telling
from bot.desk.files.tables import Attachment
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Bucket, Notice, lane
from bot.desk.people.tables import Customer
from bot.desk.practice import Pace
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Author, Card, Entry, Message, State, Ticket
from bot.engine.lanes import Lane
from tests.databases import Fresh
from tests.desk.world import PRACTICE, START


class About(TypedDict):
    ticket: int
    actor: str


class Place(TypedDict):
    channel: str
    card: int


ABOUT = About(ticket=1, actor="U-ANN")
PLACE = Place(channel="C-SUP", card=1)
LINE: list[tuple[str, out.Outgoing]] = [("channel:C-SUP", out.PostEntry(**PLACE, entry=1))]
MARK = ("marks:1", out.Mark(ticket=1, message=1))
RELAY = ("chat:7", out.RelayToCustomer(chat=7, message=1, ticket=1, text="Hi"))
WORDS = ("channel:C-SUP", out.PostWords(**PLACE, message=1, text="Hi"))
REDRAWN = ("channel:C-SUP", out.RedrawWords(**PLACE, message=1))
POST = ("channel:C-SUP", out.PostCard(**PLACE))

TABLE: list[tuple[e.Event, list[tuple[str, out.Outgoing]]]] = [
    (e.TicketOpened(**ABOUT), []),
    (e.TicketOpened(**ABOUT, follows=9), LINE),
    (e.CustomerWrote(**ABOUT, message=1), [WORDS]),
    (e.CustomerWrote(**ABOUT, message=1, reopened=True), [WORDS, *LINE]),
    (e.TicketClaimed(**ABOUT), LINE),
    (e.TicketReleased(**ABOUT), LINE),
    (e.TicketHandedOver(**ABOUT, to="U-BEN"), LINE),
    (e.TicketMoved(**ABOUT, team="billing", old_card=2), [("card:2", out.DrawCard(card=2))]),
    (e.TicketMoved(**ABOUT, team="night", old_card=None), LINE),
    (e.StatusChanged(**ABOUT, before=Status.OPEN, after=Status.PENDING), LINE),
    (e.TicketSolved(**ABOUT), LINE),
    (e.TicketReopened(**ABOUT), LINE),
    (e.TicketDiscarded(**ABOUT, why="spam"), LINE),
    (e.TicketExpired(**ABOUT), []),
    (e.CategorySet(**ABOUT, category="fault"), LINE),
    (e.PrioritySet(**ABOUT, priority="high"), LINE),
    (e.TierSet(**ABOUT, tier="VIP"), LINE),
    (e.PersonAskedFor(**ABOUT), LINE),
    (e.CustomerBlocked(**ABOUT), LINE),
    (e.CustomerUnblocked(**ABOUT), LINE),
    (e.CustomerFloods(**ABOUT, most=30), LINE),
    (
        e.CardRehomed(**ABOUT, card=1, left="C-OLD"),
        [
            ("channel:C-OLD", out.PostCard(channel="C-OLD", card=1)),
            ("channel:C-OLD", out.PostRecap(channel="C-OLD", card=1)),
        ],
    ),
    (e.CustomerLeft(**ABOUT, why="blocked"), LINE),
    (e.CustomerReturned(**ABOUT), LINE),
    (e.AnswersOffered(**ABOUT, offer=4), [("channel:C-SUP", out.PostOffer(**PLACE, offer=4))]),
    (e.OfferStale(offer=4), [("offer:4", out.DrawOffer(offer=4))]),
    (e.CustomerRewrote(**ABOUT, message=1, former="Ho"), [REDRAWN]),
    (e.CustomerRewrote(**ABOUT, message=1, former="Ho", answered=True), [REDRAWN, *LINE]),
    (
        e.FilesAdded(**ABOUT, message=1, attachments=(4, 5)),
        [REDRAWN, *(("channel:C-SUP", out.PostFile(**PLACE, attachment=number)) for number in (4, 5))],
    ),
    (e.FileNotPassed(**ABOUT, name="a.exe", why="Gone"), LINE),
    (e.TargetWarned(**ABOUT, target="first_response", due_ms=0, owner=None), LINE),
    (e.LeaseRanOut(**ABOUT, owner="U-ANN"), LINE),
    (e.TicketSnoozed(**ABOUT, until_ms=0), LINE),
    (e.SnoozeOver(**ABOUT, mentions=("U-ANN",)), LINE),
    (e.HoldOver(**ABOUT, mentions=("U-ANN",)), LINE),
    (e.CustomerNudged(**ABOUT, number=1), LINE),
    (e.FollowUpPlanned(**ABOUT, at_ms=0), LINE),
    (e.FollowUpAsked(**ABOUT, number=0), LINE),
    (e.FollowUpEnded(**ABOUT, outcome="confirmed"), LINE),
    (
        e.OwnerReminded(**ABOUT, reminder=4, owner="U-ANN"),
        [("channel:C-SUP", out.PostReminder(**PLACE, reminder=4))],
    ),
    (e.ReminderStale(reminder=4), [("reminder:4", out.DrawReminder(reminder=4))]),
    (
        e.CalloutStale(team="billing"),
        [("callout:billing", out.DrawCallout(channel="C-BIL", team="billing"))],
    ),
    (
        e.WeekEnded(last="2026-03-08"),
        [("channel:C-SHIFT", out.PostSatisfaction(channel="C-SHIFT", last="2026-03-08"))],
    ),
    (e.CauseSet(**ABOUT, cause="defect"), LINE),
    (
        e.SurveyAsked(**ABOUT, survey=1, reminder=True),
        [("chat:7", out.AskSurvey(chat=7, customer=1, ticket=1, survey=1, reminder=True))],
    ),
    (e.SurveyAnswered(**ABOUT, survey=1, score=5, scale="1-5", former=None, agent="U-ANN", shared=False), LINE),
    (
        e.RecoveryOpened(**ABOUT, recovery=1, reason="rated", due_ms=0),
        [*LINE, ("channel:C-SHIFT", out.PostRecovery(channel="C-SHIFT", ticket=1, recovery=1))],
    ),
    (e.RecoveryJoined(**ABOUT, recovery=1, reason="not_solved"), LINE),
    (e.RecoveryTaken(**ABOUT, recovery=1), LINE),
    (e.RecoveryHandedBack(**ABOUT, recovery=1), LINE),
    (e.CallBackPlanned(**ABOUT, recovery=1, at_ms=0, told=True), LINE),
    (
        e.RecoveryReminded(**ABOUT, recovery=1, agent="U-ANN", of="call"),
        [
            (
                "channel:C-SHIFT",
                out.PostRecoveryReminder(channel="C-SHIFT", ticket=1, recovery=1, agent="U-ANN", of="call"),
            )
        ],
    ),
    (e.RecoveryEnded(**ABOUT, recovery=1, outcome="saved"), LINE),
    (e.RecoveryResumed(**ABOUT, recovery=1), LINE),
    (e.RecoveryStale(recovery=1), [("recovery:1", out.DrawRecovery(recovery=1))]),
    (e.RatingsGathered(digest=4, channel="C-BOSS"), [("channel:C-BOSS", out.PostRatings(channel="C-BOSS", digest=4))]),
    (e.EffortRated(**ABOUT, survey=1, score=6, former=None), LINE),
    (e.NpsAsked(nps=1), [("chat:7", out.AskNps(chat=7, customer=1, nps=1))]),
    (e.NpsStale(nps=1), [("chat:7", out.DrawNps(chat=7, customer=1, nps=1))]),
    (e.NpsExplained(**ABOUT, nps=1, score=3), LINE),
    (e.SurveyStale(survey=1), [("chat:7", out.DrawSurvey(chat=7, customer=1, survey=1))]),
    (e.TargetsMissed(**ABOUT, targets=("first_response",), due_ms=0, owner=None), LINE),
    (e.TicketEscalated(**ABOUT), LINE),
    (e.EscalationTold(**ABOUT, telling=1), [("channel:C-SUP", out.PostTelling(**PLACE, telling=1))]),
    (e.EscalationTold(**ABOUT, telling=2), [("channel:C-SUP", out.PostTelling(channel="C-SUP", telling=2))]),
    (e.EscalationTold(**ABOUT, telling=3), [("channel:C-SHIFT", out.PostTelling(channel="C-SHIFT", telling=3))]),
    (e.EscalationTold(**ABOUT, telling=4), [("telling:3", out.DrawTelling(telling=3))]),
    (e.GapsFound(gaps=((1, 2),)), [("channel:C-SHIFT", out.PostGaps(channel="C-SHIFT", gaps=[(1, 2)]))]),
    (e.TellingStale(telling=1), [("telling:1", out.DrawTelling(telling=1))]),
    (e.EscalationSkipped(**ABOUT, tell="U-BEN", passed="gone", missed="U-BEN"), LINE),
    (e.EscalationAcknowledged(**ABOUT), LINE),
    (e.EscalationReleased(**ABOUT, who="U-BEN"), LINE),
    (e.TargetsMissed(**ABOUT, targets=("first_response",), due_ms=0, owner=None, lapsed=True), []),
    (e.ReplyRepeated(**ABOUT, message=1, times=2), LINE),
    (
        e.ReplyChanged(**ABOUT, message=1, former="Ho"),
        [("chat:7", out.EditRelayed(chat=7, message=1, ticket=1, text="Hi"))],
    ),
    (
        e.ReplyTakenBack(**ABOUT, message=1, former="Hi"),
        [("chat:7", out.DeleteRelayed(chat=7, message=1, ticket=1))],
    ),
    (
        e.TicketErased(**ABOUT),
        [
            ("card:1", out.DrawCard(card=1)),
            ("clear:1", out.ClearThread(card=1)),
            ("card:2", out.DrawCard(card=2)),
            ("clear:2", out.ClearThread(card=2)),
        ],
    ),
    (e.ThreadCleared(**ABOUT, card=1, left=0), LINE),
    (e.ThreadCleared(**ABOUT, card=2, left=0), []),
    (e.ThreadCleared(ticket=1, actor=e.DESK, card=1, left=0), []),
    (e.LegalHoldPlaced(**ABOUT, why="A court asks"), LINE),
    (e.LegalHoldLifted(**ABOUT), LINE),
    (
        e.TranscriptAskedFor(**ABOUT, notes=True),
        [*LINE, ("channel:C-SUP", out.PostTranscript(**PLACE, ticket=1, notes=True, asked=milliseconds(START)))],
    ),
    (
        e.CustomerForgotten(customer=1, chat=70, instead_of=5),
        [("chat:70", out.TellCustomer(chat=70, customer=1, notice=Notice.FORGOTTEN, instead_of=5))],
    ),
    (e.DataAskedFor(customer=1), [("chat:7", out.SendData(chat=7, customer=1, asked=milliseconds(START)))]),
    (
        e.SaidTooLate(ticket=1),
        [
            ("card:1", out.DrawCard(card=1)),
            ("clear:1", out.ClearThread(card=1)),
            ("card:2", out.DrawCard(card=2)),
            ("clear:2", out.ClearThread(card=2)),
        ],
    ),
    (e.TicketMerged(**ABOUT, merged=2), [("channel:C-SUP", out.PostMerged(**PLACE, entry=1, messages=[]))]),
    (e.TicketMergedAway(**ABOUT, into=2), LINE),
    (e.TicketParted(**ABOUT, merged=2), LINE),
    (e.TicketUnmerged(**ABOUT, into=2), LINE),
    (e.TicketLinked(**ABOUT, other=2), LINE),
    (e.TicketUnlinked(**ABOUT, other=2), LINE),
    (e.DuplicateClosed(**ABOUT, duplicate=2), LINE),
    (e.CustomerReacted(**ABOUT, message=1, quoted="Hi", reaction="👍"), LINE),
    (
        e.FilesCarried(card=1, copies=(4, 5)),
        [("channel:C-SUP", out.PostCopy(**PLACE, copy_id=number)) for number in (4, 5)],
    ),
    (e.CopyRemoved(**ABOUT, message=1), LINE),
    (e.CopyKept(**ABOUT, message=1, why="Too late"), LINE),
    (e.ReplyDelivered(**ABOUT, message=1), [MARK]),
    (e.ReplyStopped(**ABOUT, message=1), [MARK]),
    (
        e.ReplyFailed(**ABOUT, message=1, why="Gone"),
        [MARK, ("channel:C-SUP", out.PostFailed(**PLACE, message=1, why="Gone"))],
    ),
    (e.CardStarted(ticket=1, card=1), [POST]),
    (e.CardStarted(ticket=1, card=1, moved=True), [POST, ("channel:C-SUP", out.PostRecap(**PLACE))]),
    (e.WordsReleased(message=1), [WORDS]),
    (e.ReplyTyped(message=1), [WORDS]),
    (e.NoteWritten(message=1), [WORDS]),
    (
        e.ReplyHeld(message=1, mentions=("Ben",)),
        [MARK, ("channel:C-SUP", out.PostHeld(**PLACE, message=1, mentions=["Ben"]))],
    ),
    (e.ReplyReleased(message=1), [RELAY]),
    (e.MessageMarked(message=1), [MARK]),
    (
        e.CustomerTold(customer=1, notice=Notice.PLACED, ticket=1, about="x", instead_of=5),
        [
            (
                "chat:7",
                out.TellCustomer(chat=7, customer=1, notice=Notice.PLACED, ticket=1, about="x", instead_of=5),
            )
        ],
    ),
    (
        e.AgentTold(agent="U-ANN", channel="C-SUP", thread="t", sentence="No."),
        [("whisper:U-ANN", out.Whisper(agent="U-ANN", channel="C-SUP", thread="t", sentence="No."))],
    ),
    (e.CardStale(ticket=1), [("card:1", out.DrawCard(card=1))]),
    (e.TopicStale(ticket=1), [("topic:1", out.DrawTopic(ticket=1))]),
    (e.BoardMade(board=4, channel="C-BOSS"), [("channel:C-BOSS", out.PostBoard(channel="C-BOSS", board=4))]),
    (e.BoardStale(board=4), [("board:4", out.DrawBoard(board=4))]),
    (e.StatusLineStale(ticket=1), [("line:1", out.DrawStatusLine(ticket=1))]),
    (
        e.StatusLineGivenUp(ticket=1, customer=1, chat=7, number=5),
        [("chat:7", out.EndStatusLine(ticket=1, customer=1, chat=7, number=5))],
    ),
    (e.HomeStale(agent="U-ANN"), [("home:U-ANN", out.DrawHome(agent="U-ANN"))]),
    (e.OperatorsAlerted(sentence="Ouch"), [("channel:C-OPS", out.AlertOperators(channel="C-OPS", sentence="Ouch"))]),
]


@pytest.fixture
def connection(fresh_sqlite: Fresh) -> Iterator[Connection]:
    engine = create_engine(fresh_sqlite())
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def desk(connection: Connection) -> Desk:
    """One customer's one ticket with one message, one line of history and a card; and the card it left."""
    session = Session(connection)
    customer = Customer(id=1, chat=7, name="Ada", language="en", since=START)
    ticket = Ticket(id=1, customer_id=1, team="support", subject="Hi", opened_at=START, customer_wrote_at=START)
    session.add(customer)
    session.flush()
    session.add(ticket)
    session.flush()
    session.add_all([Card(id=1, ticket_id=1, channel="C-SUP"), Card(id=2, ticket_id=1, channel="C-BIL")])
    session.add(
        Message(
            id=1,
            ticket_id=1,
            customer_id=1,
            author=Author.CUSTOMER,
            state=State.RECEIVED,
            text="Hi",
            source_at=START,
            received_at=START,
        )
    )
    ticket.card_id = 1
    session.add(Survey(id=1, ticket_id=1, customer_id=1, scale="1-5", solved_at=START, ask_at=START))
    let_down: dict[str, Any] = {"ticket_id": 1, "customer_id": 1, "team": "support", "made_at": START, "due_at": START}
    session.add(Recovery(id=1, channel="C-SHIFT", **let_down))
    session.add(Nps(id=1, customer_id=1, ticket_id=1, ask_at=START))
    session.add(Escalation(id=1, ticket_id=1, cause=Cause.LATE, chain={}, by=e.DESK, began_at=START))
    session.flush()
    channels = (None, "C-SUP", "C-SHIFT", "C-SHIFT")  # the last shares the post of the one before it
    for number, channel in enumerate(channels, 1):
        place = {None: Where.THREAD, "C-SUP": Where.TEAM}.get(channel, Where.SUPERVISORS)
        shared = 3 if number == len(channels) else None
        told = Telling(id=number, escalation_id=1, at=START, tell="team", place=place, channel=channel, gathered=shared)
        session.add(told)
    session.flush()
    return Desk(session, START, replace(PRACTICE, supervisors="C-SHIFT"))


def test_every_kind_of_event_is_in_the_table_here() -> None:
    classes = {
        one for _, one in inspect.getmembers(e, inspect.isclass) if one.__module__.startswith("bot.desk.happening")
    }
    assert set(get_args(e.Event)) == classes - {e.OfTicket, e.InThread}
    assert {type(event) for event, _ in TABLE} == set(get_args(e.Event))


@pytest.mark.parametrize(
    ("event", "wanted"), TABLE, ids=[f"{type(event).__name__}-{number}" for number, (event, _) in enumerate(TABLE)]
)
def test_an_event_is_heard_where_it_should_be(
    desk: Desk, event: e.Event, wanted: list[tuple[str, out.Outgoing]]
) -> None:
    rows = list(announce(desk, event, 1 if isinstance(event, e.OfTicket) else None))
    assert [(lane(row, Pace()).key, row) for row in rows] == wanted


def enclosed(desk: Desk, *files: Attachment, text: str = "Hi", **fields: Any) -> None:
    """The one message comes with those files, and says that."""
    message = desk.session.get_one(Message, 1)
    message.files, message.text = len(files), text
    for name, value in fields.items():
        setattr(message, name, value)
    desk.session.add_all(files)
    desk.session.flush()


def attachment(number: int, **fields: Any) -> Attachment:
    return Attachment(id=number, message_id=1, kind="document", name=f"{number}.pdf", mime="application/pdf", **fields)


def rows_of(desk: Desk, event: e.Event) -> list[out.Outgoing]:
    return [row for row in announce(desk, event, None) if not isinstance(row, out.Mark)]


def test_of_what_is_held_back_nothing_is_heard_yet(desk: Desk) -> None:
    enclosed(desk, attachment(4), held_back=True)
    for event in (
        e.CustomerWrote(**ABOUT, message=1),
        e.CustomerRewrote(**ABOUT, message=1, former="Ho"),
        e.FilesAdded(**ABOUT, message=1, attachments=(4,)),
    ):
        assert rows_of(desk, event) == []


def test_a_customers_files_follow_the_words_they_came_with_and_refused_ones_do_not(desk: Desk) -> None:
    enclosed(desk, attachment(1), attachment(2, refused="dangerous"), attachment(3), text="")
    rows = rows_of(desk, e.CustomerWrote(**ABOUT, message=1))
    assert rows == [
        out.PostWords(**PLACE, message=1, text=""),
        out.PostFile(**PLACE, attachment=1),
        out.PostFile(**PLACE, attachment=3),
    ]


def test_only_the_first_of_an_album_has_a_lead_unless_another_has_words(desk: Desk) -> None:
    enclosed(desk, attachment(1), text="", album="a")
    first = desk.session.get_one(Message, 1)
    later = Message(**first.model_dump(exclude={"id"}), id=2)
    desk.session.add(later)
    desk.session.flush()
    second = attachment(2)
    second.message_id = 2
    desk.session.add(second)
    desk.session.flush()
    kinds = [row.kind for row in rows_of(desk, e.CustomerWrote(**ABOUT, message=1))]
    assert kinds == ["words", "file"]
    assert [row.kind for row in rows_of(desk, e.CustomerWrote(**ABOUT, message=2))] == ["file"]
    later.text = "The back"
    assert [row.kind for row in rows_of(desk, e.CustomerWrote(**ABOUT, message=2))] == ["words", "file"]


def test_an_answers_words_stand_under_its_first_file_where_they_fit(desk: Desk) -> None:
    enclosed(desk, attachment(1, refused="too_large"), attachment(2), attachment(3))
    to = {"chat": 7, "message": 1, "ticket": 1}
    assert rows_of(desk, e.ReplyReleased(message=1)) == [
        out.RelayFile(**to, attachment=2, text="Hi"),
        out.RelayFile(**to, attachment=3),
    ]
    desk.session.get_one(Message, 1).text = "word " * 250
    assert [row.kind for row in rows_of(desk, e.ReplyReleased(message=1))] == ["relay", "relay_file", "relay_file"]


def test_a_retry_sends_only_what_the_customer_does_not_have(desk: Desk) -> None:
    enclosed(desk, attachment(1, chat_message=70), attachment(2), parts=[70])
    assert rows_of(desk, e.ReplyReleased(message=1)) == [out.RelayFile(chat=7, message=1, ticket=1, attachment=2)]


def test_without_an_operators_channel_alerts_go_nowhere(desk: Desk) -> None:
    desk.practice = type(PRACTICE)(name="Acme", teams=PRACTICE.teams)
    assert list(announce(desk, e.OperatorsAlerted(sentence="Ouch"), None)) == []


@pytest.mark.parametrize("row", [row for _, rows in TABLE for _, row in rows], ids=lambda row: str(row.kind))
def test_a_row_is_read_as_it_was_written(row: out.Outgoing) -> None:
    assert out.read(row.model_dump_json()) == row


def test_what_is_about_no_ticket_is_said_where_they_asked(desk: Desk) -> None:
    desk.session.get_one(Customer, 1).topic = 40
    said = {"chat": 7, "customer": 1}
    assert rows_of(desk, e.CustomerTold(customer=1, notice=Notice.HELP)) == [
        out.TellCustomer(**said, notice=Notice.HELP, topic=40)
    ]
    assert rows_of(desk, e.CustomerTold(customer=1, notice=Notice.SOLVED, ticket=1)) == [
        out.TellCustomer(**said, notice=Notice.SOLVED, ticket=1)
    ]


def test_the_entries_are_lines_of_history(desk: Desk) -> None:
    desk.happened(e.HomeStale(agent="U-ANN"))
    desk.happened(e.TicketHandedOver(ticket=1, actor="U-ANN", to="U-BEN", summary="Lamps"))
    desk.happened(e.TicketClaimed(ticket=1, actor="U-BEN"))
    assert written_down(desk, desk.session.connection()) == [None, 1, 2]
    line = desk.session.get_one(Entry, 1)
    assert (line.ticket_id, line.actor, line.what) == (1, "U-ANN", "TicketHandedOver")
    assert line.detail == {"to": "U-BEN", "summary": "Lamps"}


@pytest.mark.parametrize(
    "row", {type(row): row for _, rows in TABLE for _, row in rows}.values(), ids=lambda row: row.kind
)
def test_what_a_lane_keeps_is_read_back_with_what_led_to_it(row: out.Outgoing) -> None:
    assert out.read(out.kept(row, "telegram/7")) == row.model_copy(update={"cause": "telegram/7"})
    said = row.model_copy(update={"cause": "slack/9"})
    assert out.read(out.kept(said, "telegram/7")) == said


def test_each_lane_draws_from_a_bucket_with_a_rate_and_keeps_its_pace() -> None:
    pace = Pace(chat=1000, channel=900, card=2500, home=2000)
    assert set(out.RATES) == set(Bucket)
    assert lane(RELAY[1], pace) == Lane("chat:7", Bucket.CHAT, 1000)
    group = out.RelayToCustomer(chat=-100, message=1, ticket=1, text="Hi")
    assert lane(group, pace) == Lane("chat:-100", Bucket.CHAT, 3000)  # twenty a minute in a group
    assert lane(out.DrawCard(card=1), pace) == Lane("card:1", Bucket.UPDATE, 2500)
    assert lane(out.DrawTopic(ticket=1), pace) == Lane("topic:1", Bucket.TOPIC, 5000)
    assert lane(out.DrawHome(agent="U"), pace) == Lane("home:U", Bucket.VIEWS, 2000)
    assert lane(WORDS[1], pace) == Lane("channel:C-SUP", Bucket.POST, 900)
    assert lane(MARK[1], pace) == Lane("marks:1", Bucket.REACT, 0)


def test_a_line_of_history_may_have_half_a_sign_in_it(desk: Desk) -> None:
    desk.happened(e.TicketHandedOver(ticket=1, actor="U-ANN", to="U-BEN", summary="half \ud83d"))
    assert written_down(desk, desk.session.connection()) == [1]
    assert desk.session.get_one(Entry, 1).detail == {"to": "U-BEN", "summary": "half \ud83d"}
