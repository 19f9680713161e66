"""Mail that came back: refused at once, or hours later by a delivery status notification (RFC 3464).

An address that gave mail back several times in a row, because nobody is there, is not written to any more until its
owner confirms it by a link that they asked for. That link is always sent.
"""

from __future__ import annotations

from email.utils import parseaddr

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.notify.messages import Kind
from assessor_app.server.opening import Server
from assessor_app.server.storage.models import Mail
from assessor_app.server.storage.program_models import Account

log = structlog.get_logger(__name__)
MOST_IN_A_ROW = 3
SILENT = (
    f"This address gave mail back {MOST_IN_A_ROW} times in a row. It is written to again once its owner has set a "
    "password by a mailed link."
)


def returned(server: Server, mail_id: int, reason: str, *, unreachable: bool) -> None:
    """A mail server gave a message back for good."""
    with server.database.writing() as session:
        _mark(session, session.get_one(Mail, mail_id), reason, unreachable)
    log.warning("a mail came back", mail=mail_id, unreachable=unreachable)


def came_back(session: Session, token: str, recipient: str, reason: str, *, unreachable: bool) -> bool:
    """The same by a notification, which has to name the message's own recipient; whether there is such a message."""
    mail = session.scalars(select(Mail).where(Mail.token == token)).first()
    if mail is None or not _same(mail.address, recipient):
        return False
    if mail.bounced_at is None:
        _mark(session, mail, reason, unreachable)
    return True


def is_silent(session: Session, mail: Mail) -> bool:
    """Whether nothing is sent to this message's address now."""
    if mail.kind == Kind.PASSWORD_LINK:
        return False
    account = session.get(Account, mail.person_id)
    since = account.verified_at if account is not None else None
    last = select(Mail).where(
        Mail.person_id == mail.person_id, Mail.address == mail.address, Mail.kind != Kind.PASSWORD_LINK,
        Mail.digest_id.is_(None), Mail.sent_at.is_not(None) | Mail.bounced_at.is_not(None),
    )  # fmt: skip
    if since is not None:
        last = last.where(Mail.created_at > since)
    rows = session.scalars(last.order_by(Mail.id.desc()).limit(MOST_IN_A_ROW)).all()
    return len(rows) == MOST_IN_A_ROW and all(row.bounced_at is not None and row.unreachable for row in rows)


def _mark(session: Session, mail: Mail, reason: str, unreachable: bool) -> None:
    mail.bounced_at, mail.unreachable = utc_now(), unreachable
    mail.reason, mail.next_try_at = reason[:1_000], None
    for part in session.scalars(select(Mail).where(Mail.digest_id == mail.id)):
        part.bounced_at, part.reason = mail.bounced_at, mail.reason


def _same(one: str, other: str) -> bool:
    return parseaddr(one)[1].casefold() == parseaddr(other)[1].casefold() != ""
