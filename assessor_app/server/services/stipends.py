"""Booking stipends: the ledger follows what was earned, revoked and held, and is never behind it for long (FAQ 12, 14).

Nothing is booked by an event and nothing is forgotten by one: what the ledger should say is judged from the facts
(:mod:`assessor_app.domain.stipends`), and what it lacks is added. So doing it twice adds nothing, and late facts
(decisions made offline, corrected rosters) find their way by themselves.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.ledger import Booked, Kind, Why, missing, reversal_lines, stipend_lines
from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.stipends import Verdict, judge
from assessor_app.server.opening import Server
from assessor_app.server.services.ledger import Account, Book, accounts
from assessor_app.server.services.organisations import policy_of
from assessor_app.server.services.stipend_facts import Facts, PayeeFacts, load_facts
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.ledger_models import Payee, StipendState
from assessor_app.server.storage.models import Award
from assessor_app.server.storage.program_models import Organisation

AT_ONCE = 100
"""How many people are booked in one transaction: nobody else writes meanwhile."""


def anything_earned(session: Session) -> bool:
    return session.scalars(select(Award.submission_id).limit(1)).first() is not None


def book_due(server: Server, organisation_id: str | None = None) -> int:
    """Book what is due and not booked yet, of one organisation or of all; how many transactions that were."""
    with server.database.reading() as session:
        every = [organisation_id] if organisation_id else list(session.scalars(select(Organisation.id)))
    return sum(_book(server, one) for one in every)


def _book(server: Server, organisation_id: str) -> int:
    with server.database.reading() as session:
        policy = policy_of(session.get_one(Organisation, organisation_id))
        known = _known(session, organisation_id)
        facts = load_facts(session, organisation_id)
        changed = iter([person for person, one in facts.items() if known.get(person) != one.digest(policy)])
    count = 0
    while people := list(islice(changed, AT_ONCE)):
        with server.database.writing() as session:
            note_act(session, "stipends booked")
            count += _book_people(session, organisation_id, people)
    return count


def _known(session: Session, organisation_id: str) -> dict[str, str]:
    statement = select(StipendState.person_id, StipendState.facts)
    return dict(session.execute(statement.where(StipendState.organisation_id == organisation_id)).all())


def _book_people(session: Session, organisation_id: str, people: list[str]) -> int:
    # Read again: what was seen before this transaction began may have changed.
    policy = policy_of(session.get_one(Organisation, organisation_id))
    before = accounts(session, organisation_id, people)
    payees = _payees(session, organisation_id, people)
    states = _states(session, organisation_id, people)
    every, count = load_facts(session, organisation_id, people), 0
    with Book(session, organisation_id, policy.stipends.currency) as book:
        for person_id, facts in every.items():
            count += _book_person(book, person_id, policy, facts, before[person_id])
            _keep_payee(book, organisation_id, person_id, facts, payees.get(person_id))
            _keep_state(session, organisation_id, person_id, facts.digest(policy), states.get(person_id))
    return count


def _states(session: Session, organisation_id: str, people: list[str]) -> dict[str, StipendState]:
    statement = select(StipendState).where(StipendState.organisation_id == organisation_id)
    return {row.person_id: row for row in session.scalars(statement.where(StipendState.person_id.in_(people)))}


def _keep_state(session: Session, organisation_id: str, person_id: str, facts: str, row: StipendState | None) -> None:
    if row is None:
        session.add(StipendState(organisation_id=organisation_id, person_id=person_id, facts=facts))
    else:
        row.facts = facts


def _book_person(book: Book, person_id: str, policy: OrganisationPolicy, facts: Facts, account: Account) -> int:
    lacking = missing(judged(policy, facts, account), account.booked)
    for entry, why in lacking.reversals:
        _reverse(book, person_id, entry, why, account.times[entry.submission_id])
    for verdict in lacking.bookings:
        times = account.times.get(verdict.earned.submission_id, 0) + 1
        _book_stipend(book, person_id, verdict, policy.stipends.amount_cents, times)
    return len(lacking.reversals) + len(lacking.bookings)


def judged(policy: OrganisationPolicy, facts: Facts, account: Account) -> tuple[Verdict, ...]:
    """What becomes of each of a person's awards, with what the ledger knows of earlier ones."""
    return judge(policy.stipends, policy.calendar, facts.earned, facts.held, account.paid, facts.elsewhere)


def _book_stipend(book: Book, person_id: str, verdict: Verdict, cents: int, times: int) -> None:
    assert verdict.period is not None  # noqa: S101 - what is due has one
    book.add(
        stipend_lines(person_id, cents), period=verdict.period, person_id=person_id, kind=Kind.STIPEND.value,
        key=f"{Kind.STIPEND}:{verdict.earned.submission_id}:{times}", submission_id=verdict.earned.submission_id,
        micro_credential_id=verdict.earned.micro_credential_id, cap_year=verdict.cap_year,
        earned_at=verdict.moment, reason="",
    )  # fmt: skip


def _reverse(book: Book, person_id: str, entry: Booked, why: Why, times: int) -> None:
    reversed_row = book.row(entry.transaction_id)
    book.add(
        reversal_lines(person_id, entry.cents), period=entry.period, person_id=person_id, kind=Kind.REVERSAL.value,
        key=f"{Kind.REVERSAL}:{entry.submission_id}:{times}", submission_id=entry.submission_id,
        micro_credential_id=reversed_row.micro_credential_id, reverses_id=entry.transaction_id,
        cap_year=entry.cap_year, earned_at=reversed_row.earned_at, currency=reversed_row.currency, reason=why.value,
    )  # fmt: skip


def _payees(session: Session, organisation_id: str, people: list[str]) -> dict[str, Payee]:
    """The newest of each."""
    statement = select(Payee).where(Payee.organisation_id == organisation_id, Payee.person_id.in_(people))
    return {row.person_id: row for row in session.scalars(statement.order_by(Payee.id))}


def _keep_payee(book: Book, organisation_id: str, person_id: str, facts: Facts, last: Payee | None) -> None:
    now = facts.payee
    if last is not None:
        # Who works here no more keeps the number and the campus that payroll knows them by.
        now = replace(now, employee_id=now.employee_id or last.employee_id, campus=now.campus or last.campus)
        if now == PayeeFacts(last.employee_id, last.name, last.email, last.campus):
            return
    book.session.add(Payee(organisation_id=organisation_id, person_id=person_id, seen_at=book.moment, **asdict(now)))
