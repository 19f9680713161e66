"""Reading delivery status notifications (RFC 3464): which of our messages came back, and why.

They come from anywhere, so nothing in them is believed beyond what :func:`services.bounces.came_back` compares: the
random part of a Message-ID that only the message's recipient and the mail servers on its way have seen.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message

from assessor_app.server.notify.smtp import says_nobody_is_there

_TOKEN = re.compile(r"<?([0-9a-f]{32})(?:@|$)")


@dataclass(frozen=True, slots=True)
class Failure:
    """``token`` is ours of the message that came back, "" where none is named."""

    token: str
    recipient: str
    reason: str
    unreachable: bool


def failures(data: bytes) -> tuple[Failure, ...] | None:
    """What a notification says can't be delivered, delays apart; None for a message that is no notification."""
    message = email.message_from_bytes(data, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if not parts:
        return None
    blocks = [block for part in parts for block in _blocks(part)]
    token = _token(message, blocks)
    return tuple(
        Failure(token, _recipient(block), _reason(block), says_nobody_is_there(0, _first(block, "Status")))
        for block in blocks
        if _first(block, "Action").casefold() == "failed"
    )


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _token(message: EmailMessage | Message, blocks: list[Message]) -> str:
    """By the envelope's ID (RFC 3461), else by the Message-ID of what was sent back."""
    for candidate in (*(_first(block, "Original-Envelope-Id") for block in blocks), *_returned_ids(message)):
        found = _TOKEN.match(candidate)
        if found is not None:
            return found.group(1)
    return ""


def _returned_ids(message: EmailMessage | Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from (_first(inner, "Message-ID") for inner in _blocks(part))
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield _first(email.message_from_bytes(content, policy=policy.compat32), "Message-ID")


def _recipient(block: Message) -> str:
    named = _first(block, "Original-Recipient") or _first(block, "Final-Recipient")
    return named.partition(";")[2].strip() or named


def _reason(block: Message) -> str:
    why = _first(block, "Diagnostic-Code").partition(";")[2].strip()
    return f"It came back: {_first(block, 'Status')} {why}".strip()


def _first(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())
