"""Misses become episodes: all of one cause that came in the same window are one thing to tell."""

from typing import Any

from sqlalchemy import case, func, update
from sqlmodel import col, select

from bot.desk.alerting.budget import earliest_end
from bot.desk.alerting.tables import Breach, Episode
from bot.desk.alerting.telling import tell
from bot.desk.desk import Desk
from bot.desk.service_levels.policies import Target

_NEW = col(Breach.episode_id).is_(None)
_CAUSES: Any = (
    select(Breach.team, Breach.target, func.min(case((col(Breach.lapsed), 1), else_=0)))
    .where(_NEW)
    .group_by(col(Breach.team), col(Breach.target))
    .order_by(col(Breach.team), col(Breach.target))
)


def gather(desk: Desk, _nothing: int = 0) -> None:
    """What was noted since the last time joins the episode of its cause, which begins if it does not go on yet."""
    for team, target, lapsed in desk.session.exec(_CAUSES).all():
        episode = _going_on(desk, team, target) or _begin(desk, team, target)
        episode.misses += _join(desk, episode)
        episode.missed_at = desk.moment
        episode.review_at = earliest_end(episode.began_at, desk.moment)
        desk.session.flush()
        tell(desk, episode, lapsed=bool(lapsed))


def _going_on(desk: Desk, team: str, target: Target) -> Episode | None:
    same = select(Episode).where(Episode.team == team, Episode.target == target, col(Episode.over_at).is_(None))
    return desk.session.exec(same.with_for_update()).first()


def _begin(desk: Desk, team: str, target: Target) -> Episode:
    episode = Episode(team=team, target=target, began_at=desk.moment, missed_at=desk.moment)
    desk.keep(episode)
    return episode


def _join(desk: Desk, episode: Episode) -> int:
    """One statement, however many there are; gives how many that was."""
    same = (_NEW, col(Breach.team) == episode.team, col(Breach.target) == episode.target)
    return desk.session.connection().execute(update(Breach).where(*same).values(episode_id=episode.id)).rowcount
