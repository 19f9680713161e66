"""Continuing professional education: the hours that come with every earned micro-credential (FAQ 12).

Hours go with the award, not with a role or a cap. A revoked award is shown as revoked, and counts for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.school_year import Calendar
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.services.lists import Page
from assessor_app.server.services.organisations import policy_of
from assessor_app.server.services.tables import Cell, csv_bytes
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.models import Award, MicroCredentialRow, Person, Submission
from assessor_app.server.storage.program_models import Campus, Employment, Organisation

_PERSON_NAMES = ("Employee ID", "Name", "E-mail", "Campus")
_LINE_NAMES = ("Micro-credential", "Title", "Earned", "CPE hours", "Status")
REVOKED, EARNED = "Revoked", "Earned"


class CpeLine(Value):
    """One award. ``hours`` are those that count: none of a revoked one. Days are the organisation's own."""

    submission_id: str
    micro_credential_id: str
    title: str
    earned_on: date
    hours: int
    revoked_on: date | None


class CpeRecord(Value):
    """``hours`` are those of all awards, whichever of them this piece holds."""

    hours: int
    awards: Page[CpeLine]


def place(line: CpeLine) -> str:
    """Sorts the lines of a transcript."""
    return f"{line.earned_on} {line.submission_id}"


@dataclass(frozen=True, slots=True)
class Transcript:
    """One person's, in the order of earning. Employee id, campus and organisation are "" where there is none."""

    name: str
    employee_id: str
    campus: str
    organisation: str
    made_on: date
    lines: tuple[CpeLine, ...]

    @property
    def hours(self) -> int:
        return sum(line.hours for line in self.lines)


def transcript_of(session: Session, person_id: str) -> Transcript:
    person, employment = session.get_one(Person, person_id), session.get(Employment, person_id)
    calendar, organisation, campus = Calendar(), "", None
    if employment is not None:
        tenant = session.get_one(Organisation, employment.organisation_id)
        calendar, organisation = policy_of(tenant).calendar, tenant.name
        campus = session.get(Campus, employment.campus_id) if employment.campus_id else None
    rows = session.execute(_awards().where(Award.person_id == person_id))
    return Transcript(
        name=person.name,
        employee_id=employment.employee_id if employment is not None else "",
        campus=campus.name if campus is not None else "",
        organisation=organisation,
        made_on=calendar.local_day(utc_now()),
        lines=tuple(sorted((_line(row, calendar) for row in rows), key=place)),
    )


def transcript_csv(transcript: Transcript) -> bytes:
    rows: list[tuple[Cell, ...]] = [_LINE_NAMES, *(_cells(line) for line in transcript.lines)]
    return csv_bytes([*rows, ("Total", "", "", transcript.hours, "")])


def organisation_csv(session: Session, organisation: Organisation, school_year: int | None = None) -> bytes:
    """Everybody's awards by name; of one school year, or of all times."""
    calendar = policy_of(organisation).calendar
    statement = (
        _awards()
        .join(Person, Person.id == Award.person_id)
        .join(Employment, Employment.person_id == Award.person_id)
        .outerjoin(Campus, Campus.id == Employment.campus_id)
        .where(Employment.organisation_id == organisation.id)
        .add_columns(Employment.employee_id, Person.name, Person.email, Campus.name.label("campus"))
    )
    if school_year is not None:
        begins, ends = calendar.year_span(school_year)
        statement = statement.where(Award.decided_at >= begins, Award.decided_at < ends)
    rows, hours = [], 0
    for row in session.execute(statement):
        line = _line(row, calendar)
        hours += line.hours
        rows.append((row.employee_id, row.name, row.email, row.campus or "", *_cells(line)))
    # Awards come in the order of earning, and sorting keeps that for each person.
    rows.sort(key=lambda row: (str(row[1]).casefold(), row[0], row[2]))
    return csv_bytes([(*_PERSON_NAMES, *_LINE_NAMES), *rows, ("Total", *[""] * 6, hours, "")])


def _awards() -> Select[Any]:
    return (
        select(
            Award.submission_id, Award.micro_credential_id, Award.cpe_hours, Award.decided_at,
            AwardRevocation.revoked_at, MicroCredentialRow.data["title"].as_string().label("title"),
        )
        .join(Submission, Submission.id == Award.submission_id)
        .join(
            MicroCredentialRow,
            (MicroCredentialRow.id == Submission.micro_credential_id)
            & (MicroCredentialRow.version == Submission.micro_credential_version),
        )
        .outerjoin(AwardRevocation, AwardRevocation.submission_id == Award.submission_id)
        .order_by(Award.decided_at, Award.submission_id)
    )  # fmt: skip


def _line(row: Row[Any], calendar: Calendar) -> CpeLine:
    return CpeLine(
        submission_id=row.submission_id,
        micro_credential_id=row.micro_credential_id,
        title=row.title,
        earned_on=calendar.local_day(row.decided_at),
        hours=row.cpe_hours if row.revoked_at is None else 0,
        revoked_on=calendar.local_day(row.revoked_at) if row.revoked_at is not None else None,
    )


def _cells(line: CpeLine) -> tuple[Cell, ...]:
    status = EARNED if line.revoked_on is None else f"{REVOKED} {line.revoked_on.isoformat()}"
    return line.micro_credential_id, line.title, line.earned_on.isoformat(), line.hours, status
