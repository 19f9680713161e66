"""What a roster may do to an account, and what it may not; how access ends; people who work somewhere else now."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app import cli
from assessor_app.domain.identity.known import Identity
from assessor_app.domain.rosters import RosterTable, read_roster
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import access_requests, accounts, addresses, identities, organisations, people
from assessor_app.server.services import rosters as roster_service
from assessor_app.server.services.people import add_person, by_email, same_organisation
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.rosters import Faulty, RosterFile, RosterReport, import_roster
from assessor_app.server.services.tokens import Caller
from assessor_app.server.settings import Settings
from assessor_app.server.storage.intake_models import Portfolio
from assessor_app.server.storage.models import Device, Lineage, Person, ProviderAccount, TokenFamily
from assessor_app.server.storage.program_models import (
    Account,
    AccountLink,
    Employment,
    Enrolment,
    Program,
    RoleHolding,
)
from tests.handing_in import make_credential
from tests.serving import PASSWORD

HEAD = "employee_id,email,name,campus,role\n"
FILE = """
organisation: North District
roles: [{key: coach, title: Coach}, {key: chair, title: Chair}]
programs:
  - {key: first, title: First, content: {overview: Begin., micro_credentials: [small-steps], roles: [coach]}}
"""
ADA, ADA_ELSEWHERE = "1,ada@north.example,Ada Ember,East,coach\n", "1,owned@evil.example,Ada Ember,East,coach\n"
BO = "2,bo@north.example,Bo Birch,West,coach\n"
FALL, SPRING = datetime(2024, 9, 2, 12, tzinfo=UTC), datetime(2025, 3, 3, 12, tzinfo=UTC)
NEXT_FALL = datetime(2025, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with open_server(tmp_path / "server", Settings(argon2_memory_kib=64, sign_up=True)) as opened:
        make_credential(opened)
        for name in ("North District", "South District"):
            organisations.load(opened, FILE.replace("North District", name))
        yield opened


def take(
    server: Server, lines: str, at: datetime | None = None, *, of: str = "North District", dry_run: bool = False
) -> RosterReport:
    with server.database.reading() as session:
        organisation = organisations.organisation_called(session, of)
    return import_roster(server, organisation.id, RosterFile((HEAD + lines).encode(), effective=at), dry_run=dry_run)


def faults(server: Server, lines: str, of: str = "North District") -> list[str]:
    with pytest.raises(Faulty) as caught:
        take(server, lines, of=of)
    return [fault.message for fault in caught.value.faults]


def person_id(server: Server, email: str) -> str:
    with server.database.reading() as session:
        return by_email(session, email).id


def employment(server: Server, email: str) -> Employment:
    with server.database.reading() as session:
        return session.get_one(Employment, by_email(session, email).id)


def known(server: Server, email: str) -> Identity:
    with server.database.reading() as session:
        return identities.identity_of(session, by_email(session, email).id, [])


def sign_up(server: Server, email: str, name: str, *, password: bool) -> None:
    accounts.sign_up(server, email=email, name=name, language=accounts.Language.ENGLISH, page="https://x.example")
    if password:
        with server.database.writing() as session:
            person = by_email(session, email)
            person.password_hash = "kept"
            session.get_one(Account, person.id).verified_at = utc_now()


def _password(session: Session, person: Person) -> None:
    person.password_hash = "kept"


def _provider(session: Session, person: Person) -> None:
    session.add(ProviderAccount(id="p", issuer="i", subject="s", person_id=person.id, linked_at=utc_now()))


def _portfolio(session: Session, person: Person) -> None:
    session.add(
        Portfolio(
            id="f", applicant_id=person.id, micro_credential_id="small-steps", submission_id=None, people=[],
            created_at=utc_now(),
        )
    )  # fmt: skip


def _lineage(session: Session, person: Person) -> None:
    session.add(Lineage(id="l", applicant_id=person.id, micro_credential_id="small-steps"))


def _verified(session: Session, person: Person) -> None:
    session.add(
        Account(
            person_id=person.id, browsing_only=False, verified_at=utc_now(), language="en", digest=False, closed_at=None
        )
    )


@pytest.mark.parametrize("use", [_password, _provider, _portfolio, _lineage, _verified])
def test_no_roster_changes_the_address_of_an_account_that_was_used(
    server: Server, use: Callable[[Session, Person], None]
) -> None:
    take(server, ADA)
    with server.database.writing() as session:
        use(session, by_email(session, "ada@north.example"))
    said = "admin change-address ada@north.example owned@evil.example"
    (told,) = faults(server, ADA_ELSEWHERE)
    assert "signs in as ada@north.example" in told and said in told
    # Nor after they left.
    take(server, BO)
    assert employment(server, "ada@north.example").left_at is not None
    assert [said in each for each in faults(server, ADA_ELSEWHERE)] == [True]
    take(server, ADA)
    assert employment(server, "ada@north.example").left_at is None


def test_the_address_of_an_account_that_nobody_used_follows_and_what_was_mailed_ends(server: Server) -> None:
    take(server, ADA)
    ada = person_id(server, "ada@north.example")
    signed_in(server, ada)
    report = take(server, ADA_ELSEWHERE)
    assert [(change.email, change.address_before) for change in report.changes] == [
        ("owned@evil.example", "ada@north.example")
    ]
    nothing_signs_in(server, ada)
    assert set(known(server, "owned@evil.example").emails) == {"owned@evil.example", "ada@north.example"}


def signed_in(server: Server, who: str) -> None:
    now = utc_now()
    with server.database.writing() as session:
        session.add(
            AccountLink(token_hash="a" * 64, person_id=who, purpose="password", expires_at=now, used_at=None)
        )  # fmt: skip
        session.add(
            Device(
                id="d", person_id=who, name="d", public_key=bytes(32), last_sequence=0, last_hash="", created_at=now,
                revoked_at=None,
            )
        )  # fmt: skip
        session.flush()
        session.add(TokenFamily(id="t", device_id="d", created_at=now, revoked_at=None))


def nothing_signs_in(server: Server, who: str) -> None:
    with server.database.reading() as session:
        assert session.scalars(select(AccountLink).where(AccountLink.person_id == who)).all() == []
        assert session.get_one(TokenFamily, "t").revoked_at is not None


@pytest.mark.parametrize("roles", [[Role.ASSESSOR], [Role.ADMINISTRATOR], [Role.EDUCATOR, Role.ISSUER], []])
def test_no_roster_touches_an_account_that_is_not_an_educators_alone(server: Server, roles: list[Role]) -> None:
    take(server, ADA)
    with server.database.writing() as session:
        by_email(session, "ada@north.example").roles = [role.value for role in roles]
    for line in (ADA, ADA_ELSEWHERE, "9" + ADA[1:]):
        assert [each for each in faults(server, line) if "not an educator’s alone" in each]
    take(server, BO)
    assert employment(server, "ada@north.example").left_at is None


def test_an_address_that_is_somebody_elses_is_a_fault(server: Server) -> None:
    take(server, ADA)
    sign_up(server, "owned@evil.example", "Mallory", password=False)
    assert ["somebody else’s" in each for each in faults(server, ADA_ELSEWHERE)] == [True]


def test_who_signed_up_and_used_it_keeps_their_name_and_is_protected_then(server: Server) -> None:
    sign_up(server, "ada@north.example", "Ada E.", password=True)
    sign_up(server, "bo@north.example", "Somebody", password=False)
    tried = take(server, ADA + BO, dry_run=True)
    report = take(server, ADA + BO)
    assert tried.changes == report.changes and report.new == 2
    assert [(each.name, each.roster_name, each.renamed_from) for each in report.changes] == [
        ("Ada E.", "Ada Ember", ""), ("Bo Birch", "", "Somebody"),
    ]  # fmt: skip
    with server.database.reading() as session:
        ada = by_email(session, "ada@north.example")
        assert (ada.name, ada.organisation) == ("Ada E.", "North District")
        assert not session.get_one(Account, ada.id).browsing_only
    assert "Ada Ember" in known(server, "ada@north.example").names
    assert ["signs in as" in each for each in faults(server, ADA_ELSEWHERE)] == [True]


def test_whoever_runs_the_server_changes_an_address(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(server, ADA + BO)
    ada = person_id(server, "ada@north.example")
    with server.database.writing() as session:
        session.get_one(Person, ada).password_hash = "kept"
    signed_in(server, ada)
    for new, says in (("nothing", "no e-mail"), ("BO@north.example", "already a person")):
        with pytest.raises(Refused, match=says):
            addresses.change_address(server, "ada@north.example", new)
    words = ["admin", "--data", str(tmp_path / "server"), "change-address", "ada@north.example", "Ada.E@north.example"]
    assert cli.main(words) == 0
    assert "ada.e@north.example" in capsys.readouterr().out
    nothing_signs_in(server, ada)
    assert "ada@north.example" in known(server, "ada.e@north.example").emails
    assert take(server, ADA.replace("ada@", "ada.e@") + BO).unchanged == 2


def test_a_roster_of_the_future_is_refused(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    with pytest.raises(Refused, match="has not come"):
        take(server, ADA, utc_now() + timedelta(days=1))
    with pytest.raises(Refused, match="has not come"):
        take(server, ADA, utc_now() + timedelta(days=1), dry_run=True)
    file = tmp_path / "roster.csv"
    file.write_text(HEAD + ADA)
    words = ["admin", "--data", str(tmp_path / "server"), "roster", str(file), "--organisation", "North District"]
    assert cli.main([*words, "--effective", f"{utc_now() + timedelta(days=2):%Y-%m-%d}"]) == 1
    assert "has not come" in capsys.readouterr().err
    with server.database.reading() as session:
        assert session.scalars(select(RoleHolding)).all() == []


def admit(server: Server, email: str, at: datetime) -> None:
    """By a request that was granted at a moment."""
    with server.database.writing() as session:
        north = organisations.organisation_called(session, "North District")
        policy = organisations.policy_of(north).model_copy(update={"open_to_sign_ups": True})
        organisations.set_policy(session, north, policy)
        program = session.scalars(select(Program).where(Program.organisation_id == north.id)).one()
        caller = Caller(by_email(session, email).id, "", frozenset({Role.EDUCATOR}))
        request, _ = access_requests.found(session, access_requests.ask(session, caller, program.id, "").id)
        access_requests.settle(session, request, program, None, granted=True, answer="")
        enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == caller.person_id)).one()
        enrolment.since = at


def test_access_by_request_is_for_its_school_year(server: Server) -> None:
    take(server, ADA, FALL)
    sign_up(server, "guest@south.example", "Guest", password=False)
    admit(server, "guest@south.example", FALL + timedelta(days=9))
    report = take(server, ADA, SPRING)
    assert (report.left, report.programs_ended) == (0, 0)
    report = take(server, ADA, NEXT_FALL)
    assert (report.left, report.programs_ended) == (1, 1)
    assert employment(server, "guest@south.example").left_at is not None
    assert take(server, ADA, NEXT_FALL + timedelta(days=1)).left == 0


def test_what_was_granted_to_whom_the_roster_has_goes_on(server: Server) -> None:
    take(server, ADA.replace("coach", "chair"), FALL)
    admit(server, "ada@north.example", FALL + timedelta(days=9))
    assert take(server, ADA.replace("coach", "chair"), NEXT_FALL).programs_ended == 0


def test_an_older_grant_ends_beside_a_newer_one(server: Server) -> None:
    organisations.load(server, FILE + FILE[FILE.index("  - {key: first") :].replace("first", "second"))
    sign_up(server, "guest@south.example", "Guest", password=False)
    with server.database.writing() as session:
        north = organisations.organisation_called(session, "North District")
        first, second = session.scalars(
            select(Program).where(Program.organisation_id == north.id).order_by(Program.key)
        ).all()
        guest = by_email(session, "guest@south.example").id
        access_requests._admit(session, guest, first)
        for program, since in ((first, FALL), (second, NEXT_FALL - timedelta(days=3))):
            session.add(
                Enrolment(
                    id=uuid.uuid4().hex, person_id=guest, program_id=program.id, source="request", since=since,
                    ended_at=None, reason="",
                )
            )  # fmt: skip
    report = take(server, ADA, NEXT_FALL)
    assert (report.left, report.programs_ended) == (0, 1)


def test_somebody_who_left_begins_at_another_organisation(server: Server) -> None:
    take(server, ADA + BO, FALL)
    with server.database.writing() as session:
        by_email(session, "ada@north.example").password_hash = "kept"
    assert ["another organisation" in each for each in faults(server, ADA, of="South District")] == [True]
    take(server, BO, SPRING)
    assert faults(server, ADA.replace("ada@", "eda@") + ADA, of="South District")
    report = take(server, "77,ada@north.example,Ada Tran,Lake,coach\n", NEXT_FALL, of="South District")
    assert (report.new, report.programs_opened) == (1, 1)
    now = employment(server, "ada@north.example")
    with server.database.reading() as session:
        south = organisations.organisation_called(session, "South District")
        ada = by_email(session, "ada@north.example")
        assert (now.organisation_id, now.employee_id, now.left_at) == (south.id, "77", None)
        assert (ada.name, ada.organisation) == ("Ada Ember", "South District")
        holdings = session.scalars(select(RoleHolding).where(RoleHolding.person_id == ada.id)).all()
        assert sorted(holding.ended_at is None for holding in holdings) == [False, True]
    remembered = known(server, "ada@north.example")
    assert {"North District", "East", "South District", "Lake"} <= set(remembered.organizations)
    assert set(remembered.employee_ids) == {"1", "77"} and "Ada Tran" in remembered.names
    assert take(server, BO, NEXT_FALL).left == 0


def test_who_left_sees_and_asks_for_nothing_there(server: Server) -> None:
    take(server, ADA + BO.replace("coach", "chair"), FALL)
    take(server, ADA, SPRING)
    with server.database.writing() as session:
        bo = by_email(session, "bo@north.example")
        north = organisations.organisation_called(session, "North District")
        program = session.scalars(select(Program).where(Program.organisation_id == north.id)).one()
        assert not access_requests.may_see(session, bo.id, program)
        with pytest.raises(ProblemError):
            access_requests.ask(session, Caller(bo.id, "", frozenset({Role.EDUCATOR})), program.id, "")


def test_a_request_from_before_brings_nobody_back_from_another_organisation(server: Server) -> None:
    take(server, ADA.replace("coach", "chair"), FALL)
    with server.database.writing() as session:
        ada, north = (
            by_email(session, "ada@north.example"),
            organisations.organisation_called(session, "North District"),
        )
        program = session.scalars(select(Program).where(Program.organisation_id == north.id)).one()
        asked = access_requests.ask(session, Caller(ada.id, "", frozenset({Role.EDUCATOR})), program.id, "")
    take(server, BO, SPRING)
    take(server, ADA, NEXT_FALL, of="South District")
    with pytest.raises(Refused, match="another organisation by now"), server.database.writing() as session:
        request, program = access_requests.found(session, asked.id)
        access_requests.settle(session, request, program, None, granted=True, answer="")


def test_roles_and_programs_hold_as_soon_as_they_are_loaded(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(server, ADA + BO.replace("coach", "chair"))
    loaded = organisations.load(server, FILE.replace("roles: [coach]", "roles: [chair]"))
    assert (loaded.opened, loaded.ended) == (1, 1)
    assert taking_part(server) == {"bo@north.example"}
    closed = FILE.replace("title: Coach}", "title: Coach, open: false}")
    assert organisations.load(server, closed).ended == 1
    assert taking_part(server) == set()
    file = tmp_path / "programs.yaml"
    file.write_text(FILE)
    assert cli.main(["admin", "--data", str(tmp_path / "server"), "programs", "load", str(file)]) == 0
    assert "1 program accesses opened, 0 ended" in capsys.readouterr().out
    assert taking_part(server) == {"ada@north.example"}


def taking_part(server: Server) -> set[str]:
    with server.database.reading() as session:
        rows = select(Person.email).join(Enrolment, Enrolment.person_id == Person.id)
        return set(session.scalars(rows.where(Enrolment.ended_at.is_(None))))


def test_what_somebody_was_called_and_where_they_worked_is_still_taken_out(server: Server) -> None:
    take(server, ADA)
    with server.database.writing() as session:
        ada = by_email(session, "ada@north.example").id
        identities.learn(session, ada, Identity(names=("Addie",), phones=("555 0100",)))
    take(server, "1,ada.tran@north.example,Ada Tran,West,coach\n")
    take(server, "4,ada.tran@north.example,Ada Tran,West,coach\n")
    found = known(server, "ada.tran@north.example")
    assert set(found.names) == {"Ada Tran", "Ada Ember", "Addie"} and found.phones == ("555 0100",)
    assert set(found.emails) == {"ada.tran@north.example", "ada@north.example"}
    assert {"East", "West", "North District"} <= set(found.organizations)
    assert set(found.employee_ids) == {"1", "4"}


def test_what_is_remembered_never_grows_beyond_what_an_identity_takes(server: Server) -> None:
    take(server, ADA)
    with server.database.writing() as session:
        ada = by_email(session, "ada@north.example").id
        for number in range(identities.MOST_REMEMBERED + 5):
            identities.remember(session, ada, Identity(names=(f"Ada {number}",)))
    assert len(known(server, "ada@north.example").names) == identities.MOST_REMEMBERED + 1


def test_one_organisation_however_it_is_written(server: Server) -> None:
    for email, organisation in (
        ("a@x.example", "North  District"),
        ("b@x.example", "north district"),
        ("c@x.example", ""),
    ):
        add_person(server, email=email, name="N", roles=[Role.EDUCATOR], organisation=organisation, password=PASSWORD)
    with server.database.writing() as session:
        a, b, c = (by_email(session, f"{letter}@x.example") for letter in "abc")
        assert same_organisation(a, b) and not same_organisation(a, c) and not same_organisation(c, c)
        # As erasure leaves an account.
        a.organisation = ""
        assert same_organisation(a, b) and same_organisation(b, a)
    assert people.same_organisation(Person(organisation="A  b"), Person(organisation="a B"))


def test_a_roster_is_read_while_others_write(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def reading(data: bytes, roles: dict[str, str]) -> RosterTable:
        organisations.load(server, FILE.replace("title: Chair", "title: Chairperson"))
        return read_roster(data, roles)

    monkeypatch.setattr(roster_service, "read_roster", reading)
    with pytest.raises(Refused, match="changed at this moment"):
        take(server, ADA)
    assert take(server, ADA).new == 1


def test_all_faults_of_a_table_and_of_its_accounts_come_at_once(server: Server) -> None:
    add_person(
        server, email="rex@north.example", name="Rex", roles=[Role.ASSESSOR], organisation="", password=PASSWORD
    )  # fmt: skip
    assert len(faults(server, "8,rex@north.example,Rex,East,coach\n9,x,Xi,East,coach\n")) == 2
