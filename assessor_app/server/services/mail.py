"""Messages to people: written in the transaction that they tell of, delivered later, each once (FAQ 21).

The mail's row is the outbox: where the transaction is undone there is no message, and where it holds there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessor_app.domain.school_year import zone
from assessor_app.protocol.events import utc_now
from assessor_app.server.notify.dates import When
from assessor_app.server.notify.letters import as_text, stored
from assessor_app.server.notify.messages import AT_ONCE, About, Message
from assessor_app.server.notify.templates import letter_of
from assessor_app.server.services import organisations
from assessor_app.server.storage.models import Mail, MicroCredentialRow, Person, Submission
from assessor_app.server.storage.program_models import Account, Employment, Organisation

DIGEST_HOUR = 7
"""When the day's mail is sent, where its reader works."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a person wants to be written to."""

    language: str
    zone: tzinfo
    digest: bool


def tell(session: Session, person_id: str, message: Message) -> None:
    """Nothing to whoever has no address (anchors' author, somebody erased) or closed their account."""
    reader = reader_of(session, person_id)
    if reader is None:
        return
    now = utc_now()
    held = next_digest(now, reader.zone) if reader.digest and message.kind not in AT_ONCE else None
    session.add(written(person_id, reader, message, now, held))


def written(person_id: str, reader: Reader, message: Message, now: datetime, held: datetime | None) -> Mail:
    """The message's row, due now or with the day's mail."""
    letter = letter_of(message, When(reader.language, reader.zone))
    return Mail(
        person_id=person_id, submission_id=message.submission_id if isinstance(message, About) else None,
        kind=message.kind, language=reader.language, subject=letter.subject, body=as_text(letter),
        content=stored(letter), created_at=now, next_try_at=held or now, held_until=held,
    )  # fmt: skip


def reader_of(session: Session, person_id: str) -> Reader | None:
    """None where nothing can or may be sent."""
    account = session.get(Account, person_id)
    if "@" not in session.get_one(Person, person_id).email or (account is not None and account.closed_at is not None):
        return None
    return Reader(
        language=account.language if account is not None else "en",
        zone=zone(_zone_name(session, person_id)),
        digest=account is not None and account.digest,
    )


def _zone_name(session: Session, person_id: str) -> str:
    employment = session.get(Employment, person_id)
    if employment is None or employment.left_at is not None:
        return "UTC"
    organisation = session.get_one(Organisation, employment.organisation_id)
    return organisations.policy_of(organisation).calendar.time_zone


def next_digest(now: datetime, where: tzinfo) -> datetime:
    """The next moment at which it is seven in the morning there."""
    there = now.astimezone(where)
    today = datetime.combine(there.date(), time(DIGEST_HOUR), where)
    tomorrow = datetime.combine(there.date() + timedelta(days=1), time(DIGEST_HOUR), where)
    return today if today > there else tomorrow


def let_go(session: Session, person_id: str) -> None:
    """What was held for the day's mail goes out one by one: its reader wants no day's mail any more."""
    session.execute(
        update(Mail)
        .where(Mail.person_id == person_id, Mail.held_until.is_not(None))
        .values(held_until=None, next_try_at=utc_now())
    )


def title_of(session: Session, submission: Submission) -> str:
    row = session.get_one(MicroCredentialRow, (submission.micro_credential_id, submission.micro_credential_version))
    return str(row.data["title"])
