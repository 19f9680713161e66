"""Where a reviewer stands with a micro-credential's calibration, and what their own scores were beside the true ones.

True scores are here only once the person's own of the same anchor were accepted; those of a qualification set only once
all of the attempt were, so that none of it can help with the rest.
"""

from __future__ import annotations

from assessor_app.domain.calibration import AnchorKind, Standing, TrueScore
from assessor_app.domain.value import Count, Key, Moment, Value
from assessor_app.protocol.canonical import SubmissionId


class ScoredAnchor(Value):
    """Own levels beside the issuer's, criterion by criterion."""

    submission_id: SubmissionId
    own: dict[Key, int]
    true: dict[Key, TrueScore]


class RoundData(Value):
    """A practice or an attempt at qualifying: all its packets, and those that can be looked at beside the true scores.

    ``passed`` is None while it goes on, and for practice.
    """

    id: str
    kind: AnchorKind
    number: Count
    submissions: tuple[SubmissionId, ...]
    handed_in: tuple[SubmissionId, ...]
    scored: tuple[ScoredAnchor, ...]
    started_at: Moment
    finished_at: Moment | None
    passed: bool | None


class CalibrationData(Value):
    """Data of ``ChangeKind.CALIBRATION``; key is the micro-credential's id.

    ``micro_credential_version`` is the rubric that the anchors belong to. ``agreement`` is what each criterion needs.
    ``until`` is when the calibration lapses, None where no end is set or there is none. ``practice`` and
    ``qualification`` count the packets that a practice or an attempt would have now. ``next_attempt_at`` is None for at
    once.
    """

    micro_credential_id: Key
    micro_credential_version: Count
    standing: Standing
    until: Moment | None
    agreement: float
    valid_days: Count
    attempts_left: Count
    next_attempt_at: Moment | None
    practice: Count
    qualification: Count
    rounds: tuple[RoundData, ...]
