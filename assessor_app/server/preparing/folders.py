"""Handing in a folder of evidence on the server's own computer: the same portfolio, jobs and packet, done at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from assessor_app.domain.due import TURNAROUND
from assessor_app.domain.identity.known import Identity
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Action, Role, State, transition
from assessor_app.protocol.packet import Evidence
from assessor_app.server.intake import links
from assessor_app.server.intake.folder import Piece, read_folder
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.renditions import Office
from assessor_app.server.intake.workbench import Workbench
from assessor_app.server.opening import Server
from assessor_app.server.preparing import packets
from assessor_app.server.preparing.evidence import Given, Tools, prepare
from assessor_app.server.preparing.result import Prepared
from assessor_app.server.preparing.runner import Runner
from assessor_app.server.services import identities, portfolios
from assessor_app.server.services.credentials import credential_at, newest
from assessor_app.server.services.people import by_email
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import found, release
from assessor_app.server.storage.intake_models import IntakeJob, Portfolio
from assessor_app.server.storage.models import Lineage, Submission


def submit_folder(
    server: Server,
    applicant_email: str,
    micro_credential_id: str,
    folder: Path,
    received_at: datetime | None = None,
    runner: Runner | None = None,
) -> str:
    """Hand in a folder of evidence, one folder a requirement, as an applicant's next attempt; the submission's id.

    ``received_at`` is for what reached the organisation earlier than this server; the turnaround counts from it.
    ``runner`` is one that is there already. Raises Refused, with nothing handed in.
    """
    with server.database.reading() as session:
        credential = newest(session, micro_credential_id)
    pieces = read_folder(folder, credential)
    with server.database.writing() as session:
        portfolio_id = portfolios.begin(session, by_email(session, applicant_email), micro_credential_id).id
    worker = runner or Runner(server)
    try:
        for piece in pieces:
            portfolios.add(server, portfolio_id, piece)
        worker.run_all(portfolio_id)
        submission_id = _submitted(server, portfolio_id, folder, received_at)
        worker.run_all(portfolio_id)
    finally:
        if runner is None:
            worker.close()
    return submission_id


def _submitted(server: Server, portfolio_id: str, folder: Path, received_at: datetime | None) -> str:
    refused: list[str] = []
    with server.database.writing() as session:
        portfolio = session.get_one(Portfolio, portfolio_id)
        for item in portfolios.items_of(session, portfolio_id):
            if item.refused is not None:
                refused.append(f"{folder / item.requirement_id / item.name}: {item.refused}")
        stuck = session.scalars(
            select(IntakeJob.reason).where(IntakeJob.portfolio_id == portfolio_id, IntakeJob.reason != "")
        ).first()
        unprepared = any(item.result is None for item in portfolios.items_of(session, portfolio_id) if item.original)
        if refused or unprepared:
            portfolios.discard(session, portfolio)
        else:
            submission_id = portfolios.submit(session, portfolio)
            submission = session.get_one(Submission, submission_id)
            if received_at is not None:
                submission.submitted_at, submission.due_at = received_at, received_at + TURNAROUND
    if refused:
        raise Refused("\n".join(refused))
    if unprepared:
        raise Refused(f"The evidence could not be prepared: {stuck}. Nothing was handed in.")
    return submission_id


def release_redacted(server: Server, submission_id: str, folder: Path | None) -> None:
    """Give back what was held for a reported leak, with the evidence of ``folder`` in place of what was handed in; None
    says that nothing had to be redacted. Raises Refused, with nothing changed."""
    if folder is None:
        release(server, submission_id, None)
        return
    with server.database.reading() as session:
        submission = found(session, submission_id)
        if transition(Action.RELEASE_REDACTED, State(submission.state), Role.ISSUER) is None:
            raise Refused(f"A submission that is {submission.state.replace('_', ' ')} is not held back.")
        credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
        lineage = session.get_one(Lineage, submission.lineage_id)
        portfolio = session.scalars(select(Portfolio).where(Portfolio.submission_id == submission_id)).first()
        people = portfolio.people if portfolio is not None else []
        identity = identities.identity_of(session, lineage.applicant_id, people)
    release(server, submission_id, evidence_of_folder(server, folder, credential, identity))


def evidence_of_folder(
    server: Server, folder: Path, credential: MicroCredential, identity: Identity
) -> tuple[Evidence, ...]:
    """The evidence of a folder, made anonymous for ``identity`` like what is handed in. Raises Refused."""
    with Workbench() as bench:
        tools = Tools(bench, Office(server.data / "renditions"))
        made = [(piece, _prepared(server, piece, identity, tools)) for piece in read_folder(folder, credential)]
    return packets.evidence_of([(piece.requirement_id, piece.kind, prepared) for piece, prepared in made], credential)


def _prepared(server: Server, piece: Piece, identity: Identity, tools: Tools) -> Prepared:
    try:
        snapshot = links.fetch(piece.link, server.settings.links_allowed) if piece.link else None
        data, name = (snapshot.data, snapshot.name) if snapshot is not None else (piece.data, piece.name)
        given = Given(piece.kind, name, "", server.originals.put(data), piece.link, piece.words)
        return prepare(server, given, identity, {}, tools)[0]
    except (Unreadable, links.LinkBusy) as error:
        raise Refused(f"{piece.name}: {error}") from None
