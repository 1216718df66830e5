"""What agents read of customers who cannot be reached, or were blocked."""

from typing import Any

import pytest

from bot.desk.people.tables import Customer
from bot.desk.tickets.offering import Kept, Offered
from bot.desk.tickets.tables import Offer
from bot.views.slack import facts, offers
from tests.views.slack.test_cards import assert_sound
from tests.views.slack.tickets import LONG, NASTY, START

Json = dict[str, Any]


def offer(kept: int = 1, name: str = NASTY, agent: str = NASTY, **settled: Any) -> Offered:
    asked = Offer(id=4, ticket_id=1042, made_at=START, **settled)
    return Offered(asked, name, [Kept(agent, LONG)] * kept, agent)


OFFERS = [
    (offer(30, agent=LONG), "30 answers could not be sent"),
    (offer(0), "Nothing is kept"),
    (offer(settled_at=START), "They left again"),
    (offer(settled_at=START, settled_by="UBEN"), "left the kept"),
    (offer(0, settled_at=START, settled_by="UBEN", sent=2), "had 2 answers sent"),
]


@pytest.mark.parametrize(("offered", "said"), OFFERS)
def test_an_offer_says_how_it_stands_and_only_an_open_one_has_buttons(offered: Offered, said: str) -> None:
    post = offers.offer(offered)
    assert_sound(post)
    assert said in post.text
    buttons = [each["text"]["text"] for part in post.blocks for each in part.get("elements", []) if "action_id" in each]
    assert buttons == (["Send now", "Leave unsent"] if offered.open else [])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Ada"),
        ({"blocked_at": START}, "Ada · blocked"),
        ({"blocked_at": START, "dropped": 1}, "Ada · blocked, 1 message dropped since"),
        ({"unreachable_since": START}, "Ada · cannot be reached"),
        (
            {"blocked_at": START, "dropped": 12, "unreachable_since": START, "unreachable_why": "blocked"},
            "Ada · blocked, 12 messages dropped since · cannot be reached: they blocked the bot",
        ),
        (
            {"unreachable_since": START, "unreachable_why": "deleted"},
            "Ada · cannot be reached: their account was deleted",
        ),
    ],
)
def test_a_card_says_of_its_customer_what_stands_between(fields: Json, said: str) -> None:
    assert facts.who(Customer(id=1, chat=7, name="Ada", language="en", since=START, **fields)) == said
