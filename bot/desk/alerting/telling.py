"""Who hears of an episode, and on which board: at most so many interruptions a shift, and the rest on its digest."""

from datetime import datetime

from sqlmodel import select

from bot.desk.alerting.budget import Way, way
from bot.desk.alerting.outages import latest
from bot.desk.alerting.spending import shift, spent
from bot.desk.alerting.standing import boards_of, counted, own
from bot.desk.alerting.tables import Board, BoardKind, Episode
from bot.desk.claims.unclaimed import is_called_out
from bot.desk.desk import Desk
from bot.desk.events import BoardMade, BoardStale


def tell(desk: Desk, episode: Episode, *, lapsed: bool = False) -> None:
    """There are new misses; `lapsed`: all of them were due while nothing ran, so they are told of together."""
    redraw(desk, episode)
    if lapsed and desk.practice.supervisors:
        _sum_up(desk, episode, desk.practice.supervisors)
    elif episode.acknowledged_by is None:
        _tell_team(desk, episode)
        interrupt(desk, episode)


def redraw(desk: Desk, episode: Episode) -> None:
    for board in sorted(boards_of(desk.session, [episode])):
        desk.happened(BoardStale(board=board))


def _tell_team(desk: Desk, episode: Episode) -> None:
    """Where nobody has the ticket, there is nobody to be told in its thread. A team that has a list of what nobody has
    taken finds it there: one post is enough, and that one also has what comes back to nobody later."""
    if is_called_out(desk.practice, episode.team):
        return
    if counted(desk.session, episode).unowned and not own(desk.session, episode.id, BoardKind.TEAM):
        make(desk, BoardKind.TEAM, desk.practice.team(episode.team).channel, episode)


def interrupt(desk: Desk, episode: Episode) -> None:
    """A board of its own for supervisors, if it has none and the shift bears it; else it joins the shift's digest."""
    channel = desk.practice.supervisors
    if channel is None or own(desk.session, episode.id, BoardKind.EPISODE):
        return
    standing, since = counted(desk.session, episode), shift(desk)
    urgent, acknowledged = bool(standing.urgent), episode.acknowledged_by is not None
    match way(
        spent=spent(desk, channel, since), most=desk.practice.interruptions, urgent=urgent, acknowledged=acknowledged
    ):
        case Way.OWN:
            make(desk, BoardKind.EPISODE, channel, episode)
            redraw(desk, episode)
        case Way.DIGEST:
            _fold(desk, episode, _digest(desk, channel, since) or make(desk, BoardKind.DIGEST, channel))
        case Way.NONE:
            pass


def _digest(desk: Desk, channel: str, since: datetime) -> Board | None:
    digest = select(Board).where(Board.kind == BoardKind.DIGEST, Board.channel == channel, Board.made_at >= since)
    return desk.session.exec(digest).first()


def _sum_up(desk: Desk, episode: Episode, channel: str) -> None:
    """On the one board of the outage, unless supervisors have a board of the episode already."""
    outage = latest(desk.session)
    if outage and not (episode.folded_into or own(desk.session, episode.id, BoardKind.EPISODE)):
        known = desk.session.exec(select(Board).where(Board.outage_id == outage.id)).first()
        _fold(desk, episode, known or make(desk, BoardKind.OUTAGE, channel, outage=outage.id))


def _fold(desk: Desk, episode: Episode, board: Board) -> None:
    if episode.folded_into != board.id:
        redraw(desk, episode)
        episode.folded_into = board.id
        desk.happened(BoardStale(board=board.id))


def make(desk: Desk, kind: BoardKind, channel: str, episode: Episode | None = None, outage: int | None = None) -> Board:
    about = episode.id if episode else None
    board = Board(kind=kind, channel=channel, made_at=desk.moment, episode_id=about, outage_id=outage)
    desk.keep(board)
    desk.happened(BoardMade(board=board.id, channel=channel))
    return board


def posted(desk: Desk, board: int, post: str) -> None:
    """It is there; what changed since it was drawn is drawn now."""
    desk.session.get_one(Board, board, with_for_update=True).post = post
    desk.happened(BoardStale(board=board))
