"""Full-text search over what a person wrote: feedback, rationales, notes and reasons, of all their submissions."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assessor_app.domain.anchoring import folded
from assessor_app.protocol.events import EventType
from assessor_app.store.models import PendingEvent
from assessor_app.store.views import Written

MOST_FOUND = 500
_AROUND = 60
"""Characters shown on either side of what was found."""


def search(session: Session, typed: str) -> list[Written]:
    """Every place that has all the typed words, as beginnings of words; the best first. Accents and case are one."""
    words = re.findall(r"\w+", typed)
    if not words:
        return []
    found = _in_outbox(session, words)
    known = {(each.submission_id, each.cell) for each in found}
    wanted = " ".join(f'"{word}"*' for word in words)
    rows = session.execute(
        text(
            "SELECT submission_id, cell, snippet(written, 2, '', '', '…', 16) FROM written "
            "WHERE written MATCH :wanted ORDER BY rank LIMIT :most"
        ),
        {"wanted": wanted, "most": MOST_FOUND},
    )
    found += [Written(*row) for row in rows if (row[0], row[1]) not in known]
    return found


def _in_outbox(session: Session, words: list[str]) -> list[Written]:
    """Edits that the server has not settled yet are not in the index; there are never many."""
    plain = [folded(word)[0] for word in words]
    rows = session.scalars(select(PendingEvent).where(PendingEvent.type == EventType.DRAFT_SAVED))
    found = []
    for row in rows:
        body = _words_of(row.cell or "", row.body.get("value"))
        letters, origins = folded(body)
        if body and all(re.search(rf"\b{re.escape(word)}", letters) for word in plain):
            at = origins[max(0, letters.find(plain[0]))]
            excerpt = body[max(0, at - _AROUND) : at + _AROUND].replace("\n", " ")
            found.append(Written(row.submission_id, row.cell or "", excerpt))
    return found


def _words_of(cell: str, value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("feedback") or value.get("rationale") or "")
    return str(value or "") if cell in ("note", "reason") else ""
