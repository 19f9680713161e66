"""Stipends and CPE over HTTP and as commands: who sees what, in pieces and as files."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import requests

from assessor_app import cli
from tests import serving
from tests.payroll import KEYS, District, at, open_payroll

BOSS, STRANGER, ANA = "boss@quillfeather.example", "boss@elsewhere.example", "ana@quillfeather.example"
DECEMBER = "2025-26-december"


@dataclass
class Hall:
    """A server over HTTP with two districts, and who signed in."""

    data: Path
    url: str
    tokens: dict[str, str]

    def get(self, email: str, path: str) -> requests.Response:
        return serving.call(self.url, f"/api/v1{path}", self.tokens[email])

    def close(self, email: str, period: str) -> requests.Response:
        return serving.call(self.url, f"/api/v1/organisation/stipends/{period}/close", self.tokens[email], json={})


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    data = tmp_path_factory.mktemp("hall") / "server"
    with open_payroll(data) as server:
        ours, other = District(server, "Quillfeather"), District(server, "Elsewhere")
        ours.person("Boss", roles=("administrator",), email=BOSS, password=serving.PASSWORD)
        other.person("Other boss", roles=("administrator",), email=STRANGER, password=serving.PASSWORD)
        ana = ours.person("Ana", email=ANA, password=serving.PASSWORD)
        for number in range(3):
            ours.earn(ana, KEYS[number], at(f"2025-10-0{number + 1}"))
            ours.earn(ours.person(f"Łukasz {'ł' * 150} {number}"), KEYS[number], at("2025-10-01"))
    with serving.serving(data) as running:
        yield Hall(data, running.url, {who: serving.access_token(running.url, who)[0] for who in (BOSS, STRANGER, ANA)})


def test_an_administrator_sees_previews_closes_and_exports(hall: Hall) -> None:
    listed = {one["period"]: one for one in hall.get(BOSS, "/organisation/stipends").json()["items"]}
    assert listed[DECEMBER]["amount_cents"] == 120_000 and listed[DECEMBER]["people"] == 4
    assert hall.get(BOSS, f"/organisation/stipends/{DECEMBER}").json() == listed[DECEMBER]
    closed = hall.close(BOSS, DECEMBER)
    assert closed.status_code == 200 and closed.json()["closed_at"] is not None
    assert hall.close(BOSS, DECEMBER).json() == closed.json()
    table = hall.get(BOSS, f"/organisation/stipends/{DECEMBER}/export.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert hashlib.sha256(table.content).hexdigest() == closed.json()["digest"]
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[-1][7] == "1200.00" and rows[1][2] == "Ana"
    book = hall.get(BOSS, f"/organisation/stipends/{DECEMBER}/export.xlsx").content
    assert len(list(openpyxl.load_workbook(io.BytesIO(book))["Entries"].values)) == 1 + 6 + 1


def test_lists_come_in_pieces(hall: Hall) -> None:
    """However long people's names are."""
    for what, count in (("lines", 4), ("entries", 6)):
        seen: list[object] = []
        cursor: str | None = ""
        while cursor is not None:
            page = hall.get(BOSS, f"/organisation/stipends/{DECEMBER}/{what}?limit=1&cursor={cursor}")
            assert page.status_code == 200, page.text
            seen += page.json()["items"]
            cursor = page.json()["next"]
        assert len(seen) == len({str(one) for one in seen}) == count


def test_another_organisation_has_none_of_it(hall: Hall) -> None:
    listed = hall.get(STRANGER, "/organisation/stipends").json()["items"]
    assert [one["amount_cents"] for one in listed] == [0]
    assert hall.get(STRANGER, f"/organisation/stipends/{DECEMBER}").json()["people"] == 0
    assert hall.get(STRANGER, f"/organisation/stipends/{DECEMBER}/lines").json() == {"items": [], "next": None}
    assert b"Ana" not in hall.get(STRANGER, f"/organisation/stipends/{DECEMBER}/export.csv").content
    assert b"Ana" not in hall.get(STRANGER, "/organisation/cpe.csv").content
    assert b"Ana" in hall.get(BOSS, "/organisation/cpe.csv").content


def test_an_educator_administers_nothing_and_an_administrator_earns_nothing(hall: Hall) -> None:
    for path in ("stipends", f"stipends/{DECEMBER}", f"stipends/{DECEMBER}/export.xlsx", "cpe.csv"):
        assert hall.get(ANA, f"/organisation/{path}").status_code == 403
    assert hall.close(ANA, DECEMBER).status_code == 403
    for path in ("stipends", "cpe", "transcript.pdf", "transcript.csv"):
        assert hall.get(BOSS, f"/my/{path}").status_code == 403


def test_an_educator_sees_their_own(hall: Hall) -> None:
    hall.close(BOSS, DECEMBER)
    own = hall.get(ANA, "/my/stipends?limit=2").json()
    assert [(one["standing"], one["amount_cents"], one["pay_date"]) for one in own["items"]] == [
        ("due", 20_000, "2025-26 December")
    ] * 2
    assert all(one["paid_at"] for one in own["items"])
    assert len(hall.get(ANA, f"/my/stipends?limit=2&cursor={own['next']}").json()["items"]) == 1
    record = hall.get(ANA, "/my/cpe?limit=1").json()
    assert record["hours"] == 45 and len(record["awards"]["items"]) == 1 and record["awards"]["next"]
    assert hall.get(ANA, "/my/transcript.pdf").content.startswith(b"%PDF-")
    assert b"Title of mc-2" in hall.get(ANA, "/my/transcript.csv").content


def test_what_is_no_pay_date_or_no_moment_is_a_problem(hall: Hall) -> None:
    for path, status in (
        ("2025-26-winter", 404),
        ("2025-27-may", 404),
        (f"{DECEMBER}?as_of=2026-01-01T00:00:00", 422),
        (f"{DECEMBER}?as_of=2999-01-01T00:00:00Z", 409),
        (f"{DECEMBER}/lines?cursor=x", 422),
    ):
        answer = hall.get(BOSS, f"/organisation/stipends/{path}")
        assert answer.status_code == status, (path, answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert hall.close(BOSS, "2998-99-may").status_code == 409


def test_the_commands_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_payroll(tmp_path / "server") as server:
        district = District(server)
        district.earn(district.person("Ana"), KEYS[0], at("2025-10-01"))

    def admin(*words: str) -> tuple[int, str]:
        code = cli.main(["admin", "--data", str(tmp_path / "server"), *words])
        return code, "".join(capsys.readouterr())

    name = district.name + district.id
    code, told = admin("stipends", "preview", name, DECEMBER)
    assert code == 0 and "Ana" in told and "200.00" in told
    assert admin("stipends", "close", name, DECEMBER) == (0, "2025-26 December is closed: 200.00 USD to 1 person.\n")
    for file in ("out.csv", "out.xlsx"):
        code, told = admin("stipends", "export", name, DECEMBER, str(tmp_path / file))
        assert code == 0 and "200.00 USD to 1 person" in told
    assert b"200.00" in (tmp_path / "out.csv").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["Pay date", "Entries"]
    code, told = admin("stipends", "list", name)
    assert code == 0 and "closed" in told
    assert admin("stipends", "preview", name, DECEMBER, "--as-of", "2020-01-01T00:00Z") == (0, "None yet.\n")
    assert admin("cpe", name, str(tmp_path / "cpe.csv"))[0] == 0
    assert b",15,Earned" in (tmp_path / "cpe.csv").read_bytes()
    for words in (
        ("export", name, DECEMBER, "out.pdf"),
        ("preview", name, "December"),
        ("preview", name, DECEMBER, "--as-of", "2026-01-01"),
        ("close", name, "2998-99-may"),
        ("list", "Nowhere"),
    ):
        assert admin("stipends", *words)[0] == 1, words
