"""A connection to the mail server (RFC 5321), and what its answers say of a message."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import truststore

SECONDS = 30.0
LONGEST_DELIVERY = 600.0
"""A mail server may take that long to say that it has a message (RFC 5321, section 4.5.3.2.6); whoever gives up before
sends it twice."""
_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
_NO_MAILBOX = frozenset({550, 551, 553})


class Returned(Exception):
    """The mail server will never take this message. ``unreachable``: because of the address that it is for."""

    def __init__(self, reason: str, *, unreachable: bool) -> None:
        super().__init__(reason)
        self.unreachable = unreachable


def connected(address: str) -> smtplib.SMTP:
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


def send(connection: smtplib.SMTP, message: EmailMessage, sender: str, recipient: str, envelope_id: str) -> None:
    """``sender`` is where it comes back to. Raises Returned, OSError, SMTPException.

    A mail server that knows delivery status notifications (RFC 3461) is asked for failures only, with an envelope ID
    that comes back in them.
    """
    connection.ehlo_or_helo_if_needed()
    notifies = connection.has_extn("dsn")
    if connection.sock is not None:
        connection.sock.settimeout(LONGEST_DELIVERY)
    try:
        connection.send_message(
            message,
            sender,
            [recipient],
            mail_options=["RET=HDRS", f"ENVID={envelope_id}"] if notifies else [],
            rcpt_options=["NOTIFY=FAILURE"] if notifies else [],
        )
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        if 500 <= code < 600:
            reason = f"The address was refused: {code} {_text(answer)}"
            raise Returned(reason, unreachable=says_nobody_is_there(code, _text(answer))) from error
        raise
    except smtplib.SMTPDataError as error:
        if 500 <= error.smtp_code < 600:
            said = _text(error.smtp_error)
            # After the recipient was accepted, only a status of its own says that it was the address after all.
            raise Returned(
                f"The message was refused: {error.smtp_code} {said}", unreachable=says_nobody_is_there(0, said)
            ) from error
        raise


def says_nobody_is_there(code: int, answer: str) -> bool:
    """Whether an answer speaks of the address: by its enhanced status (RFC 3463: 5.1 addressing, 5.2 mailbox), else by
    the reply code of RCPT. A full mailbox, policies and relays that are closed say nothing of the address."""
    found = _ENHANCED.search(answer)
    if found is not None:
        subject, detail = int(found.group(1)), int(found.group(2))
        return (subject == 1 and detail in (0, 1, 2, 3, 6, 10)) or (subject == 2 and detail in (0, 1))
    return code in _NO_MAILBOX


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def close(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()
