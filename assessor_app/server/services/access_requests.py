"""Asking for access to a program, and an administrator's answer (FAQ 7, 8)."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.notify.messages import AccessGranted, AccessRefused
from assessor_app.server.services import enrolments, mail, organisations
from assessor_app.server.services.enrolments import Source
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.own import must_be_educator
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.tenancy import organisation_of
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import AccessRequest, Account, Employment, Organisation, Program

MOST_OPEN = 20


class RequestView(Value):
    """``granted`` is None until it was answered. ``name`` and ``email`` are of who asks."""

    id: str
    program_id: str
    program: str
    name: str
    email: str
    note: str
    asked_at: datetime
    granted: bool | None
    decided_at: datetime | None
    answer: str


def ask(session: Session, caller: Caller, program_id: str, note: str) -> RequestView:
    """The request that is open already, or a new one. Raises ProblemError, Refused."""
    must_be_educator(caller)
    person = session.get_one(Person, caller.person_id)
    program = session.get(Program, program_id)
    if program is None or not may_see(session, person.id, program):
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no program of this id."))
    if program_id in enrolments.current(session, person.id):
        raise Refused("You take part in this program already.")
    mine = [row for row in _of(session, person.id) if row.granted is None]
    found = next((row for row in mine if row.program_id == program_id), None)
    if found is None:
        if len(mine) >= MOST_OPEN:
            raise Refused(f"{MOST_OPEN} of your requests wait for an answer; please wait for one of them.")
        note_act(session, "access asked for")
        found = AccessRequest(
            id=uuid.uuid4().hex, person_id=person.id, program_id=program_id, note=note.strip(), asked_at=utc_now(),
            granted=None, decided_by=None, decided_at=None, answer="",
        )  # fmt: skip
        session.add(found)
        session.flush()
    return _view(session, found)


def may_see(session: Session, person_id: str, program: Program) -> bool:
    """Programs are seen by their organisation's people, and by whoever signed up where the organisation wants it."""
    employment = session.get(Employment, person_id)
    if employment is not None:
        return employment.left_at is None and employment.organisation_id == program.organisation_id
    account = session.get(Account, person_id)
    if account is None or not account.browsing_only:
        return False
    return organisations.policy_of(session.get_one(Organisation, program.organisation_id)).open_to_sign_ups


def own_requests(session: Session, caller: Caller, wanted: Wanted) -> Page[RequestView]:
    """Newest first. Raises ProblemError."""
    must_be_educator(caller)
    return paged(
        session, select(AccessRequest).where(AccessRequest.person_id == caller.person_id),
        (AccessRequest.asked_at, AccessRequest.id), wanted, lambda row: _view(session, row), newest_first=True,
    )  # fmt: skip


def waiting(session: Session, caller: Caller, wanted: Wanted) -> Page[RequestView]:
    """Of the caller's organisation, the oldest first. Raises ProblemError."""
    organisation = organisation_of(session, caller)
    return paged(
        session,
        select(AccessRequest).join(Program, AccessRequest.program_id == Program.id).where(
            Program.organisation_id == organisation.id, AccessRequest.granted.is_(None)
        ),
        (AccessRequest.asked_at, AccessRequest.id), wanted, lambda row: _view(session, row),
    )  # fmt: skip


def decide(session: Session, caller: Caller, request_id: str, *, granted: bool, answer: str) -> RequestView:
    """Raises ProblemError, Refused. Granting makes somebody who only signed up one of the organisation's people."""
    organisation = organisation_of(session, caller)
    row = session.get(AccessRequest, request_id)
    program = session.get(Program, row.program_id) if row is not None else None
    if row is None or program is None or program.organisation_id != organisation.id:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "Your organisation has no request of this id."))
    return settle(session, row, program, caller.person_id, granted=granted, answer=answer)


def settle(
    session: Session, row: AccessRequest, program: Program, by: str | None, *, granted: bool, answer: str
) -> RequestView:
    """``by`` None: whoever runs the server. What is granted is for this school year, for whom no later roster has:
    :func:`enrolments.end_past_requests`. Raises Refused."""
    if row.granted is not None:
        raise Refused("This request was answered already.")
    note_act(session, "access request answered")
    now = utc_now()
    row.granted, row.decided_by, row.decided_at, row.answer = granted, by, now, answer.strip()
    if granted:
        _admit(session, row.person_id, program)
        if program.id not in enrolments.current(session, row.person_id):
            session.add(enrolments.enrolment(row.person_id, program.id, Source.REQUEST, now))
    session.flush()
    mail.tell(session, row.person_id, (AccessGranted if granted else AccessRefused)(program.title, row.answer))
    return _view(session, row)


def _admit(session: Session, person_id: str, program: Program) -> None:
    account = session.get(Account, person_id)
    if account is not None:
        account.browsing_only = False
    employment = session.get(Employment, person_id)
    if employment is None:
        person = session.get_one(Person, person_id)
        person.organisation = session.get_one(Organisation, program.organisation_id).name
        session.add(
            Employment(
                person_id=person_id, organisation_id=program.organisation_id, campus_id=None, employee_id="",
                left_at=None,
            )
        )  # fmt: skip
    elif employment.organisation_id != program.organisation_id:
        raise Refused("They work at another organisation by now.")
    else:
        employment.left_at = None


def _of(session: Session, person_id: str) -> list[AccessRequest]:
    return list(session.scalars(select(AccessRequest).where(AccessRequest.person_id == person_id)))


def _view(session: Session, row: AccessRequest) -> RequestView:
    program, person = session.get_one(Program, row.program_id), session.get_one(Person, row.person_id)
    return RequestView(
        id=row.id, program_id=row.program_id, program=program.title, name=person.name, email=person.email,
        note=row.note, asked_at=row.asked_at, granted=row.granted, decided_at=row.decided_at, answer=row.answer,
    )  # fmt: skip


def found(session: Session, request_id: str) -> tuple[AccessRequest, Program]:
    """By its id or the beginning of it. Raises Refused."""
    rows = session.scalars(select(AccessRequest).where(AccessRequest.id.startswith(request_id, autoescape=True))).all()
    if len(rows) != 1:
        raise Refused(f"There is no access request {request_id}." if not rows else "Several requests begin like this.")
    return rows[0], session.get_one(Program, rows[0].program_id)
