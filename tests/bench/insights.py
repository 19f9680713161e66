"""Insights over a million ratings by 2,000 raters, asked of a real server over HTTP; the peer is a scan of the ratings.

Every portfolio is added by the service that adds each decision, so what an increment costs is measured too. The peer
reads the same agreement from a table of single ratings in the same database.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from sqlalchemy import text
from sqlalchemy.orm import Session

from assessor_app.domain.comparison import pairs_of
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.insights import Against, PoolInsights
from assessor_app.server.services import calibrating, tallying
from assessor_app.server.services.tallying import Compared
from assessor_app.server.storage import sums
from assessor_app.server.storage.calibration_models import Rater
from assessor_app.server.storage.insight_models import PaceSum, PairSum
from assessor_app.server.storage.models import Calibration, Person
from tests.raters.pool import CREDENTIAL, Pool, open_pool
from tests.serving import Serving, access_token

RATERS, PORTFOLIOS, CRITERIA = 2_000, 100_000, 10
ISSUER = "issuer@bench.example"


def measure(runs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "server"
        pool = open_pool(data, criteria=CRITERIA)
        pool.person(ISSUER, Role.ISSUER)
        people = _people(pool)
        began = time.perf_counter()
        ratings = _decide(pool, people)
        each = (time.perf_counter() - began) / PORTFOLIOS
        scan = _seconds(runs, lambda: _scan(pool))
        pool.server.close()
        server = Serving(data)
        server.start()
        try:
            issuer, own, size = _asked(server.url, runs)
        finally:
            server.kill()
    return {
        "ratings": ratings, "raters": RATERS, "issuer_seconds": issuer, "issuer_answer_bytes": size,
        "own_seconds": own, "scan_of_the_ratings_seconds": scan, "issuer_to_scan": round(issuer / scan, 2),
        "seconds_to_add_one_portfolio": round(each, 5),
    }  # fmt: skip


def _people(pool: Pool) -> list[str]:
    """Calibrated assessors; the first one can sign in."""
    first = pool.person("rater@bench.example", Role.ASSESSOR)
    now = utc_now()
    with pool.server.database.writing() as session:
        rows = [
            Person(id=f"{n:032x}", email=f"rater{n}@bench.example", name=f"Rater {n}", organisation="Circle",
                   roles=[Role.ASSESSOR], password_hash="", created_at=now)
            for n in range(RATERS - 1)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        people = [first, *(row.id for row in rows)]
        session.add_all(Calibration(person_id=key, micro_credential_id=CREDENTIAL, until=None) for key in people)
        session.add_all(
            Rater(person_id=key, micro_credential_id=CREDENTIAL, drift={}, assessed=0, last_work=None,
                  calibrated_at=now, advised_at=None, stopped_at=None, validity_at=None)
            for key in people
        )  # fmt: skip
    calibrating.calibrate(pool.server, "rater@bench.example", CREDENTIAL)
    return people


def _decide(pool: Pool, people: list[str]) -> int:
    """A year of decisions, added one by one; and each rating in a row of its own, for the peer."""
    draw, now = random.Random(1), datetime.now(UTC)
    database = pool.server.database
    with database.engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE single_ratings (person_id TEXT, criterion_id TEXT, month TEXT, own INT, other INT)")
        )
    keys = [criterion.id for _, criterion in pool.rubric.criteria()]
    number = 0
    for start in range(0, PORTFOLIOS, 2_000):
        single = []
        with database.writing() as session:
            for n in range(start, start + 2_000):
                person = people[n % RATERS]
                at = now - timedelta(days=draw.uniform(0, 365))
                other = {key: draw.randint(1, 4) for key in keys}
                own = {key: level if draw.random() < 0.85 else draw.randint(1, 4) for key, level in other.items()}
                against = Against.TRUE if n % 10 == 0 else Against.FINAL
                pairs = pairs_of(pool.rubric, own, other)
                tallying.compare(session, Compared(pool.rubric, against, person, at, pairs))
                tallying.show(session, Compared(pool.rubric, Against.SHOWN, person, at, pairs))
                _add_pace(session, person, people[(n * 7) % 50], tallying.month_of(at))
                single += [(person, key, tallying.month_of(at), own[key], other[key]) for key in keys]
            number += len(single)
            session.connection().exec_driver_sql("INSERT INTO single_ratings VALUES (?, ?, ?, ?, ?)", single)
    return number


def _add_pace(session: Session, person: str, approver: str, month: str) -> None:
    row = {"micro_credential_id": CREDENTIAL, "month": month, "submissions": 1, "late": 0, "hours": 30.0,
           "active_hours": 0.5}  # fmt: skip
    sums.add(session, PaceSum, [{**row, "person_id": key} for key in (person, tallying.POOL)])
    pair = {"micro_credential_id": CREDENTIAL, "assessor_id": person, "approver_id": approver, "portfolios": 1,
            "ratings": CRITERIA, "exact": 8}  # fmt: skip
    sums.add(session, PairSum, [pair])


def _scan(pool: Pool) -> None:
    """The same agreement by rater, and by criterion, from single ratings."""
    with pool.server.database.reading() as session:
        for columns in ("person_id", "person_id, own, other", "criterion_id, own, other"):
            session.execute(
                text(f"SELECT {columns}, COUNT(*), SUM(own = other) FROM single_ratings GROUP BY {columns}")
            ).all()


def _asked(url: str, runs: int) -> tuple[float, float, int]:
    token, _ = access_token(url, ISSUER)
    own_token, _ = access_token(url, "rater@bench.example")

    def get(path: str, bearer: str) -> bytes:
        reply = requests.get(url + path, headers={"Authorization": f"Bearer {bearer}"}, timeout=120)
        reply.raise_for_status()
        return reply.content

    view = PoolInsights.model_validate_json(get("/api/v1/insights/pool", token))
    assert len(view.raters) == RATERS
    size = len(get("/api/v1/insights/pool", token))
    issuer = _seconds(runs, lambda: get("/api/v1/insights/pool", token))
    own = _seconds(runs, lambda: get("/api/v1/insights/own", own_token))
    return issuer, own, size


def _seconds(runs: int, work: Callable[[], object]) -> float:
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return round(statistics.median(taken), 3)
