"""Mail that comes back: at once or hours later, by the notifications of several mail servers, and what follows."""

from __future__ import annotations

import argparse
import mailbox
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, update

from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.server.admin import bounces, listing
from assessor_app.server.notify import messages
from assessor_app.server.notify.messages import Kind
from assessor_app.server.notify.notifications import failures
from assessor_app.server.notify.sending import Sent, send_due
from assessor_app.server.notify.smtp import says_nobody_is_there
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import accounts, mail
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.storage.models import Mail
from tests.post_office import PostOffice, open_office
from tests.serving import PASSWORD, SETTINGS

ADA, BEN = "ada@raters.example", "ben@raters.example"
PAGE = "https://assess.example/account/password"


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, str]]:
    with open_office() as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path, office: tuple[PostOffice, str]) -> Iterator[Server]:
    with open_server(tmp_path / "server", replace(SETTINGS, smtp=office[1])) as made:
        for email in (ADA, BEN):
            add_person(made, email=email, name=email, roles=[Role.ASSESSOR], organisation="", password=PASSWORD)
        yield made


def send(server: Server, email: str = ADA, number: int = 1) -> list[Sent]:
    """So many messages, one after the other."""
    done = []
    for _ in range(number):
        with server.database.writing() as session:
            mail.tell(session, by_email(session, email).id, messages.CalibrationStopped("Talk"))
        done.append(send_due(server))
    return done


def newest(server: Server) -> Mail:
    with server.database.reading() as session:
        return session.scalars(select(Mail).order_by(Mail.id.desc())).first()  # type: ignore[return-value]


def notification(
    original: EmailMessage, *, recipient: str = "", action: str = "failed", status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <x> User unknown", envelope_id: str = "", returned: str = "message/rfc822",
) -> bytes:  # fmt: skip
    """As RFC 3464 has it, with the original or its headers as a third part."""
    to = recipient or original["To"]
    envelope = f"Original-Envelope-Id: {envelope_id}\n" if envelope_id else ""
    kept = original.as_string() if returned == "message/rfc822" else f"Message-ID: {original['Message-ID']}\nTo: {to}\n"
    third = f"--b\nContent-Type: {returned}\n\n{kept}\n" if returned else ""
    return (
        "From: MAILER-DAEMON@mx.example\nTo: bounces@assess.example\nSubject: Undelivered Mail\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you.\n"
        f"--b\nContent-Type: message/delivery-status\n\n{envelope}Reporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: {diagnostic}\n\n"
        f"{third}--b--\n"
    ).encode()


def take_in(server: Server, *places: Path) -> str:
    return bounces.take_in(server, argparse.Namespace(files=list(places)))


@pytest.mark.parametrize(
    "form",
    [
        lambda original: notification(original),
        lambda original: notification(original, returned="text/rfc822-headers"),
        lambda original: notification(original, returned="", envelope_id=original["Message-ID"][1:33]),
        lambda original: notification(original).replace(b"\n", b"\r\n"),
        lambda original: notification(original, recipient="ADA@Raters.example"),
    ],
    ids=["whole message", "headers only", "envelope id", "line ends of the network", "another case"],
)
def test_a_notification_marks_its_mail(
    server: Server, office: tuple[PostOffice, str], tmp_path: Path, form: Callable[[EmailMessage], bytes]
) -> None:
    assert send(server) == [Sent(1, 0)]
    file = tmp_path / "bounce.eml"
    file.write_bytes(form(office[0].messages[0]))
    for _ in range(2):
        assert "1 came back and are marked, 0 are of no mail" in take_in(server, file)
    row = newest(server)
    assert row.bounced_at is not None and row.sent_at is not None and row.unreachable
    assert row.reason == "It came back: 5.1.1 550 5.1.1 <x> User unknown"
    assert [each["state"] for each in listing.rows(server, "mail")] == ["bounced"]


def test_folders_and_maildirs_are_read_whole(server: Server, office: tuple[PostOffice, str], tmp_path: Path) -> None:
    send(server, ADA)
    send(server, BEN)
    first, second = office[0].messages
    box = mailbox.Maildir(tmp_path / "maildir")
    box.add(notification(first))
    seen = mailbox.MaildirMessage(notification(second, action="delayed", status="4.4.1"))
    seen.set_subdir("cur")
    box.add(seen)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.eml").write_bytes(b"Subject: Out of office\n\nBack on Monday.\n")
    (folder / "b.eml").write_bytes(b"\xff\x00 no message at all")
    command = [sys.executable, "-m", "assessor_app", "admin", "--data", str(server.data), "bounces"]
    done = subprocess.run([*command, tmp_path / "maildir", folder], capture_output=True, text=True, check=True)
    assert "1 came back and are marked, 0 are of no mail of this server, 1 tell of delays, 2 are no" in done.stdout
    assert [each["state"] for each in listing.rows(server, "mail")] == ["bounced", "sent"]
    none = subprocess.run([*command, tmp_path / "none"], capture_output=True, text=True, check=False)
    assert none.returncode != 0 and "There is no file or folder" in none.stderr


def test_a_forged_notification_marks_nothing(server: Server, office: tuple[PostOffice, str], tmp_path: Path) -> None:
    """It would have to name the random part of a message that went to that very recipient."""
    send(server, ADA)
    send(server, BEN)
    ada, _ = office[0].messages
    guessed = EmailMessage()
    guessed["To"], guessed["Message-ID"] = ADA, "<1.0123456789abcdef@localhost>"
    strange = EmailMessage()
    strange["To"], strange["Message-ID"] = ADA, f"<{'0' * 32}@localhost>"
    for number, data in enumerate(
        (notification(guessed), notification(strange), notification(ada, recipient=BEN), notification(ada, returned=""))
    ):
        file = tmp_path / f"{number}.eml"
        file.write_bytes(data)
        assert "0 came back and are marked, 1 are of no mail" in take_in(server, file)
    assert [each["state"] for each in listing.rows(server, "mail")] == ["sent", "sent"]


def test_bent_notifications_are_read_as_far_as_they_go(office: tuple[PostOffice, str]) -> None:
    whole = notification(EmailMessage(), recipient=ADA)
    for end in range(0, len(whole), 7):
        assert failures(whole[:end]) is None or len(failures(whole[:end]) or ()) <= 1
    assert failures(b"Content-Type: message/delivery-status\n\n") in (None, ())
    assert failures(b"Content-Type: multipart/report; boundary=\n\n\x00") is None


@pytest.mark.parametrize(
    ("code", "answer", "wanted"),
    [
        (550, "no such mailbox", True), (550, "5.1.1 user unknown", True), (550, "5.2.1 mailbox disabled", True),
        (553, "mailbox name not allowed", True), (551, "user not local", True), (550, "5.2.2 mailbox full", False),
        (550, "5.7.1 relaying denied", False), (530, "5.7.0 authentication required", False), (552, "too big", False),
        (554, "transaction failed", False), (0, "5.1.10", True), (0, "5.4.4", False), (0, "spam", False),
    ],
)  # fmt: skip
def test_only_what_speaks_of_the_address_counts_against_it(code: int, answer: str, wanted: bool) -> None:
    """A mail server that is set up wrongly refuses everybody, and must not silence them all."""
    assert says_nobody_is_there(code, answer) is wanted


def test_after_three_in_a_row_nothing_is_sent_until_the_owner_confirms(
    server: Server, office: tuple[PostOffice, str]
) -> None:
    post = office[0]
    post.at_recipient = lambda address: "550 5.1.1 nobody here" if address == ADA else None
    assert send(server, ADA, 3) == [Sent(0, 1)] * 3
    assert send(server, BEN) == [Sent(1, 0)]
    asked = post.tried
    post.at_recipient = lambda _: None
    assert send(server, ADA, 2) == [Sent(0, 0)] * 2 and post.tried == asked, "it is not even tried"
    assert "3 times in a row" in newest(server).reason
    assert [each["state"] for each in listing.rows(server, "mail")] == [
        "bounced", "bounced", "bounced", "sent", "given up", "given up",
    ]  # fmt: skip
    # Asking for the link is what its owner can do; setting the password shows that it arrived.
    accounts.forgotten(server, email=ADA, page=PAGE)
    assert send_due(server) == Sent(1, 0)
    assert send(server, ADA) == [Sent(0, 0)], "that it was sent says nothing yet"
    with server.database.reading() as session:
        link = session.scalars(select(Mail.body).where(Mail.kind == Kind.PASSWORD_LINK)).one()
    token = link.split("token=")[1].split()[0]
    accounts.set_password(server, token, PASSWORD)
    assert send(server, ADA) == [Sent(1, 0)]


def test_a_message_that_arrives_in_between_begins_the_count_anew(
    server: Server, office: tuple[PostOffice, str]
) -> None:
    post = office[0]
    for answer in ("550 gone", "550 gone", None, "550 gone", "550 gone", "554 looks like spam", None):
        post.at_recipient = lambda _, answer=answer: answer if answer and answer[:3] == "550" else None
        post.at_message = lambda _, answer=answer: answer if answer and answer[:3] == "554" else None
        (done,) = send(server, ADA)
        assert done == (Sent(0, 1) if answer else Sent(1, 0))
    post.at_recipient = lambda _: "550 gone"
    send(server, ADA, 3)
    post.at_recipient = lambda _: None
    with server.database.writing() as session:
        session.execute(update(Mail).values(address="ada.old@raters.example"))
    assert send(server, ADA) == [Sent(1, 0)], "another address of theirs has given nothing back"


def test_failures_for_now_are_no_bounces(server: Server, office: tuple[PostOffice, str]) -> None:
    office[0].at_recipient = lambda _: "452 4.2.2 mailbox full"
    assert send(server, ADA, 1) == [Sent(0, 1)]
    row = newest(server)
    assert row.bounced_at is None and row.next_try_at is not None and row.next_try_at > utc_now()
    assert row.next_try_at - utc_now() < timedelta(minutes=1)
