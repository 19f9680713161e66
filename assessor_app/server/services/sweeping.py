"""Files that no row names any more: what erasure, retention and second thoughts leave behind."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.server.opening import Server
from assessor_app.server.storage.calibration_models import Anchor
from assessor_app.server.storage.intake_models import PortfolioItem
from assessor_app.server.storage.models import PacketBlob, Submission

GRACE_SECONDS = 2 * 24 * 3600
"""A file is there before the row that names it: younger ones are left alone."""
_NAME = re.compile(r"[0-9a-f]{64}")


def sweep(server: Server, now: float | None = None) -> int:
    """Remove what nothing names; how many files. ``now`` is in seconds since 1970."""
    before = (time.time() if now is None else now) - GRACE_SECONDS
    with server.database.reading() as session:
        originals, blobs = _originals(session), _blobs(session)
    return server.originals.sweep(originals, before) + server.blobs.sweep(blobs, before)


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
