"""What an educator does with an open portfolio beside adding evidence: drafts, a look at the rubric, the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import word_count
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.self_check import OwnAnswer, UnknownAnswer, check_answers, would_be_earned
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.intake.folder import Piece
from assessor_app.server.opening import Server
from assessor_app.server.services import portfolios
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.own_portfolios import own_portfolio, takes
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.intake_models import Portfolio
from assessor_app.server.storage.portfolio_models import Agreement, Draft, SelfCheck

WORDING = (
    "What I hand in is my own: it shows my own classroom, and everything in it that I did not make myself is named as "
    "such. Students can't be recognised in it, or their families agreed in writing."
)
_ANSWERS: TypeAdapter[dict[str, OwnAnswer]] = TypeAdapter(dict[str, OwnAnswer])


class DraftView(Value):
    """``version`` is what the next change has to name; 0: nothing was written yet. Word counts are a guide (FAQ 17)."""

    requirement_id: str
    text: str
    version: int
    words: int
    suggested_words: int | None
    updated_at: datetime | None


class SelfCheckView(Value):
    """``would_be_earned`` is by one's own levels; None while some are open. Nobody else sees any of it."""

    answers: dict[str, OwnAnswer]
    would_be_earned: bool | None
    updated_at: datetime | None


class AgreementView(Value):
    """``wording`` is what is to be agreed to."""

    wording: str
    agreed_at: datetime | None


def drafts(session: Session, portfolio: Portfolio) -> list[DraftView]:
    """One for each requirement that takes words."""
    rows = {row.requirement_id: row for row in session.scalars(select(Draft).where(Draft.portfolio_id == portfolio.id))}
    requirements = newest(session, portfolio.micro_credential_id).requirements
    return [
        _draft_view(requirement.id, requirement.evidence.suggested_words, rows.get(requirement.id))
        for requirement in requirements
        if EvidenceKind.TEXT in requirement.evidence.kinds
    ]


def save_draft(session: Session, portfolio: Portfolio, requirement_id: str, text: str, version: int) -> DraftView:
    """Raises ProblemError, with what is there, when it was changed elsewhere since ``version``: nothing is lost."""
    portfolios.open_or_raise(portfolio)
    credential = newest(session, portfolio.micro_credential_id)
    takes(credential, requirement_id, EvidenceKind.TEXT)
    row = session.get(Draft, (portfolio.id, requirement_id))
    if (row.version if row is not None else 0) != version:
        current = _draft_view(requirement_id, None, row)
        detail = "This draft was changed elsewhere. Both are kept: “current” is what is there, what you sent is yours."
        raise ProblemError(problem(ProblemType.STALE_BASE, detail, current=current.model_dump(mode="json")))
    if row is None:
        row = Draft(
            portfolio_id=portfolio.id, requirement_id=requirement_id, text=text, version=1, updated_at=utc_now()
        )  # fmt: skip
        session.add(row)
    else:
        row.text, row.version, row.updated_at = text, row.version + 1, utc_now()
    session.flush()
    return _draft_view(requirement_id, credential.requirement(requirement_id).evidence.suggested_words, row)


def take_draft(server: Server, caller: Caller, portfolio_id: str, requirement_id: str, title: str) -> None:
    """A draft becomes evidence, and is a draft no more; both or neither. Raises ProblemError."""
    with server.database.reading() as session:
        row = session.get(Draft, (own_portfolio(session, caller, portfolio_id).id, requirement_id))
    if row is None or not row.text.strip():
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no draft of this requirement."))
    original = server.originals.put(row.text.encode())
    piece = Piece(
        requirement_id, EvidenceKind.TEXT, "response.txt", row.text.encode(), words=word_count(row.text), title=title
    )
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        takes(newest(session, portfolio.micro_credential_id), requirement_id, EvidenceKind.TEXT)
        current = session.get(Draft, (portfolio_id, requirement_id))
        if current is None or current.version != row.version:
            raise ProblemError(problem(ProblemType.STALE_BASE, "The draft was changed a moment ago. Please try again."))
        portfolios.add_row(session, portfolio, piece, original, len(row.text.encode()))
        # The row goes on counting, so that an older window can't take its version for the present one.
        current.text, current.version, current.updated_at = "", current.version + 1, utc_now()


def self_check(session: Session, portfolio: Portfolio) -> SelfCheckView:
    row = session.get(SelfCheck, portfolio.id)
    answers = _ANSWERS.validate_python(row.data) if row is not None else {}
    earned = would_be_earned(newest(session, portfolio.micro_credential_id), answers)
    return SelfCheckView(
        answers=answers, would_be_earned=earned, updated_at=row.updated_at if row is not None else None
    )


def save_self_check(session: Session, portfolio: Portfolio, answers: Mapping[str, OwnAnswer]) -> SelfCheckView:
    """In place of what was there. Raises ProblemError."""
    portfolios.open_or_raise(portfolio)
    try:
        check_answers(newest(session, portfolio.micro_credential_id), answers)
    except UnknownAnswer as error:
        raise ProblemError(problem(ProblemType.BAD_REQUEST, f"{error} Nothing was kept.")) from error
    data = {key: answer.model_dump(mode="json") for key, answer in answers.items()}
    session.merge(SelfCheck(portfolio_id=portfolio.id, data=data, updated_at=utc_now()))
    session.flush()
    return self_check(session, portfolio)


def agreement(session: Session, portfolio: Portfolio) -> AgreementView:
    row = session.get(Agreement, portfolio.id)
    if row is None:
        return AgreementView(wording=WORDING, agreed_at=None)
    return AgreementView(wording=row.wording, agreed_at=row.agreed_at)


def agree(session: Session, portfolio: Portfolio) -> AgreementView:
    """Once is enough; the words that were agreed to are kept. Raises ProblemError."""
    if session.get(Agreement, portfolio.id) is None:
        portfolios.open_or_raise(portfolio)
        session.add(Agreement(portfolio_id=portfolio.id, wording=WORDING, agreed_at=utc_now()))
        session.flush()
    return agreement(session, portfolio)


def _draft_view(requirement_id: str, suggested: int | None, row: Draft | None) -> DraftView:
    text = row.text if row is not None else ""
    return DraftView(
        requirement_id=requirement_id, text=text, version=row.version if row is not None else 0,
        words=word_count(text), suggested_words=suggested, updated_at=row.updated_at if row is not None else None,
    )  # fmt: skip
