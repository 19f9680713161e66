"""Writing many rows at once, whether they are there yet or not: adding to sums, or in place of what was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assessor_app.server.storage.models import Base


def add(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add each row's numbers to those of the row with its key. No key may stand twice in ``rows``."""
    _upsert(session, model, rows, adding=True)


def put(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Each row takes the place of the one with its key. No key may stand twice in ``rows``."""
    _upsert(session, model, rows, adding=False)


def _upsert(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, adding: bool) -> None:
    if not rows:
        return
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - every model here is a table of its own
    keys = [column.name for column in table.primary_key]
    numbers = [column.name for column in table.columns if column.name not in keys]
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={
                name: table.c[name] + statement.excluded[name] if adding else statement.excluded[name]
                for name in numbers
            },
        ),
        [dict(row) for row in rows],
    )
