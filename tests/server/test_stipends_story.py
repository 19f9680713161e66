"""Whatever happens in whatever order, the ledger, what was paid and every export that was made agree."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assessor_app.domain.ledger import EXPENSE, PAID, PAYABLE, Kind
from assessor_app.domain.pay_periods import PayPeriod, Season, numbered
from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.school_year import Calendar
from assessor_app.domain.stipends import Standing, StipendPolicy
from assessor_app.server.opening import Server
from assessor_app.server.services.own_stipends import own_stipends
from assessor_app.server.services.pay_exports import statement_csv
from assessor_app.server.services.pay_statements import Statement
from assessor_app.server.services.stipends import book_due
from assessor_app.server.storage.ledger_models import (
    LedgerTransaction,
)
from tests.payroll import KEYS, District, at, balance, close, open_payroll, preview, unbalanced

DECEMBER = PayPeriod(school_year=2025, season=Season.DECEMBER)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with open_payroll(tmp_path_factory.mktemp("payroll") / "server") as server:
        yield server


days = st.datetimes(datetime(2023, 7, 30), datetime(2025, 8, 2), timezones=st.just(UTC)) | st.sampled_from(  # noqa: DTZ001
    [at(f"{day}T{hour}") for day in ("2023-12-15", "2024-02-29", "2024-05-15", "2024-08-01") for hour in ("00", "06")]
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(0, 2), st.sampled_from(KEYS), days),
        st.tuples(st.just("revoke"), st.integers(0, 30), st.just(""), days),
        st.tuples(st.just("end"), st.integers(0, 2), st.just(""), days),
        st.tuples(st.just("hold"), st.integers(0, 2), st.just(""), days),
        st.tuples(st.just("close"), st.just(0), st.just(""), days),
        st.tuples(st.just("look"), st.just(0), st.just(""), days),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class Story:
    """What happened at a district, and every export that was made of it meanwhile."""

    district: District
    people: list[str]
    submissions: list[str] = field(default_factory=list)
    seen: list[tuple[PayPeriod, datetime, bytes]] = field(default_factory=list)
    next_date: PayPeriod = field(default_factory=lambda: PayPeriod(school_year=2022, season=Season.SUMMER))

    def happens(self, kind: str, who: int, key: str, moment: datetime) -> None:
        match kind:
            case "earn":
                self.submissions.append(self.district.earn(self.people[who], key, moment))
            case "revoke" if self.submissions:
                self.district.revoke(self.submissions.pop(who % len(self.submissions)))
            case "end":
                self.district.end(self.people[who], moment)
            case "hold":
                self.district.hold(self.people[who], moment, moment + timedelta(days=90))
            case "close":
                self.keep(close(self.district, self.next_date))
                self.next_date = self.next_date.following()
            case "look":
                self.keep(preview(self.district, self.next_date))

    def keep(self, statement: Statement) -> None:
        self.seen.append((statement.period, statement.as_of, statement_csv(statement)))

    def close_all(self) -> int:
        """To the last pay date that can have something; what all of them paid."""
        while self.next_date.number <= DECEMBER.number:
            self.happens("close", 0, "", at("2025-01-01"))
        return sum(total_of(statement_csv(preview(self.district, numbered(n)))) for n in range(
            PayPeriod(school_year=2022, season=Season.SUMMER).number, self.next_date.number
        ))  # fmt: skip


def total_of(data: bytes) -> int:
    """Cents, from the CSV itself."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert sum(Decimal(row[7]) for row in rows[1:-1]) == Decimal(rows[-1][7])
    return int(Decimal(rows[-1][7]) * 100)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.sampled_from(["UTC", "America/Chicago", "Pacific/Auckland"]), st.integers(1, 3))
def test_whatever_happens_the_ledger_and_its_exports_agree(
    server: Server, events: list[tuple[str, int, str, datetime]], zone: str, cap: int
) -> None:
    policy = OrganisationPolicy(calendar=Calendar(time_zone=zone), stipends=StipendPolicy(most_a_year=cap))
    district = District(server, uuid.uuid4().hex, policy)
    story = Story(district, [district.person() for _ in range(3)])
    for event in events:
        story.happens(*event)
    total = story.close_all()
    assert unbalanced(server) == []
    assert book_due(server, district.id) == 0
    assert total == -balance(district, PAID) == balance(district, EXPENSE)
    assert balance(district, PAYABLE) == 0
    for period, as_of, data in story.seen:
        assert statement_csv(preview(district, period, as_of)) == data
    standing(district, cap)


def standing(district: District, cap: int) -> None:
    """What stands in the ledger: within the cap, a micro-credential once, nothing that was revoked."""
    with district.server.database.reading() as session:
        undone = select(LedgerTransaction.reverses_id).where(LedgerTransaction.reverses_id.is_not(None))
        rows = session.execute(
            select(
                LedgerTransaction.person_id, LedgerTransaction.cap_year, LedgerTransaction.micro_credential_id
            ).where(
                LedgerTransaction.organisation_id == district.id,
                LedgerTransaction.kind == Kind.STIPEND,
                LedgerTransaction.id.not_in(undone),
            )
        ).all()
        for person_id in {row.person_id for row in rows}:
            own = [row for row in rows if row.person_id == person_id]
            assert len({row.micro_credential_id for row in own}) == len(own)
            assert max(sum(row.cap_year == year for row in own) for year in {row.cap_year for row in own}) <= cap
            due = {one.submission_id for one in own_stipends(session, person_id) if one.standing is Standing.DUE}
            assert len(due) == len(own)
