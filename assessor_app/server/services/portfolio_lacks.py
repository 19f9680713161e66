"""What keeps a portfolio from being handed in beside its evidence, and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.services.credentials import newest
from assessor_app.server.storage.intake_models import Portfolio
from assessor_app.server.storage.portfolio_models import Agreement, Draft, SelfCheck, Upload


def lacking(session: Session, portfolio: Portfolio) -> list[dict[str, str]]:
    """What keeps a portfolio from being handed in beside its evidence: words left in a draft, a file that is still on
    its way, the agreement."""
    credential = newest(session, portfolio.micro_credential_id)
    titles = {requirement.id: requirement.title for requirement in credential.requirements}
    rows = [
        _lack(row.requirement_id, titles, "A draft of yours is no evidence yet: add it, or empty it.")
        for row in session.scalars(select(Draft).where(Draft.portfolio_id == portfolio.id))
        if row.text.strip()
    ]
    running = select(Upload).where(Upload.portfolio_id == portfolio.id, Upload.item_id.is_(None))
    rows += [
        _lack(row.requirement_id, titles, f"“{row.name}” has not arrived whole: go on sending it, or end the upload.")
        for row in session.scalars(running)
        if row.expires_at > utc_now()
    ]
    if session.get(Agreement, portfolio.id) is None:
        said = "Please agree, to what it holds now, that this work is your own."
        rows.append(_lack("agreement", {"agreement": "Agreement"}, said))
    return rows


def changed(session: Session, portfolio: Portfolio) -> None:
    """What was agreed to was about other evidence: it has to be agreed to anew."""
    session.execute(delete(Agreement).where(Agreement.portfolio_id == portfolio.id))


def forget(session: Session, portfolio: Portfolio) -> None:
    """What hangs on a portfolio that is thrown away; its uploads end by themselves."""
    for model in (Draft, SelfCheck, Agreement, Upload):
        session.execute(delete(model).where(model.portfolio_id == portfolio.id))


def _lack(requirement_id: str, titles: Mapping[str, str], message: str) -> dict[str, str]:
    return {"requirement": requirement_id, "title": titles.get(requirement_id, requirement_id), "message": message}
