"""Importing a year's roster: accounts, roles and what follows for programs, in one transaction or not at all."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.rosters import (
    Entry,
    Known,
    LineFault,
    PersonChange,
    changes,
    conflicts,
    folded,
    read_roster,
)
from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import ChangeKind
from assessor_app.server.opening import Server
from assessor_app.server.services import enrolments, organisations
from assessor_app.server.services.changes import touch
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import (
    Account,
    Campus,
    Employment,
    Organisation,
    RoleHolding,
    Roster,
    StaffRole,
)


class Faulty(Exception):
    """A roster with faults: nothing of it was imported."""

    def __init__(self, faults: tuple[LineFault, ...]) -> None:
        super().__init__("The roster has faults; nothing was imported.")
        self.faults = faults


class ChangeView(Value):
    """One person's part of the report."""

    email: str
    name: str
    new: bool
    leaves: bool
    gains: tuple[str, ...]
    ends: tuple[str, ...]
    moves: tuple[str, ...]
    renamed_from: str
    address_before: str


class RosterReport(Value):
    """What an import changed, or with ``dry_run`` would change. ``changes`` leaves out who stays as they were.

    ``programs_opened`` and ``programs_ended`` count enrolments; ``new_campuses`` are names that were not there before,
    mistyped ones among them.
    """

    roster_id: str | None
    dry_run: bool
    school_year: int
    lines: int
    people: int
    new: int
    left: int
    unchanged: int
    programs_opened: int
    programs_ended: int
    new_campuses: tuple[str, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class RosterFile:
    """``school_year`` None is the one of ``effective``, from when what changes holds; None: from now."""

    data: bytes
    school_year: int | None = None
    effective: datetime | None = None


def import_roster(server: Server, organisation_id: str, file: RosterFile, *, dry_run: bool = False) -> RosterReport:
    """Raises Faulty with what is wrong in which line, and then nothing was changed."""
    try:
        with server.database.writing() as session:
            note_act(session, "roster imported")
            report = _Import(session, session.get_one(Organisation, organisation_id), file).done()
            if dry_run:
                raise _OnlyTried(report)
    except _OnlyTried as tried:
        return tried.report.model_copy(update={"roster_id": None, "dry_run": True})
    return report


class _OnlyTried(Exception):
    """Takes everything back that a dry run did."""

    def __init__(self, report: RosterReport) -> None:
        super().__init__()
        self.report = report


class _Import:
    """One import, inside its transaction."""

    def __init__(self, session: Session, organisation: Organisation, file: RosterFile) -> None:
        self._session, self._organisation, self._file = session, organisation, file
        self._now = file.effective or utc_now()
        calendar = organisations.policy_of(organisation).calendar
        self._year = calendar.school_year(self._now) if file.school_year is None else file.school_year
        self._roles = {
            role.key: role
            for role in session.scalars(select(StaffRole).where(StaffRole.organisation_id == organisation.id))
        }
        self._campuses = {
            row.folded: row for row in session.scalars(select(Campus).where(Campus.organisation_id == organisation.id))
        }

    def done(self) -> RosterReport:
        table = read_roster(self._file.data, {key: role.title for key, role in self._roles.items()})
        known = _known(self._session, self._organisation)
        entries = self._with_known_names(table.entries)
        faults = (*table.faults, *conflicts(entries, known), *self._strangers(entries, known))
        if faults:
            raise Faulty(tuple(sorted(set(faults), key=lambda fault: (fault.line, fault.message))))
        campuses_before = set(self._campuses)
        planned = changes(entries, known)
        self._carry_out(planned)
        opened, ended = enrolments.follow_roles(self._session, self._organisation, self._year, self._now)
        changed = tuple(_view(change) for change in planned if change.changed)
        report = RosterReport(
            roster_id=uuid.uuid4().hex, dry_run=False, school_year=self._year, lines=len(entries),
            people=len({entry.email for entry in entries}), new=sum(change.new for change in planned),
            left=sum(change.leaves for change in planned),
            unchanged=sum(not change.changed for change in planned), programs_opened=opened, programs_ended=ended,
            new_campuses=tuple(
                sorted(row.name for key, row in self._campuses.items() if key not in campuses_before)
            ),
            changes=changed,
        )  # fmt: skip
        self._session.add(
            Roster(
                id=report.roster_id, organisation_id=self._organisation.id, school_year=self._year,
                sha256=hashlib.sha256(self._file.data).hexdigest(), lines=len(entries), imported_at=utc_now(),
                report=report.model_dump(mode="json", exclude={"changes", "roster_id", "dry_run"}),
            )
        )  # fmt: skip
        return report

    def _with_known_names(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Campuses as they were first written, so that another spelling of one is no move."""
        spelled: dict[str, str] = {key: row.name for key, row in self._campuses.items()}
        return tuple(replace(entry, campus=spelled.setdefault(folded(entry.campus), entry.campus)) for entry in entries)

    def _strangers(self, entries: Iterable[Entry], known: Iterable[Known]) -> list[LineFault]:
        """Lines whose address belongs to an account that this organisation must not touch."""
        own = {each.email for each in known}
        wanted = {entry.email: entry.line for entry in entries if entry.email not in own}
        faults = []
        for person in _people_with(self._session, list(wanted)):
            employment = self._session.get(Employment, person.id)
            if employment is not None:
                said = f"{person.email} has an account of another organisation."
            elif Role.EDUCATOR not in person.roles:
                said = f"{person.email} has an account that is no educator’s."
            else:
                continue
            faults.append(LineFault(wanted[person.email], f"{said} Ask whoever runs the server."))
        for each in known:
            if not each.educator and (line := next((e.line for e in entries if e.email == each.email), None)):
                said = f"{each.email} works on assessments here, which an educator can’t. Ask whoever runs the server."
                faults.append(LineFault(line, said))
        return faults

    def _carry_out(self, planned: Iterable[PersonChange]) -> None:
        found = {change.email: change for change in planned}
        signed_up = {person.email: person for person in _people_with(self._session, list(found))}
        open_holdings = _open_holdings(self._session, self._organisation)
        people = {change.email: self._person(change, signed_up) for change in planned}
        self._session.flush()
        for change in planned:
            person = people[change.email]
            self._hold(person.id, change, open_holdings.get(person.id, {}))
            if change.renamed_from or change.address_before:
                touch(self._session, person.id, ChangeKind.PERSON, person.id)
        self._session.flush()

    def _person(self, change: PersonChange, signed_up: dict[str, Person]) -> Person:
        session = self._session
        if change.person_id is not None:
            person = session.get_one(Person, change.person_id)
            person.name, person.email = change.name, change.email
            employment = session.get_one(Employment, person.id)
        else:
            person = signed_up.get(change.email) or self._new_person(change)
            person.name, person.organisation = change.name, self._organisation.name
            employment = Employment(
                person_id=person.id, organisation_id=self._organisation.id, campus_id=None, employee_id="", left_at=None
            )
            session.add(employment)
            account = session.get(Account, person.id)
            if account is not None:
                account.browsing_only = False
        employment.employee_id = change.employee_id
        employment.left_at = self._now if change.leaves else None
        if not change.leaves:
            employment.campus_id = self._campus(change.campuses[min(change.campuses)])
        return person

    def _new_person(self, change: PersonChange) -> Person:
        """Nobody can sign in with it until its owner set a password by mail (FAQ 4), or through a provider."""
        person = Person(
            id=uuid.uuid4().hex, email=change.email, name=change.name, organisation=self._organisation.name,
            roles=[Role.EDUCATOR.value], password_hash="", created_at=utc_now(),
        )  # fmt: skip
        self._session.add(person)
        return person

    def _hold(self, person_id: str, change: PersonChange, before: dict[str, RoleHolding]) -> None:
        for key in (*change.ends, *change.moves):
            before[key].ended_at = self._now
        for key, campus in change.campuses.items():
            if key in change.gains or key in change.moves:
                self._session.add(
                    RoleHolding(
                        id=uuid.uuid4().hex, person_id=person_id, staff_role_id=self._roles[key].id,
                        campus_id=self._campus(campus), school_year=self._year, from_at=self._now, ended_at=None,
                    )
                )  # fmt: skip
            else:
                before[key].school_year = self._year

    def _campus(self, name: str) -> str | None:
        key = folded(name)
        if key and key not in self._campuses:
            made = organisations.campus(self._session, self._organisation, name)
            assert made is not None  # noqa: S101 - the name is not empty
            self._campuses[key] = made
        return self._campuses[key].id if key else None


def _known(session: Session, organisation: Organisation) -> tuple[Known, ...]:
    """Who works at the organisation, and who did."""
    roles: dict[str, dict[str, str]] = {}
    names = {row.id: row.name for row in session.scalars(select(Campus))}
    keys = {row.id: row.key for row in session.scalars(select(StaffRole))}
    for person_id, holdings in _open_holdings(session, organisation).items():
        roles[person_id] = {keys[h.staff_role_id]: names.get(h.campus_id or "", "") for h in holdings.values()}
    rows = session.execute(
        select(Person, Employment)
        .join(Employment, Employment.person_id == Person.id)
        .where(Employment.organisation_id == organisation.id)
    )
    return tuple(
        Known(
            person.id, person.email, person.name, employment.employee_id, roles.get(person.id, {}),
            educator=Role.EDUCATOR in person.roles,
        )
        for person, employment in rows
    )  # fmt: skip


def _open_holdings(session: Session, organisation: Organisation) -> dict[str, dict[str, RoleHolding]]:
    """Person → role's key → holding."""
    rows = session.execute(
        select(RoleHolding, StaffRole.key)
        .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
        .where(StaffRole.organisation_id == organisation.id, RoleHolding.ended_at.is_(None))
    )
    found: dict[str, dict[str, RoleHolding]] = {}
    for holding, key in rows:
        found.setdefault(holding.person_id, {})[key] = holding
    return found


def _people_with(session: Session, emails: list[str]) -> list[Person]:
    """In pieces, because a statement takes only so many values."""
    found: list[Person] = []
    for start in range(0, len(emails), 500):
        found += session.scalars(select(Person).where(Person.email.in_(emails[start : start + 500])))
    return found


def _view(change: PersonChange) -> ChangeView:
    return ChangeView(
        email=change.email, name=change.name, new=change.new, leaves=change.leaves, gains=change.gains,
        ends=change.ends, moves=change.moves, renamed_from=change.renamed_from, address_before=change.address_before,
    )  # fmt: skip


def refused(faulty: Faulty) -> ProblemError:
    """The faults as a problem for whoever sent the file."""
    lines = [{"line": fault.line, "message": fault.message} for fault in faulty.faults[:500]]
    detail = f"{len(faulty.faults)} lines of the roster can’t be taken. Nothing was imported."
    return ProblemError(problem(ProblemType.BAD_REQUEST, detail, lines=lines))
