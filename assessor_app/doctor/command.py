"""``assessor-app doctor``: what works on this computer, tried rather than assumed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

_SIGNS = {"ok": "ok", "not_here": "not here", "trouble": "TROUBLE"}


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("doctor", help="look at what works on this computer, and say what to do")
    parser.add_argument("--profile", type=Path, help="folder of the profile to look at (default: this user's)")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Returns 1 when something without which the application can't work is broken."""
    from assessor_app.doctor.checks import examine
    from assessor_app.doctor.finding import Status

    findings = examine(args.profile)
    broken = any(finding.essential and finding.status is Status.TROUBLE for finding in findings)
    if args.json:
        rows = [
            {"name": each.name, "status": each.status, "essential": each.essential, "sentence": each.sentence}
            for each in findings
        ]
        print(json.dumps({"works": not broken, "findings": rows}, ensure_ascii=False, indent=1))
    else:
        width = max(len(finding.name) for finding in findings)
        for finding in findings:
            print(f"{finding.name:{width}}  {_SIGNS[finding.status]:8}  {finding.sentence}")
    return 1 if broken else 0
