"""A new row is filled past SQLModel, with all that SQLModel would fill it with."""

import pytest
from sqlmodel import SQLModel

from bot.desk import closing  # noqa: F401 - with it, all tables
from bot.desk.stored import Stored
from bot.desk.tickets.tables import Message

TABLES = sorted(Stored.__subclasses__(), key=lambda table: table.__name__)


@pytest.mark.parametrize("table", TABLES)
def test_a_new_row_has_what_sqlmodel_gives_it(table: type[Stored]) -> None:
    row = table()
    ours = {name: vars(row).pop(name) for name in table.model_fields if name in vars(row)}
    SQLModel.__init__(row)
    assert ours == {name: value for name, value in vars(row).items() if name in table.model_fields}


def test_lists_of_one_row_are_not_those_of_another() -> None:
    one, other = Message(), Message()  # type: ignore[call-arg]
    one.parts.append(1)
    assert other.parts == []
