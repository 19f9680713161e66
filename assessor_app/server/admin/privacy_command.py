"""The commands of privacy: who saw what, a person's data, erasure, retention."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_commands(actions: Any, does: Any) -> None:
    """``does`` binds a parser to the name of its action."""
    seen = actions.add_parser("seen", help="who saw a submission or a person, and what a person saw")
    seen.add_argument("subject", help="a submission’s ID or an e-mail address")
    seen.add_argument("--json", action="store_true")
    does(seen, "list_viewings")
    data = actions.add_parser("personal-data", help="write everything that is held of a person into a ZIP file")
    data.add_argument("email")
    data.add_argument("file", type=Path)
    does(data, "export_a_person")
    erase = actions.add_parser("erase", help="erase a person as far as records allow: what goes, what stays and why")
    erase.add_argument("email")
    erase.add_argument("--carry-out", action="store_true", help="without it, a preview; it can’t be undone")
    erase.add_argument("--json", action="store_true")
    does(erase, "erase_a_person")
    kept = actions.add_parser("retention", help="end what was kept for long enough, by an organisation’s policy")
    kept.add_argument("organisation")
    kept.add_argument("--carry-out", action="store_true", help="without it, a preview")
    kept.add_argument("--json", action="store_true")
    does(kept, "end_retention")
