"""The administrator's commands: each is a service's call and a line about what it did."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from dataclasses import asdict

from pydantic import ValidationError

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.submission import Role
from assessor_app.protocol.files import MAX_OUTBOX_BYTES
from assessor_app.server.admin import awards, bounces, calibration, listing, preparing, privacy, programs, stipends
from assessor_app.server.admin.printing import Action, lines, listed, shown, table, table_or_json, told
from assessor_app.server.intake.censor import Choice
from assessor_app.server.opening import Server, default_data_folder, holds_server, open_server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.folders import release_redacted, submit_folder
from assessor_app.server.preparing.queue import wake_workers
from assessor_app.server.services import (
    assigning,
    audit,
    calibrating,
    carrying,
    credentials,
    identities,
    organisations,
    people,
    redactions,
    similarity,
    single_sign_on,
    submissions,
)
from assessor_app.server.services.preparation import how_far
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.similarity import Settled
from assessor_app.server.storage.database import DataUnusable

BEGINNINGS = frozenset({"add_a_person", "load_a_micro_credential"})
"""Actions with which a new server may begin; for any other, a folder without one is a typing error."""


def run(args: argparse.Namespace) -> int:
    """Do what the command says; 1 when a rule forbids it, 2 when the data folder can't be used."""
    try:
        if args.does not in BEGINNINGS and not holds_server(args.data):
            raise DataUnusable(f"There is no server in {args.data or default_data_folder()}; nothing was made.")
        with open_server(args.data) as server:
            _ACTIONS[args.does](server, args)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except (DataUnusable, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _add_person(server: Server, args: argparse.Namespace) -> None:
    if args.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        if not sys.stdin.isatty():
            raise Refused("There is no terminal to ask for a password; send it with --password-stdin.")
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise Refused("The two passwords differ; nobody was added.")
    roles = [Role(role) for role in args.roles]
    if Role.ADMINISTRATOR in roles and not args.organisation.strip():
        raise Refused("An administrator sees one organisation’s people: say which, with --organisation.")
    with server.database.reading() as session:
        fresh = bool(args.organisation.strip()) and not organisations.is_known(session, args.organisation)
    people.add_person(
        server, email=args.email, name=args.name, roles=roles, organisation=args.organisation, password=password
    )
    print(f"Added {args.email}: {', '.join(args.roles)}{f' at {args.organisation}' if args.organisation else ''}.")
    if fresh:
        print(
            f"“{args.organisation}” is a new organisation; if that was a slip, nobody of the one you meant is reached."
        )


def _load(server: Server, args: argparse.Namespace) -> None:
    loaded = credentials.load_micro_credential(server, args.file.read_text("utf-8"))
    print(f"Published “{loaded.title}” as {loaded.id}, version {loaded.version}.")


def _calibrate(server: Server, args: argparse.Namespace) -> None:
    calibrating.calibrate(server, args.email, args.micro_credential)
    print(f"{args.email} is calibrated for {args.micro_credential}.")


def _revoke(server: Server, args: argparse.Namespace) -> None:
    print(f"Ended the access of “{people.revoke_device(server, args.device)}”.")


def _link(server: Server, args: argparse.Namespace) -> None:
    single_sign_on.link(server, args.email, args.subject)
    print(f"{args.email} signs in with this account now.")


def _unlink(server: Server, args: argparse.Namespace) -> None:
    print(f"Forgot {single_sign_on.unlink(server, args.email)} accounts of {args.email}.")


def _submit(server: Server, args: argparse.Namespace) -> None:
    submission_id = submit_folder(server, args.applicant, args.micro_credential, args.folder)
    with server.database.reading() as session:
        state = how_far(session, submissions.found(session, submission_id))
    print(f"Handed in as {submission_id}." + ("" if state == "ready" else f" It is not ready yet: {state}."))


def _assign(server: Server, args: argparse.Namespace) -> None:
    assigning.assign(server, args.submission, args.email, take_over=args.take_over)
    print(f"{args.submission} is in the queue of {args.email}.")


def _withdraw(server: Server, args: argparse.Namespace) -> None:
    submissions.withdraw(server, args.submission)
    print(f"{args.submission} is withdrawn.")


def _release(server: Server, args: argparse.Namespace) -> None:
    release_redacted(server, args.submission, args.redacted)
    print(f"{args.submission} is open for assessment again.")


def _list(server: Server, args: argparse.Namespace) -> None:
    rows = listing.rows(server, args.what)
    print(json.dumps(rows, indent=2, ensure_ascii=False) if args.json else table(rows))


def _show(server: Server, args: argparse.Namespace) -> None:
    shown = listing.submission(server, args.submission)
    print(json.dumps(shown, indent=2, ensure_ascii=False) if args.json else lines(shown))


def _import(server: Server, args: argparse.Namespace) -> None:
    if not args.file.is_file():
        raise Refused(f"There is no file {args.file}.")
    if args.file.stat().st_size > MAX_OUTBOX_BYTES:
        raise Refused("The file is larger than an outbox can be. Nothing was taken.")
    taken = carrying.import_outbox(server, args.file.read_bytes())
    count = taken.accepted + taken.second_readings + len(taken.rejected)
    print(
        f"{count} events of {taken.email}: {taken.accepted} accepted, {taken.second_readings} kept as second readings, "
        f"{len(taken.rejected)} refused" + (f"; {taken.known} of them had come before." if taken.known else ".")
    )
    for sentence in sorted(set(taken.rejected)):
        print(f"  refused: {sentence}")
    print(f"The answers travel back with: admin export --device {taken.device_id} FILE")


def _export(server: Server, args: argparse.Namespace) -> None:
    packets = carrying.export_parcel(server, args.device, args.file, args.submissions)
    print(f"Wrote {args.file} with {packets} packets; only that computer can open it.")


def _audit(server: Server, args: argparse.Namespace) -> None:
    if args.head and not audit.is_head(args.head):
        raise Refused("--head is a number, a colon and 64 letters and digits, as an earlier run printed it.")
    verdict = audit.verify_history(server, args.head)
    if args.json:
        print(json.dumps(asdict(verdict), indent=2, ensure_ascii=False))
    else:
        print(f"{verdict.links} links, {verdict.events} signed events, {verdict.rows} rows.")
        if verdict.adopted:
            print(f"{verdict.adopted} rows are older than the history; it vouches for them from its beginning on.")
    if verdict.breaks:
        first = verdict.breaks[0]
        where = audit.link_words(server, first.link) if first.link else "the database"
        more = len(verdict.breaks) - 1
        raise Refused(
            f"The history does not hold at {where}: {first.what}."
            + (f" There is more that does not hold ({more}); --json lists it." if more and not args.json else "")
            + " Keep a copy of the data folder as it is, and compare with a backup from before."
        )
    if not args.json:
        print("Everything holds: nothing was changed, added or removed by hand.")
        print(f"Head, to keep elsewhere: {verdict.head}")


def _identify(server: Server, args: argparse.Namespace) -> None:
    try:
        identity = Identity.model_validate_json(args.file.read_text("utf-8-sig"))
    except ValidationError as error:
        raise Refused(
            f"{args.file} is not of the expected form: an object with names, emails, phones, employee_ids and "
            "organizations, each a list of texts. Nothing was kept."
        ) from error
    with server.database.writing() as session:
        identities.learn(session, people.by_email(session, args.email).id, identity)
    print(f"Kept what is known of {args.email}; it is taken out of what is handed in from now on.")


def _jobs(server: Server, args: argparse.Namespace) -> None:
    if args.retry and not args.job:
        raise Refused("Say which job is to be tried again.")
    if args.retry:
        with server.database.writing() as session:
            job = jobs.retry(session, args.job)
            print(f"Job {job.id[:8]} ({job.step}) is tried again as soon as a worker is free.")
        wake_workers(server)
        return
    if not args.job:
        rows = preparing.rows(server, everything=args.all)
        if not rows and not args.json:
            print("Nothing waits; --all lists the finished ones.")
        else:
            table_or_json(rows, args.json)
        return
    whole = preparing.explained(server, args.job)
    print(json.dumps(whole, indent=2, ensure_ascii=False, default=str) if args.json else lines(whole))


def _redactions(server: Server, args: argparse.Namespace) -> None:
    if not args.redaction:
        if args.choice:
            raise Refused("Say which word, by its id; “admin redactions” lists them.")
        with server.database.reading() as session:
            found = redactions.queue(session, everything=args.all)
        if args.json:
            print(json.dumps([row.model_dump(mode="json") for row in found], indent=2, ensure_ascii=False))
        else:
            print(preparing.redaction_lines(found))
        return
    if not args.choice:
        raise Refused("Say --keep or --remove.")
    with server.database.writing() as session:
        redactions.decide(session, args.redaction, Choice(args.choice))
    wake_workers(server)
    print(f"The word is {'kept' if args.choice == 'keep' else 'removed'}.")


def _similar(server: Server, args: argparse.Namespace) -> None:
    if args.verdict and not args.flag:
        raise Refused("Say which flag; “admin similar” lists them.")
    if args.flag and args.verdict:
        with server.database.writing() as session:
            similarity.settle(session, preparing.flag_id(session, args.flag), Settled(args.verdict))
        print(f"The flag is {args.verdict}.")
        return
    rows = preparing.flags(server, args.flag)
    if args.flag and not rows:
        raise Refused(f"There is no similarity flag {args.flag}.")
    if args.flag and not args.json:
        print(lines(rows[0]))
    else:
        table_or_json(rows, args.json)


def _template(server: Server, args: argparse.Namespace) -> None:
    preparing.declare(server, args.micro_credential, args.files)
    print(f"What stands in {len(args.files)} file(s) is a template of {args.micro_credential} from now on.")


_ACTIONS: dict[str, Action] = {
    "load_anchors": told(calibration.load),
    "list_anchors": listed(calibration.listed),
    "retire_an_anchor": told(calibration.retire),
    "make_an_anchor": told(calibration.make),
    "distribute_work": told(calibration.distribute),
    "give_another_attempt": told(calibration.another_attempt),
    "list_raters": listed(calibration.raters),
    "reckon_insights": told(calibration.reckon),
    "list_awards": listed(awards.listed),
    "show_an_award": shown(awards.shown),
    "revoke_an_award": told(awards.revoke),
    "issue_awards": told(awards.issue),
    "export_awards": told(awards.export),
    "take_in_bounces": told(bounces.take_in),
    "list_issuer_keys": listed(awards.keys),
    "rotate_an_issuer_key": told(awards.rotate),
    "list_viewings": listed(privacy.seen),
    "export_a_person": told(privacy.export),
    "erase_a_person": told(privacy.erase),
    "end_retention": told(privacy.end_retention),
    "list_pay_dates": listed(stipends.listed),
    "preview_a_pay_date": listed(stipends.preview),
    "close_a_pay_date": told(stipends.close),
    "export_a_pay_date": told(stipends.export),
    "export_cpe_hours": told(stipends.hours),
    "load_programs": told(programs.load),
    "appoint_a_facilitator": told(programs.facilitate),
    "list_programs": listed(programs.listed),
    "import_a_roster": told(programs.roster),
    "answer_requests": listed(programs.requests),
    "remove_from_programs": told(programs.remove),
    "set_the_policy": told(programs.policy),
    "mail_a_password_link": told(programs.password_link),
    "change_an_address": told(programs.change_address),
    "add_a_person": _add_person,
    "load_a_micro_credential": _load,
    "calibrate_a_person": _calibrate,
    "revoke_a_device": _revoke,
    "link_an_account": _link,
    "unlink_accounts": _unlink,
    "submit_a_folder": _submit,
    "assign_a_submission": _assign,
    "withdraw_a_submission": _withdraw,
    "release_a_submission": _release,
    "identify_a_person": _identify,
    "show_jobs": _jobs,
    "decide_redactions": _redactions,
    "judge_similarity": _similar,
    "declare_a_template": _template,
    "list_rows": _list,
    "show_a_submission": _show,
    "verify_the_history": _audit,
    "import_an_outbox": _import,
    "export_a_parcel": _export,
}
