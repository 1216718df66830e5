"""What can be sent, and on which lane: the vocabulary between who must hear of what and the couriers who carry it.

A row names things by their ids and is drawn when it is sent; relayed words carry their own text.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter
from pydantic_core import to_json

from bot.desk.rows.lanes import *  # noqa: F403 - one vocabulary, in several files
from bot.desk.rows.notices import *  # noqa: F403
from bot.desk.rows.row import *  # noqa: F403
from bot.desk.rows.to_customers import *  # noqa: F403
from bot.desk.rows.to_customers import InChat
from bot.desk.rows.to_teams import *  # noqa: F403
from bot.desk.rows.to_teams import InTeams
from bot.desk.rows.to_threads import *  # noqa: F403
from bot.desk.rows.to_threads import InThread

Outgoing = InChat | InThread | InTeams

_rows: TypeAdapter[Outgoing] = TypeAdapter(Annotated[Outgoing, Field(discriminator="kind")])


def kept(row: Outgoing, cause: str) -> str:
    """As a lane keeps it. `cause` is what led to it, where the row says nothing of that itself."""
    return to_json(vars(row) | {"cause": row.cause or cause}).decode()


def read(payload: str) -> Outgoing:
    """The row a lane kept. Raises `pydantic.ValidationError` for one this version does not know."""
    return _rows.validate_json(payload)
