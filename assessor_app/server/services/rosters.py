"""Importing a year's roster: accounts, roles and what follows for programs, in one transaction or not at all."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.rosters import (
    Entry,
    LineFault,
    PersonChange,
    RosterTable,
    changes,
    conflicts,
    folded,
    read_roster,
)
from assessor_app.domain.school_year import year_words
from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import ChangeKind
from assessor_app.server.opening import Server
from assessor_app.server.services import addresses, enrolments, identities, organisations
from assessor_app.server.services.changes import touch
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.roster_accounts import known_accounts, open_holdings
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
    """One person's part of the report. ``roster_name``: what the roster calls somebody who keeps their own name."""

    email: str
    name: str
    new: bool
    leaves: bool
    gains: tuple[str, ...]
    ends: tuple[str, ...]
    moves: tuple[str, ...]
    renamed_from: str
    address_before: str
    roster_name: str


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
    """``school_year`` None is the one of ``effective``, from when what changes holds, never later; None: from now."""

    data: bytes
    school_year: int | None = None
    effective: datetime | None = None


def import_roster(server: Server, organisation_id: str, file: RosterFile, *, dry_run: bool = False) -> RosterReport:
    """Raises Faulty with what is wrong in which line, and Refused; then nothing was changed."""
    if file.effective is not None and file.effective > utc_now():
        raise Refused(
            "The day from which this roster holds has not come, and what a roster changes is changed at once. Nothing "
            "was imported; import it on that day."
        )
    # A large table takes a while to read: nobody else waits for it meanwhile.
    with server.database.reading() as session:
        titles = _titles(session, organisation_id)
    table = read_roster(file.data, titles)
    if table.faults:
        with server.database.reading() as session:
            _Import(session, session.get_one(Organisation, organisation_id), file, table).check()
    try:
        with server.database.writing() as session:
            if _titles(session, organisation_id) != titles:
                raise Refused("The organisation’s roles were changed at this moment. Nothing was imported; try again.")
            note_act(session, "roster imported")
            report = _Import(session, session.get_one(Organisation, organisation_id), file, table).done()
            if dry_run:
                raise _OnlyTried(report)
    except _OnlyTried as tried:
        return tried.report.model_copy(update={"roster_id": None, "dry_run": True})
    return report


def _titles(session: Session, organisation_id: str) -> dict[str, str]:
    rows = session.scalars(select(StaffRole).where(StaffRole.organisation_id == organisation_id))
    return {row.key: row.title for row in rows}


class _OnlyTried(Exception):
    """Takes everything back that a dry run did."""

    def __init__(self, report: RosterReport) -> None:
        super().__init__()
        self.report = report


class _Import:
    """One import, inside its transaction."""

    def __init__(self, session: Session, organisation: Organisation, file: RosterFile, table: RosterTable) -> None:
        self._session, self._organisation, self._file, self._table = session, organisation, file, table
        self._now = file.effective or utc_now()
        calendar = organisations.policy_of(organisation).calendar
        self._year = calendar.school_year(self._now) if file.school_year is None else file.school_year
        self._must_not_be_early_or_late(max(calendar.school_year(self._now), calendar.school_year(utc_now())))
        self._roles = {
            role.key: role
            for role in session.scalars(select(StaffRole).where(StaffRole.organisation_id == organisation.id))
        }
        self._campuses = {
            row.folded: row for row in session.scalars(select(Campus).where(Campus.organisation_id == organisation.id))
        }

    def check(self) -> tuple[tuple[Entry, ...], tuple[PersonChange, ...]]:
        """The lines, and what they change. Raises Faulty with every fault there is."""
        entries = self._with_known_names(self._table.entries)
        known = known_accounts(self._session, self._organisation, {entry.email for entry in entries}, self._year)
        faults = {*self._table.faults, *conflicts(entries, known)}
        if faults:
            raise Faulty(tuple(sorted(faults, key=lambda fault: (fault.line, fault.message))))
        return entries, changes(entries, known)

    def done(self) -> RosterReport:
        entries, planned = self.check()
        campuses_before = set(self._campuses)
        listed = self._carry_out(planned)
        over = enrolments.end_past_requests(self._session, self._organisation, listed, self._year, self._now)
        opened, ended = enrolments.follow_roles(self._session, self._organisation, self._year, self._now)
        changed = tuple(_view(change) for change in planned if change.changed)
        report = RosterReport(
            roster_id=uuid.uuid4().hex, dry_run=False, school_year=self._year, lines=len(entries),
            people=len({entry.email for entry in entries}), new=sum(change.new for change in planned),
            left=sum(change.leaves for change in planned),
            unchanged=sum(not change.changed for change in planned), programs_opened=opened,
            programs_ended=ended + over,
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

    def _must_not_be_early_or_late(self, current: int) -> None:
        """What a roster changes is changed at once. Raises Refused."""
        if self._year > current:
            raise Refused(
                f"{year_words(self._year)} has not begun, and what a roster changes is changed at once. Nothing was "
                "imported; import it once the year has begun."
            )
        newest = self._session.scalar(
            select(func.max(Roster.school_year)).where(Roster.organisation_id == self._organisation.id)
        )
        if newest is not None and self._year < newest:
            raise Refused(f"There is a roster of {year_words(newest)} already. Nothing of the older one was imported.")

    def _with_known_names(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Campuses as they were first written, so that another spelling of one is no move."""
        spelled: dict[str, str] = {key: row.name for key, row in self._campuses.items()}
        return tuple(replace(entry, campus=spelled.setdefault(folded(entry.campus), entry.campus)) for entry in entries)

    def _carry_out(self, planned: Iterable[PersonChange]) -> set[str]:
        """Who is in the roster."""
        held = open_holdings(self._session, self._organisation)
        people = [(change, self._person(change)) for change in planned]
        self._session.flush()
        for change, person in people:
            self._employ(change, person)
            self._hold(person.id, change, held.get(person.id, {}))
            if change.renamed_from or change.address_before:
                touch(self._session, person.id, ChangeKind.PERSON, person.id)
        self._session.flush()
        return {person.id for change, person in people if not change.leaves}

    def _person(self, change: PersonChange) -> Person:
        if change.person_id is None:
            return self._new_person(change)
        person = self._session.get_one(Person, change.person_id)
        if change.address_before:
            addresses.change(self._session, person, change.email)
        other = change.renamed_from or change.roster_name
        if other:
            identities.remember(self._session, person.id, Identity(names=(other,)))
        person.name = change.name
        return person

    def _employ(self, change: PersonChange, person: Person) -> None:
        session = self._session
        employment = session.get(Employment, person.id)
        before = identities.workplace(session, person.id)
        if employment is None:
            employment = Employment(
                person_id=person.id, organisation_id=self._organisation.id, campus_id=None, employee_id="", left_at=None
            )
            session.add(employment)
        elif employment.organisation_id != self._organisation.id:
            # Its campus is the other organisation's.
            employment.organisation_id, employment.campus_id = self._organisation.id, None
        if change.new:
            person.organisation = self._organisation.name
            account = session.get(Account, person.id)
            if account is not None:
                account.browsing_only = False
        employment.employee_id = change.employee_id
        employment.left_at = self._now if change.leaves else None
        if not change.leaves:
            employment.campus_id = self._campus(change.campuses[min(change.campuses)])
        if change.person_id is not None and before != identities.workplace(session, person.id):
            identities.remember(session, person.id, before)

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


def _view(change: PersonChange) -> ChangeView:
    return ChangeView(
        email=change.email, name=change.name, new=change.new, leaves=change.leaves, gains=change.gains,
        ends=change.ends, moves=change.moves, renamed_from=change.renamed_from, address_before=change.address_before,
        roster_name=change.roster_name,
    )  # fmt: skip


def refused(faulty: Faulty) -> ProblemError:
    """The faults as a problem for whoever sent the file."""
    lines = [{"line": fault.line, "message": fault.message} for fault in faulty.faults[:500]]
    detail = f"{len(faulty.faults)} lines of the roster can’t be taken. Nothing was imported."
    return ProblemError(problem(ProblemType.BAD_REQUEST, detail, lines=lines))
