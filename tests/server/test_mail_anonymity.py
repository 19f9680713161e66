"""Mail tells nobody whom they must not know (FAQ 20): every byte that arrives is searched for names.

A world whose people have names that stand nowhere else runs through everything that is mailed, over a real mail server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, update

from assessor_app.domain import authoring
from assessor_app.domain.assessment import Assessment, CheckAnswer, Decision, Outcome, Rating
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.microcredential import CompletionCheck, MicroCredential
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import AssessmentSubmitted, DecisionMade, EventType, MarkedIncomplete, utc_now
from assessor_app.protocol.sync import ResultStatus
from assessor_app.server.notify.messages import Kind
from assessor_app.server.notify.sending import send_due
from assessor_app.server.opening import Server
from assessor_app.server.services import accounts, awarding, distribution, reminders
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.submissions import build_packet, hand_in, return_unreadable
from assessor_app.server.settings import Settings
from assessor_app.server.storage.calibration_models import Presentation
from assessor_app.server.storage.models import Assignment, Calibration, Mail, Person, Submission
from tests.post_office import PostOffice, html_of, open_office, text_of
from tests.raters.pool import CREDENTIAL, PASSWORD, Computer, Pool, credential, open_pool

APPLICANT = ("wilhelmina.featherstonehaugh@quillmail.example", "Wilhelmina Featherstonehaugh", "Thistledown District")
ASSESSOR = ("zebulon.okonkwo@ratermail.example", "Zebulon Okonkwo", "Circlemark")
APPROVER = ("ottoline.vandersnoot@approvemail.example", "Ottoline Vandersnoot", "Circlemark")
CHIEF = ("perpetua.wigglesworth@chiefmail.example", "Perpetua Wigglesworth", "Circlemark")
CLERK = ("cornelius.abernathy@clerkmail.example", "Cornelius Abernathy", "Thistledown District")
ISSUER = ("ignatius.thornbury@issuermail.example", "Ignatius Thornbury", "Moonwright")
SECRET = "Between the two of us: xylophonic."
CHECK = "is-there"


def traces(person: tuple[str, str, str], *, organisation: bool = True) -> set[str]:
    """Everything of an account that would tell whose it is."""
    email, name, of = person
    return {*re.split(r"[@.]", email.removesuffix(".example")), *name.casefold().split(), email} | (
        {of.casefold(), of.casefold().split()[0]} if organisation else set()
    )


@dataclass
class World:
    pool: Pool
    rubric: MicroCredential
    office: PostOffice
    assessor: Computer
    approver: Computer

    @property
    def server(self) -> Server:
        return self.pool.server

    def submission(self, *, at: datetime | None = None) -> str:
        with self.server.database.writing() as session:
            made = hand_in(session, by_email(session, APPLICANT[0]), self.rubric, at or utc_now())
            build_packet(self.server, session, made, self.pool.evidence(), ())
            return made.id

    def rate(self, submission_id: str) -> None:
        self.assessor.sync()
        levels = {criterion.id: 3 for _, criterion in self.rubric.criteria()}
        reading = Assessment(
            ratings={key: Rating(level=level, feedback="As it is.") for key, level in levels.items()},
            private_note=SECRET,
            checks={CHECK: CheckAnswer(ok=True)},
        )
        body = AssessmentSubmitted(micro_credential_version=1, assessment=reading)
        self._send(self.assessor, EventType.ASSESSMENT_SUBMITTED, submission_id, body)

    def decide(self, submission_id: str, decision: Decision) -> None:
        self.approver.sync()
        row = self.approver.rows[submission_id]
        first = next(each for each in reversed(row.readings) if not each.second)
        body = DecisionMade(micro_credential_version=1, assessment_id=first.assessment_id, decision=decision)
        self._send(self.approver, EventType.DECISION_MADE, submission_id, body)

    def incomplete(self, submission_id: str) -> None:
        self.assessor.sync()
        checks = {CHECK: CheckAnswer(ok=False, note="Please add it.")}
        body = MarkedIncomplete(micro_credential_version=1, checks=checks)
        self._send(self.assessor, EventType.MARKED_INCOMPLETE, submission_id, body)

    @staticmethod
    def _send(computer: Computer, kind: EventType, submission_id: str, body: object) -> None:
        (result,) = computer.sync(computer.event(kind, submission_id, body))  # type: ignore[arg-type]
        assert result.status is ResultStatus.ACCEPTED, result

    def due(self, submission_id: str) -> datetime:
        with self.server.database.reading() as session:
            return session.get_one(Submission, submission_id).due_at

    def post(self) -> list[EmailMessage]:
        """Everything that waits, held or not, is sent now."""
        with self.server.database.writing() as session:
            session.execute(update(Mail).where(Mail.held_until.is_not(None)).values(held_until=utc_now()))
        assert send_due(self.server).failed == 0
        return self.office.messages


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_office() as (office, address):
        settings = Settings(argon2_memory_kib=64, smtp=address, mail_from="Assessment <no-reply@assess.example>")
        pool = open_pool(tmp_path / "server", settings=settings)
        plain = credential(version=1)
        first, *others = plain.requirements
        check = CompletionCheck(id=CHECK, question="Is the response there?")
        rubric = plain.model_copy(
            update={"id": "checked", "title": "Checked Talk",
                    "policies": plain.policies.model_copy(update={"completion_checks_first": True}),
                    "requirements": (first.model_copy(update={"completion_checks": (check,)}), *others)}
        )  # fmt: skip
        rubric = load_micro_credential(pool.server, authoring.dump(rubric))
        for (email, name, organisation), role in (
            (APPLICANT, Role.EDUCATOR), (ASSESSOR, Role.ASSESSOR), (APPROVER, Role.APPROVER),
            (CHIEF, Role.ADMINISTRATOR), (CLERK, Role.ADMINISTRATOR), (ISSUER, Role.ISSUER),
        ):  # fmt: skip
            add_person(pool.server, email=email, name=name, roles=[role], organisation=organisation, password=PASSWORD)
        for email in (ASSESSOR[0], APPROVER[0]):
            calibrate(pool.server, email, rubric.id)
        yield World(pool, rubric, office, Computer(pool.server, ASSESSOR[0]), Computer(pool.server, APPROVER[0]))
        pool.server.close()


def everything_of(message: EmailMessage) -> str:
    """Headers and both bodies, as they came and decoded."""
    headers = "\n".join(f"{name}: {value}" for name, value in message.items())
    return "\n".join((headers, message.as_string(), text_of(message), html_of(message))).casefold()


def run_through_everything(world: World) -> dict[str, str]:
    """All that is mailed of submissions; their IDs by what became of them."""
    server = world.server
    ids = {"incomplete": world.submission(at=utc_now() - timedelta(hours=50))}
    assign(server, ids["incomplete"], ASSESSOR[0])
    due = world.due(ids["incomplete"])
    reminders.do_due(server, due - timedelta(days=1))
    reminders.do_due(server, due + timedelta(hours=1))
    world.incomplete(ids["incomplete"])
    ids["earned"] = world.submission()
    assign(server, ids["earned"], ASSESSOR[0])
    world.rate(ids["earned"])
    due = world.due(ids["earned"])
    reminders.do_due(server, due - timedelta(days=1))
    reminders.do_due(server, due + timedelta(hours=1))
    criterion = next(criterion.id for _, criterion in world.rubric.criteria())
    again = Decision(outcome=Outcome.RETURN, reason="Please look once more.", reasons={criterion: "Quote it."})
    world.decide(ids["earned"], again)
    world.rate(ids["earned"])
    agreed = {each.id: {"agreed": True} for _, each in world.rubric.criteria()}
    world.decide(ids["earned"], Decision.model_validate({"outcome": "award", "overrides": agreed}))
    awarding.revoke(server, ids["earned"], "The evidence was copied.")
    with server.database.writing() as session:
        submission = session.get_one(Submission, ids["earned"])
        submission.state = "submitted"
        return_unreadable(session, submission, by_email(session, APPLICANT[0]).id, ["plan.docx is locked."])
        until = utc_now() + timedelta(days=3)
        session.execute(update(Calibration).values(until=until))
    reminders.do_due(server, until - timedelta(days=1))
    reminders.do_due(server, until + timedelta(minutes=1))
    return ids


def test_no_mail_names_anybody_whom_its_reader_must_not_know(world: World) -> None:
    ids = run_through_everything(world)
    sent = world.post()
    with world.server.database.reading() as session:
        kinds = set(session.scalars(select(Mail.kind)))
    assert kinds >= set(Kind) - {
        Kind.RESULT_NOT_YET, Kind.CALIBRATION_STOPPED, Kind.ACCESS_GRANTED, Kind.ACCESS_REFUSED, Kind.PASSWORD_LINK,
        Kind.DIGEST,
    }  # fmt: skip
    check_names(sent, ids)


def check_names(sent: list[EmailMessage], ids: dict[str, str]) -> None:
    reviewers = (ASSESSOR, APPROVER, CHIEF, ISSUER)
    of_reviewers = set().union(*(traces(person) for person in reviewers))
    of_applicants = traces(APPLICANT) | traces(CLERK)
    private = {"xylophonic"}
    unknown = {
        APPLICANT[0]: of_reviewers | traces(CLERK, organisation=False) | private,
        ASSESSOR[0]: of_applicants | private | traces(APPROVER, organisation=False) | traces(ISSUER),
        APPROVER[0]: of_applicants | private | traces(ASSESSOR, organisation=False) | traces(ISSUER),
        CHIEF[0]: of_applicants | private | traces(ISSUER),
    }
    assert {message["To"] for message in sent} == set(unknown), "and nobody else got anything"
    for message in sent:
        said = everything_of(message)
        assert [name for name in unknown[message["To"]] if name in said] == [], (message["To"], message["Subject"])
        if message["To"] != APPLICANT[0]:
            assert not all(each.casefold() in said for each in ids.values()), "two attempts in one message"
            assert "attempt" not in said and "wilhelm" not in said
    held = next(message for message in sent if message["To"] == CHIEF[0])
    assert ASSESSOR[1] in text_of(held) and ids["incomplete"] in text_of(held)


def test_the_days_mail_names_nobody_either(world: World) -> None:
    with world.server.database.writing() as session:
        for email, _, _ in (APPLICANT, ASSESSOR, APPROVER, CHIEF):
            person = by_email(session, email)
            accounts.prefer(session, person.id, language=accounts.Language.SPANISH, digest=True)
    run_through_everything(world)
    sent = world.post()
    assert sum("mensajes" in message["Subject"] for message in sent) == 4
    # In one list of a day two attempts may stand beside each other, as they do in the application's queue.
    check_names(sent, {"incomplete": "", "earned": "no such submission"})


def test_where_a_reviewer_has_no_administrator_the_issuer_hears_of_what_is_late(world: World) -> None:
    with world.server.database.writing() as session:
        session.execute(update(Person).where(Person.email == CHIEF[0]).values(roles=["facilitator"]))
    submission_id = world.submission()
    assign(world.server, submission_id, ASSESSOR[0])
    reminders.do_due(world.server, world.due(submission_id) + timedelta(hours=1))
    late = [message for message in world.post() if "overdue" in message["Subject"]]
    assert [message["To"] for message in late] == [ISSUER[0]]
    assert not [name for name in traces(APPLICANT) | traces(CLERK) if name in everything_of(late[0])]


def test_an_issuer_of_the_applicants_organisation_hears_nothing(world: World) -> None:
    with world.server.database.writing() as session:
        session.execute(update(Person).where(Person.email == CHIEF[0]).values(roles=["assessor"]))
        session.execute(update(Person).where(Person.email == ISSUER[0]).values(organisation=APPLICANT[2]))
    submission_id = world.submission()
    assign(world.server, submission_id, ASSESSOR[0])
    assert reminders.do_due(world.server, world.due(submission_id) + timedelta(hours=1)) == 1
    assert [message["To"] for message in world.post() if "overdue" in message["Subject"]] == []
    with world.server.database.reading() as session:
        assert not reminders.anything_due(session)


def test_the_mail_of_a_validity_packet_is_that_of_live_work(tmp_path: Path) -> None:
    """From its assignment to its being overdue: the same messages to the same people, in the same words and headers."""
    with open_office() as (office, address):
        settings = Settings(argon2_memory_kib=64, smtp=address, assign_by_itself=True, most_packets=1_000)
        pool = open_pool(tmp_path / "server", settings=settings, validity_one_in=1, back_reading_percent=0,
                         back_reading_first=0, back_reading_near_miss=False, double_scored_first=0)  # fmt: skip
        pool.person("chief@raters.example", Role.ADMINISTRATOR)
        for email in ("ann@raters.example", "bob@raters.example"):
            pool.person(email, Role.ASSESSOR)
            calibrate(pool.server, email, CREDENTIAL)
        for _ in range(4):
            pool.anchor(AnchorKind.VALIDITY, "validity")
        for _ in range(3):
            pool.submission()
        assert distribution.distribute(pool.server).validity > 0
        with pool.server.database.reading() as session:
            validity = set(session.scalars(select(Presentation.submission_id)))
            due = max(session.scalars(select(Assignment.due_at)))
        for hours in range(-24 * 6, 24, 12):
            reminders.do_due(pool.server, due + timedelta(hours=hours))
        send_due(pool.server)
        pool.server.close()
    reviewers = [message for message in office.messages if message["To"].endswith("raters.example")]
    seen: dict[bool, set[object]] = {True: set(), False: set()}
    for submission_id in {found for each in reviewers for found in re.findall(r"\bS-[\w-]+", each["Subject"])}:
        story = sorted(_shape(each, submission_id) for each in reviewers if submission_id in each["Subject"])
        seen[submission_id in validity].add(tuple(story))
    assert seen[True] and seen[True] <= seen[False], seen


def _shape(message: EmailMessage, submission_id: str) -> tuple[str, ...]:
    """A message without what differs between any two packets: ID, days and times."""
    words = re.sub(r"\w+day, .*?\(UTC\)", "DAY", text_of(message).replace("\n", " ")).replace(submission_id, "ID")
    words = re.sub(r"Ann|Bob", "HOLDER", words)
    return (
        message["To"] if "chief" in message["To"] else "reviewer",
        message["Subject"].replace(submission_id, "ID"),
        " ".join(words.split()),
        " ".join(sorted(name for name, _ in message.items())),
    )
