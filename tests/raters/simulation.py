"""A pool of raters of which it is known who is severe, lenient, careless, drifting or copying, at work for a while."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select

from assessor_app.domain.calibration import AnchorKind, Standing
from assessor_app.domain.submission import Role
from assessor_app.protocol.insights import PoolInsights
from assessor_app.protocol.sync import AssignmentData
from assessor_app.server.services import (
    calibrating,
    closing,
    copying,
    distribution,
    drifting,
    second_readings,
    validity,
)
from assessor_app.server.services.pool_insights import pool_insights
from assessor_app.server.settings import Settings
from assessor_app.server.storage.calibration_models import Rater
from tests.raters.pool import Computer, Pool, open_pool


class Kind(StrEnum):
    STEADY = "steady"
    SEVERE = "severe"
    LENIENT = "lenient"
    RANDOM = "random"
    DRIFTING = "drifting"
    COPYING = "copying"
    CAREFUL = "careful approver"
    STAMPING = "stamping approver"


SPLITTING = "c3"
"""The criterion whose descriptor is so unclear that everybody reads it in their own way."""


@dataclass
class Worker:
    """A rater with a habit. ``partner`` is whose answers a copier has of the same anchor."""

    kind: Kind
    computer: Computer
    draw: random.Random
    done: int = 0
    partner: Worker | None = None
    answers: dict[str, dict[str, int]] = field(default_factory=dict)

    def rate(self, evidence: str, true: Mapping[str, int], *, honest: bool) -> dict[str, int]:
        """Levels for this evidence; ``honest`` while they qualify, where everybody does their best."""
        self.done += 1
        if self.partner is not None and evidence in self.partner.answers:
            return self.partner.answers[evidence]
        levels = {key: self._level(key, level, honest) for key, level in true.items()}
        self.answers[evidence] = levels
        return levels

    def _level(self, key: str, true: int, honest: bool) -> int:
        chance = self.draw.random()
        if not honest:
            if self.kind is Kind.RANDOM:
                return self.draw.randint(1, 4)
            if self.kind in (Kind.SEVERE, Kind.LENIENT) and chance < 0.6:
                return min(4, max(1, true + (-1 if self.kind is Kind.SEVERE else 1)))
            if self.kind is Kind.DRIFTING and self.done > 12 and chance < 0.5:
                return _beside(true, self.draw)
        return _beside(true, self.draw) if self.draw.random() < self._missed(key, honest) else true

    def _missed(self, key: str, honest: bool) -> float:
        """How often a level is read wrong. Who copies does so for a reason."""
        if self.kind is Kind.COPYING:
            return 0.12
        return 0.05 if honest else 0.16 if key == SPLITTING else 0.07


def _beside(level: int, draw: random.Random) -> int:
    return level + draw.choice([step for step in (-1, 1) if 1 <= level + step <= 4])


@dataclass(frozen=True)
class Outcome:
    """``advised`` and ``stopped`` count raters by kind, ``packets`` how many validity packets each kind rated."""

    people: Mapping[str, Kind]
    qualified: Counter[Kind]
    advised: Counter[Kind]
    stopped: Counter[Kind]
    validity: Counter[Kind]
    view: PoolInsights

    def number(self, kind: Kind) -> int:
        return sum(each is kind for each in self.people.values())

    def table(self) -> str:
        rows = [f"{'kind':18} people qualified validity advised stopped"]
        for kind in Kind:
            if n := self.number(kind):
                rows.append(
                    f"{kind:18} {n:6} {self.qualified[kind]:9} {self.validity[kind]:8} {self.advised[kind]:7} "
                    f"{self.stopped[kind]:7}"
                )
        return "\n".join(rows)


def run(data: Path, kinds: Mapping[Kind, int], *, days: int, a_day: int, one_in: int, seed: int = 1) -> Outcome:
    """Qualify everybody, then let them work ``days`` days at ``a_day`` packets each, with a look for drift each day.

    What the server draws by chance is drawn from ``seed`` here, so that a run can be repeated.
    """
    with ExitStack() as drawn:
        for module in (validity, distribution, calibrating, closing, second_readings):
            drawn.enter_context(patch.object(module, "chance", random.Random(seed)))
        return _run(data, kinds, days, a_day, one_in, seed)


def _run(data: Path, kinds: Mapping[Kind, int], days: int, a_day: int, one_in: int, seed: int) -> Outcome:
    settings = Settings(argon2_memory_kib=64, assign_by_itself=True, most_packets=1_000)
    pool = open_pool(
        data, seed, settings=settings, validity_one_in=one_in, agreement=0.6, sets_per_attempt=1,
        back_reading_percent=0, back_reading_first=0, back_reading_near_miss=False, double_scored_first=0,
    )  # fmt: skip
    for _ in range(12):
        pool.anchor(AnchorKind.QUALIFICATION, "A")
    for _ in range(days * a_day // one_in * 2 + 10):
        pool.anchor(AnchorKind.VALIDITY, "validity")
    workers = _hire(pool, kinds, seed)
    qualified = _qualify(pool, workers)
    assessors = [each for each in workers if each.kind not in (Kind.CAREFUL, Kind.STAMPING)]
    for _ in range(days):
        for _ in range(a_day * len(assessors) * (one_in - 1) // one_in):
            pool.submission()
        distribution.distribute(pool.server)
        _work(pool, workers)
        closing.close_undecidable(pool.server)
        with pool.server.database.writing() as session:
            drifting.consider(session)
    copying.look(pool.server)
    outcome = _outcome(pool, workers, qualified)
    pool.server.close()
    return outcome


def _hire(pool: Pool, kinds: Mapping[Kind, int], seed: int) -> list[Worker]:
    workers: list[Worker] = []
    for kind, number in kinds.items():
        role = Role.APPROVER if kind in (Kind.CAREFUL, Kind.STAMPING) else Role.ASSESSOR
        for n in range(number):
            email = f"{kind.replace(' ', '-')}-{n}@raters.example"
            worker = Worker(kind, pool.computer(email, role), random.Random(f"{seed}/{email}"))
            if kind is Kind.COPYING and n % 2:
                worker.partner = workers[-1]
            workers.append(worker)
    return workers


def _evidence(pool: Pool, row: AssignmentData) -> tuple[str, dict[str, int]]:
    key = pool.evidence_of(row)
    return key, pool.truth[key]


def _qualify(pool: Pool, workers: list[Worker]) -> Counter[Kind]:
    qualified: Counter[Kind] = Counter()
    for worker in workers:
        computer = worker.computer
        computer.begin(AnchorKind.QUALIFICATION)
        for row in computer.waiting(Role.ASSESSOR, live=False):
            evidence, true = _evidence(pool, row)
            computer.rate(row.submission_id, worker.rate(evidence, true, honest=True))
        assert computer.calibration is not None
        qualified[worker.kind] += computer.calibration.standing is Standing.CALIBRATED
        worker.done = 0
    return qualified


def _work(pool: Pool, workers: list[Worker]) -> None:
    for worker in workers:
        worker.computer.sync()
        for row in worker.computer.waiting(Role.ASSESSOR):
            evidence, true = _evidence(pool, row)
            worker.computer.rate(row.submission_id, worker.rate(evidence, true, honest=False))
    for worker in workers:
        worker.computer.sync()
        for row in worker.computer.waiting(Role.APPROVER):
            evidence, true = _evidence(pool, row)
            (reading,) = row.readings
            said = {key: rating.level or 1 for key, rating in reading.assessment.ratings.items()}
            careful = worker.rate(evidence, true, honest=True)
            worker.computer.decide(row, said if worker.kind is Kind.STAMPING else careful, pool.rubric)


def _outcome(pool: Pool, workers: list[Worker], qualified: Counter[Kind]) -> Outcome:
    kinds = {worker.computer.caller.person_id: worker.kind for worker in workers}
    advised: Counter[Kind] = Counter()
    stopped: Counter[Kind] = Counter()
    validity: Counter[Kind] = Counter()
    with pool.server.database.reading() as session:
        for rater in session.scalars(select(Rater)):
            advised[kinds[rater.person_id]] += rater.advised_at is not None
            stopped[kinds[rater.person_id]] += rater.stopped_at is not None
            validity[kinds[rater.person_id]] += drifting.state_of(rater).packets
        return Outcome(kinds, qualified, advised, stopped, validity, pool_insights(session, pool.rubric))
