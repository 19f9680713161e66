"""An applicant's portfolio until it is handed in: evidence by requirement, whom it names, and what is missing."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import EvidenceKind, MicroCredential
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.intake.folder import Piece
from assessor_app.server.opening import Server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.jobs import Step
from assessor_app.server.services import portfolio_lacks
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.submissions import hand_in, may_hand_in
from assessor_app.server.storage.intake_models import IntakeJob, Portfolio, PortfolioItem, Redaction
from assessor_app.server.storage.models import Person, Submission

MOST_ITEMS, MOST_PEOPLE = 200, 200


def start(session: Session, applicant: Person, micro_credential_id: str, people: list[str]) -> Portfolio:
    """The portfolio that is open already, or a new one with what is kept of one that came back. Raises Refused."""
    newest(session, micro_credential_id)
    may_hand_in(session, applicant, micro_credential_id)
    found = session.scalars(
        select(Portfolio)
        .where(
            Portfolio.applicant_id == applicant.id,
            Portfolio.micro_credential_id == micro_credential_id,
            Portfolio.submission_id.is_(None),
        )
        .order_by(Portfolio.created_at)
    ).first()
    if found is None:
        found = begin(session, applicant, micro_credential_id)
        _carry_on(session, found)
    if people:
        name_people(session, found, people)
    return found


def begin(session: Session, applicant: Person, micro_credential_id: str) -> Portfolio:
    """One with nothing in it, beside any other. Raises Refused."""
    newest(session, micro_credential_id)
    may_hand_in(session, applicant, micro_credential_id)
    made = Portfolio(
        id=uuid.uuid4().hex, applicant_id=applicant.id, micro_credential_id=micro_credential_id,
        submission_id=None, people=[], created_at=utc_now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def attempt_before(session: Session, portfolio: Portfolio) -> Portfolio | None:
    """The newest portfolio for the same micro-credential that was handed in before this one."""
    wanted = (
        select(Portfolio)
        .join(Submission, Portfolio.submission_id == Submission.id)
        .where(
            Portfolio.applicant_id == portfolio.applicant_id,
            Portfolio.micro_credential_id == portfolio.micro_credential_id,
        )
    )
    if portfolio.submission_id is not None:
        own = session.get_one(Submission, portfolio.submission_id).attempt
        wanted = wanted.where(Submission.attempt < own)
    return session.scalars(wanted.order_by(Submission.attempt.desc())).first()


def _carry_on(session: Session, portfolio: Portfolio) -> None:
    """With all that the attempt before had, but what could not be opened: only what changes has to be done again.

    What was kept for its time and removed (:mod:`services.retention`) can't come along.
    """
    last = attempt_before(session, portfolio)
    if last is None:
        return
    portfolio.people = list(last.people)
    known = {requirement.id for requirement in newest(session, portfolio.micro_credential_id).requirements}
    for item in items_of(session, last.id):
        link = item.kind == EvidenceKind.LINK
        if item.refused is not None or item.requirement_id not in known or not (item.link if link else item.original):
            continue
        piece = Piece(
            item.requirement_id, EvidenceKind(item.kind), "" if link else item.name, link=item.link,
            words=item.words, title=item.title,
        )  # fmt: skip
        if link:
            add_row(session, portfolio, piece, None)
        else:
            add_row(session, portfolio, piece, item.original, item.size)


def name_people(session: Session, portfolio: Portfolio, people: list[str]) -> None:
    """Colleagues and students whose names are to be taken out; evidence that is prepared already is prepared anew."""
    portfolio.people = people[:MOST_PEOPLE]
    for item in items_of(session, portfolio.id):
        if item.refused is None:
            jobs.want(session, portfolio.id, Step.TREAT, item.id)


def add(server: Server, portfolio_id: str, piece: Piece, original: str | None = None) -> str:
    """Keep a piece of evidence and have it prepared; its id. The bytes are on disk before the row is. ``original``
    names them where they lie among the originals already. Raises ProblemError."""
    if original is None and piece.kind is not EvidenceKind.LINK:
        original = server.originals.put(piece.data)
    size = server.originals.path(original).stat().st_size if original is not None else 0
    with server.database.writing() as session:
        portfolio = session.get(Portfolio, portfolio_id)
        if portfolio is None:
            raise ProblemError(problem(ProblemType.NOT_FOUND, "The portfolio was thrown away. Nothing was added."))
        return add_row(session, portfolio, piece, original, size).id


def add_row(session: Session, portfolio: Portfolio, piece: Piece, original: str | None, size: int = 0) -> PortfolioItem:
    """Raises ProblemError."""
    open_or_raise(portfolio)
    taken = items_of(session, portfolio.id)
    if len(taken) >= MOST_ITEMS:
        detail = f"A portfolio holds at most {MOST_ITEMS} pieces of evidence."
        raise ProblemError(problem(ProblemType.TOO_LARGE, detail))
    item = PortfolioItem(
        id=uuid.uuid4().hex, portfolio_id=portfolio.id, requirement_id=piece.requirement_id,
        position=max((other.position for other in taken), default=0) + 1, kind=piece.kind, name=piece.name[:255],
        title=piece.title[:200], link=piece.link, original=original, size=size, words=piece.words,
        result=None, refused=None, created_at=utc_now(),
    )  # fmt: skip
    session.add(item)
    session.flush()
    portfolio_lacks.changed(session, portfolio)
    # A link is frozen when the portfolio is handed in, so that it shows what was there then.
    if piece.kind is not EvidenceKind.LINK:
        jobs.want(session, portfolio.id, Step.TREAT, item.id)
    return item


def remove(session: Session, portfolio: Portfolio, item: PortfolioItem) -> None:
    """Raises ProblemError when it was handed in."""
    open_or_raise(portfolio)
    session.execute(delete(Redaction).where(Redaction.item_id == item.id))
    session.execute(delete(IntakeJob).where(IntakeJob.item_id == item.id))
    session.delete(item)
    portfolio_lacks.changed(session, portfolio)


def open_or_raise(portfolio: Portfolio) -> None:
    if portfolio.submission_id is not None:
        detail = "This portfolio was handed in and can't be changed any more."
        raise ProblemError(problem(ProblemType.STALE_BASE, detail))


def items_of(session: Session, portfolio_id: str) -> list[PortfolioItem]:
    return list(
        session.scalars(
            select(PortfolioItem).where(PortfolioItem.portfolio_id == portfolio_id).order_by(PortfolioItem.position)
        )
    )


def missing(session: Session, portfolio: Portfolio, credential: MicroCredential) -> list[dict[str, str]]:
    """What keeps it from being handed in: requirements without evidence, evidence that can't be taken (FAQ 21)."""
    items = items_of(session, portfolio.id)
    rows = []
    for requirement in credential.requirements:
        own = [item for item in items if item.requirement_id == requirement.id]
        if not own:
            rows.append(
                {"requirement": requirement.id, "title": requirement.title, "message": "There is no evidence yet."}
            )
        rows += [
            {"requirement": requirement.id, "title": requirement.title, "item": item.id, "message": item.refused}
            for item in own
            if item.refused is not None
        ]
    return rows


def submit(session: Session, portfolio: Portfolio) -> str:
    """Hand the portfolio in; the submission's ID, the same when asked again. Raises ProblemError."""
    if portfolio.submission_id is not None:
        return portfolio.submission_id
    credential = newest(session, portfolio.micro_credential_id)
    lacking = missing(session, portfolio, credential)
    if lacking:
        detail = "Nothing was handed in; what you have put together is kept."
        raise ProblemError(problem(ProblemType.INCOMPLETE, detail, missing=lacking))
    submission = hand_in(session, session.get_one(Person, portfolio.applicant_id), credential, utc_now())
    portfolio.submission_id = submission.id
    for item in items_of(session, portfolio.id):
        if item.kind == EvidenceKind.LINK:
            jobs.want(session, portfolio.id, Step.FREEZE, item.id)
            jobs.want(session, portfolio.id, Step.TREAT, item.id)
    jobs.want(session, portfolio.id, Step.PACKET)
    return submission.id


def discard(session: Session, portfolio: Portfolio) -> None:
    """Forget a portfolio that was not handed in."""
    open_or_raise(portfolio)
    for item in items_of(session, portfolio.id):
        remove(session, portfolio, item)
    portfolio_lacks.forget(session, portfolio)
    session.execute(delete(IntakeJob).where(IntakeJob.portfolio_id == portfolio.id))
    session.flush()
    session.delete(portfolio)
