"""Mail rows over real SMTP: each message sent once, again and again until it is, and told when it never will be."""

from __future__ import annotations

import asyncio
import email
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select, update

from assessor_app.protocol.events import utc_now
from assessor_app.server.notify import sending
from assessor_app.server.notify.sending import send_due
from assessor_app.server.opening import Server, open_server
from assessor_app.server.settings import Settings
from assessor_app.server.storage.models import Mail, Person
from tests.handing_in import add_educator, hand_in, make_credential, pieces
from tests.serving import APPLICANT, NAME, SETTINGS


class PostOffice:
    """A mail server that takes messages, unless ``says`` has another answer to a recipient or to a message."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
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
            self.messages.append(email.message_from_bytes(envelope.content))
        return answer or "250 OK"


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


def _free_port() -> int:
    """The controller asks itself at the port that it is given, so that it can't be given none."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(office: PostOffice) -> Iterator[Controller]:
    controller = Controller(office, hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield controller
    if controller.loop.is_running():
        controller.stop()


@pytest.fixture
def server(tmp_path: Path, running: Controller) -> Iterator[Server]:
    settings = replace(
        SETTINGS, smtp=f"smtp://127.0.0.1:{running.port}", mail_from="Assessment <no-reply@assess.example>"
    )
    with open_server(tmp_path / "server", settings) as made:
        make_credential(made)
        add_educator(made, APPLICANT, NAME)
        yield made


def receipts(server: Server, number: int) -> list[str]:
    """So many submissions, each with its receipt to be sent."""
    made = []
    for k in range(number):
        address = f"applicant{k}@schools.example"
        add_educator(server, address, f"Applicant {k}")
        made.append(hand_in(server, address, pieces(k, NAME, office=False))[1])
    return made


def mails(server: Server) -> list[Mail]:
    with server.database.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.id)))


def later(server: Server, by: timedelta) -> None:
    """What was to be tried later is now."""
    with server.database.writing() as session:
        for mail in session.scalars(select(Mail).where(Mail.next_try_at.is_not(None))):
            mail.next_try_at = mail.next_try_at - by


def test_a_receipt_says_what_was_handed_in_and_until_when_there_is_a_result(server: Server, office: PostOffice) -> None:
    (submission_id,) = receipts(server, 1)
    assert send_due(server) == sending.Sent(1, 0)
    (message,) = office.messages
    assert message["To"] == "applicant0@schools.example"
    assert message["From"] == "Assessment <no-reply@assess.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@assess.example>")
    assert "Small Steps" in str(email.header.make_header(email.header.decode_header(message["Subject"])))
    body = message.get_payload(decode=True)
    assert submission_id.encode() in body
    assert mails(server)[0].sent_at is not None
    assert send_due(server) == sending.Sent(0, 0)
    assert len(office.messages) == 1


def test_without_a_mail_server_mail_waits(server: Server, office: PostOffice) -> None:
    receipts(server, 1)
    assert send_due(replace(server, settings=Settings())) == sending.Sent(0, 0)
    assert send_due(server) == sending.Sent(1, 0)


def test_each_is_sent_once_although_two_processes_send_at_once(server: Server, office: PostOffice) -> None:
    receipts(server, 12)
    office.slow = 0.02
    script = (
        "import sys; from pathlib import Path; from assessor_app.server.opening import open_server;"
        "from assessor_app.server.notify.sending import send_due;"
        "server = open_server(Path(sys.argv[1])); sys.stdin.readline(); print(send_due(server).sent)"
    )
    environment = {**os.environ, "ASSESSOR_SMTP": server.settings.smtp}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(server.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment,
        )
        for _ in range(2)
    ]  # fmt: skip
    time.sleep(3)
    outs: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: outs.append(one.communicate("go\n", timeout=60)[0])) for one in both
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(map(int, outs)) == 12
    assert sorted(message["To"] for message in office.messages) == sorted(
        f"applicant{k}@schools.example" for k in range(12)
    )
    assert len({message["Message-ID"] for message in office.messages}) == 12


@pytest.mark.parametrize("answer", ["451 try later", "452 full", "hang up"])
def test_what_fails_for_now_is_tried_again_ever_later_and_sent_once(
    server: Server, office: PostOffice, answer: str
) -> None:
    receipts(server, 1)
    office.at_message = lambda tried: answer if tried < 4 else None
    waits = []
    for _ in range(3):
        assert send_due(server) == sending.Sent(0, 1)
        (mail,) = mails(server)
        assert mail.sent_at is None
        assert mail.reason
        assert mail.next_try_at is not None
        waits.append((mail.next_try_at - utc_now()).total_seconds())
        assert send_due(server) == sending.Sent(0, 0), "it was tried again at once"
        later(server, timedelta(hours=1))
    assert [round(wait, -1) for wait in waits] == [30, 60, 120]
    assert send_due(server) == sending.Sent(1, 0)
    assert len(office.messages) == 1
    assert (mails(server)[0].reason, mails(server)[0].attempts) == ("", 4)


def test_one_that_is_put_off_does_not_keep_the_others(server: Server, office: PostOffice) -> None:
    receipts(server, 3)
    office.at_recipient = lambda address: "450 busy" if address.startswith("applicant0") else None
    assert send_due(server) == sending.Sent(2, 1)
    assert {message["To"] for message in office.messages} == {f"applicant{k}@schools.example" for k in (1, 2)}


def test_what_will_never_be_taken_is_given_up_with_its_reason(server: Server, office: PostOffice) -> None:
    receipts(server, 2)
    office.at_recipient = lambda address: "550 no such mailbox" if address.startswith("applicant0") else None
    office.at_message = lambda tried: "554 looks like spam" if tried == 1 else None
    assert send_due(server) == sending.Sent(0, 2)
    first, second = mails(server)
    assert first.reason == "The address was refused: 550 no such mailbox"
    assert second.reason == "The message was refused: 554 looks like spam"
    assert (first.next_try_at, second.next_try_at, first.sent_at, second.sent_at) == (None, None, None, None)
    later(server, timedelta(days=30))
    assert send_due(server) == sending.Sent(0, 0)
    assert office.messages == []


def test_an_address_that_is_none_does_not_stop_the_mail_of_others(server: Server, office: PostOffice) -> None:
    receipts(server, 2)
    with server.database.writing() as session:
        wrong = "applicant0@schools.example\nBcc: everybody@schools.example"
        session.execute(update(Person).where(Person.email == "applicant0@schools.example").values(email=wrong))
    assert send_due(server) == sending.Sent(1, 1)
    assert [message["To"] for message in office.messages] == ["applicant1@schools.example"]
    assert "no address" in mails(server)[0].reason
    assert mails(server)[0].next_try_at is None


def test_while_the_mail_server_is_away_a_round_asks_it_once(
    server: Server, office: PostOffice, running: Controller
) -> None:
    """Evidence waits for the round: a server that does not answer may take half a minute each time to say so."""
    receipts(server, 3)
    running.stop()
    assert send_due(server) == sending.Sent(0, 1)
    assert [mail.attempts for mail in mails(server)] == [1, 0, 0]
    again = Controller(office, hostname="127.0.0.1", port=running.port)
    again.start()
    try:
        later(server, timedelta(hours=1))
        assert send_due(server) == sending.Sent(3, 0)
    finally:
        again.stop()
    assert len(office.messages) == 3


def test_after_many_attempts_it_is_given_up(server: Server, office: PostOffice) -> None:
    receipts(server, 1)
    office.at_message = lambda _: "451 try later"
    for _ in range(sending.MOST_ATTEMPTS):
        assert send_due(server).failed == 1
        later(server, timedelta(days=1))
    (mail,) = mails(server)
    assert mail.next_try_at is None
    assert "451" in mail.reason
    assert send_due(server) == sending.Sent(0, 0)


def test_a_sender_that_was_killed_leaves_its_message_to_the_next_under_the_same_id(
    server: Server, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the mail server took in that very moment comes twice at worst, and is recognised as the same."""
    receipts(server, 1)

    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_mark_sent", kill)
        with pytest.raises(Killed):
            send_due(server)
    assert send_due(server) == sending.Sent(0, 0), "another took it while the first may be sending it"
    later(server, timedelta(minutes=6))
    assert send_due(server) == sending.Sent(1, 0)
    assert len({message["Message-ID"] for message in office.messages}) == 1
    assert send_due(server) == sending.Sent(0, 0)


def test_a_worker_sends_receipts_once_and_not_again_after_a_restart(server: Server, office: PostOffice) -> None:
    receipts(server, 2)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "assessor_app", "work", "--data", str(server.data), "--until-idle"],
            env={**os.environ, "ASSESSOR_SMTP": server.settings.smtp}, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0
        assert sorted(message["To"] for message in office.messages) == [
            "applicant0@schools.example", "applicant1@schools.example",
        ]  # fmt: skip
