"""``python -m tests.raters``: a large pool of raters of known kinds, and who of them is found."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from assessor_app.domain.agreement import exact_agreement, severity
from tests.raters.simulation import SPLITTING, Kind, Outcome, run

KINDS = {Kind.STEADY: 40, Kind.SEVERE: 4, Kind.LENIENT: 4, Kind.RANDOM: 4, Kind.DRIFTING: 4, Kind.COPYING: 4,
         Kind.CAREFUL: 4, Kind.STAMPING: 2}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--a-day", type=int, default=5)
    parser.add_argument("--one-in", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), KINDS, days=args.days, a_day=args.a_day, one_in=args.one_in, seed=args.seed)
    print(found.table())
    _print_view(found)
    print(f"{time.monotonic() - began:.0f} s")


def _print_view(found: Outcome) -> None:
    kinds = found.people
    for rater in sorted(found.view.raters, key=lambda each: (kinds[each.person_id], each.name)):
        exact, shift = exact_agreement(rater.matrix_true), severity(rater.matrix_true)
        told = "" if shift.value is None else f"severity {shift.value:+.2f}"
        copies = f"alike: {', '.join(rater.copies)}" if rater.copies else ""
        corrected = f"corrected {rater.corrected} of {rater.wrong}" if rater.wrong else ""
        share = f"{exact.value:.2f}" if exact.value is not None else "–"
        print(f"{kinds[rater.person_id]:18} {rater.name:20} exact {share} of {exact.n:3} {told:16} "
              f"{rater.drift:7} {rater.drift_kind or '':10} {corrected} {copies}")  # fmt: skip
    for each in found.view.criteria:
        exact = exact_agreement(each.true)
        mark = " (splits raters)" if each.criterion.id == SPLITTING else ""
        print(f"{each.criterion.id}: exact {exact.value or 0:.2f} of {exact.n}{mark}")


if __name__ == "__main__":
    main()
