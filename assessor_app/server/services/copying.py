"""Looking for people whose wrong answers on anchors are the same far beyond chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.domain.copying import shared_errors
from assessor_app.server.opening import Server
from assessor_app.server.services.standing import own_levels, true_levels
from assessor_app.server.storage.calibration_models import Anchor, Presentation
from assessor_app.server.storage.insight_models import CopyFlag


def look(server: Server) -> None:
    """Look through every micro-credential's anchors, and keep what was found for its issuer."""
    with server.database.reading() as session:
        found = [
            flag
            for micro_credential_id in session.scalars(select(Anchor.micro_credential_id).distinct())
            for flag in _flags(session, micro_credential_id)
        ]
    with server.database.writing() as session:
        session.execute(delete(CopyFlag))
        session.add_all(found)


def _flags(session: Session, micro_credential_id: str) -> list[CopyFlag]:
    ratings, truth = _rated(session, micro_credential_id)
    return [
        CopyFlag(
            micro_credential_id=micro_credential_id, first_id=pair.first, second_id=pair.second,
            common_wrong=pair.common_wrong, identical=pair.identical, expected=pair.expected, p=pair.p_adjusted,
        )
        for pair in shared_errors(ratings, truth)
    ]  # fmt: skip


def _rated(session: Session, micro_credential_id: str) -> tuple[Mapping[str, dict[str, int]], dict[str, int]]:
    """Person → item → level, and item → true level; an item is a criterion of an anchor."""
    ratings: dict[str, dict[str, int]] = defaultdict(dict)
    truth: dict[str, int] = {}
    rows = session.execute(
        select(Presentation, Anchor)
        .join(Anchor, Anchor.id == Presentation.anchor_id)
        .where(Anchor.micro_credential_id == micro_credential_id, Presentation.scored_at.is_not(None))
    )
    for presentation, anchor in rows:
        truth |= {f"{anchor.id}/{key}": level for key, level in true_levels(anchor).items()}
        own = own_levels(session, presentation)
        ratings[presentation.person_id] |= {f"{anchor.id}/{key}": level for key, level in own.items()}
    return ratings, truth
