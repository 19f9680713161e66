"""Files that no row names any more: what erasure, retention, second thoughts and bad ends leave behind."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Collection, Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.server.opening import Server
from assessor_app.server.storage.blobs import remove_if_old
from assessor_app.server.storage.calibration_models import Anchor
from assessor_app.server.storage.intake_models import PortfolioItem
from assessor_app.server.storage.models import PacketBlob, Submission
from assessor_app.server.storage.portfolio_models import Upload

GRACE_SECONDS = 2 * 24 * 3600
"""A file is there before the row that names it: younger ones are left alone."""
_NAME = re.compile(r"[0-9a-f]{64}")


def sweep(server: Server, now: float | None = None) -> int:
    """Remove what nothing names; how many files. ``now`` is in seconds since 1970."""
    before = (time.time() if now is None else now) - GRACE_SECONDS
    with server.database.reading() as session:
        originals, blobs = _originals(session), _blobs(session)
        running = set(session.scalars(select(Upload.id)))
    loose = [*_arrivals(server, running), *(server.data / "exports").glob("*")]
    return (
        server.originals.sweep(originals, before)
        + server.blobs.sweep(blobs, before)
        + sum(remove_if_old(file, before) for file in loose)
    )


def remove_of(server: Server, person_id: str, uploads: Collection[str]) -> None:
    """At once, for who is erased: what of these uploads of theirs arrived so far, and archives of their data."""
    names = [f"uploads/{upload_id}.part*" for upload_id in uploads]
    for pattern in (*names, f"exports/{person_id}-*"):
        for file in server.data.glob(pattern):
            remove_if_old(file, math.inf)


def _arrivals(server: Server, running: set[str]) -> list[Path]:
    """Parts of uploads that there are not any more, and the locks beside them."""
    return [file for file in (server.data / "uploads").glob("*.part*") if file.name.split(".")[0] not in running]


def _originals(session: Session) -> set[str]:
    names = {name for name in session.scalars(select(PortfolioItem.original)) if name}
    return names | _named_in(session.scalars(select(PortfolioItem.result)))


def _blobs(session: Session) -> set[str]:
    names = set(session.scalars(select(PacketBlob.sha256).distinct()))
    names |= set(session.scalars(select(Submission.manifest)))
    names |= _named_in(session.scalars(select(PortfolioItem.result)))
    return names | _named_in(session.scalars(select(Anchor.packet)))


def _named_in(contents: Iterable[object]) -> set[str]:
    """Every name that stands anywhere in a row's JSON: rather one too many."""
    return {name for content in contents if content for name in _NAME.findall(json.dumps(content))}
