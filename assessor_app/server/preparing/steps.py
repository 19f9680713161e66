"""What each step of a job does. A step reads, works without a transaction, and writes its result in one, only if the
job is still its worker's; so it may be ended anywhere and done again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.submission import State
from assessor_app.server.intake import links
from assessor_app.server.intake.censor import Choice, Unsure
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.workbench import BenchBroke
from assessor_app.server.opening import Server
from assessor_app.server.preparing import jobs, packets
from assessor_app.server.preparing.evidence import Given, Tools, prepare
from assessor_app.server.preparing.jobs import Claimed, JobState, Step
from assessor_app.server.preparing.result import Prepared, fingerprint_of
from assessor_app.server.services import identities
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.submissions import build_packet, return_unreadable
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem, Redaction
from assessor_app.server.storage.models import Submission


def run(server: Server, claimed: Claimed, tools: Tools) -> None:
    """Do the step. Whatever it raises is a reason to try again later."""
    match claimed.step:
        case Step.FREEZE:
            _freeze(server, claimed)
        case Step.TREAT:
            _treat(server, claimed, tools)
        case Step.PACKET:
            _packet(server, claimed)


def _freeze(server: Server, claimed: Claimed) -> None:
    with server.database.reading() as session:
        item = session.get(PortfolioItem, claimed.item_id)
        address = item.link or "" if item is not None else ""
    try:
        snapshot = links.fetch(address, server.settings.links_allowed)
    except links.LinkUnreadable as error:
        _refuse(server, claimed, str(error))
        return
    except links.LinkBusy as error:
        if claimed.attempts < jobs.MOST_ATTEMPTS:
            raise
        _refuse(server, claimed, str(error))
        return
    original = server.originals.put(snapshot.data)
    with server.database.writing() as session:
        found = session.get(PortfolioItem, claimed.item_id)
        if found is not None and jobs.is_mine(session, claimed):
            found.original, found.size, found.name = original, len(snapshot.data), snapshot.name
            jobs.finish(session, claimed)


def _treat(server: Server, claimed: Claimed, tools: Tools) -> None:
    with server.database.reading() as session:
        item = session.get(PortfolioItem, claimed.item_id)
        if item is None or item.refused is not None or item.original is None:
            given = None
        else:
            given = Given(EvidenceKind(item.kind), item.name, item.title, item.original, item.link, item.words)
            identity = identities.of_portfolio(session, session.get_one(Portfolio, claimed.portfolio_id))
            choices = identities.choices_of(session, claimed.item_id)
    if given is None:
        _done(server, claimed)
        return
    try:
        prepared, unsure = prepare(server, given, identity, choices, tools)
    except BenchBroke as error:
        # Once may be the machine's fault; that a worker was ended in between says nothing of the file.
        if not claimed.reason.startswith(BenchBroke.__name__):
            raise
        _refuse(server, claimed, str(error))
        return
    except Unreadable as error:
        _refuse(server, claimed, str(error))
        return
    with server.database.writing() as session:
        found = session.get(PortfolioItem, claimed.item_id)
        if found is not None and jobs.is_mine(session, claimed):
            found.result = prepared.model_dump(mode="json")
            _queue_unsure(session, claimed, unsure)
            jobs.finish(session, claimed)


def _queue_unsure(session: Session, claimed: Claimed, unsure: Iterable[Unsure]) -> None:
    """Places that nobody has decided on; those that are not in the evidence any more go."""
    places = {item.id: item for item in unsure}
    known = set(session.scalars(select(Redaction.place).where(Redaction.item_id == claimed.item_id)))
    session.execute(
        delete(Redaction).where(
            Redaction.item_id == claimed.item_id, Redaction.choice.is_(None), Redaction.place.not_in(places)
        )
    )
    session.add_all(
        Redaction(
            id=uuid.uuid4().hex[:12], portfolio_id=claimed.portfolio_id, item_id=claimed.item_id, place=item.id,
            word=item.text, before=item.before, after=item.after, where=item.where, page=item.page, choice=None,
            decided_by=None, decided_at=None,
        )
        for item in places.values()
        if item.id not in known
    )  # fmt: skip


def _refuse(server: Server, claimed: Claimed, sentence: str) -> None:
    with server.database.writing() as session:
        item = session.get(PortfolioItem, claimed.item_id)
        if item is not None and jobs.is_mine(session, claimed):
            item.refused, item.result = sentence, None
            jobs.finish(session, claimed, reason=sentence)


def _done(server: Server, claimed: Claimed) -> None:
    with server.database.writing() as session:
        if jobs.is_mine(session, claimed):
            jobs.finish(session, claimed)


def _packet(server: Server, claimed: Claimed) -> None:
    """All of it in one transaction: there is a whole packet, or none."""
    with server.database.writing() as session:
        if not jobs.is_mine(session, claimed):
            return
        portfolio = session.get_one(Portfolio, claimed.portfolio_id)
        submission = session.get(Submission, portfolio.submission_id) if portfolio.submission_id else None
        if submission is None or submission.state != State.SUBMITTED or submission.manifest:
            jobs.finish(session, claimed, reason="There was nothing left to do.")
            return
        items = session.scalars(
            select(PortfolioItem).where(PortfolioItem.portfolio_id == portfolio.id).order_by(PortfolioItem.position)
        ).all()
        refused = [f"{item.name or item.link}: {item.refused}" for item in items if item.refused is not None]
        if refused:
            return_unreadable(session, submission, portfolio.applicant_id, refused)
            jobs.finish(session, claimed, reason="Evidence that can't be taken went back to the applicant.")
            return
        if _changed_meanwhile(session, portfolio, items):
            jobs.finish(session, claimed, JobState.WAITING, "Some evidence is prepared anew.")
            return
        open_places = session.scalars(
            select(Redaction.id).where(Redaction.portfolio_id == portfolio.id, Redaction.choice.is_(None))
        ).all()
        if open_places:
            reason = f"{len(open_places)} unsure places wait for the issuer; see “admin redactions”."
            jobs.finish(session, claimed, JobState.HELD, reason)
            return
        _build(server, session, portfolio, submission, items)
        jobs.finish(session, claimed)


def _changed_meanwhile(session: Session, portfolio: Portfolio, items: Iterable[PortfolioItem]) -> bool:
    """Whether evidence was prepared for another identity, or before the issuer kept a word in it."""
    identity = identities.of_portfolio(session, portfolio)
    changed = False
    for item in items:
        choices = identities.choices_of(session, item.id)
        kept = {place: choice for place, choice in choices.items() if choice == Choice.KEEP}
        fitting = {fingerprint_of(identity, choices), *([] if kept else [fingerprint_of(identity, {})])}
        if item.result is None or Prepared.model_validate(item.result).identity not in fitting:
            jobs.want(session, portfolio.id, Step.TREAT, item.id)
            changed = True
    return changed


def _build(
    server: Server, session: Session, portfolio: Portfolio, submission: Submission, items: Iterable[PortfolioItem]
) -> None:
    identity = identities.of_portfolio(session, portfolio)
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    order = {requirement.id: number for number, requirement in enumerate(credential.requirements)}
    made = [(i.requirement_id, EvidenceKind(i.kind), Prepared.model_validate(i.result)) for i in items]
    made.sort(key=lambda item: order[item[0]])
    evidence = packets.evidence_of(made, credential)
    pairs = [(item, prepared) for item, (_, _, prepared) in zip(evidence, made, strict=True)]
    similar = packets.compare(server, session, submission.id, portfolio.applicant_id, credential, pairs, identity)
    build_packet(server, session, submission, evidence, similar)
