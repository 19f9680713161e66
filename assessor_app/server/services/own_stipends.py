"""What an educator sees of their own stipends: each earned micro-credential, whether it is paid for, and when."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.pay_periods import PayPeriod, numbered
from assessor_app.domain.stipends import Standing, Verdict
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.services.ledger import Account, accounts, period_of
from assessor_app.server.services.organisations import policy_of
from assessor_app.server.services.pay_statements import runs_at
from assessor_app.server.services.stipend_facts import load_facts
from assessor_app.server.services.stipends import judged
from assessor_app.server.storage.ledger_models import LedgerTransaction, PayRun, PayRunItem
from assessor_app.server.storage.program_models import Employment, Organisation


class OwnStipend(Value):
    """``standing`` says whether it is paid for, or why not. ``pay_date`` is the one that it is paid with, which is not
    the period that it was earned in when that had been closed already; ``paid_at`` is when that was closed."""

    submission_id: str
    micro_credential_id: str
    earned_at: AwareDatetime
    standing: Standing
    amount_cents: int
    currency: str
    pay_date: str | None
    paid_at: AwareDatetime | None


def own_stipends(session: Session, person_id: str) -> list[OwnStipend]:
    """In the order of earning; of an award that several organisations might pay, the one that does."""
    found: dict[str, OwnStipend] = {}
    for organisation in _organisations(session, person_id):
        for stipend in _at(session, organisation, person_id):
            known = found.get(stipend.submission_id)
            if known is None or stipend.standing is Standing.DUE:
                found[stipend.submission_id] = stipend
    return sorted(found.values(), key=place)


def place(stipend: OwnStipend) -> str:
    return f"{stipend.earned_at:%Y-%m-%dT%H:%M:%S.%f} {stipend.submission_id}"


def _organisations(session: Session, person_id: str) -> list[Organisation]:
    """That they work at, and that have paid them."""
    works = select(Employment.organisation_id).where(Employment.person_id == person_id)
    paid = select(LedgerTransaction.organisation_id).where(LedgerTransaction.person_id == person_id)
    wanted = Organisation.id.in_(works) | Organisation.id.in_(paid)
    return list(session.scalars(select(Organisation).where(wanted).order_by(Organisation.id)))


def _at(session: Session, organisation: Organisation, person_id: str) -> list[OwnStipend]:
    facts = load_facts(session, organisation.id, [person_id]).get(person_id)
    if facts is None:
        return []
    policy, account = policy_of(organisation), accounts(session, organisation.id, [person_id])[person_id]
    cents = {entry.submission_id: entry.cents for entry in account.booked}
    paying = _paying_runs(session, account)
    runs = runs_at(session, organisation.id, utc_now())
    first = period_of(runs[-1]).number + 1 if runs else 0

    def own(verdict: Verdict) -> OwnStipend:
        submission_id, due = verdict.earned.submission_id, verdict.standing is Standing.DUE
        run = paying.get(submission_id)
        return OwnStipend(
            submission_id=submission_id,
            micro_credential_id=verdict.earned.micro_credential_id,
            earned_at=verdict.moment,
            standing=verdict.standing,
            amount_cents=cents.get(submission_id, policy.stipends.amount_cents) if due else 0,
            currency=policy.stipends.currency,
            pay_date=_pay_date(verdict.period, run, first).name if verdict.period is not None else None,
            paid_at=_closed(run) if due else None,
        )

    return [own(verdict) for verdict in judged(policy, facts, account)]


def _pay_date(period: PayPeriod, run: PayRun | None, first: int) -> PayPeriod:
    return period_of(run) if run is not None else numbered(max(period.number, first))


def _closed(run: PayRun | None) -> datetime | None:
    return run.closed_at if run is not None else None


def _paying_runs(session: Session, account: Account) -> dict[str, PayRun]:
    """By submission: the pay run that paid for it."""
    booked = {entry.transaction_id: entry.submission_id for entry in account.booked}
    statement = select(PayRunItem.transaction_id, PayRun).join(PayRun, PayRun.id == PayRunItem.pay_run_id)
    rows = session.execute(statement.where(PayRunItem.transaction_id.in_(booked)))
    return {booked[transaction_id]: run for transaction_id, run in rows}
