"""How every list is asked for: ``?limit=`` items after ``?cursor=``."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from assessor_app.server.services.lists import MOST, USUAL, Page, Wanted

__all__ = ["Page", "ThePiece", "Wanted"]


def _wanted(
    cursor: Annotated[str, Query(max_length=600, description="“next” of the page before; leave it out to begin")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> Wanted:
    return Wanted(cursor, limit)


ThePiece = Annotated[Wanted, Depends(_wanted)]
