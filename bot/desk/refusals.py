"""What the desk says no to: one class, one sentence for the person who asked.

A class's docstring is its sentence; its fields fill the braces. Agents read it as it stands; a customer reads the
catalogue's translation of it.
"""


class Refusal(Exception):
    """That cannot be done."""

    def __init__(self, **fields: object) -> None:
        super().__init__()
        self.fields = fields

    @property
    def sentence(self) -> str:
        return (self.__doc__ or "").format(**self.fields)

    def __str__(self) -> str:
        return self.sentence


class NotAnAgent(Refusal):
    """Only agents of this desk can do that. Ask the person who runs the desk to add you to a team."""


class OnlyInside(NotAnAgent):
    """What you write here stays inside: only agents answer customers. Whoever runs the desk can add you to a team."""


class NoSuchTicket(Refusal):
    """There is no ticket #{ticket}."""


class TakenByAnother(Refusal):
    """{owner} already has #{ticket}. Ask them to hand it over, or leave a note in the thread."""


class InTheQueue(Refusal):
    """#{ticket} is back in the queue, so it is not yours any more. Claim it to go on."""


class NotAhead(Refusal):
    """That time is over: it is {now} ({zone}) now. Choose a later one."""


class NoMoment(Refusal):
    """Choose until when."""


class CannotNow(Refusal):
    """That cannot be done while the ticket is {status}."""

    @property
    def sentence(self) -> str:
        status = str(self.fields["status"]).replace("_", " ")
        hint = {"solved": " Reopen it first.", "closed": " It is over: a new message opens a follow-up."}
        return f"That cannot be done while the ticket is {status}.{hint.get(status, '')}"


class NobodyThere(Refusal):
    """{name} is not an agent or a team of this desk."""


class NotTheirMessage(Refusal):
    """That message is not this customer's any more. Choose another one, or no message in particular."""


class NothingWritten(Refusal):
    """There is nothing to send: write something first."""


class StillNamed(Refusal):
    """The customer still reads the former words, since the new ones name {names}. Say it another way."""


class StillSaid(Refusal):
    """The customer has that message already, so it cannot become a note or nothing. Delete it to take it back."""


class FileStaysThere(Refusal):
    """The customer still has the file you removed. Delete the whole message to take it back."""


class FileTooLarge(Refusal):
    """{name} ({size}) was not passed on: Telegram takes at most {most} from us. Share a link to it instead."""


class FileNotAllowed(Refusal):
    """{name} was not passed on: this desk does not pass on files of that kind. Share a link to it instead."""


class FileElsewhere(Refusal):
    """{name} is kept outside Slack, so it was not passed on. Upload the file itself, or share a link to it."""


class NothingToRetry(Refusal):
    """That message has already been delivered or was stopped, so there is nothing to send again."""


class NoLongerAsked(Refusal):
    """That question has been settled already."""


class OnItAlready(Refusal):
    """{name} was first, and is on #{ticket}."""


class EscalationOver(Refusal):
    """That escalation of #{ticket} is over, so nobody has to be on it any more."""


class NobodyNeeded(Refusal):
    """Somebody is on each of these already, or it is over."""


class AlreadyEscalated(Refusal):
    """#{ticket} is escalated already. Its thread says who was told, and who is on it."""


class NowhereToEscalate(Refusal):
    """Nothing says who is to hear of it. Ask the person who runs the desk to set [escalation] asked in its settings."""


class NoSuchChoice(Refusal):
    """That choice is no longer offered."""


class HeldByLaw(Refusal):
    """We may not erase this yet, because a legal matter is pending: nothing was erased. Ask us again later."""


class AlreadyErased(Refusal):
    """What was said in #{ticket} was erased, so there is nothing left of it."""


class ForgetTooLate(Refusal):
    """That button is too old, and nothing was erased. Send /forget to be asked again."""


class DataJustSent(Refusal):
    """We sent you your data a few minutes ago: look for the file in this chat."""


class NoSuchCustomer(Refusal):
    """There is no such customer, or they were forgotten already."""


class SurveyOver(Refusal):
    """That question is closed, so nothing was changed. If you want to tell us something, just write."""


class NoSuchDays(Refusal):
    """“{said}” is no time to count in. Say today, last week, 30 days, or a day or two such as 2026-03-02 2026-03-08."""


class BackwardPeriod(Refusal):
    """{first} is after {last}. Say the earlier day first."""


class NotBegun(Refusal):
    """{first} is yet to come, so there is nothing to count."""


class PeriodTooLong(Refusal):
    """That is too long: {most} days can be counted at most."""


class NoSuchTeam(Refusal):
    """“{said}” is no team of this desk. There is {teams}."""


class NoTeamAndNoDays(Refusal):
    """“{said}” is no team of this desk ({teams}), and no time to count in. Say it as in: last week {example}"""


class OtherTeams(Refusal):
    """You can see the figures of your own teams: {teams}. Supervisors see all, when they ask in their own channel."""


class NoSuchAgent(Refusal):
    """Nobody here is called “{said}”. Use the name that they have in Slack, or their member id."""


class SeveralAgents(Refusal):
    """Several people here are called “{said}”. Use the member id: {ids}."""


class NoSuchCategory(Refusal):
    """“{said}” is no category of this desk. There is {categories}."""


class CauseWanted(Refusal):
    """#{ticket} needs a cause before it is solved: press Resolve on its card, and choose one."""


class NotYours(Refusal):
    """That ticket is not yours."""


class TicketIsOver(Refusal):
    """Ticket #{ticket} is already closed. Just write, and we will look into it."""


class AlreadyOpen(Refusal):
    """Ticket #{ticket} is open already, and we are working on it. Just write what is missing."""


class WantsQuiet(Refusal):
    """{name} asked for /quiet, so nothing is sent that they did not ask for. Answer in the thread when they write."""


class AskedAlready(Refusal):
    """The customer of #{ticket} was asked already. Wait for what they say, or cancel the follow-up first."""


class NoFollowUp(Refusal):
    """No follow-up of #{ticket} is planned, or waits for an answer."""


class CustomerIsBlocked(Refusal):
    """{name} is blocked. Unblock them first, from the card's More menu."""


class MergedAway(Refusal):
    """#{ticket} was merged into #{into}. Go on there."""


class WithItself(Refusal):
    """That is this very ticket. Name another one."""


class AnotherCustomers(Refusal):
    """#{ticket} is another customer's, and only tickets of one customer can be merged. Link the two instead."""


class IsSpam(Refusal):
    """#{ticket} is marked as spam, so that cannot be done with it."""


class IsOver(Refusal):
    """#{ticket} is closed for good, so it cannot be merged. Link the two instead."""


class NothingToMerge(Refusal):
    """{name} has no other ticket that this one could be merged with."""


class NotMerged(Refusal):
    """#{ticket} is not part of another ticket any more."""


class MergedTooLongAgo(Refusal):
    """#{ticket} was merged more than {days} days ago, so it stays where it is."""


class UnmergeThatFirst(Refusal):
    """#{ticket} was itself merged into #{into}. Unmerge #{ticket} first."""


class DuplicateOfThis(Refusal):
    """#{ticket} was itself closed as a duplicate of this one."""


class RecoveryOver(Refusal):
    """That task is over, so nothing happened now. Its card says what came of it."""


class RecoveryTakenBy(Refusal):
    """{owner} sees to the customer of #{ticket}, and can hand it back."""


class RecoveryUntaken(Refusal):
    """Nobody sees to the customer of #{ticket} yet. Press Take first."""


class RecoveryElsewhere(Refusal):
    """The customer of #{ticket} was let down again since, and has a task of its own for that. Go on there."""


class HandledIt(Refusal):
    """You handled #{ticket}, so somebody else is to see to its customer: {others}."""


class SummaryWanted(Refusal):
    """Say in a line how things stand, for whoever goes on with it."""


class NoteWanted(Refusal):
    """Say in a line what was done, and what the customer said."""


class CauseToName(Refusal):
    """Choose why #{ticket} came up: it has no cause yet, and its customer was let down."""


class CannotReach(Refusal):
    """Nothing reaches {name} at the moment. Leave out telling them, and the call is planned all the same."""


class EpisodeOver(Refusal):
    """That is over: nothing of it was late any more, so nothing happened now."""


class AlreadyAcknowledged(Refusal):
    """{by} has acknowledged that already, and sees to it."""


class HelpAlreadyCalled(Refusal):
    """{by} has called for help already."""


class NothingLate(Refusal):
    """None of them is late at the moment, so nobody was called."""


class AllTaken(Refusal):
    """Somebody has each ticket that is late. Reassign one instead."""


class ChooseOne(Refusal):
    """Choose a ticket, or type its number."""


class NoNumber(Refusal):
    """“{said}” is no ticket's number. Type one such as 1042."""


class OneOrTheOther(Refusal):
    """Choose a ticket or type a number, not both: they name different ones."""
