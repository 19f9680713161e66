"""A portfolio as its applicant sees and changes it: nobody else's, and nothing of what only the issuer may see."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import EvidenceKind, MicroCredential
from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.services import portfolio_lacks, portfolios
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.own import must_be_educator
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem


class ItemState(StrEnum):
    """How far a piece of evidence is."""

    PREPARING = "preparing"
    READY = "ready"
    REFUSED = "refused"
    FROZEN_LATER = "frozen_when_handed_in"


_IN_WORDS = {
    ItemState.PREPARING: "It is being made ready for assessment.",
    ItemState.READY: "It is ready for assessment.",
    ItemState.FROZEN_LATER: "What the link shows is kept in the moment that you hand in.",
}


class ItemView(Value):
    """``message`` says in words how far it is, or why it can't be taken and what to do. ``unchanged``: the attempt
    before had the same."""

    id: str
    requirement_id: str
    kind: EvidenceKind
    name: str
    link: str | None
    size: int
    state: ItemState
    message: str
    unchanged: bool = False


class Missing(Value):
    requirement: str
    title: str
    message: str
    item: str | None = None


class PortfolioView(Value):
    """``missing`` is what keeps it from being handed in; ``submission_id`` is there once it was."""

    id: str
    micro_credential_id: str
    submission_id: str | None
    people: tuple[str, ...]
    created_at: datetime
    items: tuple[ItemView, ...]
    missing: tuple[Missing, ...]


def own_portfolio(session: Session, caller: Caller, portfolio_id: str) -> Portfolio:
    """Raises ProblemError; another person's looks like none."""
    must_be_educator(caller)
    found = session.get(Portfolio, portfolio_id)
    if found is None or found.applicant_id != caller.person_id:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "You have no portfolio of this id."))
    return found


def own_item(session: Session, portfolio: Portfolio, item_id: str) -> PortfolioItem:
    """Raises ProblemError."""
    found = session.get(PortfolioItem, item_id)
    if found is None or found.portfolio_id != portfolio.id:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "The portfolio has no such evidence."))
    return found


def own_portfolios(session: Session, caller: Caller, wanted: Wanted) -> Page[PortfolioView]:
    """The caller's, newest first. Raises ProblemError."""
    must_be_educator(caller)
    return paged(
        session, select(Portfolio).where(Portfolio.applicant_id == caller.person_id),
        (Portfolio.created_at, Portfolio.id), wanted, lambda row: view(session, row), newest_first=True,
    )  # fmt: skip


def view(session: Session, portfolio: Portfolio) -> PortfolioView:
    credential = newest(session, portfolio.micro_credential_id)
    missing = _missing(session, portfolio, credential) if portfolio.submission_id is None else []
    before = unchanged_since(session, portfolio)
    return PortfolioView(
        id=portfolio.id,
        micro_credential_id=portfolio.micro_credential_id,
        submission_id=portfolio.submission_id,
        people=tuple(portfolio.people),
        created_at=portfolio.created_at,
        items=tuple(_item(item, portfolio, before) for item in portfolios.items_of(session, portfolio.id)),
        missing=tuple(Missing.model_validate(row) for row in missing),
    )


def hand_in(session: Session, portfolio: Portfolio) -> str:
    """The submission's ID, the same when asked again. Raises ProblemError with everything that is missing."""
    if portfolio.submission_id is None:
        missing = _missing(session, portfolio, newest(session, portfolio.micro_credential_id))
        if missing:
            detail = "Nothing was handed in; what you have put together is kept."
            raise ProblemError(problem(ProblemType.INCOMPLETE, detail, missing=missing))
    return portfolios.submit(session, portfolio)


def _missing(session: Session, portfolio: Portfolio, credential: MicroCredential) -> list[dict[str, str]]:
    return [*portfolios.missing(session, portfolio, credential), *portfolio_lacks.lacking(session, portfolio)]


def unchanged_since(session: Session, portfolio: Portfolio) -> frozenset[tuple[str, str]]:
    """Requirement and content of what the attempt before had: evidence that is among it was carried forward."""
    earlier = portfolios.attempt_before(session, portfolio)
    if earlier is None:
        return frozenset()
    items = portfolios.items_of(session, earlier.id)
    return frozenset((item.requirement_id, item.link or item.original or "") for item in items)


def _item(item: PortfolioItem, portfolio: Portfolio, before: frozenset[tuple[str, str]]) -> ItemView:
    if item.refused is not None:
        state = ItemState.REFUSED
    elif item.result is not None:
        state = ItemState.READY
    elif item.kind == EvidenceKind.LINK and portfolio.submission_id is None:
        state = ItemState.FROZEN_LATER
    else:
        state = ItemState.PREPARING
    return ItemView(
        id=item.id, requirement_id=item.requirement_id, kind=EvidenceKind(item.kind), name=item.name, link=item.link,
        size=item.size, state=state, message=item.refused or _IN_WORDS.get(state, ""),
        unchanged=(item.requirement_id, item.link or item.original or "") in before,
    )  # fmt: skip


def takes(credential: MicroCredential, requirement_id: str, kind: EvidenceKind) -> None:
    """Raises ProblemError where the requirement has no such evidence."""
    requirement = next((r for r in credential.requirements if r.id == requirement_id), None)
    if requirement is None:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "The micro-credential has no such requirement."))
    if kind not in requirement.evidence.kinds:
        allowed = ", ".join(each.value for each in requirement.evidence.kinds)
        detail = f"“{requirement.title}” takes no {kind.value}, but: {allowed}. Nothing was added."
        raise ProblemError(problem(ProblemType.BAD_REQUEST, detail))
