"""A mail server on loopback that takes messages, or gives the answers of one that does not."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Takes messages, unless ``at_recipient`` or ``at_message`` has another answer. ``envelopes`` are of ``messages``:
    who each was from and to, as the mail servers see it."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.tried = 0
        self.at_recipient: Callable[[str], str | None] = lambda _: None
        self.at_message: Callable[[int], str | None] = lambda _: None
        self.slow = 0.0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.at_recipient(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.tried += 1
        await asyncio.sleep(self.slow)
        answer = self.at_message(self.tried)
        if answer == "hang up":
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        if answer is None:
            assert isinstance(envelope.content, bytes)
            made = email.message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(made, EmailMessage)
            self.messages.append(made)
            self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        return answer or "250 OK"


def running(office: PostOffice, port: int = 0) -> Controller:
    """Started; whoever asks for it stops it."""
    controller = Controller(office, hostname="127.0.0.1", port=port or _free_port())
    controller.start()
    return controller


@contextmanager
def open_office() -> Iterator[tuple[PostOffice, str]]:
    """With its address as the settings have it."""
    office = PostOffice()
    controller = running(office)
    try:
        yield office, f"smtp://127.0.0.1:{controller.port}"
    finally:
        if controller.loop.is_running():
            controller.stop()


def _free_port() -> int:
    """The controller asks itself at the port that it is given, so that it can't be given none."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
