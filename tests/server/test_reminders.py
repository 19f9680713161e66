"""What is told because time passes: once, to whom it concerns, and about nothing that is not a question any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import EventType, LeakReported, utc_now
from assessor_app.server.notify.messages import Kind
from assessor_app.server.services import calibrating, drifting, reminders
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.people import by_email
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.services.validity import rater_of
from assessor_app.server.storage.calibration_models import Rater
from assessor_app.server.storage.models import Assignment, Calibration, Mail, Person, Submission
from tests.raters.pool import CREDENTIAL, Computer, Pool, open_pool

ADA, BEN, GRACE, CHIEF = (f"{name}@raters.example" for name in ("ada", "ben", "grace", "chief"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    pool = open_pool(tmp_path / "server")
    pool.person(CHIEF, Role.ADMINISTRATOR)
    for email, role in ((ADA, Role.ASSESSOR), (BEN, Role.ASSESSOR), (GRACE, Role.APPROVER)):
        pool.person(email, role)
        calibrating.calibrate(pool.server, email, CREDENTIAL)
    yield pool
    pool.server.close()


def told(pool: Pool, *kinds: Kind) -> list[tuple[Kind, str]]:
    """Who was told, of these kinds or of what comes with time, in order."""
    kinds = kinds or (Kind.REMINDER, Kind.OVERDUE, Kind.CALIBRATION_LAPSES, Kind.CALIBRATION_LAPSED)
    with pool.server.database.reading() as session:
        rows = session.execute(
            select(Mail.kind, Person.email).join(Person).where(Mail.kind.in_(kinds)).order_by(Mail.id)
        )
        return [(Kind(kind), email) for kind, email in rows]


def given(pool: Pool, email: str = ADA) -> tuple[str, datetime]:
    """A submission in somebody's queue, and when it is due."""
    submission_id = pool.submission(utc_now())
    assign(pool.server, submission_id, email)
    with pool.server.database.reading() as session:
        return submission_id, session.get_one(Submission, submission_id).due_at


def test_whoever_holds_it_is_reminded_once_two_days_before(pool: Pool) -> None:
    _, due = given(pool)
    assert reminders.do_due(pool.server, due - 2 * DAY - HOUR) == 0
    assert reminders.do_due(pool.server, due - 2 * DAY) == 1
    for later in (2 * DAY - HOUR, DAY, HOUR):
        assert reminders.do_due(pool.server, due - later) == 0
    assert told(pool) == [(Kind.REMINDER, ADA)]


def test_the_administrator_hears_once_of_what_is_late_and_who_has_it(pool: Pool) -> None:
    submission_id, due = given(pool)
    for later in (HOUR, DAY, 9 * DAY):
        reminders.do_due(pool.server, due + later)
    assert told(pool) == [(Kind.OVERDUE, CHIEF)]
    with pool.server.database.reading() as session:
        mail = session.scalars(select(Mail).where(Mail.kind == Kind.OVERDUE)).one()
    assert all(wanted in mail.body for wanted in (submission_id, "Small Talk", "Ada", f"{due:%H:%M} (UTC)"))


def test_the_approver_is_reminded_and_the_assessor_who_is_done_is_not(pool: Pool) -> None:
    submission_id, due = given(pool)
    ada = Computer(pool.server, ADA)
    ada.sync()
    ada.rate(submission_id, pool.true_of(ada.rows[submission_id]))
    assert told(pool, Kind.ASSIGNED, Kind.READY_TO_APPROVE) == [(Kind.ASSIGNED, ADA), (Kind.READY_TO_APPROVE, GRACE)]
    reminders.do_due(pool.server, due - DAY)
    reminders.do_due(pool.server, due + HOUR)
    assert told(pool) == [(Kind.REMINDER, GRACE), (Kind.OVERDUE, CHIEF)]


def test_nobody_is_reminded_of_what_they_got_a_moment_ago(pool: Pool) -> None:
    """A submission that changes hands late is new to who gets it: neither a reminder nor a report of lateness."""
    submission_id, due = given(pool)
    assign(pool.server, submission_id, BEN, take_over=True)
    with pool.server.database.writing() as session:
        session.execute(update(Assignment).values(created_at=due - 12 * HOUR))
    assert reminders.do_due(pool.server, due - 6 * HOUR) == 0
    assert reminders.do_due(pool.server, due + 6 * HOUR) == 0
    reminders.do_due(pool.server, due + 2 * DAY)
    assert told(pool) == [(Kind.OVERDUE, CHIEF)]


def test_what_is_withdrawn_hidden_or_taken_over_is_no_longer_anybodys(pool: Pool) -> None:
    withdrawn, due = given(pool)
    withdraw(pool.server, withdrawn)
    hidden, _ = given(pool)
    ada = Computer(pool.server, ADA)
    ada.sync()
    ada.sync(ada.event(EventType.LEAK_REPORTED, hidden, LeakReported()))
    taken, _ = given(pool)
    assign(pool.server, taken, BEN, take_over=True)
    reminders.do_due(pool.server, due - HOUR)
    assert told(pool) == [(Kind.REMINDER, BEN)]


def test_practice_is_nobody_elses_affair(pool: Pool) -> None:
    pool.anchor(AnchorKind.PRACTICE, "practice")
    ada = Computer(pool.server, ADA)
    ada.begin(AnchorKind.PRACTICE)
    assert len(ada.waiting(Role.ASSESSOR, live=False)) == 1
    for days in range(20):
        reminders.do_due(pool.server, utc_now() + days * DAY)
    assert told(pool) == []


def until(pool: Pool, moment: datetime | None, email: str = ADA) -> None:
    """Since long ago, until then."""
    with pool.server.database.writing() as session:
        person = by_email(session, email)
        session.get_one(Calibration, (person.id, CREDENTIAL)).until = moment
        session.execute(update(Rater).values(calibrated_at=utc_now() - 300 * DAY))


def test_a_calibration_is_told_of_before_it_lapses_and_when_it_has_each_once(pool: Pool) -> None:
    end = utc_now() + 60 * DAY
    until(pool, end)
    for days in (15, 14, 10, 1):
        reminders.do_due(pool.server, end - days * DAY)
    assert told(pool) == [(Kind.CALIBRATION_LAPSES, ADA)]
    for days in (0, 1, 13, 40):
        reminders.do_due(pool.server, end + days * DAY)
    assert told(pool)[1:] == [(Kind.CALIBRATION_LAPSED, ADA)]
    until(pool, end + 365 * DAY)
    reminders.do_due(pool.server, end + 360 * DAY)
    assert told(pool)[2:] == [(Kind.CALIBRATION_LAPSES, ADA)], "the next end is another occasion"


def test_an_end_long_ago_or_a_short_calibration_just_begun_is_no_news(pool: Pool) -> None:
    now = utc_now()
    until(pool, now - 15 * DAY)
    calibrating.calibrate(pool.server, BEN, CREDENTIAL, now + 5 * DAY)
    assert reminders.do_due(pool.server, now) == 0
    assert reminders.do_due(pool.server, now + 2 * DAY) == 1
    assert told(pool) == [(Kind.CALIBRATION_LAPSES, BEN)]


def test_whoever_was_stopped_for_drift_is_told_that_and_not_that_time_passed(pool: Pool) -> None:
    with pool.server.database.writing() as session:
        rater = rater_of(session, by_email(session, ADA).id, CREDENTIAL)
        rater.advised_at = utc_now() - DAY
        rater.drift = {"packets": 9, "shortfall": 99.0, "lenient": 99.0, "severe": 0.0, "deviation": 9.0}
        assert drifting.consider(session) == 1
    assert reminders.do_due(pool.server, utc_now() + HOUR) == 0
    assert told(pool, *Kind) == [(Kind.CALIBRATION_STOPPED, ADA)]


def test_when_nothing_is_due_there_is_nothing_to_do(pool: Pool) -> None:
    """Asked every minute: whoever can't be told does not keep it busy for good."""
    _, due = given(pool)

    def waits() -> bool:
        with pool.server.database.reading() as session:
            return reminders.anything_due(session)

    assert not waits()
    with pool.server.database.writing() as session:
        session.execute(update(Assignment).values(due_at=utc_now() - HOUR, created_at=utc_now() - 8 * DAY))
        session.execute(update(Person).where(Person.email == CHIEF).values(roles=["educator"]))
    assert waits()
    assert reminders.do_due(pool.server) == 1
    assert told(pool) == [] and not waits()
    until(pool, due)
    assert waits() and reminders.do_due(pool.server) == 1 and not waits()
