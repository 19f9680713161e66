"""Plays a story on the real server, in this process: its services, its database, its history, its credentials.

Evidence is not prepared for each packet, which is another test's matter: all packets hold the same short text.
"""

from __future__ import annotations

import csv
import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from structlog.testing import capture_logs

from assessor_app.domain.pay_periods import period_of_key
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType
from assessor_app.server.opening import open_server
from assessor_app.server.services import (
    access_requests,
    accounts,
    addresses,
    awarding,
    chores,
    removals,
)
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.pay_exports import statement_csv
from assessor_app.server.services.pay_runs import pay_run
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.rosters import RosterFile, import_roster
from assessor_app.server.services.submissions import build_packet, hand_in, withdraw
from assessor_app.server.services.tokens import Caller
from assessor_app.server.settings import Settings
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Organisation, Program
from tests.year.clock import Clock
from tests.year.founding import evidence, found_districts, publish
from tests.year.ground import roles
from tests.year.happenings import (
    AddressChanges,
    Asks,
    Becomes,
    HandsIn,
    Happening,
    IsAnswered,
    IsDecided,
    Lands,
    Line,
    PayDateCloses,
    RosterComes,
    ServerLooks,
    SignsUp,
    WantsDigest,
    What,
)
from tests.year.outcome import PastExport, enrolled, finished, left_at, table
from tests.year.picture import Picture
from tests.year.reviewers import Reviewers
from tests.year.story import OPENS

SETTINGS = Settings(argon2_memory_kib=64, sign_up=True, public_url="https://awards.tests.example")
_NEXT_YEAR = datetime(2028, 8, 2, tzinfo=UTC)
_TITLES = {role.key: role.title for role in roles()}


class Year:
    """``troubles`` is what went wrong by itself, whatever the model says; ``seconds`` is how long each kind of
    happening took."""

    def __init__(self, data: Path, happenings: Sequence[Happening]) -> None:
        self.picture, self.troubles, self.seconds = Picture(), list[str](), defaultdict[str, float](float)
        self._clock = Clock(OPENS)
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._attempts: dict[str, str] = {}
        self._requests: dict[str, str] = {}
        self._awards: dict[str, bool] = {one.key: one.award for one in happenings if isinstance(one, IsDecided)}
        self._exports: list[PastExport] = []
        with self._clock.running(), open_server(data, SETTINGS) as server, capture_logs() as logs:
            self._server = server
            publish(server)
            self._reviewers = Reviewers(server)
            self._districts, self._evidence = found_districts(server), evidence(server)
            for one in happenings:
                self._clock.now = one.at
                self._timed(type(one).__name__, partial(self._play, one))
            self._timed("checks", self._finish)
        self.troubles += [f"logged: {entry}" for entry in logs if entry["log_level"] in ("warning", "error")]

    def _timed(self, what: str, work: Callable[[], None]) -> None:
        began = time.perf_counter()
        work()
        self.seconds[what] += time.perf_counter() - began

    def _play(self, one: Happening) -> None:
        match one:
            case RosterComes():
                self._roster(one)
            case AddressChanges(who=who) if who in self._ids:
                self._change_address(self._ids[who], one.email)
            case SignsUp():
                accounts.sign_up(
                    self._server, email=one.email, name=one.name, language=accounts.Language.ENGLISH,
                    page="https://awards.tests.example/account/password",
                )  # fmt: skip
                self._learn({one.email: one.email})
            case WantsDigest(who=who) if who in self._ids:
                with self._server.database.writing() as session:
                    accounts.prefer(session, self._ids[who], language=None, digest=True)
            case Asks():
                self._ask(one)
            case IsAnswered():
                self._answer(one)
            case HandsIn():
                self._hand_in(one)
            case Becomes(key=key) if key in self._attempts:
                self._becomes(self._attempts[key], one)
            case IsDecided(key=key) if key in self._attempts:
                self._reviewers.decide(self._attempts[key], award=one.award, offline=one.offline)
            case Lands():
                self._land()
            case PayDateCloses():
                self._close(one)
            case ServerLooks():
                self._look(one)

    def _roster(self, came: RosterComes) -> None:
        organisation_id = self._districts[came.district].organisation_id
        file = RosterFile(_roster_csv(came.lines), came.school_year, came.effective)
        tried = import_roster(self._server, organisation_id, file, dry_run=True)
        done = import_roster(self._server, organisation_id, file)
        if tried != done.model_copy(update={"roster_id": None, "dry_run": True}):
            self.troubles.append(f"The dry run of {came.at} said something else than the import.")
        numbers = (done.lines, done.people, done.new, done.left, done.programs_opened, done.programs_ended)
        self.picture.rosters[f"{came.district} {came.at}"] = tuple(str(number) for number in numbers)
        self._learn({line.email: line.employee_id for line in came.lines if line.employee_id not in self._ids})

    def _change_address(self, person_id: str, email: str) -> None:
        """As whoever runs the server does it; not for those whose address the roster changes."""
        with self._server.database.reading() as session:
            used = select(Person.email).where(Person.id == person_id, addresses.was_used())
            before = session.scalars(used).first()
        if before is not None:
            addresses.change_address(self._server, before, email)

    def _learn(self, people: dict[str, str]) -> None:
        """Who the server's people are for the story: address → name in it."""
        with self._server.database.reading() as session:
            for person in session.scalars(select(Person)):
                if person.email in people:
                    self._ids[people[person.email]] = person.id
                    self._names.setdefault(person.id, people[person.email])

    def _ask(self, one: Asks) -> None:
        answers, person_id = self.picture.answers, self._ids.get(one.who)
        answers[one.key] = "refused"
        if person_id is None:
            return
        caller = Caller(person_id, "", frozenset({Role.EDUCATOR}))
        try:
            with self._server.database.writing() as session:
                program = session.scalars(
                    select(Program.id).where(
                        Program.key == one.program,
                        Program.organisation_id == self._districts[one.district].organisation_id,
                    )
                ).one()
                self._requests[one.key] = access_requests.ask(session, caller, program, "Please.").id
        except (Refused, ProblemError):
            return
        answers[one.key] = "open"

    def _answer(self, one: IsAnswered) -> None:
        answers, request_id = self.picture.answers, self._requests.get(one.key)
        answers[f"{one.key} answered"] = "refused"
        if request_id is not None:
            with self._server.database.writing() as session:
                administrator = self._districts[one.district].administrator
                access_requests.decide(session, administrator, request_id, granted=one.granted, answer="So be it.")
            answers[f"{one.key} answered"] = "granted" if one.granted else "not granted"

    def _hand_in(self, one: HandsIn) -> None:
        self.picture.accepted[one.key] = False
        person_id = self._ids.get(one.who)
        if person_id is None:
            return
        try:
            with self._server.database.writing() as session:
                rubric_of = newest(session, one.micro_credential)
                submission = hand_in(session, session.get_one(Person, person_id), rubric_of, utc_now())
                build_packet(self._server, session, submission, self._evidence, ())
        except Refused:
            return
        self._reviewers.give_out(submission.id)
        self._attempts[one.key] = submission.id
        self.picture.accepted[one.key] = True

    def _becomes(self, submission_id: str, one: Becomes) -> None:
        match one.what:
            case What.ASSESSED:
                # What is decided after the end of the story may be rated in any way.
                self._reviewers.assess(submission_id, award=self._awards.get(one.key, True))
            case What.RETURNED:
                self._reviewers.give_back(submission_id)
            case What.INCOMPLETE:
                self._reviewers.return_incomplete(submission_id)
            case What.WITHDRAWN:
                withdraw(self._server, submission_id)
            case What.REVOKED:
                awarding.revoke(self._server, submission_id, "It was not their own.")

    def _land(self) -> None:
        """The one thing that a decision may meet is that its submission was withdrawn meanwhile."""
        problems = [result.problem for result in self._reviewers.land() if result.problem is not None]
        self.troubles += [f"A decision met {each}" for each in problems if each.type is not ProblemType.WITHDRAWN]

    def _close(self, one: PayDateCloses) -> None:
        organisation_id, period = self._districts[one.district].organisation_id, period_of_key(one.period)
        caller = self._districts[one.district].administrator
        statement = pay_run(self._server, organisation_id, period, close=True, closed_by=caller.person_id)
        data = statement_csv(statement)
        self.picture.pay_files[f"{one.district} {one.period}"] = table(data)
        self._exports.append(PastExport(organisation_id, period, statement.as_of, data))

    def _look(self, one: ServerLooks) -> None:
        if one.label.endswith("07-02 00:00"):
            self._preview_removals(one)
        chores.do_due(self._server)
        if not one.label:
            return
        for name, district in self._districts.items():
            now = enrolled(self._server, district.organisation_id, self._names)
            self.picture.enrolled[f"{name}, {one.label}"] = now
            self._keep_preview(district.organisation_id)
        if one.label.endswith("07-02 00:00"):
            gone = left_at(self._server, self._districts[one.district].organisation_id, one.at)
            self.picture.removed[f"{one.district} 2028 done"] = gone

    def _keep_preview(self, organisation_id: str) -> None:
        """Of the pay date that is earned for now; asked for again as of this moment, it has to be the same."""
        period = period_of_key("2027-28-summer" if utc_now() < _NEXT_YEAR else "2028-29-december")
        statement = pay_run(self._server, organisation_id, period)
        self._exports.append(PastExport(organisation_id, period, statement.as_of, statement_csv(statement)))

    def _preview_removals(self, one: ServerLooks) -> None:
        with self._server.database.reading() as session:
            organisation = session.get_one(Organisation, self._districts[one.district].organisation_id)
            told = removals.preview(session, organisation, 2027).removals
        self.picture.removed[f"{one.district} 2028 previewed"] = sorted((e.name, e.email, e.program) for e in told)

    def _finish(self) -> None:
        self.troubles += finished(
            self._server, self.picture, {name: one.organisation_id for name, one in self._districts.items()},
            self._names, self._attempts, self._reviewers.people, self._exports,
        )  # fmt: skip


def _roster_csv(lines: Iterable[Line]) -> bytes:
    """As an administrator's spreadsheet writes it: roles by their titles or their keys."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";")
    writer.writerow(("Employee ID", "E-mail", "Full name", "School", "Role"))
    for number, line in enumerate(lines):
        role = _TITLES[line.role] if number % 2 else line.role
        email = line.email.title() if number % 3 else line.email
        writer.writerow((line.employee_id, email, line.name, line.campus, role))
    return output.getvalue().encode("utf-8-sig")
