"""An organisation's administration: people, rosters, roles, programs, requests, policy (FAQ 3 to 8, 19)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, StringConstraints

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.opening import Server
from assessor_app.server.services import access_requests, organisations, people_views, removals, rosters, viewings
from assessor_app.server.services.access_requests import RequestView
from assessor_app.server.services.lists import cut
from assessor_app.server.services.people_views import CampusView, PersonView, RosterView
from assessor_app.server.services.removals import Removal
from assessor_app.server.services.rosters import Faulty, RosterFile, RosterReport
from assessor_app.server.services.tenancy import member, organisation_of
from assessor_app.server.services.tokens import Caller

router = APIRouter(prefix="/api/v1/organisation")
MOST_CHANGES = 1_000
"""How many people's changes an answer lists; its counts are of all."""
_ID = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$")]
_Year = Annotated[int, Query(ge=2000, le=2800)]
_CSV: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}
}
_YAML: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/yaml": {"schema": {"type": "string"}}}}
}


class Answer(Value):
    granted: bool
    answer: Annotated[str, StringConstraints(max_length=2_000)] = ""


class Loaded(Value):
    """How many roles and programs the file had, and how many enrolments it opened and ended."""

    roles: int
    programs: int
    programs_opened: int
    programs_ended: int


class Removed(Value):
    """``until`` is the end of the last day that counted; ``removed`` counts enrolments that ended."""

    school_year: int
    until: AwareDatetime
    removed: int


@router.get("/people", summary="The organisation's people by address; work in progress is not among it")
def people(
    server: TheServer, caller: TheCaller, piece: ThePiece, role: Annotated[str, Query(max_length=64)] = ""
) -> Page[PersonView]:
    with server.database.reading() as session:
        organisation = organisation_of(session, caller)
        found = people_views.list_people(session, organisation, piece, role=role)
    viewings.note(server, caller.person_id, viewings.Kind.PEOPLE, organisation.id)
    return found


@router.get("/people/{person_id}", summary="One person with roles and programs", responses=NONE)
def person(server: TheServer, caller: TheCaller, person_id: _ID) -> PersonView:
    with server.database.reading() as session:
        found = people_views.person_view(session, member(session, organisation_of(session, caller), person_id))
    viewings.note(server, caller.person_id, viewings.Kind.PERSON, person_id)
    return found


@router.get("/campuses", summary="The organisation's campuses")
def campuses(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[CampusView]:
    with server.database.reading() as session:
        return people_views.list_campuses(session, organisation_of(session, caller), piece)


@router.get("/rosters", summary="Rosters that were imported, newest first")
def imported(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[RosterView]:
    with server.database.reading() as session:
        return people_views.list_rosters(session, organisation_of(session, caller), piece)


@router.post(
    "/rosters",
    summary="Import a roster (CSV), or with dry_run tell what it would change",
    openapi_extra=_CSV,
    responses=CONFLICT,
)
async def roster(
    server: TheServer,
    caller: TheCaller,
    request: Request,
    dry_run: bool = False,
    school_year: Annotated[int | None, Query(ge=2000, le=2800)] = None,
    effective: AwareDatetime | None = None,
) -> RosterReport:
    """``effective``: from when what changes holds, never later than now, which it is where it is left out.

    With a fault in any line nothing is imported; the answer names every line with its fault.
    """
    data = await request.body()
    file = RosterFile(data, school_year, effective)
    return await run_in_threadpool(_import, server, caller, file, dry_run)


def _import(server: Server, caller: Caller, file: RosterFile, dry_run: bool) -> RosterReport:
    with server.database.reading() as session:
        organisation_id = organisation_of(session, caller).id
    if file.effective is not None and not 2000 <= file.effective.year <= 2800:
        raise ProblemError(problem(ProblemType.BAD_REQUEST, "The day from which it holds is none of our calendar."))
    try:
        report = rosters.import_roster(server, organisation_id, file, dry_run=dry_run)
        return report.model_copy(update={"changes": report.changes[:MOST_CHANGES]})
    except Faulty as faulty:
        raise rosters.refused(faulty) from faulty


@router.put(
    "/programs", summary="Load roles and programs from their file (YAML)", openapi_extra=_YAML, responses=CONFLICT
)
async def programs(server: TheServer, caller: TheCaller, request: Request) -> Loaded:
    data = await request.body()
    return await run_in_threadpool(_load, server, caller, data)


def _load(server: Server, caller: Caller, data: bytes) -> Loaded:
    with server.database.reading() as session:
        own = organisation_of(session, caller).id
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = "The file is not UTF-8. Nothing was changed."
        raise ProblemError(problem(ProblemType.BAD_REQUEST, detail)) from error
    taken = organisations.load(server, text, only=own)
    return Loaded(
        roles=len(taken.file.roles),
        programs=len(taken.file.programs),
        programs_opened=taken.opened,
        programs_ended=taken.ended,
    )


@router.get("/requests", summary="Requests for access that wait for an answer, the oldest first")
def requests(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[RequestView]:
    with server.database.reading() as session:
        found = access_requests.waiting(session, caller, piece)
        organisation = organisation_of(session, caller)
    viewings.note(server, caller.person_id, viewings.Kind.PEOPLE, organisation.id)
    return found


@router.put("/requests/{request_id}", summary="Answer a request for access", responses={**NONE, **CONFLICT})
def answered(server: TheServer, caller: TheCaller, request_id: _ID, given: Answer) -> RequestView:
    with server.database.writing() as session:
        return access_requests.decide(session, caller, request_id, granted=given.granted, answer=given.answer)


@router.get("/removals", summary="Who would leave programs because nothing is earned: a preview")
def removal_preview(
    server: TheServer, caller: TheCaller, school_year: _Year, piece: ThePiece
) -> Page[Removal]:  # fmt: skip
    with server.database.reading() as session:
        organisation = organisation_of(session, caller)
        found = removals.preview(session, organisation, school_year).removals
    viewings.note(server, caller.person_id, viewings.Kind.PEOPLE, organisation.id)
    return cut(sorted(found, key=_place), piece, _place)


def _place(removal: Removal) -> str:
    return f"{removal.email}\n{removal.program}"


@router.post("/removals", summary="Carry the removal of a school year out, after its day", responses=CONFLICT)
def removed(server: TheServer, caller: TheCaller, school_year: _Year) -> Removed:
    with server.database.writing() as session:
        report = removals.carry_out(session, organisation_of(session, caller), school_year, utc_now())
    return Removed(school_year=school_year, until=report.until, removed=len(report.removals))


@router.get("/policy", summary="What the organisation set for itself")
def policy(server: TheServer, caller: TheCaller) -> OrganisationPolicy:
    with server.database.reading() as session:
        return organisations.policy_of(organisation_of(session, caller))


@router.put("/policy", summary="Set it anew; what was booked and removed before stays", responses=CONFLICT)
def policy_set(server: TheServer, caller: TheCaller, wanted: OrganisationPolicy) -> OrganisationPolicy:
    with server.database.writing() as session:
        organisations.set_policy(session, organisation_of(session, caller), wanted)
    return wanted
