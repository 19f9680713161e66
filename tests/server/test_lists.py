"""Lists of an organisation's people: how much the database is asked for a page, and who is in them no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, select

from assessor_app.domain.submission import Role
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import audit, erasure, organisations, people_views, removals
from assessor_app.server.services.lists import Wanted
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.rosters import RosterFile, import_roster
from assessor_app.server.storage.models import Award, Lineage, MicroCredentialRow, Submission
from assessor_app.server.storage.program_models import Enrolment, Organisation, RoleHolding
from tests.handing_in import make_credential
from tests.serving import PASSWORD, SETTINGS

PEOPLE, MOST_STATEMENTS = 100, 15
BEGAN, FROM = datetime(2026, 7, 20, 12, tzinfo=UTC), datetime(2026, 8, 3, 12, tzinfo=UTC)
DAY = datetime(2027, 7, 2, tzinfo=UTC)
FILE = """
organisation: North District
roles: [{key: coach, title: Coach, stipend: true}]
programs:
  - key: first
    title: First Steps
    content: {overview: Begin here., micro_credentials: [small-steps], roles: [coach]}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with open_server(tmp_path / "server", SETTINGS) as server:
        make_credential(server)
        organisations.load(server, FILE)
        with server.database.writing() as session:
            north = organisations.organisation_called(session, "North District")
            north.created_at = BEGAN
        lines = [f"{n},e{n:03d}@north.example,Educator {n:03d},Campus {n % 7},Coach" for n in range(PEOPLE)]
        text = "\n".join(["employee_id,email,name,campus,role", *lines])
        import_roster(server, north.id, RosterFile(text.encode(), effective=FROM))
        yield server


@contextmanager
def counted(server: Server) -> Iterator[list[str]]:
    """The statements that the database got."""
    statements: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    event.listen(server.database.engine, "before_cursor_execute", count)
    yield statements
    event.remove(server.database.engine, "before_cursor_execute", count)


def _north(server: Server) -> Organisation:
    with server.database.reading() as session:
        return organisations.organisation_called(session, "North District")


def _award(server: Server, email: str) -> None:
    with server.database.writing() as session:
        person = by_email(session, email)
        version = session.scalars(
            select(MicroCredentialRow.version).where(MicroCredentialRow.id == "small-steps")
        ).one()
        session.add(Lineage(id=person.id, applicant_id=person.id, micro_credential_id="small-steps"))
        session.flush()
        session.add(
            Submission(
                id=person.id, lineage_id=person.id, attempt=1, micro_credential_id="small-steps",
                micro_credential_version=version, state="earned", version=1, manifest="", evidence_count=0,
                evidence_bytes=0, submitted_at=FROM, due_at=FROM, primary_assessment_id=None, outcome="award",
                decided_at=FROM,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Award(
                submission_id=person.id, person_id=person.id, micro_credential_id="small-steps", cpe_hours=15,
                decided_at=FROM, awarded_at=FROM,
            )
        )  # fmt: skip


def test_a_page_of_people_takes_a_handful_of_statements(server: Server) -> None:
    _award(server, "e003@north.example")
    with server.database.reading() as session, counted(server) as statements:
        page = people_views.list_people(session, _north(server), Wanted(limit=PEOPLE), role="coach")
    assert len(statements) < MOST_STATEMENTS
    assert [person.email for person in page.items] == [f"e{n:03d}@north.example" for n in range(PEOPLE)]
    person = page.items[3]
    assert (person.name, person.employee_id, person.campus, person.earned) == (
        "Educator 003", "3", "Campus 3", ("small-steps",),
    )  # fmt: skip
    assert [(held.role, held.campus, held.until) for held in person.roles] == [("Coach", "Campus 3", None)]
    assert [(part.program, part.until) for part in person.programs] == [("First Steps", None)]
    with server.database.reading() as session:
        assert people_views.person_view(session, by_email(session, person.email)) == person


def test_pages_of_people_follow_each_other(server: Server) -> None:
    found, cursor = [], ""
    with server.database.reading() as session:
        while True:
            page = people_views.list_people(session, _north(server), Wanted(cursor, 30))
            found += [person.email for person in page.items]
            if page.next is None:
                break
            cursor = page.next
    assert found == [f"e{n:03d}@north.example" for n in range(PEOPLE)]


def test_removals_take_a_handful_of_statements_and_read_nobody_elses_awards(server: Server) -> None:
    _award(server, "e003@north.example")
    add_person(
        server, email="sy@south.example", name="Sy", roles=[Role.EDUCATOR], organisation="South District",
        password=PASSWORD,
    )  # fmt: skip
    _award(server, "sy@south.example")
    loaded: list[str] = []

    def load(award: Award, _: object) -> None:
        loaded.append(award.person_id)

    event.listen(Award, "load", load)
    try:
        with server.database.reading() as session, counted(server) as statements:
            report = removals.preview(session, _north(server), 2026)
            assert removals.anything_due(session, DAY)
        assert len(statements) < MOST_STATEMENTS
        assert len(report.removals) == PEOPLE - 1
        assert {(one.name, one.program) for one in report.removals if one.email == "e004@north.example"} == {
            ("Educator 004", "First Steps")
        }
        removals.do_due(server, DAY)
        with server.database.reading() as session, counted(server) as statements:
            assert not removals.anything_due(session, DAY)
        assert len(statements) < MOST_STATEMENTS
        with server.database.reading() as session:
            assert by_email(session, "sy@south.example").id not in loaded
    finally:
        event.remove(Award, "load", load)


def test_an_erased_person_is_in_no_list_and_takes_part_in_nothing(server: Server) -> None:
    with server.database.reading() as session:
        person_id = by_email(session, "e005@north.example").id
    erasure.erase(server, "e005@north.example")
    with server.database.reading() as session:
        north = _north(server)
        people = people_views.list_people(session, north, Wanted(limit=200)).items
        assert (len(people), person_id in {person.id for person in people}) == (PEOPLE - 1, False)
        assert person_id not in {one.person_id for one in removals.preview(session, north, 2026).removals}
        holding = session.scalars(select(RoleHolding).where(RoleHolding.person_id == person_id)).one()
        enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == person_id)).one()
        assert holding.ended_at is not None
        assert (enrolment.ended_at is None, enrolment.reason) == (False, "erased")
    assert audit.verify_history(server).breaks == ()
