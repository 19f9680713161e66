"""Workers that are killed anywhere, again and again: every submission ends with one whole packet, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import worker


@pytest.mark.timeout(240)
def test_whoever_is_killed_the_next_one_makes_one_whole_packet_of_each_submission(tmp_path: Path) -> None:
    figures = worker.run(tmp_path, kills=6, seed=7, office_every=3, patience=0.8)
    assert figures.wrong == []
    assert figures.whole == figures.submissions >= 2
    assert (figures.doubled, figures.half, figures.lost) == (0, 0, 0)
    assert figures.killed_at_work >= figures.kills // 3, "hardly any kill met a job"
