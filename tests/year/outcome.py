"""What a year has come to on the server, read from its files, tables and credentials."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.pay_periods import PayPeriod, period_of_key
from assessor_app.server.opening import Server
from assessor_app.server.services import audit, cpe, enrolments
from assessor_app.server.services.pay_exports import statement_csv
from assessor_app.server.services.pay_runs import pay_run
from assessor_app.server.storage.award_models import IssuedCredential, StatusList
from assessor_app.server.storage.ledger_models import LedgerEntry, LedgerTransaction, PayRun
from assessor_app.server.storage.models import Mail, Person
from assessor_app.server.storage.program_models import Enrolment, Organisation, Program
from tests.payroll import unbalanced
from tests.year.picture import Picture, Row
from tests.year.reckoning import OPEN_PAY_DATE, YEARS


@dataclass(frozen=True, slots=True)
class PastExport:
    """A pay file as it was given out once."""

    organisation_id: str
    period: PayPeriod
    as_of: datetime
    data: bytes


def table(data: bytes) -> list[Row]:
    """The rows of a CSV as a spreadsheet reads it."""
    return [tuple(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def enrolled(server: Server, organisation_id: str, names: Mapping[str, str]) -> set[Row]:
    """Who takes part in which program now."""
    with server.database.reading() as session:
        rows = session.execute(
            select(Enrolment.person_id, Program.key)
            .join(Program, Program.id == Enrolment.program_id)
            .where(Program.organisation_id == organisation_id, Enrolment.ended_at.is_(None))
        )
        return {(names[person_id], key) for person_id, key in rows}


def left_at(server: Server, organisation_id: str, moment: datetime) -> list[Row]:
    """Who left which program at this moment with nothing earned: name, address, program."""
    with server.database.reading() as session:
        rows = session.execute(
            select(Person.name, Person.email, Program.title)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .join(Program, Program.id == Enrolment.program_id)
            .where(
                Program.organisation_id == organisation_id,
                Enrolment.reason == enrolments.Ended.NOTHING_EARNED,
                Enrolment.ended_at == moment,
            )
        )
        return sorted((name, email, title) for name, email, title in rows)


def finished(
    server: Server,
    picture: Picture,
    organisations: Mapping[str, str],
    names: Mapping[str, str],
    attempts: Mapping[str, str],
    reviewers: Collection[str],
    exports: Collection[PastExport],
) -> list[str]:
    """Completes the picture at the end of the year; what is wrong in itself is returned."""
    for district, organisation_id in organisations.items():
        statement = pay_run(server, organisation_id, period_of_key(OPEN_PAY_DATE))
        picture.pay_files[f"{district} {OPEN_PAY_DATE}"] = table(statement_csv(statement))
        with server.database.reading() as session:
            organisation = session.get_one(Organisation, organisation_id)
            for year in YEARS:
                picture.cpe_files[f"{district} {year}"] = table(cpe.organisation_csv(session, organisation, year))
    with server.database.reading() as session:
        _mails(session, picture, names, reviewers)
        _hours(session, picture, names)
        _credentials(session, picture, {submission_id: key for key, submission_id in attempts.items()})
    return [*_books(server, organisations), *_past(server, exports), *_history(server)]


def _mails(session: Session, picture: Picture, names: Mapping[str, str], reviewers: Collection[str]) -> None:
    for mail in session.scalars(select(Mail)):
        picture.mails["reviewers" if mail.person_id in reviewers else names[mail.person_id], mail.kind] += 1
        if mail.held_until is not None:
            picture.held[names[mail.person_id], mail.kind, mail.held_until.isoformat()] += 1


def _hours(session: Session, picture: Picture, names: Mapping[str, str]) -> None:
    """As each person's own transcript has them; who never earned anything has none."""
    for person_id, name in names.items():
        transcript = cpe.transcript_of(session, person_id)
        if transcript.lines:
            picture.hours[name] = transcript.hours


def _credentials(session: Session, picture: Picture, keys: Mapping[str, str]) -> None:
    bits = {row.id: _bits(row) for row in session.scalars(select(StatusList))}
    places: Counter[tuple[str, int]] = Counter()
    for issued in session.scalars(select(IssuedCredential)):
        picture.credentials[keys[issued.submission_id]] = issued.place in bits[issued.status_list_id]
        places[issued.status_list_id, issued.place] += 1
        status = json.loads(issued.document)["credentialStatus"]
        assert int(status["statusListIndex"]) == issued.place
    assert sum(map(len, bits.values())) == sum(picture.credentials.values()), "a bit of no credential is set"
    assert not places or max(places.values()) == 1


def _bits(row: StatusList) -> set[int]:
    """The places that are set, by the specification: the first is the leftmost."""
    encoded = json.loads(row.document)["credentialSubject"]["encodedList"]
    data = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    return {place for place in range(len(data) * 8) if data[place // 8] >> (7 - place % 8) & 1}


def _books(server: Server, organisations: Mapping[str, str]) -> Iterator[str]:
    """The ledger balances, and what it says was paid is what pay runs paid."""
    yield from (f"Transaction {number} does not balance." for number in unbalanced(server))
    with server.database.reading() as session:
        if session.scalar(select(func.sum(LedgerEntry.cents))):
            yield "The ledger does not balance."
        for district, organisation_id in organisations.items():
            paid = session.scalar(
                select(func.sum(LedgerEntry.cents))
                .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
                .where(LedgerTransaction.organisation_id == organisation_id, LedgerEntry.account == "stipends:paid")
            )
            runs = session.scalar(select(func.sum(PayRun.cents)).where(PayRun.organisation_id == organisation_id))
            if -(paid or 0) != (runs or 0):
                yield f"{district}: the ledger has paid {-(paid or 0)} cents, and pay runs {runs}."


def _past(server: Server, exports: Collection[PastExport]) -> Iterator[str]:
    """Asked for as of then, each file is what it was, to the byte."""
    for one in exports:
        if statement_csv(pay_run(server, one.organisation_id, one.period, one.as_of)) != one.data:
            yield f"The file of {one.period.key} as of {one.as_of} is another one now."


def _history(server: Server) -> Iterator[str]:
    yield from (f"history: {found}" for found in audit.verify_history(server).breaks)
