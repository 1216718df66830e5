"""Rows, as a table in the terminal."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def show(rows: Sequence["DataclassInstance"], nothing: str) -> None:
    if not rows:
        typer.echo(nothing)
        return
    names = [field.name for field in fields(rows[0])]
    table = Table(*(name.replace("_", " ") for name in names), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(str(getattr(row, name))) for name in names))
    Console().print(table)
