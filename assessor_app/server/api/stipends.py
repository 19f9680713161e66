"""Stipends and CPE hours: an administrator's pay dates and reports, and what an educator sees of their own (FAQ 12,
14)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from assessor_app.domain.pay_periods import PayPeriod, period_of_key
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.opening import Server
from assessor_app.server.services import cpe, own_stipends, viewings
from assessor_app.server.services.cpe import CpeRecord
from assessor_app.server.services.lists import cut
from assessor_app.server.services.own import PDF, must_be_educator
from assessor_app.server.services.own_stipends import OwnStipend
from assessor_app.server.services.pay_exports import statement_csv, statement_xlsx
from assessor_app.server.services.pay_runs import PeriodTotals, pay_periods, pay_run, totals
from assessor_app.server.services.pay_statements import PayEntry, PayLine, Statement, line_place
from assessor_app.server.services.tables import CSV, XLSX
from assessor_app.server.services.tenancy import organisation_of
from assessor_app.server.services.tokens import Caller
from assessor_app.server.services.transcripts import transcript_pdf
from assessor_app.server.storage.program_models import Organisation

router = APIRouter(prefix="/api/v1")
_ADMINISTRATION, _OWN = "/organisation", "/my"
_Period = Annotated[str, Path(max_length=32, description="Like 2026-27-december")]
_AsOf = Annotated[AwareDatetime | None, Query(description="As the ledger was at this moment; leave it out for now")]
_Year = Annotated[int | None, Query(ge=2000, le=2800, description="The calendar year that the school year begins in")]
_LAST_NUMBER = 9_999


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": "A file", "content": {media_type.split(";")[0]: {"schema": schema}}}}


class _File(Response):
    """Not described as JSON."""

    media_type = "application/octet-stream"


@router.get(f"{_ADMINISTRATION}/stipends", summary="Pay dates with what they pay, the newest first", responses=CONFLICT)
def periods(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[PeriodTotals]:
    found = pay_periods(server, _own(server, caller).id)
    return cut(list(found), piece, lambda one: f"{_LAST_NUMBER - period_of_key(one.period).number:05d}")


@router.get(
    f"{_ADMINISTRATION}/stipends/{{period}}",
    summary="One pay date, closed or as it would be",
    responses={**NONE, **CONFLICT},
)
def one_period(server: TheServer, caller: TheCaller, period: _Period, as_of: _AsOf = None) -> PeriodTotals:
    organisation = _own(server, caller)
    return totals(organisation, pay_run(server, organisation.id, _period(period), as_of))


@router.get(
    f"{_ADMINISTRATION}/stipends/{{period}}/lines",
    summary="What it pays to whom, by name",
    responses={**NONE, **CONFLICT},
)
def pay_lines(
    server: TheServer, caller: TheCaller, piece: ThePiece, period: _Period, as_of: _AsOf = None
) -> Page[PayLine]:
    return cut(list(_statement(server, caller, period, as_of).lines), piece, line_place)


@router.get(
    f"{_ADMINISTRATION}/stipends/{{period}}/entries",
    summary="The stipends it is made of",
    responses={**NONE, **CONFLICT},
)
def pay_entries(
    server: TheServer, caller: TheCaller, piece: ThePiece, period: _Period, as_of: _AsOf = None
) -> Page[PayEntry]:
    entries = _statement(server, caller, period, as_of).entries
    return cut(list(entries), piece, lambda entry: f"{entry.transaction_id:012d}")


@router.post(
    f"{_ADMINISTRATION}/stipends/{{period}}/close",
    summary="Close a pay date that has ended: what it pays stays as it is",
    responses={**NONE, **CONFLICT},
)
def close(server: TheServer, caller: TheCaller, period: _Period) -> PeriodTotals:
    """Closing it again changes nothing."""
    organisation = _own(server, caller)
    statement = pay_run(server, organisation.id, _period(period), close=True, closed_by=caller.person_id)
    return totals(organisation, statement)


@router.get(
    f"{_ADMINISTRATION}/stipends/{{period}}/export.csv",
    summary="A pay date for payroll, as CSV",
    response_class=_File,
    responses={**NONE, **CONFLICT, **_file(CSV)},
)
def export_csv(server: TheServer, caller: TheCaller, period: _Period, as_of: _AsOf = None) -> Response:
    statement = _statement(server, caller, period, as_of)
    return _download(statement_csv(statement), CSV, f"stipends-{statement.period.key}.csv")


@router.get(
    f"{_ADMINISTRATION}/stipends/{{period}}/export.xlsx",
    summary="A pay date for payroll, as a workbook with every stipend",
    response_class=_File,
    responses={**NONE, **CONFLICT, **_file(XLSX)},
)
def export_xlsx(server: TheServer, caller: TheCaller, period: _Period, as_of: _AsOf = None) -> Response:
    statement = _statement(server, caller, period, as_of)
    return _download(statement_xlsx(statement), XLSX, f"stipends-{statement.period.key}.xlsx")


@router.get(
    f"{_ADMINISTRATION}/cpe.csv", summary="Everybody's CPE hours, as CSV", response_class=_File, responses=_file(CSV)
)
def organisation_cpe(server: TheServer, caller: TheCaller, school_year: _Year = None) -> Response:
    with server.database.reading() as session:
        organisation = organisation_of(session, caller)
        content = cpe.organisation_csv(session, organisation, school_year)
    viewings.note(server, caller.person_id, viewings.Kind.REPORT, organisation.id)
    return _download(content, CSV, "cpe.csv" if school_year is None else f"cpe-{school_year}.csv")


@router.get(f"{_OWN}/stipends", summary="One's own earned micro-credentials, and when they are paid for")
def my_stipends(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[OwnStipend]:
    must_be_educator(caller)
    with server.database.reading() as session:
        return cut(own_stipends.own_stipends(session, caller.person_id), piece, own_stipends.place)


@router.get(f"{_OWN}/cpe", summary="One's own CPE hours")
def my_cpe(server: TheServer, caller: TheCaller, piece: ThePiece) -> CpeRecord:
    transcript = _transcript(server, caller)
    return CpeRecord(hours=transcript.hours, awards=cut(list(transcript.lines), piece, cpe.place))


@router.get(
    f"{_OWN}/transcript.pdf",
    summary="One's own transcript of CPE hours",
    response_class=_File,
    responses=_file(PDF),
)
def my_transcript(server: TheServer, caller: TheCaller) -> Response:
    return _download(transcript_pdf(_transcript(server, caller)), PDF, "cpe-transcript.pdf")


@router.get(f"{_OWN}/transcript.csv", summary="The same transcript, as CSV", response_class=_File, responses=_file(CSV))
def my_transcript_csv(server: TheServer, caller: TheCaller) -> Response:
    return _download(cpe.transcript_csv(_transcript(server, caller)), CSV, "cpe-transcript.csv")


def _own(server: Server, caller: Caller) -> Organisation:
    with server.database.reading() as session:
        return organisation_of(session, caller)


def _period(key: str) -> PayPeriod:
    try:
        return period_of_key(key)
    except ValueError:
        detail = "There is no such pay date; one is called like 2026-27-december."
        raise ProblemError(problem(ProblemType.NOT_FOUND, detail)) from None


def _statement(server: Server, caller: Caller, period: str, as_of: AwareDatetime | None) -> Statement:
    """What tells who is paid what: that it was seen is noted."""
    organisation = _own(server, caller)
    found = pay_run(server, organisation.id, _period(period), as_of)
    viewings.note(server, caller.person_id, viewings.Kind.REPORT, organisation.id)
    return found


def _transcript(server: Server, caller: Caller) -> cpe.Transcript:
    must_be_educator(caller)
    with server.database.reading() as session:
        return cpe.transcript_of(session, caller.person_id)


def _download(content: bytes, media_type: str, name: str) -> Response:
    """``name`` is made of our own words, so it is safe to quote."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
