"""An organisation's administration by whoever runs the server."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timedelta
from typing import Any

import yaml
from pydantic import ValidationError
from sqlalchemy import Select, func, or_, select

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.school_year import year_words
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import (
    access_requests,
    accounts,
    addresses,
    discussions,
    enrolments,
    organisations,
    people,
    removals,
    rosters,
)
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.rosters import ChangeView, Faulty, RosterFile, RosterReport
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import AccessRequest, Enrolment, Organisation, Program

_MOST_LINES = 200


def load(server: Server, args: argparse.Namespace) -> str:
    taken = organisations.load(server, _read(args).decode("utf-8-sig", "replace"))
    file = taken.file
    return (
        f"Loaded {len(file.roles)} roles and {len(file.programs)} programs of {file.organisation}; "
        f"{taken.opened} program accesses opened, {taken.ended} ended."
    )


def listed(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    with server.database.reading() as session:
        rows = session.execute(
            select(Enrolment.program_id, func.count()).where(Enrolment.ended_at.is_(None)).group_by("program_id")
        )
        counts = {program_id: count for program_id, count in rows}  # noqa: C416 - a row is no pair to a type checker
        names = {row.id: row.name for row in session.scalars(select(Organisation))}
        wanted = organisations.organisation_called(session, args.organisation).id if args.organisation else None
        return [
            {
                "organisation": names[program.organisation_id],
                "key": program.key,
                "title": program.title,
                "roles": ", ".join(enrolments.content_of(program).roles),
                "micro_credentials": len(enrolments.content_of(program).micro_credentials),
                "taking_part": counts.get(program.id, 0),
                "id": program.id,
            }
            for program in session.scalars(select(Program).order_by(Program.organisation_id, Program.key))
            if wanted is None or program.organisation_id == wanted
        ]


def facilitate(server: Server, args: argparse.Namespace) -> str:
    with server.database.writing() as session:
        named = or_(Program.key == args.program, Program.id.startswith(args.program, autoescape=True))
        found = session.scalars(select(Program).where(named)).all()
        if len(found) != 1:
            raise Refused(f"There is no program {args.program}." if not found else "Several programs begin like this.")
        discussions.appoint(session, people.by_email(session, args.email), found[0])
        return f"{args.email} takes part in the discussions of “{found[0].title}”, and sees nobody’s work."


def roster(server: Server, args: argparse.Namespace) -> str:
    data = _read(args)
    with server.database.reading() as session:
        organisation = organisations.organisation_called(session, args.organisation)
    calendar = organisations.policy_of(organisation).calendar
    effective: datetime | None = None
    if args.effective:
        try:
            effective = calendar.midnight(date.fromisoformat(args.effective))
        except ValueError as error:
            raise Refused(f"“{args.effective}” is no day; one is written like 2026-08-01.") from error
    try:
        report = rosters.import_roster(
            server, organisation.id, RosterFile(data, args.school_year, effective), dry_run=args.dry_run
        )
    except Faulty as faulty:
        lines = "\n".join(f"  line {fault.line}: {fault.message}" for fault in faulty.faults[:_MOST_LINES])
        more = len(faulty.faults) - _MOST_LINES
        rest = f"\n  and {more} more" if more > 0 else ""
        raise Refused(f"Nothing was imported; {len(faulty.faults)} faults:\n{lines}{rest}") from faulty
    return json.dumps(report.model_dump(mode="json"), indent=2, ensure_ascii=False) if args.json else _told(report)


def _told(report: RosterReport) -> str:
    did = "would change" if report.dry_run else "changed"
    lines = [
        f"{year_words(report.school_year)}: {report.lines} lines, {report.people} people. This {did}:",
        f"  {report.new} new, {report.left} in it no more, {report.unchanged} as before",
        f"  {report.programs_opened} program accesses opened, {report.programs_ended} ended",
    ]
    if report.new_campuses:
        lines.append(f"  campuses that were not there before: {', '.join(report.new_campuses)}")
    lines += [f"  {_change(change)}" for change in report.changes[:_MOST_LINES]]
    if len(report.changes) > _MOST_LINES:
        lines.append(f"  and {len(report.changes) - _MOST_LINES} more; --json has them all")
    return "\n".join(lines)


def _change(change: ChangeView) -> str:
    parts = []
    if change.new:
        parts.append("new")
    if change.leaves:
        parts.append("in no roster any more")
    parts += [f"gains {role}" for role in change.gains]
    parts += [f"no longer {role}" for role in change.ends]
    parts += [f"{role} at another campus" for role in change.moves]
    if change.renamed_from:
        parts.append(f"was called {change.renamed_from}")
    if change.address_before:
        parts.append(f"had the address {change.address_before}")
    if change.roster_name:
        parts.append(f"keeps this name; the roster says {change.roster_name}")
    return f"{change.email} ({change.name}): {', '.join(parts)}"


def requests(server: Server, args: argparse.Namespace) -> list[dict[str, Any]] | str:
    if not args.request:
        if args.grant or args.refuse:
            raise Refused("Say which request, by its id; “admin requests” lists them.")
        with server.database.reading() as session:
            return [_request(*row) for row in session.execute(_waiting())]
    if not args.grant and not args.refuse:
        raise Refused("Say --grant or --refuse.")
    with server.database.writing() as session:
        row, program = access_requests.found(session, args.request)
        view = access_requests.settle(session, row, program, None, granted=args.grant, answer=args.answer)
    return f"{view.email} {'takes part in' if args.grant else 'was refused'} “{view.program}”; they are told by mail."


def _waiting() -> Select[AccessRequest, Person, Program, Organisation]:
    return (
        select(AccessRequest, Person, Program, Organisation)
        .join(Person, AccessRequest.person_id == Person.id)
        .join(Program, AccessRequest.program_id == Program.id)
        .join(Organisation, Program.organisation_id == Organisation.id)
        .where(AccessRequest.granted.is_(None))
        .order_by(AccessRequest.asked_at)
    )


def _request(
    request: AccessRequest, person: Person, program: Program, organisation: Organisation
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": request.id[:8], "organisation": organisation.name, "program": program.title, "name": person.name,
        "email": person.email, "asked": f"{request.asked_at:%Y-%m-%d}", "note": request.note,
    }  # fmt: skip


def remove(server: Server, args: argparse.Namespace) -> str:
    now = utc_now()
    with server.database.writing() if args.carry_out else server.database.reading() as session:
        organisation = organisations.organisation_called(session, args.organisation)
        calendar = organisations.policy_of(organisation).calendar
        year = calendar.school_year(now) if args.school_year is None else args.school_year
        if args.carry_out:
            report = removals.carry_out(session, organisation, year, now)
        else:
            report = removals.preview(session, organisation, year)
    if args.json:
        return json.dumps(report.model_dump(mode="json"), indent=2, ensure_ascii=False)
    last = calendar.local_day(report.until) - timedelta(days=1)
    head = f"{year_words(year)}: {len(report.removals)} with nothing earned by {last}"
    did = "left their programs" if args.carry_out else "would leave (a preview; --carry-out does it)"
    lines = [f"  {each.email} ({each.name}): {each.program}" for each in report.removals[:_MOST_LINES]]
    more = len(report.removals) - _MOST_LINES
    return "\n".join([f"{head} {did}", *lines, *([f"  and {more} more"] if more > 0 else [])])


def policy(server: Server, args: argparse.Namespace) -> str:
    if args.file is not None:
        try:
            given = yaml.safe_load(_read(args).decode("utf-8-sig", "replace"))
            if not given:
                raise Refused("The file is empty; nothing was changed.")
            wanted = OrganisationPolicy.model_validate(given)
        except ValidationError as error:
            faults = "\n".join(f"  {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise Refused(f"This is no policy, nothing was changed:\n{faults}") from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise Refused(f"This is no YAML, nothing was changed: {error}") from error
        with server.database.writing() as session:
            organisation = organisations.organisation_called(session, args.organisation)
            before = _flat(organisations.policy_of(organisation).model_dump(mode="json"))
            organisations.set_policy(session, organisation, wanted)
        after = _flat(wanted.model_dump(mode="json"))
        lines = [f"  {key}: {before.get(key)} → {value}" for key, value in after.items() if before.get(key) != value]
        return "\n".join(["Set:", *lines]) if lines else "It is as it was: the file changes nothing."
    with server.database.reading() as session:
        current = organisations.policy_of(organisations.organisation_called(session, args.organisation))
    return yaml.safe_dump(current.model_dump(mode="json"), sort_keys=False).rstrip()


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """One line a value, called like ``calendar.removal.month``."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found


def password_link(server: Server, args: argparse.Namespace) -> str:
    if not server.settings.public_url:
        raise Refused("ASSESSOR_PUBLIC_URL is not set: the link would lead nowhere.")
    with server.database.reading() as session:
        people.by_email(session, args.email)
    accounts.forgotten(server, email=args.email, page=f"{server.settings.public_url}/account/password")
    if not server.settings.smtp:
        return f"A link for {args.email} waits: ASSESSOR_SMTP is not set, so no mail is sent. It works for two hours."
    return f"A link is on its way to {args.email}; it works once, for {accounts.LINK_HOURS} hours."


def change_address(server: Server, args: argparse.Namespace) -> str:
    address = addresses.change_address(server, args.email, args.new)
    return f"They sign in as {address} from now on. Every sign-in ended, and links that were mailed work no more."


def _read(args: argparse.Namespace) -> bytes:
    if not args.file.is_file():
        raise Refused(f"There is no file {args.file}.")
    data: bytes = args.file.read_bytes()
    return data
