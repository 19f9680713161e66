"""The issuer's anchors: which are in use, and which of them a person may be given."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import AnchorKind, TrueScore
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import RECALLED
from assessor_app.server.services.acquaintance import unknown_to
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.calibration_models import Anchor
from assessor_app.server.storage.models import Person, Submission


def by_id(session: Session, anchor_id: str) -> Anchor:
    """By its id, or the beginning of it if that is one anchor's alone. Raises Refused."""
    rows = session.scalars(select(Anchor).where(Anchor.id.startswith(anchor_id, autoescape=True)).limit(2)).all()
    if len(rows) != 1 or not anchor_id:
        raise Refused(f"There is no anchor {anchor_id}." if not rows else f"Several anchors begin with {anchor_id}.")
    return rows[0]


def current(session: Session, micro_credential_id: str, version: int, kind: AnchorKind) -> list[Anchor]:
    """The anchors in use of a kind, set by set; none whose source was taken back or is held back."""
    return list(
        session.scalars(
            select(Anchor)
            .outerjoin(Submission, Submission.id == Anchor.source_id)
            .where(
                Submission.state.is_(None) | Submission.state.not_in(RECALLED),
                Anchor.micro_credential_id == micro_credential_id,
                Anchor.micro_credential_version == version,
                Anchor.kind == kind,
                Anchor.retired_at.is_(None),
            )
            .order_by(Anchor.set_name, Anchor.created_at, Anchor.id)
        )
    )


def anchors_of(micro_credential_id: str = "") -> Select[Anchor]:
    """All of a micro-credential, or of every one, retired ones included; in no order."""
    rows = select(Anchor)
    return rows.where(Anchor.micro_credential_id == micro_credential_id) if micro_credential_id else rows


def every_anchor(session: Session, micro_credential_id: str = "") -> list[Anchor]:
    rows = anchors_of(micro_credential_id)
    order = (Anchor.micro_credential_id, Anchor.kind, Anchor.set_name, Anchor.created_at)
    return list(session.scalars(rows.order_by(*order)))


def for_round(session: Session, credential: MicroCredential, kind: AnchorKind, person: Person) -> list[Anchor]:
    """What the person would be given now: all practice they have not met, or the whole unseen sets of an attempt."""
    every = current(session, credential.id, credential.version, kind)
    fresh = unknown_to(session, every, person)
    if kind is AnchorKind.QUALIFICATION:
        return _whole_sets(every, fresh, credential.policies.calibration.sets_per_attempt)
    return fresh


def _whole_sets(every: list[Anchor], fresh: list[Anchor], sets: int) -> list[Anchor]:
    """The anchors of the first sets of which the person has seen none; none when there are not enough of them."""
    new = {anchor.id for anchor in fresh}
    groups = [list(group) for _, group in groupby(every, key=lambda anchor: anchor.set_name)]
    whole = [group for group in groups if all(anchor.id in new for anchor in group)]
    return [anchor for group in whole[:sets] for anchor in group] if len(whole) >= sets else []


def true_scores(anchor: Anchor) -> Mapping[str, TrueScore]:
    return {key: TrueScore.model_validate(score) for key, score in anchor.true_scores.items()}
