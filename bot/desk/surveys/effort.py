"""How easy it was, asked of whoever has rated how it went: in the same message, so that nobody is written to twice.

It never stands alone. Without a rating nobody knows whom to recover and what to thank for, and whoever answers one
question with a tap answers a second one that appears under it, while a message of its own is one more interruption.
"""

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CardStale, EffortRated, SurveyStale
from bot.desk.people.customers import Person
from bot.desk.refusals import NoSuchChoice
from bot.desk.surveys.answering import heard, in_place_of
from bot.desk.surveys.asking import known_as
from bot.desk.surveys.scores import MOST_AGREEMENT

CHOICES = range(1, MOST_AGREEMENT + 1)


def rate(desk: Desk, person: Person, survey: int, score: int, under: int) -> None:
    """They pressed a number of the message `under`. The same one twice is the same as once; another one counts instead.

    Somebody who is blocked is not heard. Raises `NoSuchChoice`, `NotYours`, `SurveyOver`.
    """
    asked = heard(desk, person, survey)
    if asked is None:
        return
    if not asked.asks_effort or asked.score is None or score not in CHOICES:
        raise NoSuchChoice()
    if asked.effort == score and under in asked.numbers:
        return
    known_as(asked, under)
    if asked.effort != score:
        former, asked.effort = asked.effort, score
        ticket = in_place_of(desk, asked.ticket_id).id
        desk.happened(EffortRated(ticket=ticket, actor=CUSTOMER, survey=survey, score=score, former=former))
        desk.happened(CardStale(ticket=ticket))
    desk.happened(SurveyStale(survey=survey))
