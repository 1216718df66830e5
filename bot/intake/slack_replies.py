"""What whoever did something in Slack is told: why not, or that it failed."""

from bot.desk.alerting import standing
from bot.desk.claims.following import pressed_in_vain
from bot.desk.desk import Desk
from bot.desk.events import AgentTold, BoardStale, CardStale
from bot.desk.refusals import Refusal
from bot.desk.tickets import reading
from bot.intake.slack_payloads import Asker, Json

WENT_WRONG = (
    "Something went wrong on our side. Whoever runs the desk has been told; they can look it up as {reference}."
)


class Reply:
    """What the handler gave, and what could not be said in a channel."""

    def __init__(self, to: Asker) -> None:
        self.to = to
        self.given: Json = {}
        self.unsaid = ""

    def refuse(self, desk: Desk, refusal: Refusal) -> None:
        self._say(desk, refusal.sentence)
        channel, post = self.to.channel or "", self.to.post or ""
        ticket = reading.ticket_at(desk.session, channel, post)
        if ticket:
            desk.happened(CardStale(ticket=ticket))
        elif board := standing.board_at(desk.session, channel, post):
            desk.happened(BoardStale(board=board))
        else:
            pressed_in_vain(desk, channel, post)

    def apologise(self, desk: Desk, reference: str) -> None:
        self._say(desk, WENT_WRONG.format(reference=reference))

    def _say(self, desk: Desk, sentence: str) -> None:
        to = self.to
        if to.agent and to.channel:
            desk.happened(AgentTold(agent=to.agent, channel=to.channel, thread=to.thread, sentence=sentence))
        else:
            self.unsaid = sentence
