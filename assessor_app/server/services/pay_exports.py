"""A pay date for payroll: one line a person and a total, and, in the workbook, every stipend that they are made of."""

from __future__ import annotations

from decimal import Decimal

from assessor_app.server.services.pay_statements import PayEntry, PayLine, Statement
from assessor_app.server.services.tables import Cell, Sheet, csv_bytes, xlsx_bytes

_CENT = Decimal(1).scaleb(-2)
_LINE_NAMES = (
    "Pay date", "Employee ID", "Name", "E-mail", "Campus", "Micro-credentials", "Adjustments", "Amount", "Currency",
)  # fmt: skip
_ENTRY_NAMES = (
    "Number", "Employee ID", "Name", "Micro-credential", "Earned (UTC)", "Booked (UTC)", "Booked for", "What", "Amount",
    "Currency",
)  # fmt: skip


def money(cents: int) -> Decimal:
    """Exactly, with two decimals."""
    return (Decimal(cents) * _CENT).quantize(_CENT)


def statement_csv(statement: Statement) -> bytes:
    return csv_bytes(_line_rows(statement))


def statement_xlsx(statement: Statement) -> bytes:
    sheets = (Sheet("Pay date", _line_rows(statement)), Sheet("Entries", _entry_rows(statement)))
    return xlsx_bytes(sheets, statement.as_of)


def _line_rows(statement: Statement) -> list[tuple[Cell, ...]]:
    total = (
        statement.period.name, "Total", "", "", "", sum(line.micro_credentials for line in statement.lines),
        money(sum(line.adjustments_cents for line in statement.lines)), money(statement.cents), statement.currency,
    )  # fmt: skip
    return [_LINE_NAMES, *(_line_row(statement, line) for line in statement.lines), total]


def _line_row(statement: Statement, line: PayLine) -> tuple[Cell, ...]:
    return (
        statement.period.name, line.employee_id, line.name, line.email, line.campus, line.micro_credentials,
        money(line.adjustments_cents), money(line.amount_cents), statement.currency,
    )  # fmt: skip


def _entry_rows(statement: Statement) -> list[tuple[Cell, ...]]:
    total = ("Total", "", "", "", "", "", "", "", money(statement.cents), statement.currency)
    return [_ENTRY_NAMES, *(_entry_row(entry, statement.currency) for entry in statement.entries), total]


def _entry_row(entry: PayEntry, currency: str) -> tuple[Cell, ...]:
    what = f"{entry.kind} ({entry.reason.replace('_', ' ')})" if entry.reason else entry.kind.value
    return (
        entry.transaction_id, entry.employee_id, entry.name, entry.micro_credential_id,
        f"{entry.earned_at:%Y-%m-%d %H:%M}", f"{entry.booked_at:%Y-%m-%d %H:%M}", entry.period, what,
        money(entry.amount_cents), currency,
    )  # fmt: skip
