"""An agent's words as the customer gets them."""

from datetime import UTC, datetime

import pytest

from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Ticket
from bot.desk.words import Span, Style, Words
from bot.sandbox.telegram.markup import parsed
from bot.views.telegram.relays import pieces, relayed
from bot.views.telegram.screens import named, title
from bot.views.telegram.topics import topic_name
from bot.views.telegram.words import MOST, units

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TICKET = Ticket(id=1042, customer_id=1, team="Support", subject="<My> bill", opened_at=NOON, customer_wrote_at=NOON)
TITLE = title(TICKET)


def test_the_only_ticket_needs_no_heading() -> None:
    (screen,) = relayed(Words("Hi *there*", (Span(Style.BOLD, 3, 10),)), TITLE, alone=True)
    assert screen.html == "Hi <b>*there*</b>"
    assert screen.buttons == ()


def test_one_of_several_is_headed_by_its_number_and_subject() -> None:
    (screen,) = relayed(Words("👋 there", (Span(Style.ITALIC, 2, 7),)), TITLE, alone=False)
    assert screen.html == "<b>#1042 · &lt;My&gt; bill</b>\n\n👋 <i>there</i>"


def test_a_long_answer_takes_several_messages() -> None:
    screens = relayed(Words("word & word " * 1000), TITLE, alone=False)
    texts = [parsed(screen.html)[0] for screen in screens]
    assert len(texts) == 4
    assert texts[0].startswith("#1042")
    assert all(units(text) <= MOST for text in texts)


@pytest.mark.parametrize("text", ["one two three " * 600, "x" * 9000, "🔥" * 3900, "A line.\n\n" * 1200])
@pytest.mark.parametrize("subject", ["", "<My> bill", "🔥" * 500])
def test_words_are_cut_in_the_same_places_with_a_heading_and_without(text: str, subject: str) -> None:
    headed, bare = (relayed(Words(text), named(1042, subject), alone=alone) for alone in (False, True))
    assert len(headed) == len(bare) == pieces(Words(text)) > 2
    assert headed[0].html.endswith(f"</b>\n\n{bare[0].html}")
    assert headed[1:] == bare[1:]
    assert all(units(parsed(screen.html)[0]) <= MOST for screen in headed)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (Status.NEW, "💬 #1042 · <My> bill"),
        (Status.ON_HOLD, "💬 #1042 · <My> bill"),
        (Status.SOLVED, "✅ #1042 · <My> bill"),
        (Status.CLOSED, "✅ #1042 · <My> bill"),
    ],
)
def test_a_topic_is_named_after_its_ticket(status: Status, name: str) -> None:
    assert topic_name(TICKET.model_copy(update={"status": status})) == name


def test_a_topics_name_is_never_longer_than_telegram_takes() -> None:
    name = topic_name(TICKET.model_copy(update={"subject": "🔥" * 80, "status": Status.NEW}))
    assert name.startswith("💬 #1042 · 🔥🔥")
    assert units(name) <= 128
