"""An escalation in posts: for whoever is told of a step in the thread, for a team, and for the supervisors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, HeaderBlock, PlainTextObject, SectionBlock
from slack_sdk.models.blocks import MarkdownTextObject as Mrkdwn

from bot.desk.escalation.audiences import Passed, Place
from bot.desk.escalation.chains import Role
from bot.desk.escalation.reading import Standing
from bot.desk.escalation.tables import Cause, End, Escalation, Stage, Telling
from bot.desk.events import CUSTOMER, DESK
from bot.desk.moments import moment_of
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.lists import link, small
from bot.views.slack.merges import linked_number
from bot.views.slack.words import Post, cut, escaped, fallback

Json = dict[str, Any]

MOST_TOLD = 20
"""Tellings that the supervisors' post lists: the latest."""

MOST_GAPS = 20

_ENDS = {
    End.MET: "it was answered",
    End.CLOSED: "the ticket is solved or closed",
    End.SPAM: "it was spam",
    End.MERGED: "the ticket was merged into another",
    End.ERASED: "the ticket was erased",
    End.WITHDRAWN: "it is not promised any more",
    End.OLD: "it went on for too long for reminders to help",
}


def post(standing: Standing, workspace: str) -> Post:
    """For one telling: with a button for as long as it matters who is on it."""
    telling = standing.telling
    if not telling.leads:
        return _again(standing)
    if telling.place is Place.SUPERVISORS:
        return _for_supervisors(standing, workspace)
    said = _said(standing, workspace)
    blocks = [SectionBlock(text=Mrkdwn(text=said)).to_dict(), *_below(standing, workspace)]
    return Post(_plainly(standing), blocks)


def mention(person: str) -> str:
    return f"<!subteam^{person}>" if person.startswith("S") else f"<@{person}>"


def gaps(spans: Sequence[tuple[int, int]]) -> Post:
    """For the supervisors: when nobody is on duty."""
    said = [f"• {facts.moment(moment_of(start))} to {facts.moment(moment_of(end))}" for start, end in spans[:MOST_GAPS]]
    more = [f"… and {len(spans) - MOST_GAPS} more"] if len(spans) > MOST_GAPS else []
    text = "\n".join(["🗓️ Nobody is on duty, and somebody should be:", *said, *more])
    said_plainly = fallback("🗓️ Nobody is on duty for some of the next days")
    return Post(said_plainly, [SectionBlock(text=Mrkdwn(text=text)).to_dict()])


def _said(standing: Standing, workspace: str) -> str:
    telling = standing.telling
    whom = " ".join(map(mention, telling.people))
    if telling.reminds:
        return f"🕰️ {whom}, you said that you are on it. {_why(standing)} Are you still?"
    begins = f"⏫ {linked_number(standing.sheet, workspace)}:" if telling.place is Place.TEAM else f"⏫ {whom}:"
    return " ".join(filter(None, [begins, _why(standing), _passed(standing, telling), "Who is on it?"]))


def _for_supervisors(standing: Standing, workspace: str) -> Post:
    title = HeaderBlock(text=PlainTextObject(text=cut(f"⏫ {facts.title(standing.sheet.ticket)}", 150), emoji=True))
    about = f"{_why(standing)} Owner: {facts.owner(standing.sheet)}."
    told = "\n".join(_lines(standing))
    blocks = [title.to_dict(), SectionBlock(text=Mrkdwn(text=about)).to_dict(), small(cut(told, 2000))]
    return Post(_plainly(standing), [*blocks, *_below(standing, workspace)])


def _again(standing: Standing) -> Post:
    text = f"🔔 Told again, as nobody is on it: {_why(standing)}"
    if standing.telling.gathered:
        text = "🔔 Told again: nobody is on some of these yet."
    return Post(_plainly(standing), [SectionBlock(text=Mrkdwn(text=text)).to_dict()])


def _plainly(standing: Standing) -> str:
    """For notifications: no customer's words, and no mention."""
    return fallback(f"⏫ #{standing.sheet.ticket.id} is escalated")


def _why(standing: Standing) -> str:
    return why(standing.escalation, standing.names)


def why(escalation: Escalation, names: Mapping[str, str]) -> str:
    if escalation.cause is Cause.LATE and escalation.due_ms:
        late = facts.targets(escalation.targets).capitalize()
        return f"{late}: due {facts.due(moment_of(escalation.due_ms))}, and not done."
    if escalation.by == CUSTOMER:
        return f"The customer asked for a person {facts.ago(escalation.began_at)}."
    if escalation.by == DESK:
        return f"It was handed over for the third time {facts.ago(escalation.began_at)}."
    return f"{named(names, escalation.by)} asked for somebody above {facts.ago(escalation.began_at)}."


def _lines(standing: Standing) -> Iterator[str]:
    """Who was told when, and who was not."""
    for each in standing.tellings[-MOST_TOLD:]:
        if each.reminds:
            yield f"{facts.moment(each.at)}: {named(standing.names, each.tell)} was asked whether they are still on it"
            continue
        whom = "nobody" if each.place is Place.NOWHERE else _whom(standing, each)
        yield " ".join(filter(None, [f"{facts.moment(each.at)}: {whom} told.", _passed(standing, each)]))


def _whom(standing: Standing, told: Telling) -> str:
    if told.place is Place.SUPERVISORS:
        return "supervisors"
    if told.place is Place.TEAM or told.tell == Role.TEAM:
        return f"the team {escaped(standing.sheet.ticket.team)}"
    return ", ".join(named(standing.names, each) for each in told.people)


def named(names: Mapping[str, str], person: str | None) -> str:
    """A name where it is known, so that being listed notifies nobody; a group has none but Slack's own."""
    if person and person.startswith("S"):
        return mention(person)
    return escaped(names.get(person or "", person or "somebody"))


def _passed(standing: Standing, told: Telling) -> str:
    """Who was passed over, and what was done instead."""
    if told.passed == Passed.NOBODY:
        return "Nobody has it."
    if told.passed == Passed.NO_CHANNEL:
        return "No supervisors' channel is set."
    if told.passed == Passed.OFF_DUTY:
        return "Nobody is on duty."
    if not told.passed:
        return ""
    who = named(standing.names, told.missed)
    if told.passed == Passed.ASKED:
        return f"{who} has it."
    why = "is away" if told.passed == Passed.AWAY else "is no agent of this desk"
    instead = {Place.THREAD: ", so their deputy is told", Place.TEAM: ", so the team is told"}
    return f"{who} {why}{instead.get(told.place, ', and has no deputy who is there')}."


def _below(standing: Standing, workspace: str) -> list[Json]:
    """How it stands, and what can be done about it."""
    state = _state(standing)
    address = link(standing.sheet.card, workspace) if standing.telling.place is not Place.THREAD else None
    buttons = [] if _settled(standing) else [_button(standing)]
    if address:
        buttons.append(ButtonElement(text="Open ticket", action_id=Action.OPEN.value, url=address))
    return [
        *([small(state)] if state else []),
        *([ActionsBlock(elements=buttons).to_dict()] if buttons else []),
    ]


def _settled(standing: Standing) -> bool:
    """Nobody has to say that they are on it."""
    return standing.escalation.stage in (Stage.TAKEN, Stage.OVER)


def _button(standing: Standing) -> ButtonElement:
    label = "Still on it" if standing.telling.reminds else "Acknowledge"
    return ButtonElement(text=label, action_id=Action.ON_IT.value, value=str(standing.escalation.id), style="primary")


def _state(standing: Standing) -> str:
    escalation = standing.escalation
    who = named(standing.names, escalation.taken_by) if escalation.taken_by else ""
    match escalation.stage:
        case Stage.TAKEN if escalation.taken_at:
            return f"✅ {who} is on it since {facts.moment(escalation.taken_at)}"
        case Stage.ASKED:
            return f"🕰️ {who} was on it, and is asked whether they still are"
        case Stage.OVER:
            return f"☑️ Over: {_ENDS[End(escalation.why or End.CLOSED)]}"
        case _:
            return f"Chain “{escaped(str(escalation.chain['name']))}”: nobody is on it yet"
