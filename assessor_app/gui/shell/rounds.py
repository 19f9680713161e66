"""Going through submissions one after another: whole, or one criterion across all of them. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Round:
    """The submissions in their order. With ``criteria``, all of one micro-credential's version, they are scored one
    criterion at a time: after the last submission the next criterion begins at the first."""

    submissions: tuple[str, ...]
    criteria: tuple[str, ...] = ()

    def step(self, submission_id: str, criterion_id: str, way: int) -> tuple[str, str] | None:
        """The next submission and the criterion to open it at ("" for where it was left); None at either end."""
        if submission_id not in self.submissions:
            return None
        at = self.submissions.index(submission_id) + way
        if not self.criteria:
            return (self.submissions[at], "") if 0 <= at < len(self.submissions) else None
        if 0 <= at < len(self.submissions):
            return self.submissions[at], criterion_id
        following = self.criteria.index(criterion_id) + way if criterion_id in self.criteria else -1
        if not 0 <= following < len(self.criteria):
            return None
        return self.submissions[0 if way > 0 else -1], self.criteria[following]

    def without(self, submission_id: str) -> Round:
        """What is left after a submission was handed in."""
        return Round(tuple(each for each in self.submissions if each != submission_id), self.criteria)

    def place(self, submission_id: str) -> tuple[int, int] | None:
        """Which one it is, from 1, of how many; None where there is nothing to go through."""
        if submission_id not in self.submissions or len(self.submissions) < 2:
            return None
        return self.submissions.index(submission_id) + 1, len(self.submissions)


def of_queue(submissions: Sequence[str], opened: str) -> Round:
    """All that the list shows, in its order."""
    return Round(tuple(submissions)) if opened in submissions else Round((opened,))
