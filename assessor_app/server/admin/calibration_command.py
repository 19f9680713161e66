"""The commands of calibration: anchors, attempts, who rates how, and giving out work."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_commands(actions: Any, does: Any) -> None:
    """``does`` binds a parser to the name of its action."""
    parser = actions.add_parser("anchors", help="submissions with true scores, which reviewers are calibrated by")
    kinds = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    added = kinds.add_parser("load", help="add the anchors of a YAML file, all or none")
    added.add_argument("file", type=Path)
    does(added, "load_anchors")
    shown = kinds.add_parser("list", help="all anchors, with how often each was given")
    shown.add_argument("micro_credential", nargs="?")
    shown.add_argument("--json", action="store_true")
    does(shown, "list_anchors")
    ended = kinds.add_parser("retire", help="give an anchor to nobody any more")
    ended.add_argument("anchor", help="its id, or the beginning of it")
    does(ended, "retire_an_anchor")
    made = kinds.add_parser("make", help="make a decided submission an anchor, with the levels it was decided on")
    made.add_argument("submission")
    made.add_argument("--set", required=True, help="practice, qualification/NAME or validity")
    made.add_argument("--title", required=True)
    does(made, "make_an_anchor")
    given = actions.add_parser("distribute", help="give what waits to fit assessors, second readings included")
    does(given, "distribute_work")
    again = actions.add_parser(
        "more-attempts", help="let somebody begin anew: their failed attempts at qualifying count no more"
    )
    again.add_argument("email")
    again.add_argument("micro_credential")
    does(again, "give_another_attempt")
    people = actions.add_parser("raters", help="who is calibrated for a micro-credential, and how they rate")
    people.add_argument("micro_credential")
    people.add_argument("--json", action="store_true")
    does(people, "list_raters")
    anew = actions.add_parser("reckon-insights", help="reckon the sums of all insights anew from what was decided")
    does(anew, "reckon_insights")
