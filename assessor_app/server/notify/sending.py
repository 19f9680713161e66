"""Delivering mail rows over SMTP (RFC 5321): what a transaction wrote is sent once, and tried again until then.

A message is marked as sent in the moment that the mail server took it. Its Message-ID never changes, so that even one
that was sent while this process ended is recognised as the same by those who receive it; it is drawn by chance, because
a number that counts would tell a reviewer how much mail there was between two packets. ``Auto-Submitted`` keeps
programs from answering (RFC 3834). There is no ``List-Unsubscribe``: nothing here is a list that one could leave, and
who wants less mail has the day's.
"""

from __future__ import annotations

import secrets
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import structlog
from sqlalchemy import select, update

from assessor_app.protocol.events import utc_now
from assessor_app.server.notify import smtp
from assessor_app.server.notify.html import as_html
from assessor_app.server.notify.letters import Letter
from assessor_app.server.opening import Server
from assessor_app.server.services import bounces, digests
from assessor_app.server.storage.models import Mail, Person

log = structlog.get_logger(__name__)
MOST_ATTEMPTS, AT_ONCE = 12, 200
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_CLAIM = timedelta(minutes=20)
"""Longer than a mail server may take, so that nobody else sends the same meanwhile."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round did."""

    sent: int = 0
    failed: int = 0


def send_due(server: Server) -> Sent:
    """Send what is due; nothing without a mail server in the settings."""
    if not server.settings.smtp:
        return Sent()
    digests.gather(server)
    sent = failed = 0
    connection: smtplib.SMTP | None = None
    try:
        for _ in range(AT_ONCE):
            mail = _claimed(server)
            if mail is None:
                break
            try:
                message = _message(server, mail)
                connection = connection or smtp.connected(server.settings.smtp)
                sender = server.settings.mail_bounces or parseaddr(server.settings.mail_from)[1]
                smtp.send(connection, message, sender, mail.address, mail.token or "")
            except smtp.Returned as error:
                bounces.returned(server, mail.id, str(error), unreachable=error.unreachable)
                failed += 1
            except (OSError, smtplib.SMTPException, ValueError) as error:
                _put_off(server, mail.id, f"{type(error).__name__}: {error}"[:1_000])
                failed += 1
                if not _answered(connection, error):
                    # The next would wait for the same mail server, and evidence waits for this round.
                    break
            else:
                _mark_sent(server, mail.id)
                sent += 1
    finally:
        smtp.close(connection)
    return Sent(sent, failed)


def _answered(connection: smtplib.SMTP | None, error: Exception) -> bool:
    """Whether the mail server still listens after it did not take a message."""
    return connection is not None and connection.sock is not None and isinstance(error, smtplib.SMTPException)


def _claimed(server: Server) -> Mail | None:
    """The next message that is due and may be sent; for a while nobody else takes it."""
    now = utc_now()
    with server.database.writing() as session:
        while True:
            row = session.execute(
                select(Mail, Person.email)
                .join(Person, Mail.person_id == Person.id)
                .where(Mail.sent_at.is_(None), Mail.next_try_at <= now, Mail.held_until.is_(None))
                .order_by(Mail.next_try_at, Mail.id)
                .limit(1)
            ).first()
            if row is None:
                return None
            mail, address = row
            mail.address, mail.token = address, mail.token or secrets.token_hex(16)
            if not bounces.is_silent(session, mail):
                mail.next_try_at, mail.attempts = now + _CLAIM, mail.attempts + 1
                return mail
            mail.next_try_at, mail.reason = None, bounces.SILENT
            session.flush()


def _message(server: Server, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    sender = server.settings.mail_from
    message["From"] = sender
    try:
        message["To"] = mail.address
    except ValueError as error:
        raise smtp.Returned(f"This is no address for mail: {error}", unreachable=True) from error
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.created_at)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{mail.token}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    if mail.content is not None:
        message.add_alternative(as_html(Letter.model_validate(mail.content), mail.language), subtype="html")
    # Setting content drops every header of the content's.
    message["Content-Language"] = mail.language
    return message


def _mark_sent(server: Server, mail_id: int) -> None:
    with server.database.writing() as session:
        mail = session.get_one(Mail, mail_id)
        mail.sent_at, mail.next_try_at, mail.reason = utc_now(), None, ""
        session.execute(update(Mail).where(Mail.digest_id == mail_id).values(sent_at=mail.sent_at))


def _put_off(server: Server, mail_id: int, reason: str) -> None:
    with server.database.writing() as session:
        mail = session.get_one(Mail, mail_id)
        over = mail.attempts >= MOST_ATTEMPTS
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * int(2 ** max(0, mail.attempts - 1)))
        mail.reason, mail.next_try_at = reason, None if over else utc_now() + wait
    log.warning("a mail was not sent", mail=mail_id, for_good=over)
