"""Delivering mail rows over SMTP (RFC 5321): what a transaction wrote is sent once, and tried again until then.

A message is marked as sent in the moment that the mail server took it. Its Message-ID never changes, so that even one
that was sent while this process ended is recognised as the same by those who receive it.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import structlog
import truststore
from sqlalchemy import select

from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.storage.models import Mail, Person

log = structlog.get_logger(__name__)
MOST_ATTEMPTS, SECONDS, AT_ONCE = 12, 30.0, 200
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_CLAIM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round did."""

    sent: int = 0
    failed: int = 0


class _Refused(Exception):
    """The mail server will never take this message."""


def send_due(server: Server) -> Sent:
    """Send what is due; nothing without a mail server in the settings."""
    if not server.settings.smtp:
        return Sent()
    sent = failed = 0
    connection: smtplib.SMTP | None = None
    try:
        for _ in range(AT_ONCE):
            claimed = _claimed(server)
            if claimed is None:
                break
            mail, address = claimed
            try:
                message = _message(server, mail, address)
                connection = connection or _connected(server.settings.smtp)
                _send(connection, message)
            except _Refused as error:
                _put_off(server, mail.id, str(error), for_good=True)
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
        _close(connection)
    return Sent(sent, failed)


def _answered(connection: smtplib.SMTP | None, error: Exception) -> bool:
    """Whether the mail server still listens after it did not take a message."""
    return connection is not None and connection.sock is not None and isinstance(error, smtplib.SMTPException)


def _claimed(server: Server) -> tuple[Mail, str] | None:
    """The next message that is due; for a while nobody else takes it."""
    now = utc_now()
    with server.database.writing() as session:
        row = session.execute(
            select(Mail, Person.email)
            .join(Person, Mail.person_id == Person.id)
            .where(Mail.sent_at.is_(None), Mail.next_try_at <= now)
            .order_by(Mail.next_try_at, Mail.id)
            .limit(1)
        ).first()
        if row is None:
            return None
        mail, address = row
        mail.next_try_at, mail.attempts = now + _CLAIM, mail.attempts + 1
        return mail, address


def _message(server: Server, mail: Mail, address: str) -> EmailMessage:
    message = EmailMessage()
    sender = server.settings.mail_from
    message["From"] = sender
    try:
        message["To"] = address
    except ValueError as error:
        raise _Refused(f"This is no address for mail: {error}") from error
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.created_at)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{mail.id}.{server.key.id[:16]}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _connected(address: str) -> smtplib.SMTP:
    """Encrypted from the start (``smtps``) or by STARTTLS, except on this computer. Raises OSError, SMTPException."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "smtps"
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if secure:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        connection = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    try:
        if not secure and host not in ("127.0.0.1", "localhost", "::1"):
            connection.starttls(context=context)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection


def _send(connection: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        if 500 <= code < 600:
            raise _Refused(f"The address was refused: {code} {_text(text)}") from error
        raise
    except smtplib.SMTPDataError as error:
        if 500 <= error.smtp_code < 600:
            raise _Refused(f"The message was refused: {error.smtp_code} {_text(error.smtp_error)}") from error
        raise


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _mark_sent(server: Server, mail_id: int) -> None:
    with server.database.writing() as session:
        mail = session.get_one(Mail, mail_id)
        mail.sent_at, mail.next_try_at, mail.reason = utc_now(), None, ""


def _put_off(server: Server, mail_id: int, reason: str, *, for_good: bool = False) -> None:
    with server.database.writing() as session:
        mail = session.get_one(Mail, mail_id)
        over = for_good or mail.attempts >= MOST_ATTEMPTS
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * int(2 ** max(0, mail.attempts - 1)))
        mail.reason, mail.next_try_at = reason, None if over else utc_now() + wait
    log.warning("a mail was not sent", mail=mail_id, for_good=over)


def _close(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()
