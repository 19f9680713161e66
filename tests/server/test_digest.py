"""One message a day for those who prefer it: at seven in the morning where they are, with everything in it, once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.school_year import Calendar
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.server.admin import listing
from assessor_app.server.notify import messages
from assessor_app.server.notify.messages import AT_ONCE, Kind
from assessor_app.server.notify.sending import Sent, send_due
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import accounts, digests, mail, organisations
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.storage.models import Mail
from assessor_app.server.storage.program_models import Account
from tests.post_office import PostOffice, html_of, open_office, text_of
from tests.serving import PASSWORD, SETTINGS

ADA = "ada@raters.example"
DUE = datetime(2026, 12, 10, 15, 0, tzinfo=UTC)


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, str]]:
    with open_office() as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path, office: tuple[PostOffice, str]) -> Iterator[Server]:
    with open_server(tmp_path / "server", replace(SETTINGS, smtp=office[1])) as made:
        add_person(made, email=ADA, name="Ada", roles=[Role.ASSESSOR], organisation="Circle", password=PASSWORD)
        with made.database.writing() as session:
            circle = organisations.organisation_called(session, "Circle")
            policy = OrganisationPolicy(calendar=Calendar(time_zone="America/Chicago"))
            circle.policy = policy.model_dump(mode="json")
        prefer(made, digest=True)
        yield made


def prefer(server: Server, *, digest: bool) -> None:
    with server.database.writing() as session:
        accounts.prefer(session, by_email(session, ADA).id, language=None, digest=digest)


def tell(server: Server, *told: messages.Message) -> None:
    with server.database.writing() as session:
        for message in told:
            mail.tell(session, by_email(session, ADA).id, message)


def lapses(number: int) -> messages.CalibrationLapses:
    return messages.CalibrationLapses(f"Talk {number:04}", DUE)


def in_the_morning(server: Server) -> None:
    """It is seven now: what was held is due."""
    with server.database.writing() as session:
        session.execute(
            update(Mail).where(Mail.held_until.is_not(None)).values(held_until=utc_now(), next_try_at=utc_now())
        )


def rows(server: Server) -> list[Mail]:
    with server.database.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_many_messages_become_one_with_all_of_them_in_it(server: Server, office: tuple[PostOffice, str]) -> None:
    tell(server, *(lapses(number) for number in range(5)))
    assert send_due(server) == Sent(0, 0), "they wait for the morning"
    assert {row["state"] for row in listing.rows(server, "mail")} == {"for the day’s mail"}
    in_the_morning(server)
    assert send_due(server) == Sent(1, 0)
    (message,) = office[0].messages
    assert message["Subject"].startswith("5 messages: ")
    for number in range(5):
        for body in (text_of(message), html_of(message)):
            assert " ".join(body.split()).count(f"Your calibration for “Talk {number:04}” lapses soon") == 1
    assert {row["state"] for row in listing.rows(server, "mail")} == {"sent"}
    assert send_due(server) == Sent(0, 0)
    tell(server, lapses(9))
    in_the_morning(server)
    assert send_due(server) == Sent(1, 0)
    assert office[0].messages[1]["Subject"] == "Your calibration for “Talk 0009” lapses soon", "alone it goes as it is"


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-12-03 12:59", "2026-12-03 13:00"),
        ("2026-12-03 13:00", "2026-12-04 13:00"),
        ("2026-12-04 03:00", "2026-12-04 13:00"),
        ("2026-03-07 20:00", "2026-03-08 12:00"),
        ("2026-10-31 20:00", "2026-11-01 13:00"),
    ],
)
def test_seven_in_the_morning_is_that_of_the_organisation(now: str, wanted: str) -> None:
    """Chicago is six hours behind, five in summer; the clocks change in the nights of the last two."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = mail.next_digest(moment, ZoneInfo("America/Chicago"))
    assert found.astimezone(UTC) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_it_is_held_until_then(server: Server) -> None:
    tell(server, lapses(1))
    (row,) = rows(server)
    assert row.held_until is not None and row.held_until == row.next_try_at
    there = row.held_until.astimezone(ZoneInfo("America/Chicago"))
    assert (there.hour, there.minute) == (7, 0)
    assert timedelta() < row.held_until - utc_now() <= timedelta(hours=25)


def test_what_can_not_wait_does_not(server: Server, office: tuple[PostOffice, str]) -> None:
    urgent: tuple[messages.Message, ...] = (
        messages.PasswordLink("https://assess.example/p?token=x", 2), messages.AccessGranted("PLC", ""),
        messages.AccessRefused("PLC", ""), messages.CalibrationLapsed("Talk", DUE), messages.CalibrationStopped("Talk"),
    )  # fmt: skip
    assert {message.kind for message in urgent} | {Kind.AWARD_REVOKED, Kind.DIGEST} == AT_ONCE
    tell(server, lapses(1), *urgent)
    assert send_due(server) == Sent(len(urgent), 0)
    assert not [message for message in office[0].messages if "lapses" in message["Subject"]]


def test_nothing_is_lost_when_the_preference_ends_in_between(server: Server, office: tuple[PostOffice, str]) -> None:
    tell(server, lapses(1), lapses(2))
    prefer(server, digest=False)
    assert send_due(server) == Sent(2, 0), "one by one, and at once"
    assert ["Talk 000" in message["Subject"] for message in office[0].messages] == [True, True]
    prefer(server, digest=True)
    in_the_morning(server)
    assert send_due(server) == Sent(0, 0)


def test_a_digest_that_can_not_be_sent_is_tried_again_whole(server: Server, office: tuple[PostOffice, str]) -> None:
    tell(server, *(lapses(number) for number in range(3)))
    in_the_morning(server)
    office[0].at_message = lambda tried: "451 later" if tried == 1 else None
    assert send_due(server) == Sent(0, 1)
    tell(server, lapses(7))
    with server.database.writing() as session:
        session.execute(update(Mail).where(Mail.kind == Kind.DIGEST).values(next_try_at=utc_now()))
    assert send_due(server) == Sent(1, 0)
    (message,) = office[0].messages
    assert message["Subject"].startswith("3 messages") and "Talk 0007" not in text_of(message)


def test_a_digest_that_came_back_takes_what_was_in_it_along(server: Server, office: tuple[PostOffice, str]) -> None:
    tell(server, lapses(1), lapses(2))
    in_the_morning(server)
    office[0].at_recipient = lambda _: "550 5.1.1 nobody here"
    assert send_due(server) == Sent(0, 1)
    assert [row["state"] for row in listing.rows(server, "mail")] == ["bounced"] * 3


def test_an_account_that_was_closed_in_between_gets_nothing(server: Server, office: tuple[PostOffice, str]) -> None:
    tell(server, lapses(1), lapses(2))
    with server.database.writing() as session:
        session.execute(update(Account).values(closed_at=utc_now()))
    in_the_morning(server)
    assert send_due(server) == Sent(0, 0)
    tell(server, lapses(3))
    assert [row.reason for row in rows(server)] == ["The account was closed."] * 2 and office[0].messages == []


def test_two_processes_in_the_same_morning_make_one_digest(server: Server, office: tuple[PostOffice, str]) -> None:
    tell(server, *(lapses(number) for number in range(20)))
    in_the_morning(server)
    script = (
        "import sys; from pathlib import Path; from assessor_app.server.opening import open_server;"
        "from assessor_app.server.notify.sending import send_due;"
        "server = open_server(Path(sys.argv[1])); sys.stdin.readline(); print(send_due(server).sent)"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(server.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env={**os.environ, "ASSESSOR_SMTP": office[1]},
        )
        for _ in range(2)
    ]  # fmt: skip
    for each in both:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    assert sum(int(each.communicate(timeout=60)[0]) for each in both) == 1
    assert [message["Subject"].partition(":")[0] for message in office[0].messages] == ["20 messages"]


def test_gathering_twice_changes_nothing(server: Server) -> None:
    tell(server, lapses(1), lapses(2))
    in_the_morning(server)
    assert (digests.gather(server), digests.gather(server)) == (1, 0)
    assert [row.kind for row in rows(server)] == [Kind.CALIBRATION_LAPSES, Kind.CALIBRATION_LAPSES, Kind.DIGEST]
