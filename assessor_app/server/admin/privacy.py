"""Privacy, as whoever runs the server sees to it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import erasure, organisations, people, personal_export, retention, sweeping, viewings
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import found


def seen(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    with server.database.reading() as session:
        subject = people.by_email(session, args.subject).id if "@" in args.subject else found(session, args.subject).id
        return list(viewings.log_rows(session, subject))


def export(server: Server, args: argparse.Namespace) -> str:
    if args.file.exists():
        raise Refused(f"There is already a file {args.file}; nothing was written.")
    with server.database.reading() as session:
        person_id = people.by_email(session, args.email).id
    partial = args.file.with_name(f"{args.file.name}.part")
    try:
        personal_export.write_export(server, person_id, partial)
        partial.replace(args.file)
    finally:
        partial.unlink(missing_ok=True)
    viewings.note(server, person_id, viewings.Kind.HANDED_OUT, person_id)
    return f"Wrote {args.file}: everything that is held of {args.email}, for them alone."


def erase(server: Server, args: argparse.Namespace) -> str:
    if args.carry_out:
        report = erasure.erase(server, args.email)
    else:
        with server.database.reading() as session:
            report = erasure.preview(session, args.email)
    if args.json:
        return json.dumps(report.model_dump(mode="json"), indent=2, ensure_ascii=False)
    head = f"{args.email} was erased." if args.carry_out else f"To erase {args.email} (a preview; --carry-out does it):"
    lines = [f"  submission {key}: withdrawn" for key in report.withdrawn]
    lines += [f"  {row.rows} × {row.table}: {row.fate}, because {row.why}" for row in report.tables]
    lines.append("  their name, address, password and roles: deleted; the account can’t be used any more")
    return "\n".join([head, *lines])


def end_retention(server: Server, args: argparse.Namespace) -> str:
    now = utc_now()
    with server.database.writing() if args.carry_out else server.database.reading() as session:
        organisation = organisations.organisation_called(session, args.organisation)
        work = retention.carry_out if args.carry_out else retention.preview
        report = work(session, organisation, now)
    files = sweeping.sweep(server) if args.carry_out else 0
    if args.json:
        return json.dumps(report.model_dump(mode="json"), indent=2)
    did = "Ended" if args.carry_out else "Over their time (a preview; --carry-out ends them)"
    told = (
        f"{did}: {report.drafts} portfolios that were never handed in, {report.originals} pieces of evidence as they "
        f"were handed in, {report.viewings} entries of who saw what, {report.mails} mails."
    )
    return f"{told} Removed {files} files that nothing names any more." if args.carry_out else told
