"""The commands of payroll: pay dates, what they pay, closing and exporting them, and CPE hours."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_commands(actions: Any, does: Any) -> None:
    """``does`` binds a parser to the name of its action."""
    parser = actions.add_parser("stipends", help="pay dates of an organisation: list, preview, close, export")
    kinds = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    listed = kinds.add_parser("list", help="pay dates with what they pay")
    listed.add_argument("organisation")
    listed.add_argument("--json", action="store_true")
    does(listed, "list_pay_dates")
    shown = kinds.add_parser("preview", help="what a pay date pays to whom; nothing is changed by it")
    _pay_date(shown, past=True)
    shown.add_argument("--json", action="store_true")
    does(shown, "preview_a_pay_date")
    closed = kinds.add_parser("close", help="close a pay date that has ended: what it pays stays as it is")
    _pay_date(closed, past=False)
    does(closed, "close_a_pay_date")
    given = kinds.add_parser("export", help="write a pay date for payroll")
    _pay_date(given, past=True)
    given.add_argument("file", type=Path, help="a name that ends in .csv or .xlsx")
    does(given, "export_a_pay_date")
    hours = actions.add_parser("cpe", help="write the CPE hours of everybody of an organisation (CSV)")
    hours.add_argument("organisation")
    hours.add_argument("file", type=Path)
    hours.add_argument("--school-year", type=int, help="the calendar year that it begins in (default: all)")
    does(hours, "export_cpe_hours")


def _pay_date(parser: Any, *, past: bool) -> None:
    parser.add_argument("organisation")
    parser.add_argument("period", help="like 2026-27-december")
    if past:
        parser.add_argument("--as-of", help="as the ledger was at a moment, like 2026-12-16T08:00Z (default: now)")
