"""A district for payroll: people in roles who earned micro-credentials, written as the services leave them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from assessor_app.domain.pay_periods import PayPeriod
from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.submission import State
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services.pay_runs import pay_run
from assessor_app.server.services.pay_statements import Statement
from assessor_app.server.settings import Settings
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.ledger_models import LedgerEntry, LedgerTransaction
from assessor_app.server.storage.models import Award, Base, Lineage, MicroCredentialRow, Person, Submission
from assessor_app.server.storage.program_models import Campus, Employment, Organisation, RoleHolding, StaffRole
from tests.raters.pool import credential

KEYS = tuple(f"mc-{number}" for number in range(14))
EARLY = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment in UTC, from a day or more."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


@contextmanager
def open_payroll(data: Path, settings: Settings | None = None) -> Iterator[Server]:
    """A server with the micro-credentials of ``KEYS``."""
    with open_server(data, settings or Settings(argon2_memory_kib=64)) as server:
        with server.database.writing() as session:
            for key in KEYS:
                made = credential().model_copy(update={"id": key, "title": f"Title of {key}"})
                session.add(MicroCredentialRow(id=key, version=1, data=made.model_dump(mode="json"), loaded_at=EARLY))
        yield server


@dataclass
class District:
    """One organisation. Ids are random, so that many may be on one server."""

    server: Server
    name: str = "Quillfeather"
    policy: OrganisationPolicy = field(default_factory=OrganisationPolicy)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    attempts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._keep(
            Organisation(
                id=self.id, name=self.name, folded=self.name.casefold() + self.id,
                policy=self.policy.model_dump(mode="json"), created_at=EARLY,
            )
        )  # fmt: skip
        self._keep(self._role("teacher", stipend=True), self._role("principal", stipend=False))
        self._keep(Campus(id=f"north-{self.id}", organisation_id=self.id, name="North", folded="north"))

    def _role(self, key: str, *, stipend: bool) -> StaffRole:
        return StaffRole(
            id=f"{key}-{self.id}", organisation_id=self.id, key=key, title=key.title(), stipend=stipend, open=True,
            card={},
        )  # fmt: skip

    def _keep(self, *rows: Base) -> None:
        with self.server.database.writing() as session:
            session.add_all(rows)

    def set_policy(self, policy: OrganisationPolicy) -> None:
        with self.server.database.writing() as session:
            session.get_one(Organisation, self.id).policy = policy.model_dump(mode="json")

    def person(
        self,
        name: str = "Ana Lucía Méndez",
        *,
        role: str | None = "teacher",
        roles: Sequence[str] = ("educator",),
        email: str = "",
        password: str = "",
    ) -> str:
        """Employed here, and in a role since long ago; their id. With a password they can sign in."""
        person_id = uuid.uuid4().hex
        email = email or f"{person_id}@quillfeather.example"
        hashed = self.server.passwords.hash(password) if password else "-"
        self._keep(
            Person(
                id=person_id, email=email, name=name, organisation=self.name, roles=list(roles), password_hash=hashed,
                created_at=EARLY,
            )
        )  # fmt: skip
        self._keep(
            Employment(
                person_id=person_id, organisation_id=self.id, campus_id=f"north-{self.id}", employee_id=person_id[:6],
                left_at=None,
            )
        )  # fmt: skip
        if role is not None:
            self.hold(person_id, EARLY, None, role)
        return person_id

    def hold(self, person_id: str, from_at: datetime, ended_at: datetime | None, role: str = "teacher") -> str:
        holding_id = uuid.uuid4().hex
        self._keep(
            RoleHolding(
                id=holding_id, person_id=person_id, staff_role_id=f"{role}-{self.id}", campus_id=None,
                school_year=from_at.year, from_at=from_at, ended_at=ended_at,
            )
        )  # fmt: skip
        return holding_id

    def end(self, person_id: str, moment: datetime) -> None:
        """Whatever they hold ends."""
        with self.server.database.writing() as session:
            wanted = select(RoleHolding).where(RoleHolding.person_id == person_id, RoleHolding.ended_at.is_(None))
            for holding in session.scalars(wanted):
                holding.ended_at = moment

    def earn(
        self, person_id: str, key: str, decided: datetime, *, late: timedelta = timedelta(), hours: int = 15
    ) -> str:
        """The submission's id."""
        submission_id = uuid.uuid4().hex
        with self.server.database.writing() as session:
            lineage = session.scalars(
                select(Lineage).where(Lineage.applicant_id == person_id, Lineage.micro_credential_id == key)
            ).first()
            if lineage is None:
                lineage = Lineage(id=uuid.uuid4().hex, applicant_id=person_id, micro_credential_id=key)
                session.add(lineage)
                session.flush()
            attempt = self.attempts[lineage.id] = self.attempts.get(lineage.id, 0) + 1
            session.add(
                Submission(
                    id=submission_id, lineage_id=lineage.id, attempt=attempt, micro_credential_id=key,
                    micro_credential_version=1, state=State.EARNED, version=1, manifest="", evidence_count=0,
                    evidence_bytes=0, submitted_at=decided, due_at=decided, primary_assessment_id=None,
                    outcome="award", decided_at=decided,
                )
            )  # fmt: skip
            session.flush()
            session.add(
                Award(
                    submission_id=submission_id, person_id=person_id, micro_credential_id=key, cpe_hours=hours,
                    decided_at=decided, awarded_at=decided + late,
                )
            )  # fmt: skip
        return submission_id

    def revoke(self, submission_id: str) -> None:
        self._keep(AwardRevocation(submission_id=submission_id, revoked_at=utc_now(), reason="Not their own."))

    def rename(self, person_id: str, name: str) -> None:
        with self.server.database.writing() as session:
            session.get_one(Person, person_id).name = name


def unbalanced(server: Server) -> list[int]:
    """Transactions whose entries do not add up to nothing."""
    statement = select(LedgerEntry.transaction_id).group_by(LedgerEntry.transaction_id)
    with server.database.reading() as session:
        return list(session.scalars(statement.having(func.sum(LedgerEntry.cents) != 0)))


def preview(district: District, period: PayPeriod, as_of: datetime | None = None) -> Statement:
    return pay_run(district.server, district.id, period, as_of)


def close(district: District, period: PayPeriod) -> Statement:
    return pay_run(district.server, district.id, period, close=True)


def amounts(statement: Statement) -> dict[str, int]:
    return {line.person_id: line.amount_cents for line in statement.lines}


def balance(district: District, account: str) -> int:
    with district.server.database.reading() as session:
        statement = (
            select(func.sum(LedgerEntry.cents))
            .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
            .where(LedgerTransaction.organisation_id == district.id, LedgerEntry.account.startswith(account))
        )
        return session.scalar(statement) or 0
