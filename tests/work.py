"""What assessors and approvers do, in a line each."""

from __future__ import annotations

from assessor_app.domain.assessment import Outcome, override_cell, rating_cell
from assessor_app.store.store import Store
from tests.samples import discourse


def rate_all(store: Store, submission_id: str, feedback: str = "Clear and specific.") -> None:
    for _, criterion in discourse().criteria():
        level = next(n for n, entry in enumerate(criterion.levels, start=1) if entry.meets)
        store.save_cell(submission_id, rating_cell(criterion.id), {"level": level, "feedback": feedback})


def assess(store: Store, submission_id: str, feedback: str = "Clear and specific.") -> str:
    rate_all(store, submission_id, feedback)
    return store.submit_assessment(submission_id)


def agree_with_all(store: Store, submission_id: str) -> None:
    for _, criterion in discourse().criteria():
        store.save_cell(submission_id, override_cell(criterion.id), {"agreed": True})


def award(store: Store, submission_id: str) -> str:
    agree_with_all(store, submission_id)
    return store.decide(submission_id, Outcome.AWARD)
