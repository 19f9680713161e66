"""A year of a district: what the server pays, counts, removes and mails is what an independent small model says."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from assessor_app.domain.stipends import Verdict, judge
from assessor_app.server.notify.messages import Receipt
from assessor_app.server.services import mail, removals, stipends
from tests.year import days, ground, model, payroll, reckoning
from tests.year import happenings as happenings_module
from tests.year import picture as picture_module
from tests.year.days import Calendar, name_of, next_period, period_of
from tests.year.ground import NORTH, SOUTH, ZONES
from tests.year.happenings import HandsIn, Happening, IsDecided, RosterComes
from tests.year.picture import Picture, differences
from tests.year.reckoning import reckon
from tests.year.simulation import Year
from tests.year.story import story

EDUCATORS, SEED = 60, 6


@pytest.fixture(scope="module")
def happenings() -> list[Happening]:
    return story(EDUCATORS, SEED, timedelta(days=14))


@pytest.fixture(scope="module")
def expected(happenings: list[Happening]) -> Picture:
    return reckon(happenings)


@pytest.fixture(scope="module")
def year(happenings: list[Happening], tmp_path_factory: pytest.TempPathFactory) -> Year:
    return Year(tmp_path_factory.mktemp("year"), happenings)


def test_the_server_comes_to_what_the_model_comes_to(year: Year, expected: Picture) -> None:
    assert differences(expected, year.picture) == []


def test_books_balance_files_stay_and_the_history_holds(year: Year) -> None:
    assert year.troubles == []


def test_no_district_is_in_the_files_of_the_other(year: Year) -> None:
    for files in (year.picture.pay_files, year.picture.cpe_files):
        for name, rows in files.items():
            other = "thornbury" if name.startswith(NORTH) else "quillfeather"
            assert not any(other in cell for row in rows for cell in row)
        assert {name.startswith(NORTH) for name in files} == {True, False}


def test_the_year_has_everything_that_a_year_has(happenings: list[Happening], expected: Picture) -> None:
    """Else a year that is equal would prove little."""
    mails = Counter(kind for _, kind in expected.mails)
    assert {"receipt", "result_earned", "result_not_yet", "incomplete", "award_revoked", "access_granted",
            "access_refused", "password_link", "assigned", "ready_to_approve", "returned_to_assessor", "reminder",
            "overdue"} <= set(mails)  # fmt: skip
    assert {"open", "refused", "granted", "not granted"} == set(expected.answers.values())
    assert set(expected.accepted.values()) == set(expected.credentials.values()) == {True, False}
    assert any(row[6].startswith("-") and row[6] != "0.00" for rows in expected.pay_files.values() for row in rows)
    assert max(int(row[7]) for rows in expected.cpe_files.values() for row in rows[1:-1]) == 15
    assert max(expected.hours.values()) > 8 * 15, "nobody earned more than is paid for"
    assert expected.held and all(expected.removed[f"{name} 2028 done"] for name in ZONES)
    before, after, later = (
        expected.enrolled[f"{NORTH}, {NORTH} {label}"]
        for label in ("2028-07-01 23:59:00", "2028-07-02 06:00", "after 2027-28-summer")
    )
    assert (before - after) & later, "nobody was brought back by a decision that arrived late"
    again = Counter((one.who, one.micro_credential) for one in happenings if isinstance(one, HandsIn))
    assert max(again.values()) >= 4
    assert any(isinstance(one, RosterComes) and one.effective is not None for one in happenings)


def test_decisions_are_made_on_every_boundary_and_many_arrive_late(happenings: list[Happening]) -> None:
    calendar = Calendar(ZONES[NORTH])
    decided = [one for one in happenings if isinstance(one, IsDecided) and one.district == NORTH]
    days = {calendar.day(one.at).isoformat() for one in decided}
    assert {"2027-12-14", "2027-12-15", "2028-02-29", "2028-05-14", "2028-05-15", "2028-07-01", "2028-07-02",
            "2028-07-31", "2028-08-01", "2027-11-07", "2028-03-12"} <= days  # fmt: skip
    assert sum(one.offline for one in decided) > len(decided) / 10


def test_the_model_knows_nothing_of_the_server() -> None:
    told = (days, ground, happenings_module, model, payroll, picture_module, reckoning)
    assert not [each.__name__ for each in told if "assessor_app" in inspect.getsource(each)]


def test_the_days_of_the_model() -> None:
    chicago, honolulu = Calendar(ZONES[NORTH]), Calendar(ZONES[SOUTH])
    last = datetime(2027, 12, 15, 5, 59, 59, tzinfo=UTC)
    assert (chicago.period(last), chicago.period(last + timedelta(seconds=1))) == ((2027, 0), (2027, 1))
    assert honolulu.period(last + timedelta(hours=4)) == (2027, 0)
    assert chicago.period(datetime(2028, 8, 1, 5, tzinfo=UTC)) == (2028, 0)
    assert chicago.period(datetime(2028, 8, 1, 4, 59, tzinfo=UTC)) == (2027, 2)
    assert not chicago.is_over(2028, datetime(2028, 7, 2, 4, 59, tzinfo=UTC))
    assert chicago.is_over(2028, datetime(2028, 7, 2, 5, tzinfo=UTC))
    assert name_of(next_period(period_of("2027-28-summer"))) == "2028-29 December"


def judged_without_one(*facts: Any) -> Sequence[Verdict]:
    """A fault: one micro-credential is never paid for."""
    return [verdict for verdict in judge(*facts) if verdict.earned.micro_credential_id != "mc-03"]


def told_without_receipts(session: Any, person_id: str, message: Any, tell: Any = mail.tell) -> None:
    """A fault: nobody hears that their work arrived."""
    if not isinstance(message, Receipt):
        tell(session, person_id, message)


def test_faults_are_told(tmp_path: Path) -> None:
    happenings = [one for one in story(8, 3, timedelta(days=60)) if one.district != SOUTH]
    with (
        patch.object(stipends, "judge", judged_without_one),
        patch.object(removals, "_has_earned", lambda *_: False),
        patch.object(mail, "tell", told_without_receipts),
    ):
        found = Year(tmp_path, happenings).picture
    told = differences(reckon(happenings), found)
    for wanted in ("pay_files: Quillfeather Public Schools 2027-28-may: lacks",
                   "removed: Quillfeather Public Schools 2028 done: has", "mails: ('Q00000', 'receipt')"):  # fmt: skip
        assert any(each.startswith(wanted) for each in told), told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one.pay_files["a"].pop(1), "pay_files: a: lacks ('Ana', '200.00')"),
        (lambda one: one.pay_files["a"].reverse(), "pay_files: a: its rows are in another order"),
        (lambda one: one.removed["a"].append(("Bo",)), "removed: a: has ('Bo',), which should not be there"),
        (lambda one: one.mails.update({("Ana", "receipt"): -1}), "mails: ('Ana', 'receipt'): 1 and not 2"),
        (lambda one: one.hours.update({"Ana": 15}), "hours: Ana: 15 and not 30"),
        (lambda one: one.credentials.clear(), "credentials: a: None and not False"),
    ],
)
def test_each_difference_is_told(change: Any, words: str) -> None:
    def made() -> Picture:
        return Picture(
            pay_files={"a": [("Name", "Amount"), ("Ana", "200.00")]}, removed={"a": []}, hours={"Ana": 30},
            mails=Counter({("Ana", "receipt"): 2}), credentials={"a": False},
        )  # fmt: skip

    found = made()
    assert differences(made(), found) == []
    change(found)
    assert differences(made(), found) == [words]
