"""What the desk's tables have in common."""

from typing import Any

from sqlmodel import SQLModel


class Stored(SQLModel):
    """A row. Tables do not validate what they are given, so what is set goes to SQLAlchemy alone; and setting what is
    there already changes nothing, so that nothing is written for it."""

    def __setattr__(self, name: str, value: Any) -> None:
        kept = self.__dict__
        if name not in kept or kept[name] != value:
            object.__setattr__(self, name, value)
