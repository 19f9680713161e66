"""Rosters, programs and access over real HTTP: what each person may see and do, and what follows from a roster."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import audit, chores, organisations, removals
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.portfolios import start
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.rosters import RosterFile, import_roster
from assessor_app.server.storage.models import Award, Lineage, Mail, Person, Submission
from assessor_app.server.storage.program_models import Employment, Enrolment, Organisation
from tests.handing_in import make_credential
from tests.samples import RESOURCES
from tests.serving import PASSWORD, SETTINGS, Serving, access_token, load_sample

HEAD = "employee_id,email,name,campus,role\n"
ADMIN, STRANGER = "admin@north.example", "admin@south.example"
FILE = """
organisation: North District
roles:
  - {key: coach, title: Coach, stipend: true}
  - {key: mentor, title: Mentor, open: false}
  - {key: chair, title: Chair}
programs:
  - key: first
    title: First Steps
    content:
      overview: Begin here.
      milestones: [{title: Handed in, week: 6, micro_credential: small-steps}]
      micro_credentials: [small-steps]
      roles: [coach, mentor]
  - key: talk
    title: Talk
    content: {overview: Talk., micro_credentials: [academic-discourse], roles: [chair]}
"""
ROSTER = HEAD + "1,ada@north.example,Ada Ember,East,Coach\n2,bo@north.example,Bo Birch,West,chair\n"


@dataclass
class District:
    serving: Serving
    data: Path
    tokens: dict[str, str]

    def ask(self, who: str, path: str, method: str = "GET", **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        return requests.request(method, self.serving.url + path, headers=headers, timeout=60, **options)

    def token(self, who: str) -> None:
        self.tokens[who] = access_token(self.serving.url, who)[0]

    def roster(self, text: str, **query: Any) -> requests.Response:
        return self.ask(ADMIN, "/api/v1/organisation/rosters", "POST", data=text.encode(), params=query)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("district")
    with open_server(data, SETTINGS) as server:
        make_credential(server)
        load_sample(server, "academic-discourse")
        organisations.load(server, FILE)
        for email, organisation in ((ADMIN, "North District"), (STRANGER, "South District")):
            add_person(
                server, email=email, name="Ann Admin", roles=[Role.ADMINISTRATOR], organisation=organisation,
                password=PASSWORD,
            )  # fmt: skip
    return data


@pytest.fixture
def here(ground: Path, tmp_path: Path) -> Iterator[District]:
    data = tmp_path / "server"
    shutil.copytree(ground, data)
    running = Serving(data, ASSESSOR_SIGN_UP="on")
    running.start()
    try:
        district = District(running, data, {})
        district.token(ADMIN)
        district.token(STRANGER)
        yield district
    finally:
        running.kill()


def link_for(district: District, email: str) -> str:
    """The newest link that was mailed to them."""
    with open_server(district.data, SETTINGS) as server, server.database.reading() as session:
        bodies = session.scalars(
            select(Mail.body).where(Mail.person_id == by_email(session, email).id).order_by(Mail.id.desc())
        ).all()
    found = next(match for body in bodies if (match := re.search(r"https?://\S+/account/password\?token=(\S+)", body)))
    return found.group(1)


def first_sign_in(district: District, email: str) -> None:
    """As somebody whom a roster brought: a link by mail, a password, a sign-in."""
    asked = district.ask("", "/api/v1/password/forgotten", "POST", json={"email": email})
    assert asked.status_code == 202, asked.text
    set_ = district.ask(
        "", "/api/v1/password", "POST", json={"token": link_for(district, email), "password": PASSWORD}
    )  # fmt: skip
    assert set_.status_code == 204, set_.text
    district.token(email)


def test_a_dry_run_tells_the_same_and_changes_nothing(here: District) -> None:
    tried = here.roster(ROSTER, dry_run=True).json()
    assert (tried["dry_run"], tried["roster_id"], tried["new"], tried["programs_opened"]) == (True, None, 2, 2)
    assert here.ask(ADMIN, "/api/v1/organisation/people").json()["items"][0]["email"] == ADMIN
    assert here.ask(ADMIN, "/api/v1/organisation/rosters").json()["items"] == []
    done = here.roster(ROSTER).json()
    assert {**done, "dry_run": True, "roster_id": None} == tried
    again = here.roster(ROSTER).json()
    assert (again["new"], again["unchanged"], again["changes"], again["programs_opened"]) == (0, 2, [], 0)


def test_faults_name_their_lines_and_nothing_is_imported(here: District) -> None:
    answer = here.roster(ROSTER + "3,stranger@south.example,Sy,East,Coach\n" + "4,x,Xi,East,Pilot\n")
    assert answer.status_code == 422
    assert [fault["line"] for fault in answer.json()["lines"]] == [5, 5]
    with open_server(here.data, SETTINGS) as server:
        add_person(
            server, email="sy@south.example", name="Sy", roles=[Role.EDUCATOR], organisation="South District",
            password=PASSWORD,
        )  # fmt: skip
    answer = here.roster(ROSTER + "3,sy@south.example,Sy,East,Coach\n5,admin@north.example,Ann,East,Coach\n")
    assert [fault["line"] for fault in answer.json()["lines"]] == [4, 5]
    assert len(here.ask(ADMIN, "/api/v1/organisation/people").json()["items"]) == 1


def test_an_educator_finds_program_milestones_and_micro_credential(here: District) -> None:
    here.roster(ROSTER)
    first_sign_in(here, "ada@north.example")
    tiles = here.ask("ada@north.example", "/api/v1/programs").json()["items"]
    assert [(tile["title"], tile["taking_part"]) for tile in tiles] == [("First Steps", True), ("Talk", False)]
    shown = here.ask("ada@north.example", f"/api/v1/programs/{tiles[0]['id']}").json()
    assert shown["overview"] == "Begin here."
    assert shown["milestones"][0]["by"] == str((utc_now() + timedelta(weeks=6)).date())
    assert [tile["id"] for tile in shown["micro_credentials"]] == ["small-steps"]
    whole = here.ask("ada@north.example", "/api/v1/micro-credentials/academic-discourse").json()
    assert whole["requirements"]
    assert (whole["comments"], whole["stamps"]) == ([], [])
    begun = here.ask("ada@north.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "small-steps"})
    assert begun.status_code == 200
    other = here.ask(
        "ada@north.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "academic-discourse"}
    )  # fmt: skip
    assert other.status_code == 409
    assert "ask for access" in other.json()["detail"]


def test_access_is_asked_for_and_given(here: District) -> None:
    here.roster(ROSTER)
    first_sign_in(here, "ada@north.example")
    talk = here.ask("ada@north.example", "/api/v1/programs").json()["items"][1]["id"]
    asked = here.ask("ada@north.example", f"/api/v1/programs/{talk}/requests", "POST", json={"note": "I lead talk."})
    assert asked.status_code == 200
    twice = here.ask("ada@north.example", f"/api/v1/programs/{talk}/requests", "POST", json={"note": "again"})
    assert twice.json()["id"] == asked.json()["id"]
    path = f"/api/v1/organisation/requests/{asked.json()['id']}"
    yes = {"granted": True, "answer": "Welcome."}
    assert here.ask(STRANGER, path, "PUT", json=yes).status_code == 404
    assert here.ask("ada@north.example", path, "PUT", json=yes).status_code == 403
    assert [r["note"] for r in here.ask(ADMIN, "/api/v1/organisation/requests").json()["items"]] == ["I lead talk."]
    assert here.ask(ADMIN, path, "PUT", json=yes).status_code == 200
    assert here.ask(ADMIN, path, "PUT", json=yes).status_code == 409
    assert [r["granted"] for r in here.ask("ada@north.example", "/api/v1/my/requests").json()["items"]] == [True]
    begun = here.ask(
        "ada@north.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "academic-discourse"}
    )  # fmt: skip
    assert begun.status_code == 200


def test_who_signs_up_can_look_and_not_hand_in(here: District) -> None:
    wanted = {"email": "new@elsewhere.example", "name": "Nell New", "language": "es"}
    assert here.ask("", "/api/v1/accounts", "POST", json=wanted).status_code == 202
    token = link_for(here, "new@elsewhere.example")
    short = here.ask("", "/api/v1/password", "POST", json={"token": token, "password": "short"})
    assert short.status_code == 409
    assert "8" in short.json()["detail"]
    for expected in (204, 409):
        answer = here.ask("", "/api/v1/password", "POST", json={"token": token, "password": PASSWORD})
        assert answer.status_code == expected
    here.token("new@elsewhere.example")
    me = here.ask("new@elsewhere.example", "/api/v1/me").json()
    assert (me["browsing_only"], me["language"], me["organisation"]) == (True, "es", "")
    assert len(here.ask("new@elsewhere.example", "/api/v1/micro-credentials").json()["items"]) == 2
    refused = here.ask(
        "new@elsewhere.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "small-steps"}
    )  # fmt: skip
    assert refused.status_code == 409
    assert "roster" in refused.json()["detail"]
    # A roster that has the address makes it an account like any other.
    here.roster(ROSTER + "9,new@elsewhere.example,Nell New,East,Coach\n")
    me = here.ask("new@elsewhere.example", "/api/v1/me").json()
    assert (me["browsing_only"], me["organisation"]) == (False, "North District")
    begun = here.ask(
        "new@elsewhere.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "small-steps"}
    )  # fmt: skip
    assert begun.status_code == 200


def test_nobody_learns_which_addresses_have_an_account(here: District) -> None:
    known = here.ask("", "/api/v1/password/forgotten", "POST", json={"email": ADMIN})
    unknown = here.ask("", "/api/v1/password/forgotten", "POST", json={"email": "nobody@north.example"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    taken = here.ask("", "/api/v1/accounts", "POST", json={"email": ADMIN, "name": "Mallory"})
    assert (taken.status_code, taken.content) == (202, b"")
    assert here.ask(ADMIN, "/api/v1/me").json()["name"] == "Ann Admin"


def test_a_new_password_ends_every_sign_in(here: District) -> None:
    here.ask("", "/api/v1/password/forgotten", "POST", json={"email": ADMIN})
    new = {"token": link_for(here, ADMIN), "password": "another password"}
    assert here.ask("", "/api/v1/password", "POST", json=new).status_code == 204
    assert here.ask(ADMIN, "/api/v1/me").status_code == 401


def test_links_are_never_made_of_what_a_request_says_of_the_server(here: District) -> None:
    answer = requests.post(
        f"{here.serving.url}/api/v1/password/forgotten", json={"email": ADMIN}, headers={"Host": "evil.example"},
        timeout=30,
    )  # fmt: skip
    assert answer.status_code == 409
    assert "ASSESSOR_PUBLIC_URL" in answer.json()["detail"]


def test_the_pages_of_an_account_work_without_scripts(here: District) -> None:
    browser = requests.Session()
    browser.headers["Accept-Language"] = "es-MX,es;q=0.9,en;q=0.5"
    page = browser.get(f"{here.serving.url}/account/forgotten", timeout=30)
    assert 'lang="es"' in page.text
    assert "Contraseña olvidada" in page.text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf is not None
    form = {"email": ADMIN, "csrf": csrf.group(1)}
    without = requests.post(f"{here.serving.url}/account/forgotten", data=form, timeout=30)
    assert without.status_code == 400
    told = browser.post(f"{here.serving.url}/account/forgotten", data=form, timeout=30)
    assert (told.status_code, "Revise su correo" in told.text) == (200, True)
    token = link_for(here, ADMIN)
    page = browser.get(f"{here.serving.url}/account/password", params={"token": token}, timeout=30)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf is not None
    form = {"token": token, "csrf": csrf.group(1), "password": "una contraseña", "again": "otra contraseña"}
    wrong = browser.post(f"{here.serving.url}/account/password", data=form, timeout=30)
    assert (wrong.status_code, "no son iguales" in wrong.text) == (400, True)
    csrf = re.search(r'name="csrf" value="([^"]+)"', wrong.text)
    assert csrf is not None
    form |= {"again": form["password"], "csrf": csrf.group(1)}
    assert browser.post(f"{here.serving.url}/account/password", data=form, timeout=30).status_code == 200


def test_a_new_roster_ends_what_a_role_gave_and_keeps_the_work(here: District) -> None:
    here.roster(ROSTER, school_year=2025)
    first_sign_in(here, "ada@north.example")
    begun = here.ask("ada@north.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "small-steps"})
    report = here.roster(HEAD + "1,ada@north.example,Ada Ember,East,chair\n", school_year=2026).json()
    assert (report["left"], report["programs_ended"], report["programs_opened"]) == (1, 2, 1)
    mine = here.ask("ada@north.example", "/api/v1/my/portfolios").json()
    assert begun.json()["id"] in str(mine)
    assert here.ask("ada@north.example", f"/api/v1/my/portfolios/{begun.json()['id']}").status_code == 200
    again = here.ask("ada@north.example", "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "small-steps"})
    assert again.status_code == 409
    listed = here.ask(ADMIN, "/api/v1/organisation/people?role=chair").json()["items"]
    assert [(p["email"], [h["role"] for h in p["roles"]]) for p in listed] == [
        ("ada@north.example", ["Coach", "Chair"])
    ]


def test_an_administrator_sees_their_own_organisation_alone(here: District) -> None:
    here.roster(ROSTER)
    mine = here.ask(ADMIN, "/api/v1/organisation/people").json()["items"]
    ada = next(person["id"] for person in mine if person["email"] == "ada@north.example")
    assert here.ask(STRANGER, "/api/v1/organisation/people").json()["items"][0]["email"] == STRANGER
    assert here.ask(STRANGER, f"/api/v1/organisation/people/{ada}").status_code == 404
    assert here.ask(STRANGER, "/api/v1/programs").json()["items"] == []
    south = FILE.replace("North District", "South District")
    answer = here.ask(ADMIN, "/api/v1/organisation/programs", "PUT", data=south.encode())
    assert answer.status_code == 409
    pages, cursor = [], ""
    while True:
        page = here.ask(ADMIN, "/api/v1/organisation/people", params={"limit": 1, "cursor": cursor}).json()
        pages += [person["email"] for person in page["items"]]
        cursor = page["next"] or ""
        if not cursor:
            break
    assert pages == sorted(person["email"] for person in mine)
    for bad in ("x", "bnVsbA", "WzFd", "W10", "eyJhIjoxfQ"):
        assert here.ask(ADMIN, "/api/v1/organisation/people", params={"cursor": bad}).status_code == 422


def test_over_http_a_roster_of_the_future_is_refused_and_loading_tells_what_it_opened(here: District) -> None:
    later = here.roster(ROSTER, effective=(utc_now() + timedelta(days=1)).isoformat())
    assert (later.status_code, "has not come" in later.json()["detail"]) == (409, True)
    here.roster(ROSTER)
    changed = FILE.replace("roles: [chair]", "roles: [coach]")
    answer = here.ask(ADMIN, "/api/v1/organisation/programs", "PUT", data=changed.encode()).json()
    assert answer == {"roles": 3, "programs": 2, "programs_opened": 1, "programs_ended": 1}


def _award(server: Server, email: str, micro_credential: str, decided: datetime) -> None:
    with server.database.writing() as session:
        person = by_email(session, email)
        key = f"S-{email[:4].upper()}-{micro_credential[:4].upper()}"
        session.add(Lineage(id=key, applicant_id=person.id, micro_credential_id=micro_credential))
        session.flush()
        version = 1 if micro_credential == "small-steps" else 3
        session.add(
            Submission(
                id=key, lineage_id=key, attempt=1, micro_credential_id=micro_credential,
                micro_credential_version=version, state="earned", version=1, manifest="", evidence_count=0,
                evidence_bytes=0, submitted_at=decided, due_at=decided, primary_assessment_id=None, outcome="award",
                decided_at=decided,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Award(
                submission_id=key, person_id=person.id, micro_credential_id=micro_credential, cpe_hours=15,
                decided_at=decided, awarded_at=utc_now(),
            )
        )  # fmt: skip


def test_july_first_ends_what_brought_nothing_and_a_late_award_brings_it_back(ground: Path, tmp_path: Path) -> None:
    data = tmp_path / "server"
    shutil.copytree(ground, data)
    began, day = datetime(2023, 8, 3, 12, tzinfo=UTC), datetime(2024, 7, 2, tzinfo=UTC)
    with open_server(data, SETTINGS) as server:
        with server.database.writing() as session:
            north = organisations.organisation_called(session, "North District")
            north.created_at = began
        text = ROSTER + "3,cy@north.example,Cy Cole,East,Coach\n4,di@north.example,Di Dunn,East,Coach\n"
        import_roster(server, north.id, RosterFile(text.encode(), effective=began))
        _award(server, "ada@north.example", "small-steps", day - timedelta(seconds=1))
        _award(server, "cy@north.example", "small-steps", day)
        with server.database.reading() as session:
            before = removals.preview(session, north, 2023)
            assert not removals.anything_due(session, day - timedelta(seconds=1))
            assert removals.anything_due(session, day)
        assert {each.email for each in before.removals} == {
            "bo@north.example", "cy@north.example", "di@north.example",
        }  # fmt: skip
        with pytest.raises(Refused, match="not over"), server.database.writing() as session:
            removals.carry_out(session, session.get_one(Organisation, north.id), 2023, day - timedelta(seconds=1))
        removals.do_due(server, day + timedelta(hours=1))
        assert _in_programs(server) == {"ada@north.example"}
        with server.database.reading() as session, pytest.raises(Refused, match="take part in no program"):
            start(session, by_email(session, "cy@north.example"), "small-steps", [])
        # Decided on a plane in time, heard of later.
        _award(server, "di@north.example", "small-steps", day - timedelta(days=3))
        with server.database.reading() as session:
            assert removals.anything_due(session, day + timedelta(days=1))
        removals.do_due(server, day + timedelta(days=1))
        assert _in_programs(server) == {"ada@north.example", "di@north.example"}
        with server.database.reading() as session:
            assert not removals.anything_due(session, day + timedelta(days=2))
        # The same year's roster brings nobody back, the next one does.
        import_roster(server, north.id, RosterFile(text.encode(), 2023, day + timedelta(days=3)))
        assert _in_programs(server) == {"ada@north.example", "di@north.example"}
        import_roster(server, north.id, RosterFile(text.encode(), 2024, datetime(2024, 8, 2, tzinfo=UTC)))
        assert len(_in_programs(server)) == 4
        # The awards above have no approver's decision behind them, and that is all there is.
        assert {each.what.partition("/")[0] for each in audit.verify_history(server).breaks} == {"awards"}


def _in_programs(server: Server) -> set[str]:
    with server.database.reading() as session:
        rows = select(Person.email).join(Enrolment, Enrolment.person_id == Person.id)
        return set(session.scalars(rows.where(Enrolment.ended_at.is_(None))))


def test_the_sample_file_of_roles_and_programs_loads(tmp_path: Path) -> None:
    with open_server(tmp_path, SETTINGS) as server:
        for name in ("academic-discourse", "formative-assessment"):
            load_sample(server, name)
        text = (RESOURCES / "samples/programs.yaml").read_text("utf-8")
        assert len(organisations.load(server, text).file.roles) == 16
        assert organisations.load(server, text).file.programs
        with pytest.raises(Refused, match="micro-credential"):
            organisations.load(server, text.replace("formative-assessment-math]", "nothing]"))


def test_people_from_before_there_were_organisations_get_theirs(ground: Path, tmp_path: Path) -> None:
    data = tmp_path / "server"
    shutil.copytree(ground, data)
    with open_server(data, SETTINGS) as server:
        with server.database.writing() as session:
            for row in session.scalars(select(Employment)).all():
                session.delete(row)
        chores.do_due(server)
        with server.database.reading() as session:
            assert not organisations.has_homeless(session)
            assert len(session.scalars(select(Employment)).all()) == 5
