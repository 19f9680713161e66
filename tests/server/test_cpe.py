"""CPE hours: who has how many, as rows, as CSV and as the pages of a transcript (FAQ 12)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import pymupdf
import pytest

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.school_year import Calendar
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.cpe import Transcript, organisation_csv, transcript_csv, transcript_of
from assessor_app.server.services.transcripts import transcript_pdf
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Organisation
from tests.payroll import EARLY, KEYS, District, at, open_payroll


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with open_payroll(tmp_path_factory.mktemp("payroll") / "server") as server:
        yield server


@pytest.fixture
def district(server: Server) -> District:
    return District(server, policy=OrganisationPolicy(calendar=Calendar(time_zone="America/Chicago")))


def transcript(district: District, person_id: str) -> Transcript:
    with district.server.database.reading() as session:
        return transcript_of(session, person_id)


def table(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def report(district: District, school_year: int | None = None) -> list[list[str]]:
    with district.server.database.reading() as session:
        return table(organisation_csv(session, session.get_one(Organisation, district.id), school_year))


def words(pdf: bytes) -> tuple[str, int]:
    with pymupdf.open("pdf", pdf) as document:
        return " ".join(" ".join(page.get_text() for page in document).split()), len(document)


def test_every_award_brings_its_hours_whatever_the_role(district: District) -> None:
    ana = district.person(role="principal")
    for number in range(10):
        district.earn(ana, KEYS[number], at("2026-01-01") + timedelta(days=number))
    assert transcript(district, ana).hours == 150


def test_a_revoked_award_is_shown_and_not_counted(district: District) -> None:
    ana = district.person()
    first = district.earn(ana, KEYS[0], at("2026-01-10"))
    district.earn(ana, KEYS[1], at("2026-01-11"))
    district.revoke(first)
    made = transcript(district, ana)
    today = Calendar(time_zone="America/Chicago").local_day(utc_now())
    assert [(line.hours, line.revoked_on) for line in made.lines] == [(0, today), (15, None)]
    rows = table(transcript_csv(made))
    assert [row[3:] for row in rows[1:]] == [["0", f"Revoked {today}"], ["15", "Earned"], ["15", ""]]
    told, _ = words(transcript_pdf(made))
    assert "15 CPE hours" in told and f"Revoked {today.day} {today:%B %Y}" in told


def test_days_are_the_organisations_own(district: District) -> None:
    """Five in the morning of New Year's Day in UTC is New Year's Eve in Chicago."""
    ana = district.person()
    district.earn(ana, KEYS[0], at("2026-01-01T05:00:00"))
    assert [line.earned_on for line in transcript(district, ana).lines] == [date(2025, 12, 31)]


def test_the_organisations_report_has_its_own_people_by_name(server: Server, district: District) -> None:
    other = District(server, "Elsewhere")
    zoe, ana, stranger = district.person("Zoë"), district.person("=Ana"), other.person("Stranger")
    for person_id in (zoe, ana, stranger):
        district.earn(person_id, KEYS[1], at("2026-02-01"))
    district.earn(zoe, KEYS[0], at("2025-07-31T12:00:00"), hours=10)
    rows = report(district)
    assert [(row[1], row[4], row[7]) for row in rows[1:-1]] == [
        ("'=Ana", KEYS[1], "15"), ("Zoë", KEYS[0], "10"), ("Zoë", KEYS[1], "15"),
    ]  # fmt: skip
    assert rows[-1][0] == "Total" and rows[-1][7] == "40"
    assert report(district, 2025)[-1][7] == "30" and report(district, 2024)[-1][7] == "10"
    assert {len(row) for row in rows} == {9}


def test_a_transcript_can_be_read_as_pages(district: District) -> None:
    ana = district.person("Ana <b>Lucía</b> & Méndez")
    for number in range(40):
        district.earn(ana, KEYS[number % len(KEYS)], at("2025-08-01") + timedelta(days=number))
    told, pages = words(transcript_pdf(transcript(district, ana)))
    assert pages == 2 and "600 CPE hours" in told and "Ana <b>Lucía</b> & Méndez" in told
    assert told.count("Title of mc-") == 40 and "Quillfeather" in told and "North" in told
    assert f"Page 2 of {pages}" in told


def test_an_empty_transcript_says_so(server: Server) -> None:
    """Of somebody who belongs to no organisation, with a name that has no place to break."""
    name = "W" * 400
    with server.database.writing() as session:
        session.add(
            Person(
                id="nobody", email="nobody@x.example", name=name, organisation="", roles=["educator"],
                password_hash="-", created_at=EARLY,
            )
        )  # fmt: skip
    with server.database.reading() as session:
        made = transcript_of(session, "nobody")
    told, pages = words(transcript_pdf(made))
    assert pages == 1 and "None was earned yet" in told and "0 CPE hours" in told
    assert told.replace(" ", "").count("W" * 80) >= 1
    assert table(transcript_csv(made))[1:] == [["Total", "", "", "0", ""]]
