"""What customers think of us, by button: how it went, how easy it was, whether they would recommend us, what helped."""

from bot.desk.desk import Do, Verb
from bot.desk.people.customers import Person
from bot.desk.refusals import NoSuchChoice
from bot.desk.relationship import answering as relationship
from bot.desk.surveys import answering, effort, helpfulness
from bot.views.telegram.buttons import Press, Pressed

SCORED: dict[Pressed, Verb[[Person, int, int, int], None]] = {
    Pressed.RATE: answering.rate,
    Pressed.EFFORT: effort.rate,
    Pressed.NPS: relationship.rate,
}
"""What is answered with a number, by the number of what was asked."""
ANSWERS = frozenset({*SCORED, Pressed.HELPFUL})
SCORES = {str(score): score for score in range(11)}


async def carry_out(do: Do, press: Press, who: Person, under: int) -> None:
    """`under` is the message the button is under: it shows what they chose."""
    match press:
        case Press(Pressed.HELPFUL, 0 | 1, answer):
            await do(helpfulness.vote, who, answer, under, helpful=press.ticket == 1)
        case Press(verb, asked, argument) if verb in SCORED and argument in SCORES:
            await do(SCORED[verb], who, asked, SCORES[argument], under)
        case _:
            raise NoSuchChoice()
