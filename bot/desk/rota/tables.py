"""Which gaps of the rota somebody was told of."""

from datetime import datetime

from sqlmodel import Field

from bot.desk.stored import Stored


class Gap(Stored, table=True):
    """A time in which nobody is on duty, of which the supervisors were told at `told_at`."""

    id: int = Field(default=None, primary_key=True)
    starts: datetime
    ends: datetime = Field(index=True)
    told_at: datetime
