"""An educator's own look at their work against the rubric, before anybody else's (FAQ 15: take the rubric apart)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from assessor_app.domain.assessment import Recommendation, recommendation
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.value import Value


class OwnAnswer(Value):
    """``level`` counts from 1, the lowest; None: not looked at. ``note`` is for oneself."""

    level: int | None = Field(default=None, ge=1, le=9)
    note: Annotated[str, StringConstraints(max_length=5_000)] = ""


class UnknownAnswer(ValueError):
    """An answer to what the rubric does not ask; the message names it."""


def check_answers(micro_credential: MicroCredential, answers: Mapping[str, OwnAnswer]) -> None:
    """Raises UnknownAnswer."""
    levels = {criterion.id: len(criterion.levels) for _, criterion in micro_credential.criteria()}
    for key, answer in answers.items():
        if key not in levels:
            raise UnknownAnswer(f"The rubric has no criterion “{key}”.")
        if answer.level is not None and answer.level > levels[key]:
            raise UnknownAnswer(f"“{key}” has {levels[key]} levels, and none of number {answer.level}.")


def would_be_earned(micro_credential: MicroCredential, answers: Mapping[str, OwnAnswer]) -> bool | None:
    """Whether one's own levels would earn it; None while some are open."""
    levels = {
        criterion.id: answers.get(criterion.id, OwnAnswer()).level for _, criterion in micro_credential.criteria()
    }
    if None in levels.values():
        return None
    return recommendation(micro_credential, levels) is Recommendation.EARN
