"""``assessor-app admin``: what an administrator and an issuer do on the server's computer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor_app.domain.submission import Role
from assessor_app.server.admin import (
    awards_command,
    calibration_command,
    mail_command,
    privacy_command,
    programs_command,
    stipends_command,
)
from assessor_app.server.extra import not_installed


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser("admin", help="people, micro-credentials, submissions")
    parser.add_argument("--data", type=Path, help="the server's data folder (default: one of this user's own)")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _people(actions)
    _submissions(actions)
    _preparing(actions)
    _shown(actions)
    _audit(actions)
    _carrying(actions)
    calibration_command.add_commands(actions, _does)
    programs_command.add_commands(actions, _does)
    awards_command.add_commands(actions, _does)
    mail_command.add_commands(actions, _does)
    privacy_command.add_commands(actions, _does)
    stipends_command.add_commands(actions, _does)


def _carrying(actions: Any) -> None:
    taken = actions.add_parser("import", help="take in an outbox that was saved as a file")
    taken.add_argument("file", type=Path)
    _does(taken, "import_an_outbox")
    given = actions.add_parser("export", help="write answers, queue and packets for one computer, encrypted to it")
    given.add_argument("file", type=Path)
    given.add_argument("--device", required=True, help="which computer; “admin list devices” has their ids")
    given.add_argument("--submission", action="append", default=[], dest="submissions", metavar="ID",
                       help="only this packet; may be given several times")  # fmt: skip
    _does(given, "export_a_parcel")


def _audit(actions: Any) -> None:
    parser = actions.add_parser("audit", help="prove that nothing was changed, added or removed by hand")
    checks = parser.add_subparsers(title="checks", metavar="CHECK", required=True)
    whole = checks.add_parser("verify", help="every link of the history, every signature, every row they speak of")
    whole.add_argument("--head", default="", help="what an earlier run printed: shows that no end was cut off since")
    whole.add_argument("--json", action="store_true")
    _does(whole, "verify_the_history")


def _people(actions: Any) -> None:
    add = actions.add_parser("add-person", help="create an account")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", action="append", required=True, choices=[role.value for role in Role], dest="roles")
    add.add_argument("--organisation", default="", help="reviewers never get submissions of their own organisation")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    _does(add, "add_a_person")
    load = actions.add_parser("load", help="publish a micro-credential from its YAML or JSON file")
    load.add_argument("file", type=Path)
    _does(load, "load_a_micro_credential")
    calibrate = actions.add_parser("calibrate", help="record that a reviewer is calibrated for a micro-credential")
    calibrate.add_argument("email")
    calibrate.add_argument("micro_credential")
    _does(calibrate, "calibrate_a_person")
    revoke = actions.add_parser("revoke-device", help="end a computer's access")
    revoke.add_argument("device")
    _does(revoke, "revoke_a_device")
    link = actions.add_parser("link-account", help="say who an account at the district's provider belongs to")
    link.add_argument("email")
    link.add_argument("subject", help="the account's unchanging id at the provider (“sub”)")
    _does(link, "link_an_account")
    unlink = actions.add_parser("unlink-account", help="forget it: the next sign-in links by e-mail address again")
    unlink.add_argument("email")
    _does(unlink, "unlink_accounts")


def _preparing(actions: Any) -> None:
    learn = actions.add_parser("identify", help="keep what else is known of a person: it is taken out of evidence")
    learn.add_argument("email")
    learn.add_argument("file", type=Path, help="names, emails, phones, employee_ids, organizations as JSON")
    _does(learn, "identify_a_person")
    jobs = actions.add_parser("jobs", help="what prepares submissions: list, explain one, try one again")
    jobs.add_argument("job", nargs="?", help="a job's id, or its beginning: tells everything about it")
    jobs.add_argument("--retry", action="store_true", help="try this job again now")
    jobs.add_argument("--all", action="store_true", help="list the finished ones too")
    jobs.add_argument("--json", action="store_true")
    _does(jobs, "show_jobs")
    redactions = actions.add_parser("redactions", help="words in evidence that may be names: list, keep or remove")
    redactions.add_argument("redaction", nargs="?", help="the id of one to decide on")
    how = redactions.add_mutually_exclusive_group()
    how.add_argument("--keep", action="store_const", const="keep", dest="choice", help="it names nobody")
    how.add_argument("--remove", action="store_const", const="remove", dest="choice", help="it names somebody")
    redactions.add_argument("--all", action="store_true", help="list the decided ones too")
    redactions.add_argument("--json", action="store_true")
    _does(redactions, "decide_redactions")
    similar = actions.add_parser("similar", help="evidence that submissions of different applicants share")
    similar.add_argument("flag", nargs="?", help="a flag's id: tells the passages side by side")
    verdict = similar.add_mutually_exclusive_group()
    verdict.add_argument("--dismiss", action="store_const", const="dismissed", dest="verdict", help="it is nothing")
    verdict.add_argument("--uphold", action="store_const", const="upheld", dest="verdict", help="it is not their own")
    similar.add_argument("--json", action="store_true")
    _does(similar, "judge_similarity")
    template = actions.add_parser("template", help="declare files as a template that everybody may hand in")
    template.add_argument("micro_credential")
    template.add_argument("files", nargs="+", type=Path)
    _does(template, "declare_a_template")


def _submissions(actions: Any) -> None:
    submit = actions.add_parser("submit", help="hand in a folder of evidence as an applicant")
    submit.add_argument("folder", type=Path, help="one folder a requirement, named by the requirement's id")
    submit.add_argument("--applicant", required=True, metavar="EMAIL")
    submit.add_argument("--micro-credential", required=True, metavar="ID")
    _does(submit, "submit_a_folder")
    assign = actions.add_parser("assign", help="give a submission to an assessor, or an assessed one to an approver")
    assign.add_argument("submission")
    assign.add_argument("email")
    assign.add_argument("--take-over", action="store_true", help="take it from whoever has it")
    _does(assign, "assign_a_submission")
    withdraw = actions.add_parser("withdraw", help="take a submission back on its applicant's wish")
    withdraw.add_argument("submission")
    _does(withdraw, "withdraw_a_submission")
    release = actions.add_parser("release", help="give a submission back that was held back for a reported leak")
    release.add_argument("submission")
    how = release.add_mutually_exclusive_group(required=True)
    how.add_argument("--redacted", type=Path, metavar="FOLDER", help="the evidence anew, without what was reported")
    how.add_argument("--unchanged", action="store_true", help="nothing had to be redacted: a false alarm")
    _does(release, "release_a_submission")


def _shown(actions: Any) -> None:
    listed = actions.add_parser("list", help="list people, micro-credentials, submissions, devices, mail or leaks")
    listed.add_argument("what", choices=["people", "micro-credentials", "submissions", "devices", "mail", "leaks"])
    listed.add_argument("--json", action="store_true")
    _does(listed, "list_rows")
    show = actions.add_parser("show", help="everything about one submission")
    show.add_argument("submission")
    show.add_argument("--json", action="store_true")
    _does(show, "show_a_submission")


def _does(parser: argparse.ArgumentParser, name: str) -> None:
    parser.set_defaults(run=_run, does=name)


def _run(args: argparse.Namespace) -> int:
    try:
        from assessor_app.server.admin import actions
    except ModuleNotFoundError as error:
        return not_installed(error)
    return actions.run(args)
