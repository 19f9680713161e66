"""The approver's side of a submission: agree with or change every rating, then the outcome follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessor_app.domain.assessment import (
    Assessment,
    Missing,
    Outcome,
    Override,
    Rating,
    Recommendation,
    ReturnReason,
    decision_from,
    final_levels,
    missing_in_decision,
    override_cell,
    overrides_from,
    reason_cell,
    reason_from,
    recommendation,
)
from assessor_app.domain.marks import Mark
from assessor_app.domain.submission import Role
from assessor_app.gui.review.history import Edit
from assessor_app.gui.review.state import Work
from assessor_app.protocol.sync import Reading


class DecisionWork(Work):
    """The assessor's work is read only; ``Override`` cells are the approver's own."""

    role = Role.APPROVER

    @property
    def first_reading(self) -> Reading | None:
        """The assessment that is decided on."""
        return next((reading for reading in self.workspace.assignment.readings if not reading.second), None)

    @property
    def assessment_id(self) -> str | None:
        reading = self.first_reading
        return reading.assessment_id if reading is not None else None

    @property
    def second_readings(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.workspace.assignment.readings if reading.second)

    @property
    def assessment(self) -> Assessment:
        reading = self.first_reading
        return reading.assessment if reading is not None else Assessment()

    def assessor_rating(self, criterion_id: str) -> Rating:
        return self.assessment.ratings.get(criterion_id, Rating())

    def fixed_marks(self) -> tuple[Mark, ...]:
        return self.assessment.marks

    def override(self, criterion_id: str) -> Override:
        """The word on this reading; what was said of an earlier one is no longer shown."""
        return overrides_from(self._cells, self.assessment_id).get(criterion_id, Override())

    def agree(self, criterion_id: str) -> None:
        """Agree with the assessor; a rationale typed before stays, should the approver change their mind again."""
        self._put_override(criterion_id, self.override(criterion_id).model_copy(update={"agreed": True, "level": None}))

    def change(self, criterion_id: str, level: int) -> None:
        """Choose a level; choosing the assessor's is to agree."""
        if not 1 <= level <= len(self.criterion(criterion_id).levels):
            return
        if level == self.assessor_rating(criterion_id).level:
            self.agree(criterion_id)
            return
        self._put_override(
            criterion_id, self.override(criterion_id).model_copy(update={"agreed": False, "level": level})
        )

    def set_rationale(self, criterion_id: str, text: str) -> None:
        override = self.override(criterion_id).model_copy(update={"rationale": text, "on": self.assessment_id})
        self._edit(override_cell(criterion_id), override.model_dump(mode="json"), Edit.RATE)

    def readings_differ(self, criterion_id: str) -> bool:
        """Whether a second reading chose another level."""
        levels = {self.assessor_rating(criterion_id).level}
        for reading in self.second_readings:
            rating = reading.assessment.ratings.get(criterion_id)
            levels |= {rating.level} if rating is not None and rating.level is not None else set()
        return len(levels) > 1

    def disputed(self) -> tuple[str, ...]:
        """Criteria on which the readings differ, in scoring order."""
        return tuple(c.id for _, c in self.micro_credential.criteria() if self.readings_differ(c.id))

    def reason(self, criterion_id: str = "") -> str:
        """Why it should go back: for one criterion, or with "" for the whole."""
        return reason_from(self._cells, criterion_id, self.assessment_id)

    def set_reason(self, text: str, criterion_id: str = "") -> None:
        reason = ReturnReason(text=text, on=self.assessment_id)
        self._edit(reason_cell(criterion_id), reason.model_dump(mode="json") if text else None)

    def reasons(self) -> dict[str, str]:
        """Every reason to return that was written on this reading: criterion id, or "" for the whole → text."""
        every = {key: self.reason(key) for key in ("", *(c.id for _, c in self.micro_credential.criteria()))}
        return {key: text for key, text in every.items() if text.strip()}

    def levels(self) -> Mapping[str, int | None]:
        return final_levels(self.assessment, overrides_from(self._cells, self.assessment_id))

    def outcome(self) -> Outcome:
        """What finalising would say now."""
        earned = recommendation(self.micro_credential, self.levels()) is Recommendation.EARN
        return Outcome.AWARD if earned else Outcome.NOT_YET

    def missing_in(self, cells: Mapping[str, Any]) -> tuple[Missing, ...]:
        return missing_in_decision(
            self.micro_credential, self.assessment, decision_from(cells, self.outcome(), self.assessment_id)
        )

    def _put_override(self, criterion_id: str, override: Override) -> None:
        override = override.model_copy(update={"on": self.assessment_id})
        self._edit(override_cell(criterion_id), override.model_dump(mode="json"), Edit.RATE)
