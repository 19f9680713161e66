"""What stipends are reckoned from, read for many people at once: awards, eligible roles, who they are for payroll."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from assessor_app.domain.ledger import Kind
from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.stipends import Earned, Held
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.ledger_models import LedgerTransaction
from assessor_app.server.storage.models import Award, Person
from assessor_app.server.storage.program_models import Campus, Employment, RoleHolding, StaffRole


@dataclass(frozen=True, slots=True)
class PayeeFacts:
    """Who somebody is for payroll; employee id and campus are empty for who works here no more."""

    employee_id: str
    name: str
    email: str
    campus: str


@dataclass(frozen=True, slots=True)
class Facts:
    """``elsewhere`` are the micro-credentials that another organisation pays this person for."""

    payee: PayeeFacts
    earned: tuple[Earned, ...]
    held: tuple[Held, ...]
    elsewhere: frozenset[str]

    def digest(self, policy: OrganisationPolicy) -> str:
        """Of these facts under a policy: what has the same digest need not be reckoned again."""
        reckoned = policy.calendar.model_dump_json(), policy.stipends.model_dump_json()
        told = repr((reckoned, self.payee, self.earned, self.held, sorted(self.elsewhere)))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def load_facts(session: Session, organisation_id: str, people: Collection[str] | None = None) -> dict[str, Facts]:
    """Of everybody who earned something and holds or held an eligible role here, or is in the ledger; or of these."""
    held, elsewhere = _held(session, organisation_id, people), _elsewhere(session, organisation_id, people)
    earned = _earned(session, organisation_id, people)
    return {
        person_id: Facts(
            payee, tuple(earned[person_id]), tuple(held.get(person_id, ())), frozenset(elsewhere.get(person_id, ()))
        )
        for person_id, payee in _payees(session, organisation_id, people).items()
        if person_id in earned
    }


def _concerned(organisation_id: str, column: Any, people: Collection[str] | None) -> Any:
    """The condition that a row is of somebody whom the organisation's stipends concern."""
    if people is not None:
        return column.in_(people)
    holders = (
        select(RoleHolding.person_id)
        .join(StaffRole, StaffRole.id == RoleHolding.staff_role_id)
        .where(StaffRole.organisation_id == organisation_id, StaffRole.stipend)
    )
    booked = select(LedgerTransaction.person_id).where(LedgerTransaction.organisation_id == organisation_id)
    return or_(column.in_(holders), column.in_(booked))


def _earned(session: Session, organisation_id: str, people: Collection[str] | None) -> dict[str, list[Earned]]:
    found: dict[str, list[Earned]] = defaultdict(list)
    statement = (
        select(
            Award.person_id, Award.submission_id, Award.micro_credential_id, Award.decided_at, Award.awarded_at,
            AwardRevocation.revoked_at,
        )
        .outerjoin(AwardRevocation, AwardRevocation.submission_id == Award.submission_id)
        .where(_concerned(organisation_id, Award.person_id, people))
        .order_by(Award.submission_id)
    )  # fmt: skip
    for person_id, submission_id, micro_credential_id, decided_at, awarded_at, revoked_at in session.execute(statement):
        award = Earned(submission_id, micro_credential_id, decided_at, awarded_at, revoked_at is not None)
        found[person_id].append(award)
    return dict(found)


def _held(session: Session, organisation_id: str, people: Collection[str] | None) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = defaultdict(list)
    statement = (
        select(RoleHolding.person_id, RoleHolding.from_at, RoleHolding.ended_at)
        .join(StaffRole, StaffRole.id == RoleHolding.staff_role_id)
        .where(StaffRole.organisation_id == organisation_id, StaffRole.stipend)
        .order_by(RoleHolding.id)
    )
    if people is not None:
        statement = statement.where(RoleHolding.person_id.in_(people))
    for person_id, from_at, ended_at in session.execute(statement):
        found[person_id].append(Held(from_at, ended_at))
    return found


def _elsewhere(session: Session, organisation_id: str, people: Collection[str] | None) -> dict[str, set[str]]:
    reversal = aliased(LedgerTransaction)
    statement = (
        select(LedgerTransaction.person_id, LedgerTransaction.micro_credential_id)
        .outerjoin(reversal, reversal.reverses_id == LedgerTransaction.id)
        .where(
            LedgerTransaction.organisation_id != organisation_id,
            LedgerTransaction.kind == Kind.STIPEND,
            reversal.id.is_(None),
            _concerned(organisation_id, LedgerTransaction.person_id, people),
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for person_id, micro_credential_id in session.execute(statement):
        found[person_id].add(micro_credential_id)
    return found


def _payees(session: Session, organisation_id: str, people: Collection[str] | None) -> dict[str, PayeeFacts]:
    here = and_(Employment.person_id == Person.id, Employment.organisation_id == organisation_id)
    statement = (
        select(Person.id, Employment.employee_id, Person.name, Person.email, Campus.name)
        .outerjoin(Employment, here)
        .outerjoin(Campus, Campus.id == Employment.campus_id)
        .where(_concerned(organisation_id, Person.id, people))
    )
    return {
        person_id: PayeeFacts(employee_id or "", name, email, campus or "")
        for person_id, employee_id, name, email, campus in session.execute(statement)
    }
