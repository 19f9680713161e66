"""``python -m tests.year``: a year of a whole district, and whether the server's and the model's come to the same."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.year.picture import Picture, differences
from tests.year.reckoning import reckon
from tests.year.simulation import Year
from tests.year.story import story


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--educators", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look-every", type=int, default=7, help="days between two rounds of chores")
    parser.add_argument(
        "--data", type=Path, help="an empty folder that keeps the server's data; else it is thrown away"
    )
    args = parser.parse_args()
    happenings = story(args.educators, args.seed, timedelta(days=args.look_every))
    began = time.perf_counter()
    expected = reckon(happenings)
    print(f"{len(happenings)} happenings; the model took {time.perf_counter() - began:.1f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        year = Year(args.data or Path(folder) / "server", happenings)
    for kind, seconds in sorted(year.seconds.items(), key=lambda each: -each[1]):
        print(f"{kind:16} {seconds:8.1f} s")
    _print(year.picture)
    wrong = [*differences(expected, year.picture), *year.troubles]
    for each in wrong:
        print(each)
    print(f"{len(wrong)} differences")
    return 1 if wrong else 0


def _print(found: Picture) -> None:
    taken = sum(found.accepted.values())
    print(f"{taken} attempts taken, {len(found.accepted) - taken} refused; {sum(found.mails.values())} mails")
    print(f"{len(found.credentials)} credentials, {sum(found.credentials.values())} of them revoked")
    for file, rows in found.pay_files.items():
        print(f"{file:46} {len(rows) - 2:5} people {rows[-1][5]:>6} stipends {rows[-1][7]:>12}")
    for removal, people in found.removed.items():
        print(f"{removal:46} {len(people):5} removed")


if __name__ == "__main__":
    sys.exit(main())
