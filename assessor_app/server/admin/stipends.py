"""Payroll as whoever runs the server sees to it: pay dates and CPE hours of an organisation."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from assessor_app.domain.pay_periods import PayPeriod, period_of_key
from assessor_app.server.opening import Server
from assessor_app.server.services import cpe
from assessor_app.server.services.organisations import organisation_called
from assessor_app.server.services.pay_exports import money, statement_csv, statement_xlsx
from assessor_app.server.services.pay_runs import pay_periods, pay_run
from assessor_app.server.services.pay_statements import Statement
from assessor_app.server.services.refused import Refused


def listed(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    return [
        {
            "period": one.period,
            "pays": f"{money(one.amount_cents)} {one.currency}",
            "people": one.people,
            "state": "closed" if one.closed_at is not None else "open",
            "as_of": one.as_of.isoformat(),
        }
        for one in pay_periods(server, _organisation(server, args))
    ]


def preview(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    return [
        {
            "employee_id": line.employee_id,
            "name": line.name,
            "micro_credentials": line.micro_credentials,
            "adjustments": str(money(line.adjustments_cents)),
            "amount": str(money(line.amount_cents)),
        }
        for line in _statement(server, args).lines
    ]


def close(server: Server, args: argparse.Namespace) -> str:
    statement = pay_run(server, _organisation(server, args), _period(args), close=True)
    return f"{statement.period.name} is closed: {_sum(statement)}."


def export(server: Server, args: argparse.Namespace) -> str:
    forms = {".csv": statement_csv, ".xlsx": statement_xlsx}
    form = forms.get(args.file.suffix.lower())
    if form is None:
        raise Refused("The file's name has to end in .csv or .xlsx.")
    statement = _statement(server, args)
    args.file.write_bytes(form(statement))
    return f"Wrote {args.file}: {_sum(statement)}, as of {statement.as_of.isoformat()}."


def hours(server: Server, args: argparse.Namespace) -> str:
    with server.database.reading() as session:
        organisation = organisation_called(session, args.organisation)
        content = cpe.organisation_csv(session, organisation, args.school_year)
    args.file.write_bytes(content)
    return f"Wrote {args.file}."


def _sum(statement: Statement) -> str:
    amount = f"{money(statement.cents)} {statement.currency}".strip()
    people = len(statement.lines)
    return f"{amount} to {people} {'person' if people == 1 else 'people'}"


def _organisation(server: Server, args: argparse.Namespace) -> str:
    with server.database.reading() as session:
        return organisation_called(session, args.organisation).id


def _statement(server: Server, args: argparse.Namespace) -> Statement:
    return pay_run(server, _organisation(server, args), _period(args), _as_of(args))


def _period(args: argparse.Namespace) -> PayPeriod:
    try:
        return period_of_key(args.period)
    except ValueError as error:
        raise Refused("A pay period is called like 2026-27-december.") from error


def _as_of(args: argparse.Namespace) -> datetime | None:
    if not args.as_of:
        return None
    try:
        moment = datetime.fromisoformat(args.as_of)
    except ValueError as error:
        raise Refused(f"“{args.as_of}” is not a moment like 2026-12-16T08:00Z.") from error
    if moment.tzinfo is None:
        raise Refused("--as-of needs its time zone, like 2026-12-16T08:00Z.")
    return moment
