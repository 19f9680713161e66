"""The form of a cell's value: what a draft or a library may hold is checked before it is kept anywhere."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from assessor_app.domain.assessment import CheckAnswer, Override, Rating, ReturnReason
from assessor_app.domain.library import OwnComment, SavedFilter
from assessor_app.domain.marks import Mark
from assessor_app.domain.value import Prose, Value

_FORMS: dict[str, type[Value]] = {
    "rating": Rating,
    "override": Override,
    "check": CheckAnswer,
    "mark": Mark,
    "comment": OwnComment,
    "filter": SavedFilter,
}
_TEXT: TypeAdapter[str] = TypeAdapter(Prose)


class CellRefused(ValueError):
    """The value is not of its cell's form; the sentence says what is wrong."""


def check_cell_value(cell: str, value: Any) -> None:
    """Raises CellRefused. None, which clears a cell, always fits."""
    if value is None:
        return
    name, _, _ = cell.partition(":")
    try:
        if name in _FORMS:
            _FORMS[name].model_validate(value)
        elif name == "reason" and isinstance(value, dict):
            ReturnReason.model_validate(value)
        else:
            _TEXT.validate_python(value, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        raise CellRefused(f"{'.'.join(map(str, first['loc'])) or name}: {first['msg']}") from None
