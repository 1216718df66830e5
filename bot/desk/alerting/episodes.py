"""What supervisors do about an episode, and how one ends."""

from datetime import timedelta

from bot.desk.alerting import standing
from bot.desk.alerting.budget import earliest_end
from bot.desk.alerting.tables import Board, BoardKind, Episode
from bot.desk.alerting.telling import interrupt, make, redraw
from bot.desk.desk import Desk
from bot.desk.refusals import AllTaken, AlreadyAcknowledged, EpisodeOver, HelpAlreadyCalled, NothingLate
from bot.desk.tickets import handling

LOOK_AGAIN = timedelta(minutes=1)


def held(desk: Desk, episode: int) -> Episode:
    return desk.session.get_one(Episode, episode, with_for_update=True)


def review(desk: Desk, episode: int) -> None:
    """It is over when nothing of it is late and it has lasted its time; else it is looked at again soon.

    Where the digest told of it, it may have become urgent since, or another shift may have begun.
    """
    it = held(desk, episode)
    if it.over_at:
        return
    if standing.counted(desk.session, it).late:
        it.review_at = desk.moment + LOOK_AGAIN
        if _in_digest(desk, it):
            interrupt(desk, it)
    elif (end := earliest_end(it.began_at, it.missed_at)) > desk.moment:
        it.review_at = end
    else:
        it.over_at, it.review_at = desk.moment, None
        redraw(desk, it)


def _in_digest(desk: Desk, episode: Episode) -> bool:
    board = desk.session.get(Board, episode.folded_into) if episode.folded_into else None
    return board is not None and board.kind is BoardKind.DIGEST


def acknowledge(desk: Desk, episode: int, agent: str) -> None:
    """Somebody sees to it: nothing more interrupts because of it. Once more by the same person is the same.

    Raises `EpisodeOver`, `AlreadyAcknowledged`.
    """
    it = _going_on(desk, episode, agent)
    if it.acknowledged_by is None:
        it.acknowledged_by, it.acknowledged_at = agent, desk.moment
        redraw(desk, it)
    elif it.acknowledged_by != agent:
        raise AlreadyAcknowledged(by=desk.name(it.acknowledged_by))


def call_help(desk: Desk, episode: int, agent: str) -> None:
    """Its team hears what is needed, once. Raises `EpisodeOver`, `HelpAlreadyCalled`, `NothingLate`."""
    it = _going_on(desk, episode, agent)
    if it.helped_by:
        raise HelpAlreadyCalled(by=desk.name(it.helped_by))
    if not standing.counted(desk.session, it).late:
        raise NothingLate()
    it.helped_by, it.helped_at = agent, desk.moment
    make(desk, BoardKind.HELP, desk.practice.team(it.team).channel, it)
    redraw(desk, it)


def take_longest(desk: Desk, episode: int, agent: str) -> None:
    """The agent claims what is late for longest and nobody's. Raises `EpisodeOver`, `AllTaken`."""
    _going_on(desk, episode, agent, lock=False)  # a ticket is never locked after an episode
    unowned = standing.listed(desk.session, episode, 1, unowned=True)
    if not unowned:
        raise AllTaken()
    handling.claim(desk, unowned[0].sheet.ticket.id, agent)


def show(desk: Desk, episode: int, agent: str) -> None:
    """A board of its own, whatever the budget says: somebody asks for it. Raises `EpisodeOver`."""
    it = _going_on(desk, episode, agent)
    if desk.practice.supervisors and not standing.own(desk.session, episode, BoardKind.EPISODE):
        make(desk, BoardKind.EPISODE, desk.practice.supervisors, it)
        redraw(desk, it)


def _going_on(desk: Desk, episode: int, agent: str, *, lock: bool = True) -> Episode:
    desk.agent(agent)
    it = desk.session.get(Episode, episode, with_for_update=lock)
    if it is None or it.over_at:
        raise EpisodeOver()
    return it
