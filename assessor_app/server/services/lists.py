"""Lists in pieces: what comes after a cursor, in an order that what is added meanwhile does not shift."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem

T = TypeVar("T")
USUAL, MOST = 50, 200
Keys = tuple[InstrumentedAttribute[Any], ...]


class Page(Value, Generic[T]):
    """``next`` is the cursor of the next piece; None: this was the last."""

    items: tuple[T, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which piece: at most ``limit`` items after ``cursor``, which an earlier page gave; "" for the first."""

    cursor: str = ""
    limit: int = USUAL


def paged(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    keys: Keys,
    wanted: Wanted,
    made: Callable[[Any], T],
    *,
    newest_first: bool = False,
) -> Page[T]:
    """Rows of ``statement`` (which has no order of its own) by ``keys``, the last of which is unique.

    ``made`` turns a row, or its only entity, into an item. Raises ProblemError for a cursor that is none of ours.
    """
    if wanted.cursor:
        values = _opened(wanted.cursor, keys)
        place = tuple_(*keys)
        statement = statement.where(place < values if newest_first else place > values)
    order = [key.desc() if newest_first else key.asc() for key in keys]
    rows = session.execute(statement.add_columns(*keys).order_by(*order).limit(wanted.limit + 1)).all()
    kept = rows[: wanted.limit]
    cursor = _sealed(tuple(kept[-1][-len(keys) :])) if len(rows) > wanted.limit else None
    own = [row[: -len(keys)] for row in kept]
    return Page(items=tuple(made(row[0] if len(row) == 1 else row) for row in own), next=cursor)


def cut(items: list[T], wanted: Wanted, key: Callable[[T], str]) -> Page[T]:
    """The same of a list in memory that is sorted by ``key``, which is unique. Raises ProblemError."""
    after = str(_read(wanted.cursor)[0]) if wanted.cursor else ""
    rest = [item for item in items if not wanted.cursor or key(item) > after]
    kept = rest[: wanted.limit]
    return Page(items=tuple(kept), next=_sealed((key(kept[-1]),)) if len(rest) > wanted.limit else None)


def _sealed(values: tuple[Any, ...]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _opened(cursor: str, keys: Keys) -> tuple[Any, ...]:
    values = _read(cursor)
    if len(values) != len(keys):
        raise _unknown()
    return tuple(_value(key, value) for key, value in zip(keys, values, strict=True))


def _value(key: InstrumentedAttribute[Any], value: Any) -> Any:
    wanted = datetime if isinstance(getattr(key.type, "impl", key.type), DateTime) else key.type.python_type
    try:
        if wanted is datetime:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError
            return moment
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise TypeError
        if isinstance(value, int) and abs(value) >= 2**31:
            raise ValueError
        if isinstance(value, str):
            value.encode()
            if "\0" in value:
                raise ValueError
    except (TypeError, ValueError) as error:
        raise _unknown() from error
    return value


def _read(cursor: str) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError, binascii.Error, RecursionError) as error:
        raise _unknown() from error
    if not isinstance(values, list) or not values:
        raise _unknown()
    return values


def _unknown() -> ProblemError:
    return ProblemError(problem(ProblemType.BAD_REQUEST, "This cursor is none that this list gave. Begin without one."))
