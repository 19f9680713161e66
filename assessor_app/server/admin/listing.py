"""The server's rows as an administrator reads them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.server.opening import Server
from assessor_app.server.services.acquaintance import applicant_of
from assessor_app.server.services.preparation import how_far
from assessor_app.server.services.presentations import for_calibration, presentation_of
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.calibration_models import SecondReading
from assessor_app.server.storage.models import (
    AssessmentRow,
    Assignment,
    Award,
    DecisionRow,
    Device,
    LeakReport,
    Mail,
    MicroCredentialRow,
    Person,
    Submission,
)


def rows(server: Server, what: str) -> list[dict[str, Any]]:
    """``what``: people, micro-credentials, submissions, devices, mail or leaks."""
    with server.database.reading() as session:
        match what:
            case "people":
                return [
                    {"email": p.email, "name": p.name, "organisation": p.organisation, "roles": ", ".join(p.roles)}
                    for p in session.scalars(select(Person).where(Person.email.contains("@")).order_by(Person.email))
                ]
            case "micro-credentials":
                found = session.scalars(select(MicroCredentialRow).order_by(MicroCredentialRow.id))
                return [{"id": m.id, "version": m.version, "title": m.data["title"]} for m in found]
            case "devices":
                devices = session.execute(select(Device, Person).join(Person, Device.person_id == Person.id))
                return [
                    {"id": d.id, "person": p.email, "name": d.name, "revoked": d.revoked_at is not None}
                    for d, p in devices
                ]
            case "mail":
                mails = session.execute(
                    select(Mail, Person).join(Person, Mail.person_id == Person.id).order_by(Mail.id)
                )
                return [
                    {
                        "to": p.email,
                        "subject": m.subject,
                        "at": m.created_at.isoformat(),
                        "state": _mail_state(m),
                        "tries": m.attempts,
                        "reason": m.reason,
                    }
                    for m, p in mails
                ]
            case "leaks":
                reports = session.scalars(select(LeakReport).order_by(LeakReport.received_at))
                return [
                    {
                        "submission": r.submission_id,
                        "at": r.reported_at.isoformat(),
                        "evidence": r.evidence_id or "",
                        "page": "" if r.page is None else r.page + 1,
                        "what": r.what,
                        "note": r.note,
                    }
                    for r in reports
                ]
            case _:
                found_submissions = session.scalars(select(Submission).order_by(Submission.submitted_at))
                return [_summary(session, submission) for submission in found_submissions]


def _mail_state(mail: Mail) -> str:
    if mail.bounced_at is not None:
        return "bounced"
    if mail.sent_at is not None:
        return "sent"
    if mail.held_until is not None or (mail.digest_id is not None and mail.next_try_at is None):
        return "for the day’s mail"
    return "waiting" if mail.next_try_at is not None else "given up"


def _summary(session: Session, submission: Submission) -> dict[str, Any]:
    return {
        "id": submission.id,
        "state": "scored" if _is_scored(session, submission) else submission.state,
        "micro_credential": f"{submission.micro_credential_id}@{submission.micro_credential_version}",
        "attempt": submission.attempt,
        "applicant": applicant_of(session, submission).email,
        "due_at": submission.due_at.isoformat(),
        "kind": _kind(session, submission),
    }


def _is_scored(session: Session, submission: Submission) -> bool:
    """A practice or qualification packet that was handed in: nobody decides on it."""
    presentation = presentation_of(session, submission.id)
    return presentation is not None and for_calibration(presentation) and presentation.scored_at is not None


def _kind(session: Session, submission: Submission) -> str:
    presentation = presentation_of(session, submission.id)
    return presentation.kind if presentation is not None else "live"


def submission(server: Server, submission_id: str) -> dict[str, Any]:
    """One submission with who does and did what. Raises Refused."""
    with server.database.reading() as session:
        found = session.get(Submission, submission_id)
        if found is None:
            raise Refused(f"There is no submission {submission_id}.")
        award = session.get(Award, submission_id)
        second = session.get(SecondReading, submission_id)
        return {
            **_summary(session, found),
            "evidence": how_far(session, found),
            "second_reading": second.reason.replace("_", " ") if second else "none",
            "award": f"{award.cpe_hours} CPE hours" if award else "none",
            "assignments": [
                {"person": person.email, "role": row.role, "status": row.status}
                for row, person in session.execute(
                    select(Assignment, Person)
                    .join(Person, Assignment.person_id == Person.id)
                    .where(Assignment.submission_id == submission_id)
                )
            ],
            "assessments": [
                {"id": row.id, "person": person.email, "second": row.second, "at": row.submitted_at.isoformat()}
                for row, person in session.execute(
                    select(AssessmentRow, Person)
                    .join(Person, AssessmentRow.person_id == Person.id)
                    .where(AssessmentRow.submission_id == submission_id)
                )
            ],
            "decisions": [
                {"id": row.id, "person": person.email, "outcome": row.outcome, "at": row.decided_at.isoformat()}
                for row, person in session.execute(
                    select(DecisionRow, Person)
                    .join(Person, DecisionRow.person_id == Person.id)
                    .where(DecisionRow.submission_id == submission_id)
                )
            ],
        }
