"""Programs and micro-credentials as educators see them (FAQ 3, 5, 9)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.programs import ProgramContent, Resource, RoleCard
from assessor_app.domain.role_card import RoleReading, read_card
from assessor_app.domain.submission import Role, State
from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.services import enrolments, organisations
from assessor_app.server.services.access_requests import may_see
from assessor_app.server.services.credentials import credential_at, newest
from assessor_app.server.services.lists import Page, Wanted, cut
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.models import Award, Lineage, MicroCredentialRow, Submission
from assessor_app.server.storage.program_models import Account, Employment, Enrolment, Organisation, Program, StaffRole


class MilestoneView(Value):
    """``by`` is a suggestion, and None for who does not take part; nothing follows from a day that passed."""

    title: str
    micro_credential: str | None
    by: date | None


class Tile(Value):
    """A micro-credential in a program. ``state`` is of one's newest attempt; None: not begun."""

    id: str
    title: str
    summary: str
    state: State | None


class ProgramTile(Value):
    id: str
    title: str
    taking_part: bool
    since: date | None


class ProgramView(Value):
    """``overview`` is Markdown."""

    id: str
    title: str
    taking_part: bool
    overview: str
    resources: tuple[Resource, ...]
    milestones: tuple[MilestoneView, ...]
    micro_credentials: tuple[Tile, ...]
    roles: tuple[str, ...]


class RoleView(Value):
    """A role with its card, read for who asks. ``accounts_given``: whoever holds it has access to its programs."""

    key: str
    title: str
    accounts_given: bool
    card: RoleReading


def list_programs(session: Session, caller: Caller, wanted: Wanted) -> Page[ProgramTile]:
    """Those of the caller's organisation; of all for who only signed up and looks for one. Raises ProblemError."""
    mine = enrolments.current(session, caller.person_id)
    tiles = [
        ProgramTile(
            id=program.id, title=program.title, taking_part=program.id in mine,
            since=_since(session, program, mine.get(program.id)),
        )
        for program in _visible(session, caller)
    ]  # fmt: skip
    return cut(sorted(tiles, key=_by_title), wanted, _by_title)


def _by_title(tile: ProgramTile) -> str:
    return f"{tile.title}\n{tile.id}"


def program_view(session: Session, caller: Caller, program_id: str) -> ProgramView:
    """Raises ProblemError; what the caller may not see looks like none."""
    program = session.get(Program, program_id)
    if program is None or program not in _visible(session, caller):
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no program of this id."))
    content, mine = enrolments.content_of(program), enrolments.current(session, caller.person_id).get(program.id)
    states = _states(session, caller.person_id)
    return ProgramView(
        id=program.id,
        title=program.title,
        taking_part=mine is not None,
        overview=content.overview,
        resources=content.resources,
        milestones=_milestones(content, _since(session, program, mine)),
        micro_credentials=tuple(_tile(newest(session, key), states) for key in content.micro_credentials),
        roles=tuple(_titles(session, program.organisation_id, content.roles)),
    )


def list_roles(session: Session, caller: Caller, wanted: Wanted) -> Page[RoleView]:
    """Roles of the caller's organisation, with their cards. Raises ProblemError."""
    employment = session.get(Employment, caller.person_id)
    rows = (
        session.scalars(select(StaffRole).where(StaffRole.organisation_id == employment.organisation_id)).all()
        if employment is not None
        else ()
    )
    earned, revoked = _earned(session, caller.person_id)
    views = [_role_view(row, earned, revoked) for row in rows]
    return cut(sorted(views, key=lambda view: view.key), wanted, lambda view: view.key)


def _role_view(row: StaffRole, earned: set[str], revoked: set[str]) -> RoleView:
    card = RoleCard.model_validate(row.card)
    reading = read_card(card.qualifications, card.micro_credentials, earned, revoked)
    return RoleView(key=row.key, title=row.title, accounts_given=row.open, card=reading)


def _earned(session: Session, person_id: str) -> tuple[set[str], set[str]]:
    """What somebody has earned and kept, and what was revoked."""
    rows = session.execute(
        select(Award.micro_credential_id, AwardRevocation.submission_id)
        .outerjoin(AwardRevocation, AwardRevocation.submission_id == Award.submission_id)
        .where(Award.person_id == person_id)
    ).all()
    return {key for key, gone in rows if gone is None}, {key for key, gone in rows if gone is not None}


def list_micro_credentials(session: Session, caller: Caller, wanted: Wanted) -> Page[Tile]:
    """Every micro-credential in its newest version, for everybody with an account (FAQ 4). Raises ProblemError."""
    states = _states(session, caller.person_id)
    rows = session.execute(select(MicroCredentialRow.id, func.max(MicroCredentialRow.version)).group_by("id"))
    tiles = [_tile(credential_at(session, key, version), states) for key, version in rows]
    return cut(sorted(tiles, key=lambda tile: tile.id), wanted, lambda tile: tile.id)


def micro_credential_view(session: Session, micro_credential_id: str) -> MicroCredential:
    """All of it, rubric included: educators are told to take the rubric apart (FAQ 15). Raises ProblemError.

    Without what is for reviewers only: ready comments, stamps, rules for feedback, how calibration is done.
    """
    try:
        found = newest(session, micro_credential_id)
    except Refused as error:
        raise ProblemError(problem(ProblemType.NOT_FOUND, str(error))) from error
    usual = type(found.policies)().calibration
    return found.model_copy(
        update={
            "comments": (), "stamps": (), "feedback_rules": (),
            "policies": found.policies.model_copy(update={"calibration": usual}),
        }
    )  # fmt: skip


def _visible(session: Session, caller: Caller) -> list[Program]:
    if Role.EDUCATOR not in caller.roles and Role.ADMINISTRATOR not in caller.roles:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "Programs are open to educators."))
    employment, account = session.get(Employment, caller.person_id), session.get(Account, caller.person_id)
    if employment is not None:
        return enrolments.programs_of(session, employment.organisation_id) if employment.left_at is None else []
    if account is None or not account.browsing_only:
        return []
    everywhere = session.scalars(select(Program)).all()
    return [program for program in everywhere if may_see(session, caller.person_id, program)]


def _since(session: Session, program: Program, mine: Enrolment | None) -> date | None:
    if mine is None:
        return None
    organisation = session.get_one(Organisation, program.organisation_id)
    return organisations.policy_of(organisation).calendar.local_day(mine.since)


def _milestones(content: ProgramContent, since: date | None) -> tuple[MilestoneView, ...]:
    ordered = sorted(content.milestones, key=lambda milestone: milestone.week)
    return tuple(
        MilestoneView(
            title=each.title, micro_credential=each.micro_credential,
            by=since + timedelta(weeks=each.week) if since is not None else None,
        )
        for each in ordered
    )  # fmt: skip


def _states(session: Session, person_id: str) -> dict[str, State]:
    rows = session.execute(
        select(Submission.micro_credential_id, Submission.state)
        .join(Lineage, Submission.lineage_id == Lineage.id)
        .where(Lineage.applicant_id == person_id)
        .order_by(Submission.attempt)
    )
    return {key: State(state) for key, state in rows}


def _tile(credential: MicroCredential, states: dict[str, State]) -> Tile:
    return Tile(
        id=credential.id, title=credential.title, summary=credential.summary, state=states.get(credential.id)
    )  # fmt: skip


def _titles(session: Session, organisation_id: str, keys: tuple[str, ...]) -> list[str]:
    rows = session.execute(select(StaffRole.key, StaffRole.title).where(StaffRole.organisation_id == organisation_id))
    titles = {key: title for key, title in rows}  # noqa: C416 - a row is no pair to a type checker
    return [titles.get(key, key) for key in keys]
