"""Mail rows over real SMTP: each message sent once, again and again until it is, and told when it never will be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from assessor_app.protocol.events import utc_now
from assessor_app.server.admin import listing
from assessor_app.server.notify import sending, smtp
from assessor_app.server.notify.messages import AccessRefused
from assessor_app.server.notify.sending import send_due
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services.mail import tell
from assessor_app.server.settings import Settings
from assessor_app.server.storage.models import Mail, Person, Submission
from tests import post_office
from tests.handing_in import add_educator, hand_in, make_credential, pieces
from tests.post_office import PostOffice, html_of, text_of
from tests.serving import APPLICANT, NAME, SETTINGS


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def running(office: PostOffice) -> Iterator[Controller]:
    controller = post_office.running(office)
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
    assert message["Content-Language"] == "en"
    assert "Small Steps" in message["Subject"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    with server.database.reading() as session:
        due = session.get_one(Submission, submission_id).due_at
    for body in (text_of(message), html_of(message)):
        assert submission_id in body and f"{due.day} {due:%B %Y}" in body
    assert message["List-Unsubscribe"] is None
    assert office.envelopes == [("no-reply@assess.example", ["applicant0@schools.example"])]
    assert mails(server)[0].sent_at is not None
    assert send_due(server) == sending.Sent(0, 0)
    assert len(office.messages) == 1


def test_without_a_mail_server_mail_waits(server: Server, office: PostOffice) -> None:
    receipts(server, 1)
    assert send_due(replace(server, settings=Settings())) == sending.Sent(0, 0)
    assert send_due(server) == sending.Sent(1, 0)


def test_a_mail_server_that_takes_long_to_say_yes_gets_it_once(
    server: Server, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    receipts(server, 1)
    office.slow = 1.5
    assert send_due(server).sent == 1
    later(server, timedelta(minutes=21))
    assert send_due(server).sent == 0
    assert len(office.messages) == 1


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
    assert first.bounced_at is not None and second.bounced_at is not None
    assert (first.unreachable, second.unreachable) == (True, False), "only the first says anything of the address"
    assert [row["state"] for row in listing.rows(server, "mail")] == ["bounced", "bounced"]
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
    again = post_office.running(office, running.port)
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
    later(server, timedelta(minutes=21))
    assert send_due(server) == sending.Sent(1, 0)
    assert len({message["Message-ID"] for message in office.messages}) == 1
    assert send_due(server) == sending.Sent(0, 0)


_SEND = (
    "import sys; from pathlib import Path; from assessor_app.server.opening import open_server;"
    "from assessor_app.server.notify.sending import send_due; print(send_due(open_server(Path(sys.argv[1]))).sent)"
)


def test_a_process_that_is_killed_while_it_sends_loses_nothing(server: Server, office: PostOffice) -> None:
    """It ends as by a power cut while the mail server reads the third message: that one comes again, as the same."""
    receipts(server, 4)
    reading = threading.Event()

    def stuck(tried: int) -> str | None:
        office.slow = 2.0 if tried == 2 else 0.0
        if tried == 2:
            reading.set()
        return None

    office.at_message = stuck
    sender = subprocess.Popen(
        [sys.executable, "-c", _SEND, str(server.data)], env={**os.environ, "ASSESSOR_SMTP": server.settings.smtp}
    )
    assert reading.wait(60)
    time.sleep(0.5)
    sender.send_signal(signal.SIGKILL)
    assert sender.wait(30) == -signal.SIGKILL
    assert sum(mail.sent_at is not None for mail in mails(server)) == 2
    later(server, timedelta(minutes=21))
    assert send_due(server) == sending.Sent(2, 0)
    assert all(mail.sent_at is not None for mail in mails(server))
    ids = [message["Message-ID"] for message in office.messages]
    assert len(set(ids)) == 4 and len(ids) in (4, 5)
    assert send_due(server) == sending.Sent(0, 0)


def test_a_message_id_tells_nothing_of_how_much_mail_there_is(server: Server, office: PostOffice) -> None:
    """Numbers that count would tell an assessor which of two packets came without an applicant's receipt."""
    receipts(server, 3)
    send_due(server)
    ids = [message["Message-ID"].strip("<>").partition("@")[0] for message in office.messages]
    assert all(len(each) == 32 and not {"g", "."} & set(each) for each in ids) and len(set(ids)) == 3
    assert [mail.token for mail in mails(server)] == ids


def test_what_comes_back_goes_to_the_address_for_it(server: Server, office: PostOffice) -> None:
    receipts(server, 1)
    bounces = replace(server.settings, mail_bounces="bounces@assess.example")
    assert send_due(replace(server, settings=bounces)) == sending.Sent(1, 0)
    assert office.envelopes == [("bounces@assess.example", ["applicant0@schools.example"])]
    assert office.messages[0]["From"] == "Assessment <no-reply@assess.example>"
    assert Settings.from_environment({"ASSESSOR_MAIL_BOUNCES": " b@assess.example "}).mail_bounces == "b@assess.example"
    for wrong in ("bounces", "B <b@assess.example>", "a@b.example,c@d.example"):
        with pytest.raises(ValueError, match="ASSESSOR_MAIL_BOUNCES"):
            Settings.from_environment({"ASSESSOR_MAIL_BOUNCES": wrong})


def test_long_words_in_every_script_arrive_as_they_were_written(server: Server, office: PostOffice) -> None:
    """A line of SMTP has 998 octets at most (RFC 5321, 4.5.3.1.6), and a lone dot ends the message."""
    answer = f"Señor ☂ 漢字 {'ñandú ' * 900}\n.\n..\nFrom here: 'x' <y> & z"
    with server.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == APPLICANT)).one()
        tell(session, person.id, AccessRefused("PLC — Ñ", answer))
    assert send_due(server) == sending.Sent(1, 0)
    (message,) = office.messages
    assert message["Subject"] == "Your request for “PLC — Ñ”"
    assert text_of(message).count("> " + answer.split("\n")[0].strip()) == 1
    assert "> .\n> ..\n> From here: 'x' <y> & z\n" in text_of(message)
    assert escape(answer.split("\n")[0].strip()) in html_of(message) and "<y>" not in html_of(message)


def test_mail_from_before_there_were_templates_is_sent_as_text(server: Server, office: PostOffice) -> None:
    with server.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == APPLICANT)).one()
        session.add(Mail(person_id=person.id, subject="Old", body="As it was.", created_at=utc_now(),
                         next_try_at=utc_now()))  # fmt: skip
    assert send_due(server) == sending.Sent(1, 0)
    assert office.messages[0].get_content_type() == "text/plain" and text_of(office.messages[0]) == "As it was.\n"


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
