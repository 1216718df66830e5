"""What supervisors and teams read of promises that were not kept: boards, each of which stays true."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, MarkdownTextObject, SectionBlock

from bot.desk.alerting.standing import Late, Shown, Standing
from bot.desk.alerting.tables import BoardKind
from bot.desk.practice import Practice
from bot.desk.service_levels.policies import Target
from bot.desk.tickets.tables import Priority
from bot.views.slack import facts
from bot.views.slack.actions import Action
from bot.views.slack.lists import link, small
from bot.views.slack.words import Post, escaped, escaped_within, fallback

Json = dict[str, Any]

LONGEST_SUBJECT = 150
MOST_GROUPS = 20
"""In one digest: each is a block."""

_ONE_AND_MANY: dict[str, tuple[str, str]] = {
    Target.FIRST_RESPONSE: ("first answer", "first answers"),
    Target.NEXT_RESPONSE: ("next answer", "next answers"),
    Target.RESOLUTION: ("solution", "solutions"),
}


def board(shown: Shown, practice: Practice, workspace: str) -> Post:
    match shown.board.kind:
        case BoardKind.DIGEST:
            return _folded(_digest_lead(practice), shown.episodes, practice)
        case BoardKind.OUTAGE:
            return _folded(_outage_lead(shown), shown.episodes, practice)
        case BoardKind.HELP:
            return _help(shown.episodes[0], practice, workspace)
        case _ if shown.episodes[0].episode.over_at:
            return _small(_over_line(shown.episodes[0], practice))
        case BoardKind.EPISODE:
            return _episode(shown.episodes[0], practice, workspace)
        case BoardKind.TEAM:
            return _unowned(shown.episodes[0], workspace)


def _post(lead: str, blocks: Sequence[Json]) -> Post:
    """`lead` is mrkdwn."""
    return Post(lead, [SectionBlock(text=MarkdownTextObject(text=lead)).to_dict(), *blocks])


def _episode(standing: Standing, practice: Practice, workspace: str) -> Post:
    icon = "🔴" if standing.late else "🟡"
    lead = f"{icon} *{_team(standing, practice)}*: {_how_many(standing)}"
    rows = [_row(late, workspace) for late in standing.listed]
    return _post(lead, [*rows, *_more(standing.late - len(rows)), *_said(standing), _actions(standing)])


def _unowned(standing: Standing, workspace: str) -> Post:
    """For the team: only what nobody has, since the others' owners were told in their threads."""
    if not standing.unowned:
        return _small("👌 Somebody has each of them now.")
    lead = f"🔴 {_late(standing.unowned, standing)}, and nobody has {'it' if standing.unowned == 1 else 'them'}:"
    rows = [_row(late, workspace) for late in standing.listed]
    return _post(lead, [*rows, *_more(standing.unowned - len(rows))])


def _help(standing: Standing, practice: Practice, workspace: str) -> Post:
    """Said once, and never changed: numbers alone, so that nothing in it can become untrue or has to be erased."""
    said = f"🆘 {escaped(standing.helped_by)} asks {_team(standing, practice)} for help: {_how_many(standing)}."
    if not standing.unowned:
        return _post(f"{said} Somebody has each of them: ask what you can do.", [])
    numbers = ", ".join(_number(late, workspace) for late in standing.listed)
    rest = standing.unowned - len(standing.listed)
    return _post(f"{said} Take one: {numbers}{f' and {rest} more' if rest > 0 else ''}", [])


def _digest_lead(practice: Practice) -> str:
    most = practice.interruptions
    posts = "1 post has" if most == 1 else f"{most} posts have"
    return (
        f"📦 *Digest of this shift*: {posts} interrupted it, which is the most that the settings allow. What else "
        "becomes late is added here, quietly; only what is urgent still has a post of its own."
    )


def _outage_lead(shown: Shown) -> str:
    since = until = ""
    if shown.outage:
        since, until = facts.moment(shown.outage.since), facts.moment(shown.outage.until)
    return f"🔌 *The desk did not run* from {since} to {until}. What fell due meanwhile is told of here, once:"


def _folded(lead: str, episodes: Sequence[Standing], practice: Practice) -> Post:
    """An episode may have gone on to a later digest since."""
    groups = [_group(standing, practice) for standing in episodes[:MOST_GROUPS]] or [small("Nothing else by now.")]
    return _post(lead, [*groups, *_more(len(episodes) - MOST_GROUPS)])


def _group(standing: Standing, practice: Practice) -> Json:
    """A line for each; the button gives it a board of its own."""
    if standing.episode.over_at:
        return small(_over_line(standing, practice))
    icon = "🔴" if standing.late else "🟡"
    shown = " It has a post of its own below." if standing.shown else ""
    text = MarkdownTextObject(text=f"{icon} *{_team(standing, practice)}*: {_how_many(standing)}.{shown}")
    button = None if standing.shown else _button("Show", Action.SHOW_EPISODE, standing, f":{standing.episode.id}")
    return SectionBlock(text=text, accessory=button).to_dict()


def _over_line(standing: Standing, practice: Practice) -> str:
    it = standing.episode
    when = f"from {facts.moment(it.began_at)} to {facts.moment(it.over_at or it.began_at)}"
    by = f" {escaped(standing.acknowledged_by)} saw to it." if it.acknowledged_by else ""
    missed = _counted(it.misses, it.target)
    return f"✅ *{_team(standing, practice)}*: over. {missed} {'was' if it.misses == 1 else 'were'} late, {when}.{by}"


def _how_many(standing: Standing) -> str:
    if standing.late and standing.since:
        alone = "" if standing.late == 1 else "the longest "
        return f"{_late(standing.late, standing)}, {alone}since {facts.ago(standing.since)}"
    missed = _counted(standing.episode.misses, standing.episode.target)
    return f"none is late any more; {missed} {'was' if standing.episode.misses == 1 else 'were'}"


def _late(count: int, standing: Standing) -> str:
    return f"{_counted(count, standing.episode.target)} {'is' if count == 1 else 'are'} late"


def _counted(count: int, target: str) -> str:
    one, many = _ONE_AND_MANY.get(target, (target, target))
    return f"{count} {one if count == 1 else many}"


def _team(standing: Standing, practice: Practice) -> str:
    return escaped(practice.team(standing.episode.team).name)


def _row(late: Late, workspace: str) -> Json:
    ticket = late.sheet.ticket
    urgent = "🚨 " if ticket.priority == Priority.URGENT else ""
    subject = escaped_within(" ".join(ticket.subject.split()), LONGEST_SUBJECT)
    said = f"{urgent}{_number(late, workspace)} {subject}\n{facts.owner(late.sheet)} · due {facts.due(late.due_at)}"
    take = None
    if ticket.owner is None:
        take = ButtonElement(text="Take", action_id=f"{Action.CLAIM}:{ticket.id}", value=str(ticket.id))
    return SectionBlock(text=MarkdownTextObject(text=said), accessory=take).to_dict()


def _number(late: Late, workspace: str) -> str:
    address = link(late.sheet.card, workspace)
    number = late.sheet.ticket.id
    return f"<{address}|#{number}>" if address else f"#{number}"


def _more(count: int) -> list[Json]:
    return [small(f"… and {count} more")] if count > 0 else []


def _said(standing: Standing) -> Iterator[Json]:
    it = standing.episode
    if it.acknowledged_by and it.acknowledged_at:
        by = escaped(standing.acknowledged_by)
        yield small(f"🙋 {by} sees to it, since {facts.moment(it.acknowledged_at)}. Nothing more interrupts for this.")
    if it.helped_by and it.helped_at:
        yield small(f"🆘 {escaped(standing.helped_by)} called for help {facts.moment(it.helped_at)}.")


def _actions(standing: Standing) -> Json:
    """What makes sense now. While nothing is late, there is nothing to do but to know."""
    it = standing.episode
    buttons = []
    if standing.unowned:
        buttons.append(_button("Take the most overdue", Action.TAKE_LONGEST, standing))
    if standing.late:
        buttons.append(_button("Reassign…", Action.REASSIGN, standing))
    if standing.late and not it.helped_by:
        buttons.append(_button("Call for help", Action.CALL_HELP, standing))
    if not it.acknowledged_by:
        buttons.append(_button("Acknowledge", Action.ACKNOWLEDGE, standing))
    return ActionsBlock(elements=buttons).to_dict() if buttons else small("It is over when this stays so.")


def _button(label: str, action: Action, standing: Standing, which: str = "") -> ButtonElement:
    return ButtonElement(text=label, action_id=f"{action}{which}", value=str(standing.episode.id))


def _small(text: str) -> Post:
    return Post(fallback(text), [small(text)])
